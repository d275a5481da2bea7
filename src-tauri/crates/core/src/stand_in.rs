//! The hits of a source; where it does not answer, those of its first copy as far as that has come.

use std::collections::HashSet;

use async_trait::async_trait;
use tokio::sync::OnceCell;

use crate::back_end::BackEndError;
use crate::hits::{Cut, Hits, LARGEST_PAGE, Page, Place};

/// A source with what stands in for it. Whose hits they are is decided once, by the first answer.
pub(crate) struct StandIn<T, Begin> {
    /// `None` if the source is not asked: it is known to be away.
    source: Option<Box<dyn Hits<T>>>,
    begin: Begin,
    copy: OnceCell<Option<Box<dyn Hits<T>>>>,
}

impl<T, Begin, Begun> StandIn<T, Begin>
where
    T: Send + Sync,
    Begin: Fn() -> Begun + Send + Sync,
    Begun: Future<Output = Result<Box<dyn Hits<T>>, BackEndError>> + Send,
{
    /// The hits of a source, and how to begin to search its copy.
    pub(crate) fn new(source: Option<Box<dyn Hits<T>>>, begin: Begin) -> Self {
        Self {
            source,
            begin,
            copy: OnceCell::new(),
        }
    }

    /// The hits of the copy; `None` if the source answers.
    async fn copy(&self) -> Result<Option<&dyn Hits<T>>, BackEndError> {
        let choose = || async {
            if let Some(source) = &self.source {
                match source.ready().await {
                    Err(error) if error.is_of_the_source() => {}
                    answer => return answer.map(|()| None),
                }
            }
            (self.begin)().await.map(Some)
        };
        Ok(self.copy.get_or_try_init(choose).await?.as_deref())
    }

    async fn hits(&self) -> Result<&dyn Hits<T>, BackEndError> {
        let copy = self.copy().await?;
        copy.or(self.source.as_deref())
            .ok_or(BackEndError::NotFound)
    }
}

#[async_trait]
impl<T, Begin, Begun> Hits<T> for StandIn<T, Begin>
where
    T: Send + Sync,
    Begin: Fn() -> Begun + Send + Sync,
    Begun: Future<Output = Result<Box<dyn Hits<T>>, BackEndError>> + Send,
{
    async fn page(&self, place: Place, size: u32) -> Result<Page<T>, BackEndError> {
        self.hits().await?.page(place, size).await
    }

    /// A copy without an index is looked through for a while: a list that has others takes it in when it has a page.
    async fn ready(&self) -> Result<(), BackEndError> {
        match self.copy().await? {
            Some(copy) => copy.page(Place::From(0), LARGEST_PAGE).await.map(drop),
            None => Ok(()),
        }
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        self.hits().await?.count().await
    }

    async fn holding(&self, keys: &[String]) -> Result<HashSet<String>, BackEndError> {
        self.hits().await?.holding(keys).await
    }

    fn cancel(&self) {
        let copy = self.copy.get().and_then(Option::as_ref);
        for hits in self.source.iter().chain(copy) {
            hits.cancel();
        }
    }

    fn cuts(&self) -> Vec<Cut> {
        match self.copy.get() {
            Some(None) => self.source.iter().flat_map(|hits| hits.cuts()).collect(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
