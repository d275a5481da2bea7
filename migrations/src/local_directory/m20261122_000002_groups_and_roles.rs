//! Groups, and what agents may do in them, by themselves or through roles.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, small_integer, string_len};

use super::columns::{audited, comments_and_validity, indexed, named_table, refers_to};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(groups_or_roles("groups_table", "groups_name"))
            .await?;
        manager
            .create_table(groups_or_roles("roles", "roles_name"))
            .await?;
        manager.create_table(agents_in_groups()).await?;
        manager.create_table(agents_in_roles()).await?;
        manager.create_table(roles_in_groups()).await?;
        indexed(manager, "group_user", &["group_id", "user_id"]).await?;
        indexed(manager, "role_user", &["role_id", "user_id"]).await?;
        indexed(manager, "group_role", &["group_id", "role_id"]).await
    }
}

fn groups_or_roles(name: &'static str, unique_key: &'static str) -> TableCreateStatement {
    let mut table = named_table(name, unique_key);
    comments_and_validity(&mut table);
    audited(&mut table);
    table
}

/// A row is the grant: there is no value.
fn agents_in_groups() -> TableCreateStatement {
    let mut table = Table::create()
        .table("group_user")
        .col(integer("user_id"))
        .col(integer("group_id"))
        .col(string_len("permission_key", 20))
        .to_owned();
    refers_to(&mut table, "user_id", "users");
    refers_to(&mut table, "group_id", "groups_table");
    audited(&mut table);
    table
}

fn agents_in_roles() -> TableCreateStatement {
    let mut table = Table::create()
        .table("role_user")
        .col(integer("user_id"))
        .col(integer("role_id"))
        .to_owned();
    refers_to(&mut table, "user_id", "users");
    refers_to(&mut table, "role_id", "roles");
    audited(&mut table);
    table
}

fn roles_in_groups() -> TableCreateStatement {
    let mut table = Table::create()
        .table("group_role")
        .col(integer("role_id"))
        .col(integer("group_id"))
        .col(string_len("permission_key", 20))
        .col(small_integer("permission_value"))
        .to_owned();
    refers_to(&mut table, "role_id", "roles");
    refers_to(&mut table, "group_id", "groups_table");
    audited(&mut table);
    table
}
