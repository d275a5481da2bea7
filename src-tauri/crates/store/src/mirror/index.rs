//! The index of the mirror's records, kept in the transactions that change them.

use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_domain::source::Subject;
use deskbook_index::instant::VERSION;
pub(super) use deskbook_index::instant::document_of;
use sea_orm::{ConnectionTrait, DbErr};

use super::content;
use super::copies::{execute, number, statement};

/// Rows whose documents are made and written at once.
pub(super) const CHUNK: usize = 500;

/// With fewer changes it is not worth it to make the index compact again.
const MANY: u32 = 10_000;

/// The table of the terms of a subject's records.
pub(super) fn table_of(subject: Subject) -> &'static str {
    match subject {
        Subject::CustomerUsers => "customer_user_terms",
        Subject::Customers => "customer_terms",
    }
}

/// What an index is made for: with another one it has to be made anew.
pub(super) fn fingerprint(region: Region) -> String {
    format!("{VERSION} {region:?}")
}

/// Puts documents, at most [`CHUNK`] of them, under these numbers, in the place of those that are there.
pub(super) async fn put(
    db: &impl ConnectionTrait,
    subject: Subject,
    documents: Vec<(i64, String)>,
) -> Result<(), DbErr> {
    if documents.is_empty() {
        return Ok(());
    }
    let places = vec!["(?, ?)"; documents.len()].join(", ");
    let table = table_of(subject);
    let sql = format!("REPLACE INTO {table} (rowid, terms) VALUES {places}");
    let values = documents
        .into_iter()
        .flat_map(|(number, text)| [number.into(), text.into()]);
    execute(db, &sql, values).await.map(drop)
}

/// Takes records out of the index, which this condition on `record` chooses.
pub(super) async fn take_out(
    db: &impl ConnectionTrait,
    subject: Subject,
    condition: &str,
    copy: i64,
) -> Result<(), DbErr> {
    let table = table_of(subject);
    let sql =
        format!("DELETE FROM {table} WHERE rowid IN (SELECT id FROM record WHERE {condition})");
    execute(db, &sql, [copy.into()]).await.map(drop)
}

/// Makes a table for the numbers of records that have changed: there may be many of them.
pub(super) async fn begin_touching(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let sql = "CREATE TEMP TABLE IF NOT EXISTS touched (id INTEGER PRIMARY KEY)";
    execute(db, sql, []).await.map(drop)
}

/// Empties it.
pub(super) async fn end_touching(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    execute(db, "DELETE FROM touched", []).await.map(drop)
}

/// Puts the records of these numbers into the index once more. The numbers are in the table `touched`.
pub(super) async fn put_touched(
    db: &impl ConnectionTrait,
    subject: Subject,
    fields: &[Var],
    region: Region,
) -> Result<(), DbErr> {
    let mut from = i64::MIN;
    loop {
        let sql = format!(
            "SELECT id, key, content FROM record WHERE id IN \
             (SELECT id FROM touched WHERE id >= ? ORDER BY id LIMIT {CHUNK}) ORDER BY id"
        );
        let rows = db.query_all_raw(statement(&sql, [from.into()])).await?;
        let mut documents = Vec::with_capacity(rows.len());
        for row in &rows {
            let number: i64 = row.try_get_by_index(0)?;
            let (key, text): (String, String) =
                (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
            let values = content::read(&text)?;
            documents.push((number, document_of(fields, &values, &key, region)));
            from = number + 1;
        }
        let is_last = documents.len() < CHUNK;
        put(db, subject, documents).await?;
        if is_last {
            return Ok(());
        }
    }
}

/// Remembers how much has changed since the index was made compact.
pub(super) async fn note_changes(db: &impl ConnectionTrait, changes: u32) -> Result<(), DbErr> {
    let sql = "UPDATE instant_index SET changes = changes + ?";
    execute(db, sql, [changes.into()]).await.map(drop)
}

/// Makes the index compact, if that is worth it.
pub(super) async fn tidy(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let changes = number(db, "SELECT changes FROM instant_index", []).await?;
    if changes < MANY {
        return Ok(());
    }
    for subject in [Subject::CustomerUsers, Subject::Customers] {
        let table = table_of(subject);
        let sql = format!("INSERT INTO {table} ({table}) VALUES ('optimize')");
        execute(db, &sql, []).await?;
    }
    let done = "UPDATE instant_index SET changes = 0";
    execute(db, done, []).await.map(drop)
}
