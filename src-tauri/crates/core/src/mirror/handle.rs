//! The mirror of one installation, as use cases take it.

use std::sync::Arc;

use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_domain::record::Record;
use deskbook_domain::source::SourceId;

use super::{Known, MirrorError, Mirrored, Mirrors, OpenMirror, Standing, State};
use crate::installations::{InstallationId, InstallationStore, InstallationStoreError};
use crate::instant::FoundRecord;

/// The mirror of one installation, whether it is there or not: it comes with the first copy and goes when it is
/// erased. It is always that of the installation's region, which may be another one the next time.
#[derive(Clone)]
pub struct MirrorHandle {
    mirrors: Arc<dyn Mirrors>,
    store: Arc<dyn InstallationStore>,
    installation: InstallationId,
    computer: Region,
}

impl MirrorHandle {
    /// That of this installation, on a computer of this region.
    pub fn new(
        mirrors: Arc<dyn Mirrors>,
        store: Arc<dyn InstallationStore>,
        installation: InstallationId,
        computer: Region,
    ) -> Self {
        Self {
            mirrors,
            store,
            installation,
            computer,
        }
    }

    /// The mirror, made if there is none.
    pub(crate) async fn open(&self) -> Result<Arc<dyn OpenMirror>, MirrorError> {
        let region = self.region().await?;
        self.mirrors.open(&self.installation, region).await
    }

    /// The mirror, if there is one.
    pub(crate) async fn existing(&self) -> Result<Option<Arc<dyn OpenMirror>>, MirrorError> {
        let region = self.region().await?;
        self.mirrors.existing(&self.installation, region).await
    }

    /// Asked each time: settings are kept while the installation is open.
    async fn region(&self) -> Result<Region, MirrorError> {
        let record = self.store.find(&self.installation).await?;
        Ok(record.map_or(self.computer, |it| it.mirror.region(self.computer)))
    }

    /// The mirror, if there is one that can be read. One that cannot is no reason to fail: its servers may
    /// answer.
    pub async fn get(&self) -> Option<Arc<dyn OpenMirror>> {
        self.existing().await.unwrap_or_else(|error| {
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

    /// The photo that a source had of the customer user with this login, byte by byte.
    pub async fn photo(&self, source: SourceId, login: &str) -> Option<Vec<u8>> {
        let mirror = self.get().await?;
        readable(mirror.photo(source, login).await)?
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

impl From<InstallationStoreError> for MirrorError {
    fn from(error: InstallationStoreError) -> Self {
        Self {
            code: error.code,
            params: error.params,
            source: error.source,
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
