//! Of tickets, the columns that tell whose they are, and the history that a change of them leaves.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, integer, integer_null, pk_auto, small_integer,
    small_integer_null, string_len, string_len_null,
};

use super::columns::{audited, comments_and_validity, indexed, named_table, refers_to, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(tickets()).await?;
        manager.create_table(history_types()).await?;
        manager.create_table(history()).await?;
        indexed(manager, "ticket", &["customer_id", "customer_user_id"]).await?;
        indexed(manager, "ticket_history", &["ticket_id"]).await
    }
}

fn tickets() -> TableCreateStatement {
    let mut table = Table::create()
        .table("ticket")
        .col(pk_auto("id"))
        .col(string_len("tn", 50))
        .col(string_len_null("title", 191))
        .col(integer("queue_id"))
        .col(small_integer("ticket_state_id"))
        .col(small_integer("ticket_priority_id"))
        .col(small_integer_null("type_id"))
        .col(integer_null("service_id"))
        .col(integer("user_id"))
        .col(integer("responsible_user_id"))
        .col(string_len_null("customer_id", 150))
        .col(string_len_null("customer_user_id", 191))
        .col(small_integer("archive_flag").default(0))
        .to_owned();
    unique("ticket_tn", &mut table, "tn");
    refers_to(&mut table, "service_id", "service");
    refers_to(&mut table, "user_id", "users");
    refers_to(&mut table, "responsible_user_id", "users");
    audited(&mut table);
    table
}

fn history_types() -> TableCreateStatement {
    let mut table = named_table("ticket_history_type", "ticket_history_type_name");
    comments_and_validity(&mut table);
    audited(&mut table);
    table
}

fn history() -> TableCreateStatement {
    let mut table = Table::create()
        .table("ticket_history")
        .col(pk_auto("id"))
        .col(string_len("name", 200))
        .col(small_integer("history_type_id"))
        .col(big_integer("ticket_id"))
        .col(big_integer_null("article_id"))
        .col(integer("queue_id"))
        .col(integer("owner_id"))
        .col(small_integer("priority_id"))
        .col(small_integer("state_id"))
        .col(small_integer("type_id"))
        .to_owned();
    refers_to(&mut table, "history_type_id", "ticket_history_type");
    refers_to(&mut table, "ticket_id", "ticket");
    refers_to(&mut table, "owner_id", "users");
    audited(&mut table);
    table
}
