//! Copies of OTOBO's own tables beside the sources, and what was put aside for the next ones.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in [OTOBO_TABLE, OTOBO_ROW] {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// One row for each table. `fields` are the columns of its rows, a JSON list.
const OTOBO_TABLE: &str = "
CREATE TABLE otobo_table (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    fields TEXT,
    complete_at TEXT
)";

/// `content` is a JSON list of the values; `staged` rows are not in use yet.
const OTOBO_ROW: &str = "
CREATE TABLE otobo_row (
    id INTEGER PRIMARY KEY,
    otobo_table INTEGER NOT NULL REFERENCES otobo_table (id),
    staged BOOLEAN NOT NULL DEFAULT TRUE,
    key TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX otobo_row_key ON otobo_row (otobo_table, staged, key)";
