//! SQLite keeps the terms of a document as they were made, whatever the letters.

use deskbook_domain::instant::{FieldKind, Region, Value};
use deskbook_index::MatchExpression;
use deskbook_index::instant::{CREATE_TABLE_OPTIONS, document};
use proptest::prelude::*;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection as _, Error, Executor as _};

/// Those terms of the document that do not find it in a table of its own.
async fn lost(document: &str) -> Result<Vec<String>, Error> {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await?;
    let table = format!("CREATE VIRTUAL TABLE text USING fts5 (terms, {CREATE_TABLE_OPTIONS})");
    connection.execute(AssertSqlSafe(table)).await?;
    let insert = sqlx::query("INSERT INTO text (rowid, terms) VALUES (7, ?)").bind(document);
    insert.execute(&mut connection).await?;
    let mut lost = Vec::new();
    for term in document.split(' ').filter(|term| !term.is_empty()) {
        let question = MatchExpression::Term(term.to_owned()).to_string();
        let found = sqlx::query("SELECT rowid FROM text WHERE text MATCH ?").bind(question);
        if found.fetch_optional(&mut connection).await?.is_none() {
            lost.push(term.to_owned());
        }
    }
    Ok(lost)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn each_term_finds_its_document(
        texts in prop::collection::vec("\\PC{0,40}|[0-9 +]{4,12}|000[0-9]|[A-Zß'\u{308}İǅ王가\\x00\"]{0,20}", 1..4),
        kind in prop::sample::select(vec![FieldKind::Login, FieldKind::Phone, FieldKind::Name]),
    ) {
        let values: Vec<_> = texts.iter().map(|text| Value { field: "x", kind, text }).collect();
        let document = document(&values, Region::of_country("GB"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        prop_assert_eq!(runtime.block_on(lost(&document)).unwrap(), Vec::<String>::new());
    }
}
