//! How an installation clears caches, and what a user is asked to agree to.

use super::stored;
use crate::caches::{CacheSettings, Consent, RedisCache};
use crate::connecting::{ConnectingError, OpenInstallations, SecretState, secret_state};
use crate::installations::InstallationId;

/// How caches are cleared, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptCaches {
    /// The settings.
    pub settings: CacheSettings,
    /// Where the password of Redis is; [`SecretState::Missing`] where it needs none.
    pub secret: SecretState,
}

/// How an installation clears caches. There is no OTOBO over the local directory, so nothing to clear.
#[tracing::instrument(skip_all)]
pub async fn read(
    installations: &OpenInstallations,
    id: &InstallationId,
) -> Result<KeptCaches, ConnectingError> {
    if id.is_local() {
        return Ok(KeptCaches {
            settings: CacheSettings::None,
            secret: SecretState::Missing,
        });
    }
    let settings = stored(installations, id).await?.caches;
    let secrets = &installations.outside().secrets;
    let secret = match &settings {
        CacheSettings::Redis(cache) => {
            let name = RedisCache::password_name(id);
            secret_state(&name, &cache.binding(), secrets.as_ref()).await
        }
        CacheSettings::None | CacheSettings::Program(_) => SecretState::Missing,
    };
    Ok(KeptCaches { settings, secret })
}

/// A program as it is now, for the user to agree to.
#[tracing::instrument(skip_all)]
pub async fn fingerprint(
    installations: &OpenInstallations,
    path: &str,
) -> Result<Consent, ConnectingError> {
    let clearer = &installations.outside().caches;
    Ok(clearer.fingerprint(path.trim()).await?)
}
