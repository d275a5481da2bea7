//! The port of all mirrors of this computer.

use std::sync::Arc;

use async_trait::async_trait;
use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_domain::record::Record;
use deskbook_domain::source::SourceId;
use deskbook_domain::validity::Validity;

use super::{MirrorError, MirrorStore, PhotoStore, Row, TableStore};
use crate::ErrorCode;
use crate::installations::InstallationId;
use crate::instant::InstantSearch;

/// The mirrors of all installations: each a file of its own, with a key of its own.
#[async_trait]
pub trait Mirrors: Send + Sync {
    /// The mirror of an installation, for reading and writing; made with a new key if there is none. Whoever
    /// opens it again has the same one. Its index is made anew where the region is another one than before.
    async fn open(
        &self,
        installation: &InstallationId,
        region: Region,
    ) -> Result<Arc<dyn OpenMirror>, MirrorError>;

    /// The same, if there is one.
    async fn existing(
        &self,
        installation: &InstallationId,
        region: Region,
    ) -> Result<Option<Arc<dyn OpenMirror>>, MirrorError>;

    /// How many bytes of the disk it takes; 0 if there is none.
    async fn size(&self, installation: &InstallationId) -> Result<u64, MirrorError>;

    /// Destroys it: first its key, so that what is left of the file says nothing to anybody.
    async fn erase(&self, installation: &InstallationId) -> Result<(), MirrorError>;
}

/// A mirror in use.
#[async_trait]
pub trait OpenMirror: MirrorStore + TableStore + PhotoStore + InstantSearch {
    /// The record of a key in any case, of the first of these sources that has it. Of a copy that was never whole it may be
    /// one that was put aside.
    async fn look_up(
        &self,
        sources: &[SourceId],
        key: &str,
    ) -> Result<Option<Mirrored>, MirrorError>;

    /// The records of a source with these keys, byte by byte, put aside or not.
    async fn records(&self, source: SourceId, keys: &[&str]) -> Result<Vec<Mirrored>, MirrorError>;

    /// Searches what was put aside for copies that were never whole: all of it, up to about so many hits. That takes its
    /// time, so nobody else waits for it.
    fn put_aside(&self, most: usize) -> Arc<dyn InstantSearch>;

    /// A record is otherwise at its source than here: it is put right, or taken away where it is not there
    /// any more. Of a source that is not copied nothing is kept.
    async fn correct(
        &self,
        source: SourceId,
        key: &str,
        known: Option<Known<'_>>,
    ) -> Result<(), MirrorError>;
}

/// A record as its source has it.
#[derive(Clone, Copy, Debug)]
pub struct Known<'r> {
    /// Its login or customer ID.
    pub key: &'r str,
    /// Its validity.
    pub validity: Validity,
    /// Its values; those of fields that are not mirrored are left out.
    pub record: &'r Record,
}

/// A record as the mirror has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mirrored {
    /// Whose.
    pub source: SourceId,
    /// What is there.
    pub row: Row,
    /// The fields of its values.
    pub fields: Arc<[Var]>,
}

/// No mirrors at all: for whoever needs none.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoMirrors;

#[async_trait]
impl Mirrors for NoMirrors {
    async fn open(
        &self,
        _: &InstallationId,
        _: Region,
    ) -> Result<Arc<dyn OpenMirror>, MirrorError> {
        Err(MirrorError {
            code: ErrorCode::NotFound,
            params: Vec::new(),
            source: "there are no mirrors".into(),
        })
    }

    async fn existing(
        &self,
        _: &InstallationId,
        _: Region,
    ) -> Result<Option<Arc<dyn OpenMirror>>, MirrorError> {
        Ok(None)
    }

    async fn size(&self, _: &InstallationId) -> Result<u64, MirrorError> {
        Ok(0)
    }

    async fn erase(&self, _: &InstallationId) -> Result<(), MirrorError> {
        Ok(())
    }
}
