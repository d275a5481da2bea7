//! Hands out pages of a running search.

use std::collections::HashSet;
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::BackEndError;
use deskbook_core::hits::{Hits, Page, Place, Total};
use deskbook_core::instant::{FoundRecord, Question};
use deskbook_core::mirror::MirrorError;
use deskbook_core::query::MOST_HITS_TO_SORT;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::found::{Ending, Finder, Found};
use super::gather::work;
use super::judge::Judge;
use super::table::{Table, TableRow};

/// Begins a search. `reading` is the same table as `table` over another connection, so that pages do not wait
/// for the search that goes on. Must be called within a tokio runtime.
pub fn search<T>(
    table: Arc<dyn Table>,
    reading: Arc<dyn Table>,
    question: Question,
) -> impl Hits<T> + use<T>
where
    T: From<FoundRecord> + Send + Sync + 'static,
{
    let (finder, found) = Finder::new();
    let judge = Arc::new(Judge::new(question));
    let work = tokio::spawn(work(table, Arc::clone(&judge), finder));
    InstantHits {
        found,
        work,
        judge,
        table: reading,
    }
}

/// A search at work. Dropping it ends the work.
struct InstantHits {
    found: watch::Receiver<Found>,
    work: JoinHandle<()>,
    judge: Arc<Judge>,
    table: Arc<dyn Table>,
}

/// A page of numbers.
struct Shown {
    start: u32,
    total: Total,
    rows: Vec<i64>,
}

impl InstantHits {
    /// Waits until so many hits are there, or all of them.
    async fn wait_for(&self, place: Place, size: u32) -> Result<Shown, BackEndError> {
        let wanted = match place {
            Place::From(start) => start.saturating_add(size) as usize,
            Place::End => usize::MAX,
        };
        let mut found = self.found.clone();
        let is_there = |found: &Found| found.ending.is_some() || found.numbers.len() >= wanted;
        let found = found.wait_for(is_there).await;
        // The search is gone without a word only if it was cancelled
        let found = found.map_err(|_| BackEndError::Cancelled)?;
        let count = u32::try_from(found.numbers.len()).unwrap_or(u32::MAX);
        let total = match &found.ending {
            None => Total::AtLeast(count),
            Some(Ending::Complete) => Total::Exact(count),
            Some(Ending::TooManyToSort) => {
                return Err(BackEndError::TooManyToSort {
                    limit: MOST_HITS_TO_SORT,
                });
            }
            Some(Ending::Failed(error)) => {
                return Err(BackEndError::Mirror(MirrorError {
                    code: error.code(),
                    params: error.params(),
                    source: Box::new(Arc::clone(error)),
                }));
            }
        };
        let start = match place {
            Place::From(start) => start.min(count),
            Place::End => count.saturating_sub(size),
        };
        let end = start.saturating_add(size).min(count);
        let numbers = found.numbers.get(start as usize..end as usize);
        Ok(Shown {
            start,
            total,
            rows: numbers.unwrap_or_default().to_vec(),
        })
    }

    fn found(&self, row: TableRow) -> FoundRecord {
        let asks = !self.judge.question().query.asks_for_nothing();
        let rank = if asks { self.judge.rank(&row) } else { None };
        FoundRecord {
            tier: rank.map(|rank| rank.tier),
            source: row.source,
            key: row.key,
            validity: row.validity,
            fields: row.fields,
            values: row.values,
        }
    }
}

#[async_trait]
impl<T> Hits<T> for InstantHits
where
    T: From<FoundRecord> + Send + Sync + 'static,
{
    async fn page(&self, place: Place, size: u32) -> Result<Page<T>, BackEndError> {
        let Shown { start, total, rows } = self.wait_for(place, size).await?;
        let rows = self.table.rows(&rows).await?;
        let rows = rows.into_iter().map(|row| T::from(self.found(row)));
        Ok(Page {
            start,
            rows: rows.collect(),
            total,
        })
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        match self.wait_for(Place::End, 0).await?.total {
            Total::Exact(count) | Total::AtLeast(count) => Ok(count),
        }
    }

    async fn holding(&self, keys: &[String]) -> Result<HashSet<String>, BackEndError> {
        let keys: Vec<_> = keys.iter().map(String::as_str).collect();
        let rows = self.table.rows_of_keys(&keys).await?;
        let hits = rows
            .into_iter()
            .filter(|row| self.judge.rank(row).is_some());
        Ok(hits.map(|row| row.key).collect())
    }

    fn cancel(&self) {
        self.work.abort();
    }
}

impl Drop for InstantHits {
    fn drop(&mut self) {
        self.work.abort();
    }
}
