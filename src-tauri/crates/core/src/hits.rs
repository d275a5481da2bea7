//! What a search found, growing while it runs.

use std::collections::HashSet;

use async_trait::async_trait;
use deskbook_domain::source::SourceId;

use crate::back_end::BackEndError;

/// The most rows that one page may have.
pub const LARGEST_PAGE: u32 = 500;

/// So many rows a list asks for at first: as many as most windows show. The rest comes when it is scrolled to, so that
/// who types does not wait for what nobody sees.
pub const FIRST_PAGE: u32 = 40;

/// The hits of one search in their order. Dropping it ends the search.
#[async_trait]
pub trait Hits<T>: Send + Sync {
    /// Some rows. Waits until they are found, or until there are no more.
    async fn page(&self, place: Place, size: u32) -> Result<Page<T>, BackEndError>;

    /// Waits until the first rows are there, or are known not to come. Who stops waiting loses nothing, and
    /// may wait again.
    async fn ready(&self) -> Result<(), BackEndError> {
        self.page(Place::From(0), 1).await.map(drop)
    }

    /// The exact number of hits. Waits until the search is complete.
    async fn count(&self) -> Result<u32, BackEndError>;

    /// Which of these keys, byte by byte, are among the hits. Waits for what it needs to know.
    async fn holding(&self, keys: &[String]) -> Result<HashSet<String>, BackEndError>;

    /// Ends whatever still runs; who waits is told that the search was cancelled. A search that ends by
    /// being dropped needs no more.
    fn cancel(&self) {}

    /// Where a server gave less than was asked for, as far as the search has come.
    fn cuts(&self) -> Vec<Cut> {
        Vec::new()
    }
}

/// A search that a server's limit ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Whose server.
    pub source: SourceId,
    /// How many it gave.
    pub found: u32,
    /// What ended it.
    pub limit: ServerLimit,
}

/// What a server allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerLimit {
    /// So many entries.
    Entries(u32),
    /// So much work, in the eyes of its administrator.
    Work,
    /// So much time.
    Time,
}

/// Where a page lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The page begins with the row of this number, counted from 0.
    From(u32),
    /// The page ends with the last row.
    End,
}

/// Some rows of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The number of the first row, counted from 0.
    pub start: u32,
    /// The rows; fewer than asked for at the end of the list.
    pub rows: Vec<T>,
    /// How many there are in all, as far as known.
    pub total: Total,
}

/// The honest count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// The search still runs; so many were found.
    AtLeast(u32),
    /// The search is complete.
    Exact(u32),
}
