//! The local directory: OTOBO 11's own schema (`otobo-behaviour.md` 1.2) in an SQLite file.

use std::path::{Path, PathBuf};

use sea_orm_migration::{MigrationTrait, MigratorTrait};

use crate::MigrationError;
use crate::file::{self, FileKey};

mod columns;
mod m20261122_000001_validity_and_agents;
mod m20261122_000002_groups_and_roles;
mod m20261122_000003_customer_users;
mod m20261122_000004_customers;
mod m20261122_000005_customer_permissions;
mod m20261122_000006_services;
mod m20261122_000007_dynamic_fields;
mod m20261122_000008_tickets;
mod m20261122_000009_search_profiles;
mod m20261122_000010_salutations;
mod m20261122_000011_initial_rows;
mod m20261122_000012_customer_user_index;
mod m20261122_000013_customer_index;
mod m20261127_000014_instant_index;
mod m20261127_000015_lighter_lists;
mod m20261127_000016_invalid_people;

/// The file of a local directory. Its schema can be applied to nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalDirectory {
    path: PathBuf,
    key: Option<FileKey>,
}

impl LocalDirectory {
    /// The local directory at this path, whether it is there yet or not.
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
            Box::new(m20261122_000001_validity_and_agents::Migration),
            Box::new(m20261122_000002_groups_and_roles::Migration),
            Box::new(m20261122_000003_customer_users::Migration),
            Box::new(m20261122_000004_customers::Migration),
            Box::new(m20261122_000005_customer_permissions::Migration),
            Box::new(m20261122_000006_services::Migration),
            Box::new(m20261122_000007_dynamic_fields::Migration),
            Box::new(m20261122_000008_tickets::Migration),
            Box::new(m20261122_000009_search_profiles::Migration),
            Box::new(m20261122_000010_salutations::Migration),
            Box::new(m20261122_000011_initial_rows::Migration),
            Box::new(m20261122_000012_customer_user_index::Migration),
            Box::new(m20261122_000013_customer_index::Migration),
            Box::new(m20261127_000014_instant_index::Migration),
            Box::new(m20261127_000015_lighter_lists::Migration),
            Box::new(m20261127_000016_invalid_people::Migration),
        ]
    }
}
