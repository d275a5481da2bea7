//! Taking a source away from Deskbook.

use deskbook_domain::source::SourceId;

use super::stored;
use crate::connecting::{ConnectingError, OpenInstallations, source_secret};

/// Forgets the secret of a source and its settings. The database is left as it is.
#[tracing::instrument(skip_all)]
pub async fn remove(
    installations: &OpenInstallations,
    id: SourceId,
) -> Result<(), ConnectingError> {
    let _changing = installations.changing.lock().await;
    let mut record = stored(installations).await?;
    let position = record.position_of(id);
    let position = position.ok_or(ConnectingError::SourceUnknown(id))?;
    record.sources.remove(position);
    let outside = installations.outside();
    let secret = source_secret(&record.id, id);
    outside.secrets.forget(&secret).await?;
    outside.store.save(&record).await?;
    installations.reopen(&record.id).await
}
