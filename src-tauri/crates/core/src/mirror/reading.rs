//! The port of a source that is copied.

use async_trait::async_trait;
use deskbook_domain::ids::Var;
use deskbook_domain::source::SourceId;

use super::{PhotoReading, Row};
use crate::back_end::BackEndError;
use crate::hits::ServerLimit;

/// A source that can be read from its first record to its last. Memory does not grow with it.
#[async_trait]
pub trait Readable: Send + Sync {
    /// Which.
    fn source(&self) -> SourceId;

    /// Whether reading can go on behind a mark: databases can, directories cannot.
    fn goes_on(&self) -> bool;

    /// How many records there are, where that is told at once.
    async fn total(&self) -> Option<u32>;

    /// Begins to read these fields, behind a mark if one is given.
    async fn read(
        &self,
        fields: &[Var],
        behind: Option<String>,
    ) -> Result<Box<dyn Reading>, BackEndError>;

    /// Begins to read the photos of those who have one; `None` for a source that has none of anybody.
    async fn read_photos(&self) -> Result<Option<Box<dyn PhotoReading>>, BackEndError> {
        Ok(None)
    }
}

/// A source that is being read. Dropping it ends it.
#[async_trait]
pub trait Reading: Send {
    /// The next records.
    async fn next(&mut self) -> Result<Batch, BackEndError>;
}

/// Some records, at most [`BATCH`](super::BATCH).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The records.
    pub rows: Vec<Row>,
    /// The mark behind the last of them.
    pub mark: String,
    /// Why there are no more; `None` if there may be.
    pub end: Option<End>,
}

/// Why a source has no more records to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Those were all.
    Whole,
    /// The server's limit.
    Cut(ServerLimit),
}
