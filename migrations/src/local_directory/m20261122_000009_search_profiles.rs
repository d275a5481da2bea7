//! Saved searches, of agents and of customers.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string_len, string_len_null};

use super::columns::indexed;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("search_profile")
            .col(string_len("login", 191))
            .col(string_len("profile_name", 191))
            .col(string_len("profile_type", 30))
            .col(string_len("profile_key", 200))
            .col(string_len_null("profile_value", 200))
            .to_owned();
        manager.create_table(table).await?;
        indexed(manager, "search_profile", &["login", "profile_name"]).await
    }
}
