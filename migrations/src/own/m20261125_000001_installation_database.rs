//! Installations: where their database is, how they look, and their sources. No secret is in here.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, integer, string_len, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column a statement, and none without a value for the rows that are there
        for mut column in [
            integer("hue").default(255).take(),
            boolean("read_only").default(false).take(),
            text("database").default("").take(),
        ] {
            let table = Table::alter()
                .table("installation")
                .add_column(column.take())
                .to_owned();
            manager.alter_table(table).await?;
        }
        let source = Table::create()
            .table("source")
            .col(string_len("installation", 40))
            .col(string_len("source", 40))
            .col(text("settings"))
            .primary_key(Index::create().col("installation").col("source"))
            .foreign_key(
                ForeignKey::create()
                    .from("source", "installation")
                    .to("installation", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        manager.create_table(source).await
    }
}
