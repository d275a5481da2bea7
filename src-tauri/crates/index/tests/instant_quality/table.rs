//! The full-text table of instant search, filled.

use deskbook_domain::instant::Region;
use deskbook_index::instant::{CREATE_TABLE_OPTIONS, document};
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

use crate::population::Person;

/// Makes the table and puts people into it, each in the row of its place.
pub(crate) async fn fill(connection: &mut SqliteConnection, people: &[Person], region: Region) {
    let table = format!("CREATE VIRTUAL TABLE text USING fts5 (terms, {CREATE_TABLE_OPTIONS})");
    connection.execute(AssertSqlSafe(table)).await.unwrap();
    let mut transaction = connection.begin().await.unwrap();
    for (row, person) in (0_i64..).zip(people) {
        sqlx::query("INSERT INTO text (rowid, terms) VALUES (?, ?)")
            .bind(row)
            .bind(document(&person.values(), region))
            .execute(&mut *transaction)
            .await
            .unwrap();
    }
    transaction.commit().await.unwrap();
}
