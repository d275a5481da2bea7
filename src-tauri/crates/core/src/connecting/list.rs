//! The installations, as they are chosen from.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use super::password::database_secret;
use super::{ConnectingError, ConnectionDraft, OpenInstallation, OpenInstallations};
use crate::installations::{InstallationId, InstallationRecord};
use crate::secrets::{Kept, SecretBinding, SecretError, SecretName, SecretStore};

/// A keyring that asks its user something is not waited for: a list has to come at once.
const PATIENCE: Duration = Duration::from_secs(2);

/// One installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: InstallationId,
    /// Its name; empty for the local directory.
    pub name: String,
    /// The hue of its colour.
    pub hue: u16,
    /// Whether the user marked it as read-only.
    pub read_only: bool,
    /// Whether the window shows it.
    pub current: bool,
    /// Host and database, of several hosts the one that answered last; empty for the local directory.
    pub place: String,
    /// Where its password is; the local directory has none.
    pub secret: Option<SecretState>,
    /// Whether a keyring runs. Without one nothing is kept beyond this run of Deskbook.
    pub keyring: KeyringState,
}

/// Whether the operating system has a keyring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum KeyringState {
    /// It has, or nobody knows.
    There,
    /// None runs.
    Absent,
}

/// Where a password is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum SecretState {
    /// In the operating system's keyring.
    Keyring,
    /// In memory, until Deskbook is closed.
    SessionOnly,
    /// Nowhere, or it was kept for another connection.
    Missing,
}

/// The hue of the local directory.
const LOCAL_HUE: u16 = 255;

/// All of them in their order, the local directory first.
#[tracing::instrument(skip_all)]
pub async fn list(installations: &OpenInstallations) -> Result<Vec<Entry>, ConnectingError> {
    let outside = installations.outside();
    let records = outside.store.list().await?;
    let stored = records.iter().map(|record| {
        let open = installations.opened(&record.id);
        entry(record, open, outside.secrets.as_ref())
    });
    let mut entries = vec![local()];
    entries.extend(futures_util::future::join_all(stored).await);
    let current = installations.current();
    for entry in &mut entries {
        entry.current = entry.id == *current.id();
    }
    Ok(entries)
}

/// The one that the window shows.
#[tracing::instrument(skip_all)]
pub async fn entry_of(installations: &OpenInstallations, open: &OpenInstallation) -> Entry {
    let secrets = &installations.outside().secrets;
    let entry = match open.record() {
        None => local(),
        Some(record) => {
            let open = installations.opened(&record.id);
            entry(record, open, secrets.as_ref()).await
        }
    };
    Entry {
        current: true,
        ..entry
    }
}

/// What is stored of an installation's connection, as it would be typed; `None` for the local directory.
#[tracing::instrument(skip_all)]
pub async fn connection(
    installations: &OpenInstallations,
    id: &InstallationId,
) -> Result<Option<ConnectionDraft>, ConnectingError> {
    if id.is_local() {
        return Ok(None);
    }
    let record = installations.outside().store.find(id).await?;
    let record = record.ok_or(ConnectingError::InstallationUnknown)?;
    Ok(Some(ConnectionDraft::of(&record.database)))
}

fn local() -> Entry {
    Entry {
        id: InstallationId::local(),
        name: String::new(),
        hue: LOCAL_HUE,
        read_only: false,
        current: false,
        place: String::new(),
        secret: None,
        keyring: KeyringState::There,
    }
}

async fn entry(
    record: &InstallationRecord,
    open: Option<Arc<OpenInstallation>>,
    secrets: &dyn SecretStore,
) -> Entry {
    let place = open.map_or_else(|| record.database.place(None), |open| open.place());
    Entry {
        id: record.id.clone(),
        name: record.name.clone(),
        hue: record.hue,
        read_only: record.read_only,
        current: false,
        place,
        secret: Some(database_secret_state(record, secrets).await),
        keyring: keyring_state(secrets).await,
    }
}

async fn keyring_state(secrets: &dyn SecretStore) -> KeyringState {
    match timeout(PATIENCE, secrets.keeps()).await {
        Ok(Ok(Kept::SessionOnly)) => KeyringState::Absent,
        Ok(Ok(Kept::Keyring) | Err(_)) | Err(_) => KeyringState::There,
    }
}

async fn database_secret_state(
    record: &InstallationRecord,
    secrets: &dyn SecretStore,
) -> SecretState {
    let name = database_secret(&record.id);
    let binding = SecretBinding::new(record.database.binding());
    secret_state(&name, &binding, secrets).await
}

/// Where a secret is. A locked keyring may well hold it.
pub(crate) async fn secret_state(
    name: &SecretName,
    binding: &SecretBinding,
    secrets: &dyn SecretStore,
) -> SecretState {
    let known = async {
        match secrets.read(name, binding).await {
            Ok(None) | Err(SecretError::Failed(_)) => SecretState::Missing,
            Ok(Some(_)) => match secrets.keeps().await {
                Ok(Kept::SessionOnly) => SecretState::SessionOnly,
                Ok(Kept::Keyring) | Err(_) => SecretState::Keyring,
            },
            Err(_) => SecretState::Keyring,
        }
    };
    timeout(PATIENCE, known)
        .await
        .unwrap_or(SecretState::Keyring)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::twin::server::connection as typed;
    use crate::twin::server::{City, connected};

    #[tokio::test]
    async fn installations_are_listed_with_where_their_passwords_are() {
        let city = City::new();
        let installations = connected(&city).await;
        let listed = list(&installations).await.unwrap();
        assert!(listed[0].id.is_local() && !listed[0].current);
        assert_eq!(listed[0].secret, None);
        assert!(listed[1].current);
        assert_eq!(listed[1].place, "db.test/otobo");
        assert_eq!(listed[1].secret, Some(SecretState::SessionOnly));
        city.forget(&listed[1].id).await;
        let open = installations.current();
        let entry = entry_of(&installations, &open).await;
        assert_eq!(entry.secret, Some(SecretState::Missing));
        assert_eq!(
            entry.keyring,
            KeyringState::Absent,
            "it was in memory, so it is gone for a reason"
        );
    }

    #[tokio::test]
    async fn of_several_hosts_the_one_that_answers_is_shown() {
        let city = City::new();
        let installations = connected(&city).await;
        city.answer_as("db2.test");
        let listed = list(&installations).await.unwrap();
        assert_eq!(listed[1].place, "db2.test/otobo");
    }

    #[tokio::test]
    async fn a_connection_is_told_as_it_was_typed_and_the_local_directory_has_none() {
        let city = City::new();
        let installations = connected(&city).await;
        let id = installations.current().id().clone();
        let told = connection(&installations, &id).await.unwrap();
        assert_eq!(told, Some(typed()));
        let local = connection(&installations, &InstallationId::local()).await;
        assert_eq!(local.unwrap(), None);
    }
}
