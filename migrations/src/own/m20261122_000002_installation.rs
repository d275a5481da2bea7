//! Installations: what they are called and in which order they stand.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, string_len};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("installation")
            .col(string_len("id", 40).primary_key())
            .col(string_len("name", 100))
            .col(integer("position"))
            .to_owned();
        manager.create_table(table).await
    }
}
