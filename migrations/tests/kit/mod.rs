//! A look into a file from outside: plain connections that know nothing of migrations.
#![allow(dead_code, reason = "each test uses what it needs")]

use std::path::Path;

use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement,
};

/// Opens the file as any other program would.
pub(crate) async fn outside(path: &Path) -> DatabaseConnection {
    let sqlite = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true);
    let mut options = ConnectOptions::new("sqlite:");
    options
        .max_connections(1)
        .map_sqlx_sqlite_opts(move |_| sqlite.clone());
    Database::connect(options).await.unwrap()
}

/// Runs statements.
pub(crate) async fn execute(path: &Path, sql: &str) {
    try_execute(path, sql).await.unwrap();
}

/// Runs statements that may be refused.
pub(crate) async fn try_execute(path: &Path, sql: &str) -> Result<(), DbErr> {
    let connection = outside(path).await;
    let outcome = connection.execute_unprepared(sql).await;
    connection.close().await.unwrap();
    outcome.map(|_| ())
}

/// The first column of all rows.
pub(crate) async fn texts(path: &Path, sql: &str) -> Vec<String> {
    let connection = outside(path).await;
    let rows = connection
        .query_all_raw(Statement::from_string(DbBackend::Sqlite, sql))
        .await
        .unwrap();
    let texts = rows
        .iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect();
    connection.close().await.unwrap();
    texts
}

/// The file as it lies on the disk.
pub(crate) fn bytes_of(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}
