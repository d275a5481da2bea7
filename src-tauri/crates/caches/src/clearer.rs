//! The adapter of the port: hands each way of clearing to what knows it.

use std::time::Duration;

use async_trait::async_trait;
use deskbook_core::caches::{
    CacheClearer, CacheError, CacheSettings, CacheTypes, Cleared, Consent,
};
use deskbook_domain::secret::Secret;

use crate::{program, redis};

/// How long things may take before they are told to have failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connecting to Redis, TLS and login included.
    pub connect: Duration,
    /// All of the work in Redis.
    pub redis: Duration,
    /// A program, from reading its file to its end.
    pub program: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            redis: Duration::from_secs(30),
            program: Duration::from_secs(30),
        }
    }
}

/// Clears OTOBO's caches. Each call stands for itself: nothing stays connected.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clearer {
    limits: Limits,
}

impl Clearer {
    /// With other limits than the usual ones.
    pub fn with_limits(limits: Limits) -> Self {
        Self { limits }
    }
}

#[async_trait]
impl CacheClearer for Clearer {
    #[tracing::instrument(skip_all)]
    async fn clear(
        &self,
        settings: &CacheSettings,
        password: Option<&Secret<String>>,
        types: &CacheTypes,
    ) -> Result<Cleared, CacheError> {
        match settings {
            CacheSettings::None => Ok(Cleared::NotSetUp),
            _ if types.is_empty() => Ok(Cleared::Entries(0)),
            CacheSettings::Redis(cache) => {
                let count = redis::clear(cache, password, types, self.limits).await?;
                Ok(Cleared::Entries(count))
            }
            CacheSettings::Program(program) => {
                program::run(program, types, self.limits.program).await?;
                Ok(Cleared::ByProgram)
            }
        }
    }

    #[tracing::instrument(skip_all)]
    async fn test(
        &self,
        settings: &CacheSettings,
        password: Option<&Secret<String>>,
    ) -> Result<(), CacheError> {
        match settings {
            CacheSettings::None => Ok(()),
            CacheSettings::Redis(cache) => redis::test(cache, password, self.limits).await,
            CacheSettings::Program(program) => program::test(program, self.limits.program).await,
        }
    }

    async fn fingerprint(&self, program: &str) -> Result<Consent, CacheError> {
        program::fingerprint(program, self.limits.program).await
    }
}

#[cfg(test)]
mod tests {
    use deskbook_core::caches::{CacheProgram, RedisCache, RedisTls, Written, stale_caches};
    use deskbook_domain::database::Host;

    use super::*;

    fn nowhere() -> [CacheSettings; 2] {
        let redis = RedisCache {
            host: Host {
                name: "host.invalid".to_owned(),
                port: 1,
            },
            database: 0,
            tls: RedisTls::Off,
            user: None,
        };
        let program = CacheProgram {
            path: "/no/such/program".to_owned(),
            arguments: Vec::new(),
            consent: Consent {
                path: "/no/such/program".to_owned(),
                sha256: String::new(),
            },
        };
        [CacheSettings::Redis(redis), CacheSettings::Program(program)]
    }

    #[tokio::test]
    async fn where_nothing_is_set_up_nothing_is_cleared() {
        let types = stale_caches(&[Written::Tickets]);
        let clearer = Clearer::default();
        let cleared = clearer.clear(&CacheSettings::None, None, &types).await;
        assert_eq!(cleared.unwrap(), Cleared::NotSetUp);
        assert!(clearer.test(&CacheSettings::None, None).await.is_ok());
    }

    #[tokio::test]
    async fn without_types_nothing_is_connected_and_nothing_is_run() {
        for settings in nowhere() {
            let cleared = Clearer::default()
                .clear(&settings, None, &CacheTypes::default())
                .await;
            assert_eq!(cleared.unwrap(), Cleared::Entries(0));
        }
    }
}
