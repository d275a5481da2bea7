//! Services and who may use them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date_time, integer, string_len, string_len_null};

use super::columns::{audited, comments_and_validity, indexed, named_table, refers_to};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(services()).await?;
        manager.create_table(services_of_customer_users()).await?;
        manager.create_table(preferences()).await?;
        indexed(
            manager,
            "service_customer_user",
            &["customer_user_login", "service_id"],
        )
        .await?;
        indexed(manager, "service_preferences", &["service_id"]).await
    }
}

fn services() -> TableCreateStatement {
    let mut table = named_table("service", "service_name");
    comments_and_validity(&mut table);
    audited(&mut table);
    table
}

/// Written once, never changed: only the first half of the audit columns.
fn services_of_customer_users() -> TableCreateStatement {
    let mut table = Table::create()
        .table("service_customer_user")
        .col(string_len("customer_user_login", 191))
        .col(integer("service_id"))
        .col(date_time("create_time"))
        .col(integer("create_by"))
        .to_owned();
    refers_to(&mut table, "service_id", "service");
    refers_to(&mut table, "create_by", "users");
    table
}

fn preferences() -> TableCreateStatement {
    let mut table = Table::create()
        .table("service_preferences")
        .col(integer("service_id"))
        .col(string_len("preferences_key", 150))
        .col(string_len_null("preferences_value", 250))
        .to_owned();
    refers_to(&mut table, "service_id", "service");
    table
}
