//! Installations: how OTOBO's caches are cleared after a write.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter()
            .table("installation")
            .add_column(text_null("caches"))
            .to_owned();
        manager.alter_table(table).await
    }
}
