//! The installations that the user connected, as they are kept between two starts.
//!
//! Passwords are no part of them: the vault has those, bound to what
//! [`DatabaseAddress::binding`] says.

use std::collections::BTreeMap;
use std::fmt;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deskbook_domain::database::DatabaseAddress;
use deskbook_domain::ids::AgentId;
use deskbook_domain::settings::SourceSettings;
use deskbook_domain::source::SourceId;
use rand::{Rng, RngExt as _};

use crate::caches::CacheSettings;
use crate::mirror::MirrorSettings;
use crate::{Cause, ErrorCode};

/// Names one installation for good, whatever the user calls it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstallationId(String);

impl InstallationId {
    const LOCAL: &str = "local";

    /// The embedded local directory's.
    pub fn local() -> Self {
        Self(Self::LOCAL.to_owned())
    }

    /// Makes one up.
    pub fn make(random: &mut impl Rng) -> Self {
        let number = format!("{:032x}", random.random::<u128>());
        let mut text = String::with_capacity(36);
        for (at, digit) in number.chars().enumerate() {
            if matches!(at, 8 | 12 | 16 | 20) {
                text.push('-');
            }
            text.push(digit);
        }
        Self(text)
    }

    /// Takes an id that was stored, or that the UI gave back.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The id as it is stored and crosses to the UI.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the embedded local directory's.
    pub fn is_local(&self) -> bool {
        self.0 == Self::LOCAL
    }
}

impl fmt::Display for InstallationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One connected OTOBO system.
#[derive(Clone, Debug, PartialEq)]
pub struct InstallationRecord {
    /// Its id.
    pub id: InstallationId,
    /// As the user calls it.
    pub name: String,
    /// OKLCH hue of its accent colour, in degrees.
    pub hue: u16,
    /// Whether the user wants nothing to be written.
    pub read_only: bool,
    /// Its place in the list, the smallest first.
    pub position: u32,
    /// Where OTOBO's own database is.
    pub database: DatabaseAddress,
    /// The agent on whose behalf changes are written; nobody until the user chose one.
    pub agent: Option<AgentId>,
    /// What is done about stale caches of OTOBO's.
    pub caches: CacheSettings,
    /// How it is mirrored.
    pub mirror: MirrorSettings,
    /// Its sources with every key, customer users first.
    pub sources: Vec<(SourceId, SourceSettings)>,
}

/// Where installations are kept.
#[async_trait]
pub trait InstallationStore: Send + Sync {
    /// All of them in their order.
    async fn list(&self) -> Result<Vec<InstallationRecord>, InstallationStoreError>;

    /// One of them.
    async fn find(
        &self,
        id: &InstallationId,
    ) -> Result<Option<InstallationRecord>, InstallationStoreError>;

    /// Keeps a new one, or a changed one in place of what was kept. Secrets in the settings of sources
    /// are left out.
    async fn save(&self, record: &InstallationRecord) -> Result<(), InstallationStoreError>;

    /// Forgets one with all that belongs to it; it is no error if there is none.
    async fn remove(&self, id: &InstallationId) -> Result<(), InstallationStoreError>;

    /// When the mirror of an installation was refreshed last; `None` while it has none.
    async fn mirrored_at(
        &self,
        id: &InstallationId,
    ) -> Result<Option<DateTime<Utc>>, InstallationStoreError>;

    /// Keeps when the mirror of an installation was refreshed, or that it is gone.
    async fn set_mirrored_at(
        &self,
        id: &InstallationId,
        at: Option<DateTime<Utc>>,
    ) -> Result<(), InstallationStoreError>;

    /// The installation that the window showed last; `None` for the local directory.
    async fn current(&self) -> Result<Option<InstallationId>, InstallationStoreError>;

    /// Keeps which installation the window shows.
    async fn set_current(&self, id: &InstallationId) -> Result<(), InstallationStoreError>;

    /// The values that the user put over OTOBO's settings, by the settings' names. The local directory
    /// has some, too.
    async fn overrides(
        &self,
        id: &InstallationId,
    ) -> Result<BTreeMap<String, String>, InstallationStoreError>;

    /// Puts a value over a setting, or takes it away.
    async fn set_override(
        &self,
        id: &InstallationId,
        name: &str,
        value: Option<&str>,
    ) -> Result<(), InstallationStoreError>;
}

/// Why installations could not be read or kept.
#[derive(Debug, thiserror::Error)]
#[error("the installations could not be read or saved")]
pub struct InstallationStoreError {
    /// What the UI tells apart.
    pub code: ErrorCode,
    /// The values that the UI's words need.
    pub params: Vec<(&'static str, String)>,
    /// What the store told.
    #[source]
    pub source: Cause,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::twin::random;

    #[test]
    fn an_id_is_made_up_in_five_groups_and_never_twice() {
        let mut random = random();
        let (one, other) = (
            InstallationId::make(&mut random),
            InstallationId::make(&mut random),
        );
        let lengths: Vec<_> = one.as_str().split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_ne!(one, other);
        assert!(!one.is_local() && InstallationId::local().is_local());
    }
}
