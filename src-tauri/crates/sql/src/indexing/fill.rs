//! What the indices of both subjects do alike.

use std::time::Duration;

use async_trait::async_trait;
use sea_orm::sea_query::{Alias, OnConflict, Query};
use sea_orm::{ActiveValue, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, Value};
use tokio::time::timeout;

use super::Subject;
use crate::connections::Connections;
use crate::entity::index_state;
use crate::instant::InstantIndex;
use crate::statement::{execute, json_numbers, one};

/// As many rows are indexed in one transaction; half a second's work.
pub(crate) const MOST_AT_ONCE: u32 = 5_000;

/// A list with so few rows is taken into the index of instant search at once.
const FEW: u32 = 1_000;

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

    /// Indexes up to `most` pending rows.
    async fn drain(&self, transaction: &DatabaseTransaction, most: u32) -> Result<Drained, DbErr>;
}

/// Rows that were pending.
pub(crate) struct Drained {
    /// How many.
    pub(super) count: u32,
    /// What leads to them in the table, as a JSON list.
    pub(super) rows: Value,
}

/// The list of a subject with its trigrams, and the index of instant search that follows it.
pub(crate) struct Indices {
    list: Box<dyn Drain>,
    instant: InstantIndex,
}

impl Indices {
    pub(crate) fn new(list: impl Drain + 'static, instant: InstantIndex) -> Self {
        Self {
            list: Box::new(list),
            instant,
        }
    }

    pub(crate) fn subject(&self) -> &'static Subject {
        self.list.subject()
    }

    pub(crate) fn instant(&self) -> &InstantIndex {
        &self.instant
    }

    /// Indexes up to `most` pending rows; tells how many there were.
    pub(super) async fn drain(
        &self,
        transaction: &DatabaseTransaction,
        most: u32,
    ) -> Result<u32, DbErr> {
        let Drained { count, rows } = self.list.drain(transaction, most).await?;
        if count > 0 {
            self.instant.follow(transaction, &rows).await?;
        }
        Ok(count)
    }
}

/// Begins anew what was made for another map, or for another region.
pub(crate) async fn start_over_if_changed(
    transaction: &DatabaseTransaction,
    indices: &Indices,
) -> Result<(), DbErr> {
    note_all_if_changed(transaction, indices.list.as_ref()).await?;
    indices.instant.start_over_if_changed(transaction).await
}

/// Notes all rows as pending if the index was made for another map.
async fn note_all_if_changed(
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

/// Does what is left to do if it is little and nobody else is writing; tells whether something is left then.
pub(crate) async fn catch_up(connections: &Connections, indices: &Indices) -> Result<bool, DbErr> {
    let db = connections.lookups();
    let pending = count_pending(db, indices.subject()).await?;
    let is_complete = indices.instant.is_complete(db).await?;
    if pending == 0 && (is_complete || !indices.subject().lists_fewer(db, FEW + 1).await?) {
        return Ok(!is_complete);
    }
    if pending > MOST_AT_ONCE {
        return Ok(true);
    }
    let Ok(transaction) = timeout(PATIENCE, connections.begin_write()).await else {
        return Ok(true);
    };
    let transaction = transaction?;
    indices.drain(&transaction, MOST_AT_ONCE).await?;
    let is_complete = is_complete
        || indices.subject().lists_fewer(&transaction, FEW + 1).await?
            && indices.instant.go_on(&transaction, FEW + 1).await?;
    transaction.commit().await?;
    Ok(!is_complete)
}

/// Indexes all that is pending.
pub(crate) async fn drain_all(
    transaction: &DatabaseTransaction,
    indices: &Indices,
) -> Result<(), DbErr> {
    begin_anew_if_much(transaction, indices).await?;
    while indices.drain(transaction, MOST_AT_ONCE).await? == MOST_AT_ONCE {}
    Ok(())
}

/// Begins the index of instant search anew if so much is pending that it is better made in the order of names.
pub(super) async fn begin_anew_if_much(
    transaction: &DatabaseTransaction,
    indices: &Indices,
) -> Result<(), DbErr> {
    if count_pending(transaction, indices.subject()).await? > MOST_AT_ONCE {
        indices.instant.start_over_if_outgrown(transaction).await?;
    }
    Ok(())
}

/// Indexes what a write has left pending. If much more is pending, a write is not the time for it.
pub(crate) async fn drain_if_few(
    transaction: &DatabaseTransaction,
    indices: &Indices,
) -> Result<(), DbErr> {
    if count_pending(transaction, indices.subject()).await? <= MOST_AT_ONCE {
        indices.drain(transaction, MOST_AT_ONCE).await?;
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
