//! Giving a password again that is not kept (any more), or that the server does not take (any more).

use deskbook_domain::secret::Secret;

use super::password::database_secret;
use super::{ConnectingError, OpenInstallations};
use crate::ErrorCode;
use crate::installations::{InstallationId, InstallationRecord};
use crate::secrets::{Kept, SecretBinding};
use crate::server_error::ServerError;

/// When a password is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Deserialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum Keeping {
    /// Once the server let somebody in with it.
    OnceItWorks,
    /// Even though the server could not be asked.
    Anyway,
}

/// What became of a password.
#[derive(Debug)]
pub enum Unlocked {
    /// It is kept.
    Kept(Kept),
    /// The server refused it, so it is not kept.
    Refused(ServerError),
    /// The server could not be asked, so it is not kept.
    Unreached(ServerError),
}

/// Tries the password of an installation, keeps it, and asks its sources with it if the window shows it.
#[tracing::instrument(skip_all)]
pub async fn unlock(
    installations: &OpenInstallations,
    id: &InstallationId,
    password: Secret<String>,
    keeping: Keeping,
) -> Result<Unlocked, ConnectingError> {
    if password.expose().is_empty() {
        return Err(ConnectingError::Unfit { field: "password" });
    }
    let outside = installations.outside();
    let record = outside.store.find(id).await?;
    let record = record.ok_or(ConnectingError::InstallationUnknown)?;
    if keeping == Keeping::OnceItWorks
        && let Some(told) = objection(installations, &record, &password).await
    {
        return Ok(told);
    }
    let binding = SecretBinding::new(record.database.binding());
    let name = database_secret(id);
    let kept = outside.secrets.store(&name, &binding, password).await?;
    if let Some(open) = installations.opened(id) {
        open.admit();
    }
    if installations.current().id() == id {
        installations.retry().await;
    }
    Ok(Unlocked::Kept(kept))
}

/// What the server has against a password. A trouble behind the login is none of the password's.
async fn objection(
    installations: &OpenInstallations,
    record: &InstallationRecord,
    password: &Secret<String>,
) -> Option<Unlocked> {
    let outside = installations.outside();
    let login = outside
        .connector
        .log_in(&record.database, password, outside.timing);
    let error = login.await.err()?;
    match error.code() {
        ErrorCode::RefusedLogin | ErrorCode::HostNotAllowed => Some(Unlocked::Refused(error)),
        ErrorCode::DatabaseUnknown | ErrorCode::DatabaseHidden | ErrorCode::GrantMissing => None,
        _ => Some(Unlocked::Unreached(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::twin::server::{City, PASSWORD, connected, password};

    async fn given(
        city: &City,
        installations: &OpenInstallations,
        text: &str,
        keeping: Keeping,
    ) -> (Unlocked, Option<String>) {
        let id = installations.current().id().clone();
        let password = password(text).unwrap();
        let told = unlock(installations, &id, password, keeping).await;
        (told.unwrap(), city.kept(&id).await)
    }

    async fn locked(city: &City) -> OpenInstallations {
        let installations = connected(city).await;
        city.forget(installations.current().id()).await;
        installations
    }

    #[tokio::test]
    async fn a_password_that_works_is_kept_and_the_sources_are_asked_with_it() {
        let city = City::new();
        let installations = locked(&city).await;
        let admitted = city.admitted();
        let (told, kept) = given(&city, &installations, PASSWORD, Keeping::OnceItWorks).await;
        assert!(matches!(told, Unlocked::Kept(Kept::SessionOnly)));
        assert_eq!(kept.as_deref(), Some(PASSWORD));
        assert!(city.admitted() > admitted, "the next question may log in");
    }

    #[tokio::test]
    async fn a_password_that_the_server_refuses_is_not_kept() {
        let city = City::new();
        let installations = locked(&city).await;
        let (told, kept) = given(&city, &installations, "wrong", Keeping::OnceItWorks).await;
        let Unlocked::Refused(error) = told else {
            panic!("it is refused, but {told:?}");
        };
        assert_eq!(error.code(), ErrorCode::RefusedLogin);
        assert_eq!(kept, None);
    }

    #[tokio::test]
    async fn a_password_that_nobody_could_judge_is_kept_only_if_its_user_says_so() {
        let city = City::new();
        let installations = locked(&city).await;
        city.stop();
        let (told, kept) = given(&city, &installations, PASSWORD, Keeping::OnceItWorks).await;
        assert!(matches!(told, Unlocked::Unreached(_)), "{told:?}");
        assert_eq!(kept, None);
        let (told, kept) = given(&city, &installations, PASSWORD, Keeping::Anyway).await;
        assert!(matches!(told, Unlocked::Kept(_)));
        assert_eq!(kept.as_deref(), Some(PASSWORD));
    }
}
