//! Settings: one row each, as text.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string_len, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("setting")
            .col(string_len("key", 100).primary_key())
            .col(text("value"))
            .to_owned();
        manager.create_table(table).await
    }
}
