//! The index of instant search, and what is counted of each copy.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in [COUNTS, NAME, INDEX] {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// Kept with each change, since counting a million rows takes a second. Copies made before begin anew: they are in no
/// index.
const COUNTS: &str = "
DELETE FROM staged;
DELETE FROM record;
DELETE FROM copy;
ALTER TABLE copy ADD COLUMN records INTEGER NOT NULL DEFAULT 0;
ALTER TABLE copy ADD COLUMN held_back INTEGER NOT NULL DEFAULT 0;
ALTER TABLE copy ADD COLUMN staged INTEGER NOT NULL DEFAULT 0";

/// What sorts like the name of the record: its number is about its place in that order. A key that several copies have is
/// `shared`; it may still be so when the other one is gone.
const NAME: &str = "
ALTER TABLE record ADD COLUMN name TEXT NOT NULL DEFAULT '';
CREATE INDEX record_name ON record (name);
ALTER TABLE record ADD COLUMN shared BOOLEAN NOT NULL DEFAULT FALSE;
DROP INDEX record_key;
CREATE UNIQUE INDEX record_key ON record (key, copy)";

/// The rows of the two tables are those of `record`. What the index was made for is its `fingerprint`;
/// after many `changes` it is made compact.
const INDEX: &str = "
CREATE VIRTUAL TABLE customer_user_terms USING fts5
    (terms, tokenize = 'ascii', detail = none, content = '', contentless_delete = 1);
CREATE VIRTUAL TABLE customer_terms USING fts5
    (terms, tokenize = 'ascii', detail = none, content = '', contentless_delete = 1);
INSERT INTO customer_user_terms (customer_user_terms, rank) VALUES ('hashsize', 8388608);
INSERT INTO customer_terms (customer_terms, rank) VALUES ('hashsize', 8388608);
CREATE TABLE instant_index (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    fingerprint TEXT NOT NULL,
    changes INTEGER NOT NULL DEFAULT 0
)";
