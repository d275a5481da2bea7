//! Columns, keys and indices that many of OTOBO's tables share.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    date_time, integer, pk_auto, small_integer, string_len, string_len_null,
};

/// `create_time`, `create_by`, `change_time`, `change_by` with their foreign keys (audit4).
pub(super) fn audited(statement: &mut TableCreateStatement) {
    audit_columns(statement);
    refers_to(statement, "create_by", "users");
    refers_to(statement, "change_by", "users");
}

/// The same four columns, for tables that OTOBO leaves without foreign keys.
pub(super) fn audit_columns(statement: &mut TableCreateStatement) {
    statement
        .col(date_time("create_time"))
        .col(integer("create_by"))
        .col(date_time("change_time"))
        .col(integer("change_by"));
}

/// A foreign key to the `id` of another table. In SQLite it has no name.
pub(super) fn refers_to(
    statement: &mut TableCreateStatement,
    column: &'static str,
    other: &'static str,
) {
    statement.foreign_key(ForeignKey::create().from_col(column).to(other, "id"));
}

/// `id` and `name`, which is unique under the name `unique_key`.
pub(super) fn named_table(table: &'static str, unique_key: &'static str) -> TableCreateStatement {
    let mut statement = Table::create();
    statement
        .table(table)
        .col(pk_auto("id"))
        .col(string_len("name", 191));
    unique(unique_key, &mut statement, "name");
    statement
}

/// `comments` and a validity with its foreign key.
pub(super) fn comments_and_validity(statement: &mut TableCreateStatement) {
    statement
        .col(string_len_null("comments", 250))
        .col(small_integer("valid_id"));
    refers_to(statement, "valid_id", "valid");
}

/// A unique key of one column.
pub(super) fn unique(
    name: &'static str,
    statement: &mut TableCreateStatement,
    column: &'static str,
) {
    statement.index(Index::create().unique().name(name).col(column));
}

/// Indices of one column each, under OTOBO's names for them.
pub(super) async fn indexed(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    for column in columns {
        let index = Index::create()
            .name(format!("{table}_{column}"))
            .table(table)
            .col(*column)
            .to_owned();
        manager.create_index(index).await?;
    }
    Ok(())
}
