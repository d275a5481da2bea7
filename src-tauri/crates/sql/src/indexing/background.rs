//! Brings indices in step little by little, while the window is already in use.

use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::DbErr;
use tokio::task::JoinHandle;

use super::fill::{Indices, begin_anew_if_much};
use super::{MOST_AT_ONCE, Subject, merge_parts};
use crate::connections::Connections;

/// From here on one large index is worth the time that merging its parts takes.
const WORTH_MERGING: u32 = 100_000;

/// Tells how far the work is after as many rows.
const ROWS_PER_WORD: u32 = 100_000;

/// Indexes what is pending, in the background. Dropping it ends the work.
pub(crate) struct Filler {
    connections: Connections,
    indices: Arc<Indices>,
    work: Mutex<Option<JoinHandle<()>>>,
}

impl Filler {
    pub(crate) fn new(connections: Connections, indices: Arc<Indices>) -> Self {
        Self {
            connections,
            indices,
            work: Mutex::default(),
        }
    }

    /// Begins, unless the work is already being done.
    pub(crate) fn begin(&self) {
        let mut work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        if work.as_ref().is_none_or(JoinHandle::is_finished) {
            let (connections, indices) = (self.connections.clone(), Arc::clone(&self.indices));
            *work = Some(tokio::spawn(async move {
                fill(&connections, &indices).await;
            }));
        }
    }
}

impl Drop for Filler {
    fn drop(&mut self) {
        let work = self.work.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(work) = work {
            work.abort();
        }
    }
}

/// What fails is tried again before the next search; until then searches look at the rows themselves.
async fn fill(connections: &Connections, indices: &Indices) {
    let Subject { name, .. } = indices.subject();
    match bring_in_step(connections, indices).await {
        Ok(()) => tracing::info!(index = name, "search index complete"),
        Err(error) => {
            tracing::warn!(
                index = name,
                error = &error as &dyn std::error::Error,
                "search index"
            );
        }
    }
}

/// First the list with its trigrams, then the index of instant search, which is made from the list.
async fn bring_in_step(connections: &Connections, indices: &Indices) -> Result<(), DbErr> {
    let transaction = connections.begin_write().await?;
    begin_anew_if_much(&transaction, indices).await?;
    transaction.commit().await?;
    let rows = drain_all(connections, indices).await?;
    if rows >= WORTH_MERGING {
        let transaction = connections.begin_write().await?;
        merge_parts(&transaction, indices.subject().text).await?;
        transaction.commit().await?;
    }
    make_instant(connections, indices).await
}

async fn drain_all(connections: &Connections, indices: &Indices) -> Result<u32, DbErr> {
    let mut rows = 0;
    loop {
        let transaction = connections.begin_write().await?;
        let drained = indices.drain(&transaction, MOST_AT_ONCE).await?;
        transaction.commit().await?;
        rows += drained;
        if drained < MOST_AT_ONCE {
            return Ok(rows);
        }
        tell(indices, "indexing", rows);
    }
}

async fn make_instant(connections: &Connections, indices: &Indices) -> Result<(), DbErr> {
    let mut rows = 0;
    loop {
        let transaction = connections.begin_write().await?;
        let is_complete = indices.instant().go_on(&transaction, MOST_AT_ONCE).await?;
        transaction.commit().await?;
        if is_complete {
            return Ok(());
        }
        rows += MOST_AT_ONCE;
        tell(indices, "indexing for instant search", rows);
    }
}

fn tell(indices: &Indices, what: &str, rows: u32) {
    if rows.is_multiple_of(ROWS_PER_WORD) {
        tracing::info!(index = indices.subject().name, rows, "{what}");
    }
}
