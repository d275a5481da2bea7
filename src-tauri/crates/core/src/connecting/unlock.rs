//! Giving a password again that is not kept (any more).

use deskbook_domain::secret::Secret;

use super::password::database_secret;
use super::{ConnectingError, OpenInstallations};
use crate::installations::InstallationId;
use crate::secrets::{Kept, SecretBinding};

/// Keeps the password of an installation, and tries its sources with it if the window shows it.
#[tracing::instrument(skip_all)]
pub async fn unlock(
    installations: &OpenInstallations,
    id: &InstallationId,
    password: Secret<String>,
) -> Result<Kept, ConnectingError> {
    if password.expose().is_empty() {
        return Err(ConnectingError::Unfit { field: "password" });
    }
    let outside = installations.outside();
    let record = outside.store.find(id).await?;
    let record = record.ok_or(ConnectingError::InstallationUnknown)?;
    let binding = SecretBinding::new(record.database.binding());
    let name = database_secret(id);
    let kept = outside.secrets.store(&name, &binding, password).await?;
    if installations.current().id() == id {
        installations.retry().await;
    }
    Ok(kept)
}
