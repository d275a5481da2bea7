//! Hands out pages of a running search.

use std::collections::HashSet;
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::BackEndError;
use deskbook_core::hits::{Hits, LARGEST_PAGE, Page, Place, Total};
use deskbook_core::merged::Keyed;
use deskbook_core::query::MOST_HITS_TO_SORT;
use deskbook_index::found::{Missed, Seen, Shown};
use sea_orm::DbErr;
use tokio::task::JoinHandle;

use super::chunks::{Reader, Scope};
use super::gather::{Ending, Finder, gather};
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
    found: Seen<i32, DbErr>,
    work: JoinHandle<()>,
    connections: Connections,
    rows: Arc<dyn Rows<T>>,
    /// Set if these are all rows in the order of names: their end is known long before all of them were read.
    whole_list: Option<Scope>,
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
    let whole_list = question.is_whole_list().then(|| scope.clone());
    let work = tokio::spawn(async move {
        let outcome = search(&file, &scope, &question, about.as_ref(), &finder).await;
        finder.end(outcome.unwrap_or_else(|error| Ending::Failed(error.into())));
    });
    SearchHits {
        found,
        work,
        connections,
        rows,
        whole_list,
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

/// The last rows of a list. `None` if it does not have all rows yet.
async fn end_of_list(
    connections: &Connections,
    scope: &Scope,
    size: u32,
) -> Result<Option<Shown<i32>>, DbErr> {
    let reader = Reader::new(scope, connections.begin_search().await?).await?;
    if reader.has_pending() {
        return Ok(None);
    }
    let (count, numbers) = reader.end_of_list(size).await?;
    Ok(Some(Shown {
        start: count.saturating_sub(size),
        total: Total::Exact(count),
        numbers,
    }))
}

impl<T> SearchHits<T> {
    async fn shown(&self, place: Place, size: u32) -> Result<Shown<i32>, BackEndError> {
        let found = self.found.page(place, size);
        let shown = match &self.whole_list {
            Some(scope) if place == Place::End => tokio::select! {
                biased;
                shown = found => shown,
                Ok(Some(shown)) = end_of_list(&self.connections, scope, size) => Ok(shown),
            },
            _ => found.await,
        };
        shown.map_err(|missed| self.told(missed))
    }

    fn told(&self, missed: Missed<DbErr>) -> BackEndError {
        match missed {
            Missed::TooManyToSort => BackEndError::TooManyToSort {
                limit: MOST_HITS_TO_SORT,
            },
            Missed::Failed(error) => told(self.connections.path(), error),
            Missed::Gone => BackEndError::Failed("the search ended without a word".into()),
        }
    }
}

#[async_trait]
impl<T: Keyed + Send + Sync> Hits<T> for SearchHits<T> {
    async fn page(&self, place: Place, size: u32) -> Result<Page<T>, BackEndError> {
        let Shown {
            start,
            total,
            numbers,
        } = self.shown(place, size).await?;
        let rows = self
            .rows
            .fetch(&numbers)
            .await
            .map_err(self.connections.told())?;
        Ok(Page { start, rows, total })
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        let count = self.found.count().await;
        count.map_err(|missed| self.told(missed))
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
