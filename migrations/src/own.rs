//! Our own store: installations and settings.

use std::path::{Path, PathBuf};

use sea_orm_migration::{MigrationTrait, MigratorTrait};

use crate::MigrationError;
use crate::file::{self, FileKey};

mod m20261122_000001_setting;
mod m20261122_000002_installation;
mod m20261125_000001_installation_database;
mod m20261125_000002_setting_override;
mod m20261126_000001_installation_agent;
mod m20261126_000002_installation_caches;
mod m20261127_000001_installation_mirror;

/// The file of our own store. Its schema can be applied to nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnStore {
    path: PathBuf,
    key: Option<FileKey>,
}

impl OwnStore {
    /// The store at this path, whether it is there yet or not.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            key: None,
        }
    }

    /// Encrypted with a key, or a plain file without one.
    #[must_use]
    pub fn with_key(self, key: Option<FileKey>) -> Self {
        Self { key, ..self }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes the file if need be, and brings it to the newest schema. A refused file is as it was.
    pub async fn bring_up(&self) -> Result<(), MigrationError> {
        file::bring_up::<Migrator>(&self.path, self.key.as_ref()).await
    }
}

struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_setting::Migration),
            Box::new(m20261122_000002_installation::Migration),
            Box::new(m20261125_000001_installation_database::Migration),
            Box::new(m20261125_000002_setting_override::Migration),
            Box::new(m20261126_000001_installation_agent::Migration),
            Box::new(m20261126_000002_installation_caches::Migration),
            Box::new(m20261127_000001_installation_mirror::Migration),
        ]
    }
}
