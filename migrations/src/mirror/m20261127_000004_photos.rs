//! Photos beside the records of the sources, and whom the copy that is at work has met.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in [PHOTO, MET] {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// In no row of `record`: searches read those, and need no picture. `original` is a sum of what the source has; it
/// stands before the picture, so that comparing it reads none.
const PHOTO: &str = "
CREATE TABLE photo (
    id INTEGER PRIMARY KEY,
    copy INTEGER NOT NULL REFERENCES copy (id),
    key TEXT NOT NULL,
    original INTEGER NOT NULL,
    picture BLOB NOT NULL
);
CREATE UNIQUE INDEX photo_key ON photo (copy, key)";

/// Whose photo the source still has, as far as it was read.
const MET: &str = "
CREATE TABLE met_photo (
    copy INTEGER NOT NULL REFERENCES copy (id),
    key TEXT NOT NULL,
    PRIMARY KEY (copy, key)
) WITHOUT ROWID";
