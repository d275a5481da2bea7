//! Who writes, and what counts as valid. The two refer to each other.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    blob_null, integer, pk_auto, small_integer, string_len, string_len_null,
};

use super::columns::{audited, indexed, named_table, refers_to, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(validities()).await?;
        manager.create_table(agents()).await?;
        manager.create_table(agent_preferences()).await?;
        indexed(manager, "user_preferences", &["user_id"]).await
    }
}

fn validities() -> TableCreateStatement {
    let mut table = named_table("valid", "valid_name");
    audited(&mut table);
    table
}

fn agents() -> TableCreateStatement {
    let mut table = Table::create()
        .table("users")
        .col(pk_auto("id"))
        .col(string_len("login", 191))
        .col(string_len("pw", 128))
        .col(string_len_null("title", 50))
        .col(string_len("first_name", 100))
        .col(string_len("last_name", 100))
        .col(small_integer("valid_id"))
        .to_owned();
    unique("users_login", &mut table, "login");
    refers_to(&mut table, "valid_id", "valid");
    audited(&mut table);
    table
}

fn agent_preferences() -> TableCreateStatement {
    let mut table = Table::create()
        .table("user_preferences")
        .col(integer("user_id"))
        .col(string_len("preferences_key", 150))
        .col(blob_null("preferences_value"))
        .to_owned();
    refers_to(&mut table, "user_id", "users");
    table
}
