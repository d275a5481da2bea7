//! Clearing what a write made stale.

use super::stored;
use crate::back_end::BackEndError;
use crate::caches::{CacheSettings, CacheTypes, Cleared, RedisCache};
use crate::connecting::{ConnectingError, OpenInstallations};
use crate::installations::InstallationId;

/// Clears these types as the installation is set up for it. Names that are none of a type's are refused
/// before anything is asked or run.
#[tracing::instrument(skip_all)]
pub async fn clear(
    installations: &OpenInstallations,
    id: &InstallationId,
    types: &[String],
) -> Result<Cleared, ConnectingError> {
    let types = CacheTypes::known(types.iter().map(String::as_str));
    let types = types.ok_or(ConnectingError::Unfit { field: "types" })?;
    let stored = stored(installations, id).await?;
    if stored.read_only {
        return Err(BackEndError::ReadOnly.into());
    }
    let settings = stored.caches;
    let outside = installations.outside();
    let password = match &settings {
        CacheSettings::Redis(cache) => {
            let name = RedisCache::password_name(id);
            outside.secrets.read(&name, &cache.binding()).await?
        }
        CacheSettings::None | CacheSettings::Program(_) => None,
    };
    let clearing = outside.caches.clear(&settings, password.as_ref(), &types);
    Ok(clearing.await?)
}

#[cfg(test)]
mod tests {
    use deskbook_domain::secret::Secret;

    use super::*;
    use crate::ErrorCode;
    use crate::caches::CacheProgram;
    use crate::clearing::{
        CachesDraft, ProgramDraft, RedisDraft, RedisPassword, SaveOutcome, TestOutcome, save, test,
    };
    use crate::twin::caches::{Answers, PROGRAM, REDIS_PASSWORD};
    use crate::twin::server::{City, connected, started};

    fn redis(password: &str) -> CachesDraft {
        CachesDraft::Redis(RedisDraft {
            host: "cache.test".to_owned(),
            port: 6379,
            database: 0,
            encrypted: false,
            ca_file: String::new(),
            user: String::new(),
            password: RedisPassword::Typed(Secret::new(password.to_owned())),
        })
    }

    async fn cleared(
        city: &City,
        draft: CachesDraft,
        types: &[&str],
    ) -> Result<Cleared, ConnectingError> {
        let installations = connected(city).await;
        let id = installations.current().id().clone();
        let saved = save(&installations, &id, draft, &Answers::always(true))
            .await
            .unwrap();
        assert!(matches!(saved, SaveOutcome::Saved { .. }), "{saved:?}");
        let types: Vec<_> = types.iter().map(|&name| name.to_owned()).collect();
        clear(&installations, &id, &types).await
    }

    #[tokio::test]
    async fn stale_types_are_cleared_with_the_kept_password() {
        let city = City::new();
        let types = ["CustomerUser", "Ticket"];
        let outcome = cleared(&city, redis(REDIS_PASSWORD), &types).await;
        assert_eq!(outcome.unwrap(), Cleared::Entries(7));
        assert_eq!(city.caches.cleared(), types);
    }

    #[tokio::test]
    async fn where_nothing_is_set_up_that_is_told() {
        let outcome = cleared(&City::new(), CachesDraft::None, &["Ticket"]).await;
        assert_eq!(outcome.unwrap(), Cleared::NotSetUp);
    }

    #[tokio::test]
    async fn names_that_are_no_types_reach_nobody() {
        for name in ["*", "ticket", "--flush", "Ticket:*", ""] {
            let city = City::new();
            let outcome = cleared(&city, redis(REDIS_PASSWORD), &["Ticket", name]).await;
            let error = outcome.unwrap_err();
            assert_eq!(error.code(), ErrorCode::InvalidInput, "{name:?}");
            assert_eq!(error.field(), Some("types"));
            assert_eq!(city.caches.cleared(), [""; 0]);
        }
    }

    #[tokio::test]
    async fn a_program_that_changed_since_the_consent_is_not_run() {
        let city = City::new();
        city.caches.change_program("as it was");
        let draft = || {
            CachesDraft::Program(ProgramDraft {
                path: PROGRAM.to_owned(),
                arguments: vec![CacheProgram::TYPES.to_owned()],
                agreed: "as it was".to_owned(),
            })
        };
        let outcome = cleared(&city, draft(), &["Ticket"]).await;
        assert_eq!(outcome.unwrap(), Cleared::ByProgram);
        let installations = started(&city).await;
        let id = installations.current().id().clone();
        city.caches.change_program("as it is");
        let error = clear(&installations, &id, &["Service".to_owned()]).await;
        assert_eq!(error.unwrap_err().code(), ErrorCode::ProgramChanged);
        assert_eq!(city.caches.cleared(), ["Ticket"]);
    }

    #[tokio::test]
    async fn a_test_tells_what_redis_has_against_it_and_keeps_nothing() {
        let city = City::new();
        let installations = connected(&city).await;
        let id = installations.current().id().clone();
        let tested = test(&installations, &id, redis(REDIS_PASSWORD)).await;
        assert!(matches!(tested, Ok(TestOutcome::Passed)), "{tested:?}");
        let tested = test(&installations, &id, redis("wrong")).await.unwrap();
        let TestOutcome::Failed(error) = tested else {
            panic!("Redis refuses it, but {tested:?}")
        };
        assert_eq!(error.code(), ErrorCode::CacheRefusedLogin);
        let record = city.store.find(&id).await.unwrap().unwrap();
        assert_eq!(record.caches, CacheSettings::None);
        assert_eq!(
            city.kept_for(&id, "redis", "redis cache.test:6379 clear ")
                .await,
            None
        );
    }
}
