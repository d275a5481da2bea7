//! Hands out pages of a running search.

use std::collections::HashSet;
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::BackEndError;
use deskbook_core::hits::{Hits, Page, Place};
use deskbook_core::instant::{FoundRecord, Question};
use deskbook_core::mirror::MirrorError;
use deskbook_core::query::MOST_HITS_TO_SORT;
use deskbook_domain::instant::Rank;
use tokio::task::JoinHandle;

use super::fresh::Fresh;
use super::gather::{Finder, work};
use super::judge::Judge;
use super::scan::Scan;
use super::table::{Table, TableRow};
use crate::found::{Missed, Seen, Shown};

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
    begin(table, reading, question, None)
}

/// The same over a table that has no index, which is never asked what matches: the exact rule is asked about all of its rows,
/// in their order, until about so many are hits. Of rows with one key the first hit is taken.
pub fn scan<T>(
    table: Arc<dyn Table>,
    reading: Arc<dyn Table>,
    question: Question,
    most: usize,
) -> impl Hits<T> + use<T>
where
    T: From<FoundRecord> + Send + Sync + 'static,
{
    begin(table, reading, question, Some(Arc::new(Scan::of(most))))
}

fn begin(
    table: Arc<dyn Table>,
    reading: Arc<dyn Table>,
    question: Question,
    scan: Option<Arc<Scan>>,
) -> InstantHits {
    let (finder, found) = Finder::new();
    let judge = Arc::new(Judge::new(question));
    let fresh = Arc::new(Fresh::default());
    if scan.is_some() {
        // What was put aside may be taken over before its page is asked for: then it must not come from here as well
        fresh.take();
    }
    let work = work(
        table,
        Arc::clone(&judge),
        scan.clone(),
        Arc::clone(&fresh),
        finder,
    );
    InstantHits {
        found,
        work: tokio::spawn(work),
        judge,
        scan,
        fresh,
        table: reading,
    }
}

/// A search at work. Dropping it ends the work.
struct InstantHits {
    found: Seen<i64, BackEndError>,
    work: JoinHandle<()>,
    judge: Arc<Judge>,
    scan: Option<Arc<Scan>>,
    fresh: Arc<Fresh>,
    table: Arc<dyn Table>,
}

impl InstantHits {
    fn told(missed: Missed<BackEndError>) -> BackEndError {
        match missed {
            Missed::TooManyToSort => BackEndError::TooManyToSort {
                limit: MOST_HITS_TO_SORT,
            },
            Missed::Failed(error) => BackEndError::Mirror(MirrorError {
                code: error.code(),
                params: error.params(),
                source: Box::new(error),
            }),
            // Without a word only if it was cancelled
            Missed::Gone => BackEndError::Cancelled,
        }
    }

    /// The rows of a page with their ranks. Those of the first one were read a moment ago.
    async fn rows(&self, numbers: &[i64]) -> Result<Vec<(Option<Rank>, TableRow)>, BackEndError> {
        let mut fresh = self.fresh.take();
        let missing = numbers.iter().filter(|it| !fresh.contains_key(it));
        let missing: Vec<_> = missing.copied().collect();
        let mut read = match missing.as_slice() {
            [] => Vec::new(),
            missing => self.table.rows(missing).await?,
        }
        .into_iter()
        .peekable();
        let asks = !self.judge.question().query.asks_for_nothing();
        let rows = numbers.iter().filter_map(|number| {
            if let Some((rank, row)) = fresh.remove(number) {
                return Some((asks.then_some(rank), row));
            }
            let row = read.next_if(|row| row.number == *number)?;
            let rank = if asks { self.judge.rank(&row) } else { None };
            Some((rank, row))
        });
        Ok(rows.collect())
    }
}

fn found((rank, row): (Option<Rank>, TableRow)) -> FoundRecord {
    FoundRecord {
        tier: rank.map(|rank| rank.tier),
        source: row.source,
        key: row.key,
        validity: row.validity,
        fields: row.fields,
        values: row.values,
    }
}

#[async_trait]
impl<T> Hits<T> for InstantHits
where
    T: From<FoundRecord> + Send + Sync + 'static,
{
    async fn page(&self, place: Place, size: u32) -> Result<Page<T>, BackEndError> {
        let shown = self.found.page(place, size).await.map_err(Self::told)?;
        let Shown {
            start,
            total,
            numbers,
        } = shown;
        let mut rows = self.rows(&numbers).await?;
        if self.scan.is_some() {
            // What was put aside anew may have numbers that others had before
            rows.retain(|(_, row)| self.judge.rank(row).is_some());
        }
        let rows = rows.into_iter().map(|row| T::from(found(row)));
        Ok(Page {
            start,
            rows: rows.collect(),
            total,
        })
    }

    /// Without a look at any row: those of the first page are for who asks for it.
    async fn ready(&self) -> Result<(), BackEndError> {
        let first = self.found.page(Place::From(0), 1).await;
        first.map(drop).map_err(Self::told)
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        self.found.count().await.map_err(Self::told)
    }

    async fn holding(&self, keys: &[String]) -> Result<HashSet<String>, BackEndError> {
        if let Some(scan) = &self.scan {
            self.found.count().await.map_err(Self::told)?;
            return Ok(keys.iter().filter(|key| scan.has(key)).cloned().collect());
        }
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
