//! The mirror of an installation.

use std::path::{Path, PathBuf};

use sea_orm::ConnectOptions;
use sea_orm_migration::{MigrationTrait, MigratorTrait};

use crate::MigrationError;
use crate::file::{self, FileKey};

mod m20261126_000001_copies;
mod m20261127_000002_index;
mod m20261127_000003_tables;
mod m20261127_000004_photos;
mod m20261127_000005_names_aside;
mod m20261127_000006_keys;

/// The file of a mirror. Its schema can be applied to nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mirror {
    path: PathBuf,
    key: FileKey,
}

impl Mirror {
    /// The mirror at this path, whether it is there yet or not. There are no plain ones.
    pub fn at(path: impl Into<PathBuf>, key: FileKey) -> Self {
        Self {
            path: path.into(),
            key,
        }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How connections to it are opened, each of which keeps at most `cache_kib` KiB of pages. What is deleted is written
    /// over only within pages that are written anyway: a whole page that is free keeps its old text, encrypted, until it
    /// is used again. Otherwise every merge of the index would write all that it replaces once more.
    pub fn connections(&self, cache_kib: u32) -> ConnectOptions {
        file::mirror_options(&self.path, &self.key, cache_kib)
    }

    /// Makes the file if need be, and brings it to the newest schema. A refused file is as it was.
    pub async fn bring_up(&self) -> Result<(), MigrationError> {
        file::bring_up::<Migrator>(&self.path, Some(&self.key)).await
    }
}

struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261126_000001_copies::Migration),
            Box::new(m20261127_000002_index::Migration),
            Box::new(m20261127_000003_tables::Migration),
            Box::new(m20261127_000004_photos::Migration),
            Box::new(m20261127_000005_names_aside::Migration),
            Box::new(m20261127_000006_keys::Migration),
        ]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection, DbBackend, Statement};

    use super::*;

    /// What was made before the newest change, and a copy that is at work with one row put aside.
    const AT_WORK: &str = "
    INSERT INTO copy (id, source, fields, complete_at, mark, staged)
        VALUES (1, 'CustomerUser', '[]', '2026-11-26', 'eva', 1);
    INSERT INTO record (copy, key, valid_id, content, name) VALUES (1, 'eva', 1, '[]', 'eva');
    INSERT INTO staged (copy, key, valid_id, content) VALUES (1, 'eva', 1, '[]')";

    const OF_TWO_COPIES: &str = "
    INSERT INTO copy (id, source, fields) VALUES (1, 'CustomerUser', '[]'), (2, 'CustomerUser1', '[]');
    INSERT INTO record (id, copy, key, valid_id, content, name) VALUES (32, 1, 'eva', 1, '[]', 'eva'),
        (64, 2, 'eva', 1, '[]', 'eva'), (96, 2, 'tom', 1, '[]', 'tom')";

    async fn texts(file: &DatabaseConnection, sql: &str) -> BTreeSet<String> {
        let rows = file
            .query_all_raw(Statement::from_string(DbBackend::Sqlite, sql))
            .await
            .unwrap();
        rows.iter()
            .map(|row| row.try_get_by_index(0).unwrap())
            .collect()
    }

    /// A mirror with the first so many changes and these rows, brought to the newest schema.
    async fn brought_up(
        folder: &tempfile::TempDir,
        changes: u32,
        rows: &str,
    ) -> DatabaseConnection {
        let key = FileKey::new([7; 32]);
        let mirror = Mirror::at(folder.path().join("mirror.sqlite"), key.clone());
        let options = file::connect_options(mirror.path(), Some(&key), 1024);
        std::fs::File::create(mirror.path()).unwrap();
        let file = Database::connect(options).await.unwrap();
        Migrator::up(&file, Some(changes)).await.unwrap();
        file.execute_unprepared(rows).await.unwrap();
        file.close().await.unwrap();
        mirror.bring_up().await.unwrap();
        Database::connect(mirror.connections(1024)).await.unwrap()
    }

    #[tokio::test]
    async fn free_pages_are_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let mirror = Mirror::at(folder.path().join("mirror.sqlite"), FileKey::new([7; 32]));
        mirror.bring_up().await.unwrap();
        let file = Database::connect(mirror.connections(1024)).await.unwrap();
        let how = "SELECT CAST(secure_delete AS TEXT) FROM pragma_secure_delete";
        // SQLite's number of FAST; SQLCipher begins with ON
        assert_eq!(texts(&file, how).await, ["2".to_owned()].into());
        file.close().await.unwrap();
    }

    #[tokio::test]
    async fn rows_put_aside_without_names_are_read_once_more_and_records_stay() {
        let folder = tempfile::tempdir().unwrap();
        let file = brought_up(&folder, 4, AT_WORK).await;
        let copy = "SELECT complete_at || ' ' || (mark IS NULL) || ' ' || staged FROM copy";
        assert_eq!(
            texts(&file, copy).await,
            ["2026-11-26 1 0".to_owned()].into()
        );
        assert_eq!(
            texts(&file, "SELECT key FROM staged").await,
            BTreeSet::new()
        );
        assert_eq!(
            texts(&file, "SELECT key FROM record").await,
            ["eva".to_owned()].into()
        );
        file.close().await.unwrap();
    }

    #[tokio::test]
    async fn records_of_before_are_found_by_their_keys() {
        let folder = tempfile::tempdir().unwrap();
        let file = brought_up(&folder, 5, OF_TWO_COPIES).await;
        let keys = async || {
            let keys = "SELECT key || ' ' || copy || ' ' || record FROM record_of_key";
            texts(&file, keys).await.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(keys().await, ["eva 1 32", "eva 2 64", "tom 2 96"]);
        file.execute_unprepared("DELETE FROM record WHERE id = 64")
            .await
            .unwrap();
        assert_eq!(keys().await, ["eva 1 32", "tom 2 96"]);
        file.close().await.unwrap();
    }
}
