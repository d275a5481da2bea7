//! Installations: how they are mirrored, and when their mirror was refreshed last.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["mirror", "mirrored_at"] {
            let table = Table::alter()
                .table("installation")
                .add_column(text_null(column))
                .to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
