//! Trying how caches would be cleared.

use super::draft::{CachesDraft, RedisPassword};
use super::save::check;
use super::stored;
use crate::caches::{CacheError, CacheSettings, RedisCache};
use crate::connecting::{ConnectingError, OpenInstallations, SettingFinding};
use crate::installations::InstallationId;

/// How a test ended.
#[derive(Debug)]
pub enum TestOutcome {
    /// Caches can be cleared so.
    Passed,
    /// Nothing was tried.
    Refused {
        /// What is wrong with which field.
        findings: Vec<SettingFinding>,
    },
    /// They cannot.
    Failed(CacheError),
}

/// Signs in to Redis, or compares a program with the one that was agreed to. Nothing is kept, deleted or
/// run.
#[tracing::instrument(skip_all)]
pub async fn test(
    installations: &OpenInstallations,
    id: &InstallationId,
    draft: CachesDraft,
) -> Result<TestOutcome, ConnectingError> {
    let record = stored(installations, id).await?;
    let settings = match check(installations, id, &record.caches, &draft).await? {
        Ok(settings) => settings,
        Err(findings) => return Ok(TestOutcome::Refused { findings }),
    };
    let outside = installations.outside();
    let password = match (&settings, draft) {
        (CacheSettings::Redis(cache), CachesDraft::Redis(draft)) => match draft.password {
            RedisPassword::Typed(password) => Some(password),
            RedisPassword::None => None,
            RedisPassword::Keep => {
                let name = RedisCache::password_name(id);
                outside.secrets.read(&name, &cache.binding()).await?
            }
        },
        _ => None,
    };
    let tested = outside.caches.test(&settings, password.as_ref()).await;
    Ok(match tested {
        Ok(()) => TestOutcome::Passed,
        Err(error) => TestOutcome::Failed(error),
    })
}
