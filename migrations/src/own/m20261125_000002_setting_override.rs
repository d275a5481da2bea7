//! What the user put over settings of OTOBO's, the local directory's too.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string_len, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("setting_override")
            .col(string_len("installation", 40))
            .col(string_len("name", 250))
            .col(text("value"))
            .primary_key(Index::create().col("installation").col("name"))
            .to_owned();
        manager.create_table(table).await
    }
}
