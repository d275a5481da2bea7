//! The port of the mirror's file.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deskbook_domain::ids::Var;
use deskbook_domain::source::SourceId;
use deskbook_domain::validity::Validity;

use super::{Cut, Deletions, Standing};
use crate::{Cause, ErrorCode};

/// The most rows that are put aside at once: memory stays as it is, however large a source.
pub const BATCH: usize = 10_000;

/// A record as it is mirrored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The login or the customer id, as stored.
    pub key: String,
    /// Whether it is valid.
    pub validity: Validity,
    /// The values of the mirrored fields in their order; `None` where nothing is stored.
    pub values: Vec<Option<String>>,
}

/// What a merge did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Records that are new.
    pub added: u32,
    /// Records that are otherwise.
    pub changed: u32,
    /// Records that are gone.
    pub removed: u32,
    /// Records that the source has no more, and that wait for a yes.
    pub held_back: u32,
}

/// The file of one installation's mirror. Whatever is cut short leaves the last good state.
#[async_trait]
pub trait MirrorStore: Send + Sync {
    /// How the copies of all sources stand, in the order of the sources.
    async fn standings(&self) -> Result<Vec<Standing>, MirrorError>;

    /// Begins to copy a source, or goes on: gives the mark behind which the last attempt ended. A copy with other
    /// fields begins anew.
    async fn begin(&self, source: SourceId, fields: &[Var]) -> Result<Option<String>, MirrorError>;

    /// Drops what was put aside: a directory cannot go on behind a mark.
    async fn start_over(&self, source: SourceId) -> Result<(), MirrorError>;

    /// Puts rows aside, at most [`BATCH`] of them, together with the mark behind which to go on. What was there
    /// before stays in use.
    async fn stage(&self, source: SourceId, rows: &[Row], mark: &str) -> Result<(), MirrorError>;

    /// The source was read to its end: what differs is taken over at once. Deletions that are not allowed wait.
    async fn merge(
        &self,
        source: SourceId,
        at: DateTime<Utc>,
        deletions: Deletions,
    ) -> Result<Merged, MirrorError>;

    /// The source gave less than it has: what came is taken over, and nothing taken away.
    async fn merge_cut(&self, source: SourceId, cut: Cut) -> Result<Merged, MirrorError>;

    /// Makes the index compact after many changes, so that searches read less. Takes some seconds after a first copy
    /// of a million records: for when nothing else is to be done.
    async fn tidy(&self) -> Result<(), MirrorError>;

    /// The source could not be read: what is there is stale from the first time on.
    async fn note_failure(&self, source: SourceId, at: DateTime<Utc>) -> Result<(), MirrorError>;

    /// The user said yes: what waits is taken away. Tells how much that was.
    async fn remove_held_back(&self, source: SourceId) -> Result<u32, MirrorError>;

    /// The record of a key, byte by byte; of a copy that was never whole also one that was put aside.
    async fn find(&self, source: SourceId, key: &str) -> Result<Option<Row>, MirrorError>;
}

/// Why the mirror could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("the mirror cannot be used")]
pub struct MirrorError {
    /// What the UI tells apart.
    pub code: ErrorCode,
    /// The values that the UI's words need.
    pub params: Vec<(&'static str, String)>,
    /// Why.
    #[source]
    pub source: Cause,
}
