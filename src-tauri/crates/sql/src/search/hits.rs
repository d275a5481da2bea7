//! Hands out pages of a running search.

use std::collections::HashSet;
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::BackEndError;
use deskbook_core::hits::{Hits, LARGEST_PAGE, Page, Place, Total};
use deskbook_core::merged::Keyed;
use deskbook_core::query::MOST_HITS_TO_SORT;
use sea_orm::DbErr;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::chunks::{Reader, Scope};
use super::found::{Ending, Finder, Found};
use super::gather::gather;
use super::question::Question;
use crate::connections::Connections;
use crate::failure::told;

/// The rows that a search is about.
#[async_trait]
pub(crate) trait Rows<T>: Send + Sync {
    /// Brings the index in step with rows that have changed.
    async fn refresh(&self) -> Result<(), DbErr>;

    /// The rows of these numbers, in this order.
    async fn fetch(&self, ids: &[i32]) -> Result<Vec<T>, DbErr>;
}

/// A search at work. Dropping it ends the work.
pub(crate) struct SearchHits<T> {
    found: watch::Receiver<Found>,
    work: JoinHandle<()>,
    connections: Connections,
    rows: Arc<dyn Rows<T>>,
}

/// Begins a search.
pub(crate) fn begin<T: 'static>(
    connections: Connections,
    scope: Scope,
    question: Question,
    rows: impl Rows<T> + 'static,
) -> SearchHits<T> {
    let (finder, found) = Finder::new();
    let rows: Arc<dyn Rows<T>> = Arc::new(rows);
    let (file, about) = (connections.clone(), Arc::clone(&rows));
    let work = tokio::spawn(async move {
        let outcome = search(&file, &scope, &question, about.as_ref(), &finder).await;
        finder.end(outcome.unwrap_or_else(|error| Ending::Failed(error.into())));
    });
    SearchHits {
        found,
        work,
        connections,
        rows,
    }
}

async fn search<T>(
    connections: &Connections,
    scope: &Scope,
    question: &Question,
    rows: &dyn Rows<T>,
    finder: &Finder,
) -> Result<Ending, DbErr> {
    let mut reader = Reader::new(scope, connections.begin_search().await?).await?;
    if reader.has_pending() {
        drop(reader);
        rows.refresh().await?;
        reader = Reader::new(scope, connections.begin_search().await?).await?;
    }
    gather(reader, question, finder).await
}

impl<T> SearchHits<T> {
    /// Waits until so many hits are there, or all of them. Tells how many there are, and the numbers
    /// of those in the page.
    async fn wait_for(
        &self,
        place: Place,
        size: u32,
    ) -> Result<(u32, Total, Vec<i32>), BackEndError> {
        let wanted = match place {
            Place::From(start) => start.saturating_add(size) as usize,
            Place::End => usize::MAX,
        };
        let mut found = self.found.clone();
        let is_there = |found: &Found| found.ending.is_some() || found.ids.len() >= wanted;
        let found = found.wait_for(is_there).await;
        // The search is gone without a word only if its task panicked
        let found = found.map_err(|error| BackEndError::Failed(error.into()))?;
        let count = u32::try_from(found.ids.len()).unwrap_or(u32::MAX);
        let total = match &found.ending {
            None => Total::AtLeast(count),
            Some(Ending::Complete) => Total::Exact(count),
            Some(Ending::TooManyToSort) => {
                return Err(BackEndError::TooManyToSort {
                    limit: MOST_HITS_TO_SORT,
                });
            }
            Some(Ending::Failed(error)) => {
                return Err(told(self.connections.path(), error.clone()));
            }
        };
        let start = match place {
            Place::From(start) => start.min(count),
            Place::End => count.saturating_sub(size),
        };
        let end = start.saturating_add(size).min(count);
        let ids = found
            .ids
            .get(start as usize..end as usize)
            .unwrap_or_default()
            .to_vec();
        Ok((start, total, ids))
    }
}

#[async_trait]
impl<T: Keyed + Send + Sync> Hits<T> for SearchHits<T> {
    async fn page(&self, place: Place, size: u32) -> Result<Page<T>, BackEndError> {
        let (start, total, ids) = self.wait_for(place, size).await?;
        let rows = self
            .rows
            .fetch(&ids)
            .await
            .map_err(self.connections.told())?;
        Ok(Page { start, rows, total })
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        match self.wait_for(Place::End, 0).await? {
            (_, Total::Exact(count) | Total::AtLeast(count), _) => Ok(count),
        }
    }

    /// Looks at every hit: the local directory stands alone, and nobody merges it with another source.
    async fn holding(&self, keys: &[String]) -> Result<HashSet<String>, BackEndError> {
        let mut held = HashSet::new();
        let mut start = 0;
        loop {
            let page = self.page(Place::From(start), LARGEST_PAGE).await?;
            let Ok(count @ 1..) = u32::try_from(page.rows.len()) else {
                return Ok(held);
            };
            start += count;
            let found = page.rows.iter().map(Keyed::key);
            held.extend(
                found
                    .filter(|key| keys.iter().any(|it| it == key))
                    .map(str::to_owned),
            );
        }
    }
}

impl<T> Drop for SearchHits<T> {
    fn drop(&mut self) {
        self.work.abort();
    }
}
