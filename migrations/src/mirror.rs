//! The mirror of an installation.

use std::path::{Path, PathBuf};

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
