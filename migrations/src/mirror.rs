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
        ]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection, DbBackend, Statement};

    use super::*;

    async fn texts(file: &DatabaseConnection, sql: &str) -> BTreeSet<String> {
        let rows = file
            .query_all_raw(Statement::from_string(DbBackend::Sqlite, sql))
            .await
            .unwrap();
        rows.iter()
            .map(|row| row.try_get_by_index(0).unwrap())
            .collect()
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
}
