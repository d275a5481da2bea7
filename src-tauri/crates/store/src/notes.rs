//! What is remembered of files in the own store: rows beside the settings.

use async_trait::async_trait;
use deskbook_core::app_lock::DraftStore;
use deskbook_core::files::RecoveryNotes;
use deskbook_core::settings::SettingsError;
use deskbook_domain::secret::Secret;
use deskbook_migrations::file::write_transaction;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait as _, TransactionTrait as _};

use crate::OwnStore;
use crate::own_store::{forget, keep};
use crate::setting;

/// The row is there once the recovery code of the local directory is confirmed.
const RECOVERY_CONFIRMED: &str = "recovery_confirmed";

/// The row is there while Deskbook is locked, if something was being typed.
const DRAFTS: &str = "drafts";

async fn row(db: &impl ConnectionTrait, key: &str) -> Result<Option<String>, DbErr> {
    let row = setting::Entity::find_by_id(key).one(db).await?;
    Ok(row.map(|row| row.value))
}

impl OwnStore {
    async fn take_row(&self, key: &str) -> Result<Option<String>, DbErr> {
        let transaction = self.connection.begin_with_options(write_transaction());
        let transaction = transaction.await?;
        let value = row(&transaction, key).await?;
        forget(&transaction, key).await?;
        transaction.commit().await?;
        Ok(value)
    }
}

#[async_trait]
impl RecoveryNotes for OwnStore {
    async fn is_confirmed(&self) -> Result<bool, SettingsError> {
        let row = row(&self.connection, RECOVERY_CONFIRMED).await;
        let row = row.map_err(|error| self.settings_error(error))?;
        Ok(row.is_some())
    }

    async fn set_confirmed(&self, confirmed: bool) -> Result<(), SettingsError> {
        let changed = if confirmed {
            keep(&self.connection, RECOVERY_CONFIRMED, true.to_string()).await
        } else {
            forget(&self.connection, RECOVERY_CONFIRMED).await
        };
        changed.map_err(|error| self.settings_error(error))
    }
}

#[async_trait]
impl DraftStore for OwnStore {
    async fn put_aside(&self, drafts: &Secret<String>) -> Result<(), SettingsError> {
        let kept = keep(&self.connection, DRAFTS, drafts.expose().clone()).await;
        kept.map_err(|error| self.settings_error(error))
    }

    async fn take_out(&self) -> Result<Option<String>, SettingsError> {
        let taken = self.take_row(DRAFTS).await;
        taken.map_err(|error| self.settings_error(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whether_the_recovery_code_is_confirmed_is_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deskbook.sqlite3");
        let open = async || OwnStore::open(&path).await.unwrap();
        let store = open().await;
        assert!(!store.is_confirmed().await.unwrap());
        store.set_confirmed(true).await.unwrap();
        store.close().await.unwrap();
        let store = open().await;
        assert!(store.is_confirmed().await.unwrap());
        store.set_confirmed(false).await.unwrap();
        store.set_confirmed(false).await.unwrap();
        assert!(!store.is_confirmed().await.unwrap());
    }

    #[tokio::test]
    async fn drafts_are_given_back_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deskbook.sqlite3");
        let open = async || OwnStore::open(&path).await.unwrap();
        let store = open().await;
        assert!(store.take_out().await.unwrap().is_none());
        for drafts in ["first", "second"] {
            let drafts = Secret::new(drafts.to_owned());
            store.put_aside(&drafts).await.unwrap();
        }
        store.close().await.unwrap();
        let store = open().await;
        assert_eq!(store.take_out().await.unwrap().as_deref(), Some("second"));
        assert!(store.take_out().await.unwrap().is_none());
    }
}
