//! Forgetting an installation.

use super::{ConnectingError, OpenInstallations};
use crate::installations::InstallationId;

/// Forgets its secrets and its settings, and ends its sessions. The database is left as it is. The
/// secrets go first: if they cannot, the installation stays, so that none is left behind unseen.
#[tracing::instrument(skip_all)]
pub async fn remove(
    installations: &OpenInstallations,
    id: &InstallationId,
) -> Result<(), ConnectingError> {
    if id.is_local() {
        return Err(ConnectingError::LocalDirectory);
    }
    let _changing = installations.changing.lock().await;
    let outside = installations.outside();
    outside.secrets.forget_all(id.as_str()).await?;
    outside.store.remove(id).await?;
    installations.reopen(id).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connecting::list;
    use crate::twin::server::{City, connected};

    #[tokio::test]
    async fn a_removed_installation_leaves_nothing_behind() {
        let city = City::new();
        let installations = connected(&city).await;
        let id = installations.current().id().clone();
        remove(&installations, &id).await.unwrap();
        assert_eq!(list(&installations).await.unwrap().len(), 1);
        assert_eq!(city.kept(&id).await, None, "the password is forgotten");
        assert_eq!(city.closed(), 1, "its sessions are ended");
        assert!(installations.current().id().is_local());
        assert_eq!(city.store.current().await.unwrap(), None);
        remove(&installations, &id).await.unwrap();
    }

    #[tokio::test]
    async fn the_local_directory_cannot_be_removed() {
        let city = City::new();
        let installations = connected(&city).await;
        let refused = remove(&installations, &InstallationId::local()).await;
        assert!(matches!(refused, Err(ConnectingError::LocalDirectory)));
    }
}
