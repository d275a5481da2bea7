//! The mirror of one installation, as use cases take it.

use std::sync::Arc;

use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_domain::record::Record;
use deskbook_domain::source::SourceId;

use super::{Known, MirrorError, Mirrored, Mirrors, OpenMirror, Standing, State};
use crate::installations::InstallationId;
use crate::instant::FoundRecord;

/// The mirror of one installation, whether it is there or not: it comes with the first copy and goes when it is
/// erased.
#[derive(Clone)]
pub struct MirrorHandle {
    mirrors: Arc<dyn Mirrors>,
    installation: InstallationId,
    region: Region,
}

impl MirrorHandle {
    /// That of this installation.
    pub fn new(mirrors: Arc<dyn Mirrors>, installation: InstallationId, region: Region) -> Self {
        Self {
            mirrors,
            installation,
            region,
        }
    }

    /// The mirror, if there is one that can be read. One that cannot is no reason to fail: its servers may
    /// answer.
    pub async fn get(&self) -> Option<Arc<dyn OpenMirror>> {
        let mirror = self.mirrors.existing(&self.installation, self.region).await;
        mirror.unwrap_or_else(|error| {
            tracing::warn!(code = ?error.code, "the mirror cannot be read");
            None
        })
    }

    /// The record of a key in any case that a source had when it was copied, and how that copy stands.
    pub async fn look_up(&self, source: SourceId, key: &str) -> Option<(Mirrored, Standing)> {
        let mirror = self.get().await?;
        let found = readable(mirror.look_up(&[source], key).await)??;
        let standings = readable(mirror.standings().await)?;
        let standing = standings.into_iter().find(|it| it.source == source)?;
        Some((found, standing))
    }

    /// How the copy of a source stands, if there is one.
    pub async fn standing(&self, source: SourceId) -> Option<Standing> {
        let mirror = self.get().await?;
        let standings = readable(mirror.standings().await)?;
        let mut standings = standings.into_iter().filter(|it| it.source == source);
        standings.next().filter(|it| it.state != State::Empty)
    }

    /// A record is otherwise at its source than here.
    pub async fn correct(
        &self,
        source: SourceId,
        key: &str,
        known: Option<Known<'_>>,
    ) -> Result<(), MirrorError> {
        match self.get().await {
            Some(mirror) => mirror.correct(source, key, known).await,
            None => Ok(()),
        }
    }

    /// The records that a source had with these keys, byte by byte.
    pub async fn records(&self, source: SourceId, keys: &[&str]) -> Vec<Mirrored> {
        match self.get().await {
            Some(mirror) => readable(mirror.records(source, keys).await).unwrap_or_default(),
            None => Vec::new(),
        }
    }
}

fn readable<T>(outcome: Result<T, MirrorError>) -> Option<T> {
    let told = |error: &MirrorError| tracing::warn!(code = ?error.code, "reading the mirror");
    outcome.inspect_err(told).ok()
}

impl Mirrored {
    /// Its values by their fields.
    pub fn record(&self) -> Record {
        FoundRecord::record(&self.fields, self.row.values.clone())
    }

    /// The value of a field.
    pub fn value(&self, var: &Var) -> Option<&str> {
        let at = self.fields.iter().position(|it| it == var)?;
        self.row.values.get(at)?.as_deref()
    }
}
