//! Trying a connection before it is kept.

use deskbook_domain::database::DatabaseAddress;
use deskbook_domain::secret::Secret;

use super::password::database_secret;
use super::{ConnectingError, ConnectionDraft, ConnectionTest, OpenInstallations};
use crate::installations::InstallationId;
use crate::secrets::SecretBinding;

/// A connection to try.
#[derive(Debug)]
pub struct TestRequest {
    /// As typed.
    pub connection: ConnectionDraft,
    /// As typed; without one the kept one of the installation is used.
    pub password: Option<Secret<String>>,
    /// The installation being changed.
    pub installation: Option<InstallationId>,
}

/// Tries a connection step by step. Nothing is stored.
#[tracing::instrument(skip_all)]
pub async fn test(
    installations: &OpenInstallations,
    request: TestRequest,
) -> Result<ConnectionTest, ConnectingError> {
    let address = request.connection.address().await?;
    let password = match (request.password, &request.installation) {
        (Some(typed), _) => Some(typed),
        (None, Some(id)) => kept(installations, id, &address).await?,
        (None, None) => None,
    };
    let password = password.ok_or(ConnectingError::PasswordMissing)?;
    let outside = installations.outside();
    let test = outside.connector.test(&address, &password, outside.timing);
    Ok(test.await)
}

/// The kept password, if it was kept for this very connection.
async fn kept(
    installations: &OpenInstallations,
    id: &InstallationId,
    address: &DatabaseAddress,
) -> Result<Option<Secret<String>>, ConnectingError> {
    let binding = SecretBinding::new(address.binding());
    let secrets = &installations.outside().secrets;
    Ok(secrets.read(&database_secret(id), &binding).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connecting::Step;
    use crate::twin::server::{City, PASSWORD, connected, connection, password};

    fn request(installation: Option<&InstallationId>) -> TestRequest {
        TestRequest {
            connection: connection(),
            password: None,
            installation: installation.cloned(),
        }
    }

    #[tokio::test]
    async fn a_typed_password_is_tried_and_every_step_told() {
        let city = City::new();
        let installations = connected(&city).await;
        let typed = TestRequest {
            password: password(PASSWORD),
            ..request(None)
        };
        let tried = test(&installations, typed).await.unwrap();
        assert!(tried.passed());
        let steps: Vec<_> = tried.steps.iter().map(|it| it.step).collect();
        assert_eq!(steps, Step::ALL);
    }

    #[tokio::test]
    async fn the_kept_password_is_used_for_its_own_connection_only() {
        let city = City::new();
        let installations = connected(&city).await;
        let id = installations.current().id().clone();
        let tried = test(&installations, request(Some(&id))).await.unwrap();
        assert!(tried.passed());
        let mut elsewhere = request(Some(&id));
        elsewhere.connection.hosts = "evil.test".to_owned();
        let refused = test(&installations, elsewhere).await.unwrap_err();
        assert!(matches!(refused, ConnectingError::PasswordMissing));
        assert_eq!(refused.field(), Some("password"), "its field is marked");
        assert_eq!(city.asked_hosts(), ["db.test"], "nothing went elsewhere");
    }

    #[tokio::test]
    async fn what_cannot_be_a_connection_is_told_by_its_field() {
        let city = City::new();
        let installations = connected(&city).await;
        let mut broken = request(None);
        broken.connection.hosts = "not a host".to_owned();
        let refused = test(&installations, broken).await.unwrap_err();
        assert_eq!(refused.field(), Some("hosts"));
    }
}
