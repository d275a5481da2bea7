//! Installations: on whose behalf changes are written.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::integer_null;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter()
            .table("installation")
            .add_column(integer_null("agent"))
            .to_owned();
        manager.alter_table(table).await
    }
}
