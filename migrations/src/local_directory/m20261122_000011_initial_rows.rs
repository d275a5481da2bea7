//! The rows that a fresh OTOBO has: three validities, one agent, three groups.
//!
//! The agent signs what Deskbook writes. Its password is empty, which no login accepts.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (id, name) in [(1, "valid"), (2, "invalid"), (3, "invalid-temporarily")] {
            manager
                .execute(row("valid", &[("id", id.into()), ("name", name.into())]))
                .await?;
        }
        manager.execute(row("users", &agent())).await?;
        for (id, name) in [(1, "users"), (2, "admin"), (3, "stats")] {
            manager
                .execute(row("groups_table", &group(id, name)))
                .await?;
            manager.execute(row("group_user", &full_access(id))).await?;
        }
        Ok(())
    }
}

fn agent() -> [(&'static str, Value); 6] {
    [
        ("id", 1.into()),
        ("login", "root@localhost".into()),
        ("pw", "".into()),
        ("first_name", "-".into()),
        ("last_name", "-".into()),
        ("valid_id", 1.into()),
    ]
}

fn group(id: i32, name: &str) -> [(&'static str, Value); 3] {
    [
        ("id", id.into()),
        ("name", name.into()),
        ("valid_id", 1.into()),
    ]
}

fn full_access(group: i32) -> [(&'static str, Value); 3] {
    [
        ("user_id", 1.into()),
        ("group_id", group.into()),
        ("permission_key", "rw".into()),
    ]
}

/// A row written now by the first agent. SQLite's time has OTOBO's form: UTC, whole seconds.
fn row(table: &'static str, values: &[(&'static str, Value)]) -> InsertStatement {
    let audit = ["create_time", "create_by", "change_time", "change_by"];
    let now = Expr::current_timestamp;
    let signed = [now(), Expr::value(1), now(), Expr::value(1)];
    let mut statement = Query::insert();
    statement
        .into_table(table)
        .columns(values.iter().map(|(column, _)| *column).chain(audit))
        .values_panic(
            values
                .iter()
                .map(|(_, value)| Expr::value(value.clone()))
                .chain(signed),
        );
    statement
}
