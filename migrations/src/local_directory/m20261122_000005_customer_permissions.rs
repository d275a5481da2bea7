//! What customer users and customers may do in groups.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, small_integer, string_len};

use super::columns::{audited, indexed, refers_to};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(of_customer_users()).await?;
        manager.create_table(of_customers()).await?;
        indexed(manager, "group_customer_user", &["group_id", "user_id"]).await?;
        indexed(manager, "group_customer", &["customer_id", "group_id"]).await
    }
}

/// `user_id` is a login, and shorter than a login may be.
fn of_customer_users() -> TableCreateStatement {
    let mut table = Table::create()
        .table("group_customer_user")
        .col(string_len("user_id", 100))
        .col(integer("group_id"))
        .col(string_len("permission_key", 20))
        .col(small_integer("permission_value"))
        .to_owned();
    refers_to(&mut table, "group_id", "groups_table");
    audited(&mut table);
    table
}

fn of_customers() -> TableCreateStatement {
    let mut table = Table::create()
        .table("group_customer")
        .col(string_len("customer_id", 150))
        .col(integer("group_id"))
        .col(string_len("permission_key", 20))
        .col(small_integer("permission_value"))
        .col(string_len("permission_context", 100))
        .to_owned();
    refers_to(&mut table, "group_id", "groups_table");
    audited(&mut table);
    table
}
