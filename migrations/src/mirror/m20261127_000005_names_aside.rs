//! The names of rows that are put aside, so that bringing them into their order reads no values.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in [BEGIN_ANEW, STAGED] {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// Rows put aside before have no names; a copy that was at work reads them once more.
const BEGIN_ANEW: &str = "
UPDATE copy SET mark = NULL, staged = 0;
DROP TABLE staged";

/// `name` stands before the values, so that it is read without them.
const STAGED: &str = "
CREATE TABLE staged (
    id INTEGER PRIMARY KEY,
    copy INTEGER NOT NULL REFERENCES copy (id),
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    valid_id SMALLINT NOT NULL,
    content TEXT NOT NULL
)";
