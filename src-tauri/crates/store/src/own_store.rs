//! Deskbook's own file: what it must remember between two starts.
//!
//! The file is encrypted wherever a key for it can be kept (`deskbook_core::files`), and a plain one elsewhere:
//! passwords are never in it.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use deskbook_core::settings::{Settings, SettingsError, SettingsStore};
use deskbook_migrations::file::{self, FileKey};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, Database, DatabaseConnection, DbErr, EntityTrait as _,
    TransactionTrait as _,
};

use crate::OwnStoreError;
use crate::{setting, setting_rows};

/// A few settings need no more than a few pages.
const CACHE_KIB: u32 = 256;

/// Deskbook's own file, open.
#[derive(Clone, Debug)]
pub struct OwnStore {
    path: PathBuf,
    pub(crate) connection: DatabaseConnection,
}

impl OwnStore {
    /// Opens the file, made if need be and brought up to date. A file that is no store of ours, or a
    /// newer Deskbook's, is refused and left as it is.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, OwnStoreError> {
        Self::open_with_key(path, None).await
    }

    /// The same, of a file that this key encrypts.
    pub async fn open_with_key(
        path: impl AsRef<Path>,
        key: Option<FileKey>,
    ) -> Result<Self, OwnStoreError> {
        let path = path.as_ref();
        let options = file::connect_options(path, key.as_ref(), CACHE_KIB);
        deskbook_migrations::OwnStore::at(path)
            .with_key(key)
            .bring_up()
            .await
            .map_err(|error| OwnStoreError::migration(path, error))?;
        let connection = Database::connect(options)
            .await
            .map_err(|error| OwnStoreError::sqlite(path, error))?;
        Ok(Self {
            path: path.to_owned(),
            connection,
        })
    }

    /// Closes the file. Without it the file is closed soon after the store is dropped.
    pub async fn close(self) -> Result<(), OwnStoreError> {
        self.connection
            .close_by_ref()
            .await
            .map_err(|error| OwnStoreError::sqlite(&self.path, error))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    async fn read_settings(&self) -> Result<Settings, DbErr> {
        let rows = setting::Entity::find().all(&self.connection).await?;
        let rows = rows.into_iter().map(|row| (row.key, row.value)).collect();
        Ok(setting_rows::read(&rows))
    }

    async fn write_settings(&self, settings: &Settings) -> Result<(), DbErr> {
        let transaction = self
            .connection
            .begin_with_options(file::write_transaction())
            .await?;
        for (key, value) in setting_rows::written(settings) {
            match value {
                Some(value) => keep(&transaction, key, value).await?,
                None => forget(&transaction, key).await?,
            }
        }
        transaction.commit().await
    }

    pub(crate) fn settings_error(&self, error: DbErr) -> SettingsError {
        let error = OwnStoreError::sqlite(&self.path, error);
        SettingsError {
            code: error.code(),
            params: error.params(),
            source: error.into(),
        }
    }
}

#[async_trait]
impl SettingsStore for OwnStore {
    async fn read(&self) -> Result<Settings, SettingsError> {
        self.read_settings()
            .await
            .map_err(|error| self.settings_error(error))
    }

    async fn save(&self, settings: &Settings) -> Result<(), SettingsError> {
        self.write_settings(settings)
            .await
            .map_err(|error| self.settings_error(error))
    }
}

