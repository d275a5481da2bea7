//! What both indices do alike.

use std::time::Duration;

use async_trait::async_trait;
use sea_orm::sea_query::{Alias, OnConflict, Query};
use sea_orm::{ActiveValue, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait};
use tokio::time::timeout;

use super::Subject;
use crate::connections::Connections;
use crate::entity::index_state;
use crate::statement::{execute, json_numbers, one};

/// As many rows are indexed in one transaction; half a second's work.
pub(crate) const MOST_AT_ONCE: u32 = 5_000;

/// A search does not wait longer for somebody else's write.
const PATIENCE: Duration = Duration::from_millis(100);

/// As many rows are written by one statement; SQLite takes 32,766 parameters.
pub(super) const ROWS_PER_STATEMENT: usize = 500;

/// Changes with the form of what is indexed, whatever the map.
const FORM: &str = "1";

/// An index that can be brought in step.
#[async_trait]
pub(crate) trait Drain: Send + Sync {
    /// Which one.
    fn subject(&self) -> &'static Subject;

    /// What its form depends on: the columns that are indexed.
    fn columns(&self) -> String;

    /// Indexes up to `most` pending rows; tells how many there were.
    async fn drain(&self, transaction: &DatabaseTransaction, most: u32) -> Result<u32, DbErr>;
}

/// Notes all rows as pending if the index was made for another map.
pub(crate) async fn start_over_if_changed(
    transaction: &DatabaseTransaction,
    index: &dyn Drain,
) -> Result<(), DbErr> {
    let Subject {
        name,
        table,
        pending,
        row,
        ..
    } = index.subject();
    let fingerprint = format!("{FORM}:{}", index.columns());
    let state = index_state::Entity::find_by_id(*name)
        .one(transaction)
        .await?;
    if state.is_some_and(|state| state.fingerprint == fingerprint) {
        return Ok(());
    }
    let all = format!(
        "INSERT INTO {pending} SELECT t.{row} FROM {table} t \
         WHERE NOT EXISTS (SELECT 1 FROM {pending} p WHERE p.{row} = t.{row})"
    );
    execute(transaction, &all, []).await?;
    let state = index_state::ActiveModel {
        subject: ActiveValue::Set((*name).to_owned()),
        fingerprint: ActiveValue::Set(fingerprint),
    };
    let newest = OnConflict::column(index_state::Column::Subject)
        .update_column(index_state::Column::Fingerprint)
        .to_owned();
    index_state::Entity::insert(state)
        .on_conflict(newest)
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

/// How many rows are pending, counted up to one more than [`MOST_AT_ONCE`].
pub(crate) async fn count_pending(
    db: &impl ConnectionTrait,
    subject: &Subject,
) -> Result<u32, DbErr> {
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM {} LIMIT ?)",
        subject.pending
    );
    let count: Option<i64> = one(db, &sql, [i64::from(MOST_AT_ONCE + 1).into()]).await?;
    Ok(count
        .and_then(|count| count.try_into().ok())
        .unwrap_or_default())
}

/// Indexes the pending rows if they are few and nobody else is writing; tells whether some are left.
pub(crate) async fn catch_up(connections: &Connections, index: &dyn Drain) -> Result<bool, DbErr> {
    match count_pending(connections.lookups(), index.subject()).await? {
        0 => Ok(false),
        few if few <= MOST_AT_ONCE => {
            let Ok(transaction) = timeout(PATIENCE, connections.begin_write()).await else {
                return Ok(true);
            };
            let transaction = transaction?;
            index.drain(&transaction, MOST_AT_ONCE).await?;
            transaction.commit().await?;
            Ok(false)
        }
        _ => Ok(true),
    }
}

/// Indexes all that is pending.
pub(crate) async fn drain_all(
    transaction: &DatabaseTransaction,
    index: &dyn Drain,
) -> Result<(), DbErr> {
    while index.drain(transaction, MOST_AT_ONCE).await? == MOST_AT_ONCE {}
    Ok(())
}

/// Indexes what a write has left pending. If much more is pending, a write is not the time for it.
pub(crate) async fn drain_if_few(
    transaction: &DatabaseTransaction,
    index: &dyn Drain,
) -> Result<(), DbErr> {
    if count_pending(transaction, index.subject()).await? <= MOST_AT_ONCE {
        index.drain(transaction, MOST_AT_ONCE).await?;
    }
    Ok(())
}

/// Takes rows with these numbers out of list and full-text table.
pub(super) async fn forget(
    transaction: &DatabaseTransaction,
    subject: &Subject,
    ids: &[i32],
) -> Result<(), DbErr> {
    let Subject { list, text, .. } = subject;
    let known = format!("SELECT id FROM {list} WHERE id IN (SELECT value FROM json_each(?))");
    let from_text = format!("DELETE FROM {text} WHERE rowid IN ({known})");
    execute(transaction, &from_text, [json_numbers(ids)]).await?;
    let from_list = format!("DELETE FROM {list} WHERE id IN (SELECT value FROM json_each(?))");
    execute(transaction, &from_list, [json_numbers(ids)]).await?;
    Ok(())
}

/// Puts documents into the full-text table.
pub(super) async fn write_documents(
    transaction: &DatabaseTransaction,
    subject: &Subject,
    documents: &[(i32, String)],
) -> Result<(), DbErr> {
    for part in documents.chunks(ROWS_PER_STATEMENT) {
        let mut insert = Query::insert();
        insert
            .into_table(Alias::new(subject.text))
            .columns(["rowid", "text"]);
        for (id, document) in part {
            insert.values_panic([(*id).into(), document.as_str().into()]);
        }
        transaction.execute(&insert).await?;
    }
    Ok(())
}
