//! Customer users and their preferences.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{pk_auto, small_integer, string_len, string_len_null};

use super::columns::{audited, indexed, refers_to, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(customer_users()).await?;
        manager.create_table(preferences()).await?;
        indexed(manager, "customer_preferences", &["user_id"]).await
    }
}

/// OTOBO's own columns: the login is unique, neither address nor customer has a key of any kind.
fn customer_users() -> TableCreateStatement {
    let mut table = Table::create()
        .table("customer_user")
        .col(pk_auto("id"))
        .col(string_len("login", 191))
        .col(string_len("email", 150))
        .col(string_len("customer_id", 150))
        .col(string_len_null("pw", 128))
        .col(string_len_null("title", 50))
        .col(string_len("first_name", 100))
        .col(string_len("last_name", 100))
        .col(string_len_null("phone", 150))
        .col(string_len_null("fax", 150))
        .col(string_len_null("mobile", 150))
        .col(string_len_null("street", 150))
        .col(string_len_null("zip", 200))
        .col(string_len_null("city", 200))
        .col(string_len_null("country", 200))
        .col(string_len_null("comments", 250))
        .col(small_integer("valid_id"))
        .to_owned();
    unique("customer_user_login", &mut table, "login");
    refers_to(&mut table, "valid_id", "valid");
    audited(&mut table);
    table
}

/// `user_id` is the login as it was spelt when the row was written.
fn preferences() -> TableCreateStatement {
    Table::create()
        .table("customer_preferences")
        .col(string_len("user_id", 191))
        .col(string_len("preferences_key", 150))
        .col(string_len_null("preferences_value", 250))
        .to_owned()
}
