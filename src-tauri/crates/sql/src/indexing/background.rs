//! Brings an index in step little by little, while the window is already in use.

use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::DbErr;
use tokio::task::JoinHandle;

use super::{Drain, MOST_AT_ONCE, Subject};
use crate::connections::Connections;
use crate::statement::execute;

/// From here on one large index is worth the time that merging its parts takes.
const WORTH_MERGING: u32 = 100_000;

/// Tells how far the work is after as many rows.
const ROWS_PER_WORD: u32 = 100_000;

/// Indexes what is pending, in the background. Dropping it ends the work.
pub(crate) struct Filler {
    connections: Connections,
    index: Arc<dyn Drain>,
    work: Mutex<Option<JoinHandle<()>>>,
}

impl Filler {
    pub(crate) fn new(connections: Connections, index: Arc<dyn Drain>) -> Self {
        Self {
            connections,
            index,
            work: Mutex::default(),
        }
    }

    /// Begins, unless the work is already being done.
    pub(crate) fn begin(&self) {
        let mut work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        if work.as_ref().is_none_or(JoinHandle::is_finished) {
            let (connections, index) = (self.connections.clone(), Arc::clone(&self.index));
            *work = Some(tokio::spawn(async move {
                fill(&connections, index.as_ref()).await;
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
async fn fill(connections: &Connections, index: &dyn Drain) {
    let Subject { name, .. } = index.subject();
    match drain_all(connections, index).await {
        Ok(rows) => tracing::info!(index = name, rows, "search index complete"),
        Err(error) => {
            tracing::warn!(
                index = name,
                error = &error as &dyn std::error::Error,
                "search index"
            );
        }
    }
}

async fn drain_all(connections: &Connections, index: &dyn Drain) -> Result<u32, DbErr> {
    let Subject { name, text, .. } = index.subject();
    let mut rows = 0;
    loop {
        let transaction = connections.begin_write().await?;
        let drained = index.drain(&transaction, MOST_AT_ONCE).await?;
        transaction.commit().await?;
        rows += drained;
        if drained < MOST_AT_ONCE {
            break;
        }
        if rows % ROWS_PER_WORD == 0 {
            tracing::info!(index = name, rows, "indexing");
        }
    }
    if rows >= WORTH_MERGING {
        let transaction = connections.begin_write().await?;
        let merge = format!("INSERT INTO {text} ({text}) VALUES ('optimize')");
        execute(&transaction, &merge, []).await?;
        transaction.commit().await?;
    }
    Ok(rows)
}
