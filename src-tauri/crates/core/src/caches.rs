//! OTOBO's caches: which of them a write makes stale, and the port of the adapter that clears them.
//!
//! OTOBO never looks whether its database changed (otobo-behaviour.md 1.5). Whoever writes past it has
//! to name what it still holds, and may clear it where the installation is set up for that. How a
//! cache is reached, this module must not know.

mod error;
mod settings;
mod types;

use async_trait::async_trait;
use deskbook_domain::secret::Secret;

pub use error::{CacheError, ProgramEnd};
pub use settings::{CacheProgram, CacheSettings, Consent, RedisCache, RedisTls};
pub use types::{CacheTypes, Written, stale_caches};

/// What became of stale caches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cleared {
    /// Nothing is set up: the administrator has to do it, who should be told the types.
    NotSetUp,
    /// So many entries were deleted. Each expires by itself, so none is no sign of a fault.
    Entries(u64),
    /// The program ended well. What it deleted it does not tell.
    ByProgram,
}

/// The way to OTOBO's caches.
#[async_trait]
pub trait CacheClearer: Send + Sync {
    /// Deletes all entries of these types. The password is that of Redis, if it has one; a program is
    /// given none. With no types nothing is connected and nothing is run.
    async fn clear(
        &self,
        settings: &CacheSettings,
        password: Option<&Secret<String>>,
        types: &CacheTypes,
    ) -> Result<Cleared, CacheError>;

    /// Tries the settings without deleting or running anything: signs in to Redis and looks for keys,
    /// or compares a program with the one that was agreed to.
    async fn test(
        &self,
        settings: &CacheSettings,
        password: Option<&Secret<String>>,
    ) -> Result<(), CacheError>;

    /// What a user is asked to agree to: a program as it is now.
    async fn fingerprint(&self, program: &str) -> Result<Consent, CacheError>;
}
