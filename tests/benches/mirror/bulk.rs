//! Rows loaded into the tables and indices of an empty mirror, as fast as one connection takes them: in one
//! transaction, in the order of names, the indices of the table made when it is full.

use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use deskbook_core::mirror::Row;
use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_index::instant::{document, searched};
use deskbook_index::sort_key;
use deskbook_migrations::Mirror;
use deskbook_migrations::file::{FileKey, write_transaction};
use deskbook_tests::copied::mirror;
use sea_orm::{
    ConnectionTrait as _, Database, DatabaseTransaction, DbBackend, Statement,
    TransactionTrait as _,
};

/// What SQLite keeps of the file in memory: as much as a mirror's own writer.
const CACHE_KIB: u32 = 32 * 1024;

const SOME: usize = 500;

/// What is written of a row.
struct Made {
    number: i64,
    key: String,
    valid_id: i32,
    content: String,
    name: String,
    document: String,
}

/// Loads them; tells how long it took.
pub(super) async fn load(folder: &Path, fields: &[Var], rows: Vec<Row>) -> Duration {
    // Makes the file and its tables
    mirror(folder).await.unwrap().close().await.unwrap();
    let path = folder.join("mirror.sqlite");
    let options = Mirror::at(path, FileKey::new([1; 32])).connections(CACHE_KIB);
    let file = Database::connect(options).await.unwrap();
    let began = Instant::now();
    let made = make(fields.to_vec(), rows);
    let transaction = file.begin_with_options(write_transaction()).await.unwrap();
    transaction.execute_unprepared(BEFORE).await.unwrap();
    let mut keys = Vec::new();
    while let Ok(some) = made.recv() {
        write(&transaction, &some).await;
        keys.extend(some.into_iter().map(|made| (made.key, made.number)));
    }
    write_keys(&transaction, keys).await;
    transaction.execute_unprepared(AFTER).await.unwrap();
    transaction.commit().await.unwrap();
    let took = began.elapsed();
    file.close().await.unwrap();
    took
}

const BEFORE: &str = "
INSERT INTO copy (id, source, fields) VALUES (1, 'CustomerUser', '[]');
DROP INDEX record_name";

const AFTER: &str = "
CREATE INDEX record_name ON record (name);
INSERT INTO customer_user_terms (customer_user_terms) VALUES ('optimize')";

/// Makes names and documents on a thread of their own, while what is made is written.
fn make(fields: Vec<Var>, rows: Vec<Row>) -> Receiver<Vec<Made>> {
    let (give, made) = sync_channel(2);
    std::thread::spawn(move || {
        let mut named: Vec<_> = rows
            .into_iter()
            .map(|row| (name_of(&fields, &row), row))
            .collect();
        named.sort_by(|one, other| one.0.cmp(&other.0));
        let mut named = (1..).map(|at| at * 32).zip(named).peekable();
        while named.peek().is_some() {
            let some = named.by_ref().take(SOME).map(|(number, (name, row))| Made {
                number,
                valid_id: row.validity.id(),
                content: serde_json::to_string(&row.values).unwrap(),
                document: document(&searched(&fields, &row.values), Region::UNKNOWN),
                key: row.key,
                name,
            });
            // Whoever waits for them is gone only when something is wrong
            if give.send(some.collect()).is_err() {
                return;
            }
        }
    });
    made
}

fn name_of(fields: &[Var], row: &Row) -> String {
    let part = |name: &str| {
        let at = fields.iter().position(|var| var.as_str() == name)?;
        row.values.get(at)?.as_deref()
    };
    sort_key(
        ["UserLastname", "UserFirstname"]
            .into_iter()
            .filter_map(part),
    )
}

async fn write(transaction: &DatabaseTransaction, some: &[Made]) {
    let places = vec!["(?, 1, ?, ?, ?, ?)"; some.len()].join(", ");
    let sql =
        format!("INSERT INTO record (id, copy, key, valid_id, content, name) VALUES {places}");
    let values = some.iter().flat_map(|made| {
        [
            made.number.into(),
            made.key.as_str().into(),
            made.valid_id.into(),
            made.content.as_str().into(),
            made.name.as_str().into(),
        ]
    });
    let records = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
    transaction.execute_raw(records).await.unwrap();
    let places = vec!["(?, ?)"; some.len()].join(", ");
    let sql = format!("INSERT INTO customer_user_terms (rowid, terms) VALUES {places}");
    let values = some
        .iter()
        .flat_map(|made| [made.number.into(), made.document.as_str().into()]);
    let documents = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
    transaction.execute_raw(documents).await.unwrap();
}

/// In the order of the keys.
async fn write_keys(transaction: &DatabaseTransaction, mut keys: Vec<(String, i64)>) {
    keys.sort_unstable();
    for some in keys.chunks(10 * SOME) {
        let places = vec!["(?, 1, ?)"; some.len()].join(", ");
        let sql = format!("INSERT INTO record_of_key (key, copy, record) VALUES {places}");
        let values = some
            .iter()
            .flat_map(|(key, record)| [key.as_str().into(), (*record).into()]);
        let keys = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
        transaction.execute_raw(keys).await.unwrap();
    }
}