pub(crate) async fn keep(db: &impl ConnectionTrait, key: &str, value: String) -> Result<(), DbErr> {
    let row = setting::ActiveModel {
        key: Set(key.to_owned()),
        value: Set(value),
    };
    let replace = OnConflict::column(setting::Column::Key)
        .update_column(setting::Column::Value)
        .to_owned();
    setting::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

pub(crate) async fn forget(db: &impl ConnectionTrait, key: &str) -> Result<(), DbErr> {
    setting::Entity::delete_by_id(key).exec(db).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::{Seek as _, SeekFrom, Write as _};

    use deskbook_core::ErrorCode;
    use deskbook_core::settings::{Density, Theme};
    use tempfile::TempDir;

    use super::*;

    struct Place {
        folder: TempDir,
    }

    impl Place {
        fn new() -> Self {
            Self {
                folder: tempfile::tempdir().unwrap(),
            }
        }

        fn path(&self) -> PathBuf {
            self.folder.path().join("deskbook.sqlite3")
        }

        async fn open(&self) -> OwnStore {
            OwnStore::open(self.path()).await.unwrap()
        }

        fn overwrite(&self, from: u64, bytes: &[u8]) {
            let mut file = File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(self.path())
                .unwrap();
            file.seek(SeekFrom::Start(from)).unwrap();
            file.write_all(bytes).unwrap();
        }

        /// Refused, and untouched.
        async fn refusal(&self) -> OwnStoreError {
            let before = std::fs::read(self.path()).unwrap();
            let refused = OwnStore::open(self.path()).await.unwrap_err();
            assert_eq!(
                std::fs::read(self.path()).unwrap(),
                before,
                "the file is as it was"
            );
            assert_eq!(
                refused.params(),
                [("path", self.path().display().to_string())]
            );
            refused
        }
    }

    impl OwnStore {
        async fn run(&self, sql: &str) {
            self.connection.execute_unprepared(sql).await.unwrap();
        }
    }

    fn some_settings() -> Settings {
        Settings {
            theme: Theme::Dark,
            density: Density::Compact,
            include_invalid: true,
            customer_user_columns: Some(vec!["UserLogin".to_owned(), "UserPhone".to_owned()]),
            ..Settings::default()
        }
    }

    #[tokio::test]
    async fn a_new_store_has_the_default_settings() {
        let place = Place::new();
        assert_eq!(
            place.open().await.read().await.unwrap(),
            Settings::default()
        );
    }

    #[tokio::test]
    async fn settings_survive_a_restart() {
        let place = Place::new();
        let store = place.open().await;
        store.save(&some_settings()).await.unwrap();
        store.close().await.unwrap();
        assert_eq!(place.open().await.read().await.unwrap(), some_settings());
    }

    #[tokio::test]
    async fn a_choice_taken_back_is_the_default_again() {
        let place = Place::new();
        let store = place.open().await;
        store.save(&some_settings()).await.unwrap();
        store.save(&Settings::default()).await.unwrap();
        assert_eq!(store.read().await.unwrap(), Settings::default());
    }

    #[tokio::test]
    async fn settings_of_another_version_are_kept() {
        let place = Place::new();
        let store = place.open().await;
        store
            .run("INSERT INTO setting (key, value) VALUES ('from_elsewhere', 'x')")
            .await;
        store.save(&some_settings()).await.unwrap();
        let kept = setting::Entity::find_by_id("from_elsewhere")
            .one(&store.connection)
            .await;
        assert_eq!(kept.unwrap().unwrap().value, "x");
        assert_eq!(store.read().await.unwrap(), some_settings());
    }

    #[tokio::test]
    async fn a_broken_value_costs_its_own_setting_only() {
        let place = Place::new();
        let store = place.open().await;
        store.save(&some_settings()).await.unwrap();
        store
            .run("UPDATE setting SET value = '[' WHERE key = 'customer_user_columns'")
            .await;
        let expected = Settings {
            customer_user_columns: None,
            ..some_settings()
        };
        assert_eq!(store.read().await.unwrap(), expected);
    }

    #[tokio::test]
    async fn a_file_that_is_no_database_is_refused_and_left_as_it_was() {
        let place = Place::new();
        place.overwrite(
            0,
            "This is a letter, not a database. ".repeat(100).as_bytes(),
        );
        assert_eq!(place.refusal().await.code(), ErrorCode::NotADatabase);
    }

    #[tokio::test]
    async fn a_damaged_store_is_refused_and_left_as_it_was() {
        let place = Place::new();
        place.open().await.close().await.unwrap();
        place.overwrite(4096, &[0xAA; 16 * 1024]);
        assert_eq!(place.refusal().await.code(), ErrorCode::DatabaseDamaged);
    }

    #[tokio::test]
    async fn a_newer_store_is_refused_and_left_as_it_was() {
        let place = Place::new();
        let store = place.open().await;
        store
            .run("INSERT INTO seaql_migrations VALUES ('m29991231_000001_future', 0)")
            .await;
        store.close().await.unwrap();
        assert_eq!(place.refusal().await.code(), ErrorCode::NewerDatabase);
    }

    #[tokio::test]
    async fn a_database_of_another_program_is_refused_and_left_as_it_was() {
        let place = Place::new();
        let store = place.open().await;
        store
            .run("DROP TABLE seaql_migrations; DROP TABLE setting; CREATE TABLE song (title)")
            .await;
        store.close().await.unwrap();
        assert_eq!(place.refusal().await.code(), ErrorCode::NotADatabase);
    }

    #[tokio::test]
    async fn a_store_whose_folder_cannot_be_made_is_unwritable() {
        let place = Place::new();
        File::create(place.folder.path().join("file")).unwrap();
        let path = place.folder.path().join("file").join("deskbook.sqlite3");
        let refused = OwnStore::open(path).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::DataFolderUnwritable);
    }

    #[tokio::test]
    async fn a_store_that_another_program_holds_is_busy() {
        let place = Place::new();
        let (store, other) = (place.open().await, place.open().await);
        other.run("BEGIN EXCLUSIVE").await;
        store.run("PRAGMA busy_timeout = 1").await;
        let refused = store.save(&some_settings()).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::DatabaseBusy);
    }

    #[tokio::test]
    async fn a_full_disk_is_told_and_nothing_is_lost() {
        let place = Place::new();
        let store = place.open().await;
        store.save(&some_settings()).await.unwrap();
        store.run("PRAGMA max_page_count = 1").await;
        let columns = Some(vec!["x".repeat(100_000)]);
        let too_large = Settings {
            customer_columns: columns,
            ..Settings::default()
        };
        let refused = store.save(&too_large).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::DiskFull);
        assert_eq!(store.read().await.unwrap(), some_settings());
    }
}
