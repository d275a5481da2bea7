//! Use cases around OTOBO's caches: how an installation clears them, and clearing them after a write.
//!
//! A save only names what is stale. The window asks for the clearing then, so that a Redis that hangs
//! never holds up a save. A program is taken from this form alone: whoever reads settings from
//! elsewhere leaves it out.

mod clear;
mod consent;
mod draft;
mod read;
mod save;
mod test;

pub use clear::clear;
pub use consent::{ConsentAsker, NobodyAgrees};
pub use draft::{CachesDraft, ProgramDraft, RedisDraft, RedisPassword};
pub use read::{KeptCaches, fingerprint, read};
pub use save::{SaveOutcome, save};
pub use test::{TestOutcome, test};

use crate::connecting::{ConnectingError, OpenInstallations};
use crate::installations::{InstallationId, InstallationRecord};

/// What is stored of an installation.
async fn stored(
    installations: &OpenInstallations,
    id: &InstallationId,
) -> Result<InstallationRecord, ConnectingError> {
    if id.is_local() {
        return Err(ConnectingError::LocalDirectory);
    }
    let record = installations.outside().store.find(id).await?;
    record.ok_or(ConnectingError::InstallationUnknown)
}
