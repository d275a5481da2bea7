//! Copies of sources, and what was put aside for the next one.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in [COPY, RECORD, STAGED] {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// One row for each source. `fields` are the vars of the values, a JSON list; `complete_at` is when it was read to its
/// end, `cut` why it was not; `mark` is where to go on with `staged` rows of the next copy.
const COPY: &str = "
CREATE TABLE copy (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL UNIQUE,
    fields TEXT NOT NULL,
    complete_at TEXT,
    cut TEXT,
    stale_since TEXT,
    mark TEXT
)";

/// What is searched and shown: `content` is a JSON list of the values. `gone` rows wait for a yes.
const RECORD: &str = "
CREATE TABLE record (
    id INTEGER PRIMARY KEY,
    copy INTEGER NOT NULL REFERENCES copy (id),
    key TEXT NOT NULL,
    valid_id SMALLINT NOT NULL,
    content TEXT NOT NULL,
    gone BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX record_key ON record (copy, key)";

/// Without an index, so that putting rows aside costs the same from the first to the last.
const STAGED: &str = "
CREATE TABLE staged (
    id INTEGER PRIMARY KEY,
    copy INTEGER NOT NULL REFERENCES copy (id),
    key TEXT NOT NULL,
    valid_id SMALLINT NOT NULL,
    content TEXT NOT NULL
)";
