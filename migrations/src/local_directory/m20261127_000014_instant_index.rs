//! The index of instant search over customer users and customers.
//!
//! Like the other index it is filled by `deskbook-sql`, which knows the map, from the lists of the other one.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in [TERMS, NUMBERS, STATE] {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// The terms of records; rows have their numbers. Terms are written by the thousand, hence the larger table in memory.
const TERMS: &str = "
CREATE VIRTUAL TABLE deskbook_customer_user_terms USING fts5
    (terms, tokenize = 'ascii', detail = none, content = '', contentless_delete = 1);
CREATE VIRTUAL TABLE deskbook_customer_terms USING fts5
    (terms, tokenize = 'ascii', detail = none, content = '', contentless_delete = 1);
INSERT INTO deskbook_customer_user_terms (deskbook_customer_user_terms, rank)
    VALUES ('hashsize', 8388608);
INSERT INTO deskbook_customer_terms (deskbook_customer_terms, rank) VALUES ('hashsize', 8388608)";

/// The numbers of records, about in the order of their names. Only who is in the index has one.
const NUMBERS: &str = "
CREATE TABLE deskbook_customer_user_number (
    number INTEGER PRIMARY KEY,
    id INTEGER NOT NULL UNIQUE
);
CREATE TABLE deskbook_customer_number (
    number INTEGER PRIMARY KEY,
    customer_id TEXT NOT NULL UNIQUE
)";

/// What an index was made for, and how far it is: up to the row of the list with this `sort_key` and `id`, which is in it,
/// or through the whole list if it is complete. Its numbers begin `behind` those that were given before it was begun anew:
/// searches that are still open must not find others under them.
const STATE: &str = "
CREATE TABLE deskbook_instant_state (
    subject TEXT NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    sort_key TEXT,
    id INTEGER,
    is_complete BOOLEAN NOT NULL DEFAULT FALSE,
    behind INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID";
