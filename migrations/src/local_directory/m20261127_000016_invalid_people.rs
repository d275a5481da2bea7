//! How many people of the list are valid is known without a look at all of them: those that are not have an index.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared(INVALID).await?;
        Ok(())
    }
}

/// Valid is 1, as the first rows of `valid` say.
const INVALID: &str = "
CREATE INDEX deskbook_index_customer_user_invalid
    ON deskbook_index_customer_user (valid_id) WHERE valid_id <> 1";
