//! Statements that sea-query has no words for: row values, JSON, full-text questions.
//!
//! Their text is made of constants and checked identifiers only; values are parameters.

use deskbook_domain::ids::Identifier;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement, TryGetable, Value};

/// Rows of a statement.
pub(crate) async fn rows(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(Statement::from_sql_and_values(
        DbBackend::Sqlite,
        sql,
        values,
    ))
    .await
}

/// The first column of the first row.
pub(crate) async fn one<T: TryGetable>(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>, DbErr> {
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
    db.query_one_raw(statement)
        .await?
        .map(|row| row.try_get_by_index(0))
        .transpose()
}

/// Runs a statement; tells how many rows it changed.
pub(crate) async fn execute(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, DbErr> {
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}

/// A column of the table aliased `t`, as text whatever its type.
pub(crate) fn as_text(column: &Identifier) -> String {
    format!("CAST(t.\"{column}\" AS TEXT)")
}

/// Many numbers as one parameter, to be read by `json_each`.
pub(crate) fn json_numbers<N: ToString>(numbers: impl IntoIterator<Item = N>) -> Value {
    let numbers: Vec<_> = numbers.into_iter().map(|it| it.to_string()).collect();
    format!("[{}]", numbers.join(",")).into()
}

/// Many texts as one parameter, to be read by `json_each`.
pub(crate) fn json_texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Value {
    serde_json::Value::from_iter(texts).to_string().into()
}

/// What SQLite packed into one text with `json_group_array`: handing a row to Rust costs more than finding it.
pub(crate) fn unpacked<T: serde::de::DeserializeOwned>(
    packed: Option<String>,
) -> Result<Vec<T>, DbErr> {
    let Some(packed) = packed else {
        return Ok(Vec::new());
    };
    serde_json::from_str(&packed).map_err(|error| DbErr::Json(error.to_string()))
}
