//! Where the record of a key is, in a table of its own: unlike an index it can be filled in the order of keys, part by
//! part, where an index is made by sorting all keys in memory.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in [RECORD_OF_KEY, FILL, RECORD_GONE, STAGED_OF_KEY, KEY_RUN] {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// Whoever adds a record adds its key.
const RECORD_OF_KEY: &str = "
CREATE TABLE record_of_key (
    key TEXT NOT NULL,
    copy INTEGER NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY (key, copy)
) WITHOUT ROWID";

/// From the index that it stands for, which is in this order.
const FILL: &str = "
INSERT INTO record_of_key SELECT key, copy, id FROM record ORDER BY key, copy;
DROP INDEX record_key";

const RECORD_GONE: &str = "
CREATE TRIGGER record_gone AFTER DELETE ON record BEGIN
    DELETE FROM record_of_key WHERE key = OLD.key AND copy = OLD.copy;
END";

/// The same of rows that were put aside, of the copy that is being taken over.
const STAGED_OF_KEY: &str = "
CREATE TABLE staged_of_key (key TEXT PRIMARY KEY NOT NULL, staged INTEGER NOT NULL) WITHOUT ROWID";

/// Keys on their way into their order, a JSON list for each part of a run: what does not fit into memory. Only a transaction
/// that is at work has any.
const KEY_RUN: &str = "CREATE TABLE key_run (id INTEGER PRIMARY KEY, keys TEXT NOT NULL)";
