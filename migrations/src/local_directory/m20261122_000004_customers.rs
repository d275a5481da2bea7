//! Customers, and the additional customers of customer users.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{small_integer, string_len, string_len_null};

use super::columns::{audit_columns, audited, indexed, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(customers()).await?;
        manager.create_table(additional_customers()).await?;
        indexed(
            manager,
            "customer_user_customer",
            &["customer_id", "user_id"],
        )
        .await
    }
}

/// OTOBO gives this table no foreign keys at all.
fn customers() -> TableCreateStatement {
    let mut table = Table::create()
        .table("customer_company")
        .col(string_len("customer_id", 150).primary_key())
        .col(string_len("name", 191))
        .col(string_len_null("street", 200))
        .col(string_len_null("zip", 200))
        .col(string_len_null("city", 200))
        .col(string_len_null("country", 200))
        .col(string_len_null("url", 200))
        .col(string_len_null("comments", 250))
        .col(small_integer("valid_id"))
        .to_owned();
    unique("customer_company_name", &mut table, "name");
    audit_columns(&mut table);
    table
}

/// `user_id` is a login, and shorter than a login may be.
fn additional_customers() -> TableCreateStatement {
    let mut table = Table::create()
        .table("customer_user_customer")
        .col(string_len("user_id", 100))
        .col(string_len("customer_id", 150))
        .to_owned();
    audited(&mut table);
    table
}
