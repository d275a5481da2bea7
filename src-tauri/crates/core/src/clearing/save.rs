//! Keeping how an installation clears caches.

use super::consent::ConsentAsker;
use super::draft::{CachesDraft, RedisPassword};
use super::stored;
use crate::caches::{CacheSettings, RedisCache};
use crate::connecting::{
    ConnectingError, Findings, OpenInstallations, SettingFinding, SettingProblem,
};
use crate::installations::InstallationId;
use crate::secrets::{Kept, SecretStore};

/// How a save ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveOutcome {
    /// It is kept.
    Saved {
        /// Where the password is that was typed; `None` if none was.
        kept: Option<Kept>,
    },
    /// Nothing was kept.
    Refused {
        /// What is wrong with which field.
        findings: Vec<SettingFinding>,
    },
}

/// Checks and keeps in one go. A password goes to the vault and nowhere else; one that is not needed any
/// more is forgotten. A program that is not kept already is asked about first.
#[tracing::instrument(skip_all)]
pub async fn save(
    installations: &OpenInstallations,
    id: &InstallationId,
    draft: CachesDraft,
    asker: &dyn ConsentAsker,
) -> Result<SaveOutcome, ConnectingError> {
    if let CachesDraft::Program(_) = draft
        && let Some(findings) = refused_program(installations, id, &draft, asker).await?
    {
        return Ok(SaveOutcome::Refused { findings });
    }
    let _changing = installations.changing.lock().await;
    let mut record = stored(installations, id).await?;
    let outside = installations.outside();
    let checked = check(installations, id, &record.caches, &draft).await?;
    let settings = match checked {
        Ok(settings) => settings,
        Err(findings) => return Ok(SaveOutcome::Refused { findings }),
    };
    let name = RedisCache::password_name(id);
    let mut kept = None;
    let mut needs_password = false;
    if let (CacheSettings::Redis(cache), CachesDraft::Redis(draft)) = (&settings, draft) {
        needs_password = !matches!(draft.password, RedisPassword::None);
        if let RedisPassword::Typed(password) = draft.password {
            let binding = cache.binding();
            kept = Some(outside.secrets.store(&name, &binding, password).await?);
        }
    }
    if !needs_password && matches!(record.caches, CacheSettings::Redis(_)) {
        outside.secrets.forget(&name).await?;
    }
    record.caches = settings;
    outside.store.save(&record).await?;
    Ok(SaveOutcome::Saved { kept })
}

/// What keeps a program from being kept, its user's refusal among it. Whoever reads the question may take long,
/// so nothing else waits meanwhile; a program that changes in that time is not the one that was agreed to.
async fn refused_program(
    installations: &OpenInstallations,
    id: &InstallationId,
    draft: &CachesDraft,
    asker: &dyn ConsentAsker,
) -> Result<Option<Vec<SettingFinding>>, ConnectingError> {
    let former = stored(installations, id).await?.caches;
    let program = match check(installations, id, &former, draft).await? {
        Ok(CacheSettings::Program(program)) => program,
        Ok(_) => return Ok(None),
        Err(findings) => return Ok(Some(findings)),
    };
    let is_kept = matches!(&former, CacheSettings::Program(it) if it.consent == program.consent);
    if is_kept || asker.agrees_to(&program.consent).await {
        return Ok(None);
    }
    Ok(Some(vec![SettingFinding {
        field: "agreed",
        problem: SettingProblem::ConsentNeeded,
    }]))
}

/// The settings that a draft makes, or what is wrong with it.
pub(super) async fn check(
    installations: &OpenInstallations,
    id: &InstallationId,
    former: &CacheSettings,
    draft: &CachesDraft,
) -> Result<Result<CacheSettings, Vec<SettingFinding>>, ConnectingError> {
    let outside = installations.outside();
    let mut findings = Findings::default();
    let settings = draft.check(outside.caches.as_ref(), &mut findings).await?;
    if let (Some(CacheSettings::Redis(cache)), CachesDraft::Redis(draft)) = (&settings, draft)
        && matches!(draft.password, RedisPassword::Keep)
        && is_kept_for_another(id, former, cache, outside.secrets.as_ref()).await?
    {
        findings.add("password", SettingProblem::PasswordNeeded);
    }
    let findings = findings.into_vec();
    Ok(match settings {
        Some(settings) if findings.is_empty() => Ok(settings),
        _ => Err(findings),
    })
}

/// Whether a password is kept that may not be used for this cache.
async fn is_kept_for_another(
    id: &InstallationId,
    former: &CacheSettings,
    cache: &RedisCache,
    secrets: &dyn SecretStore,
) -> Result<bool, ConnectingError> {
    let CacheSettings::Redis(former) = former else {
        return Ok(false);
    };
    let binding = former.binding();
    if binding == cache.binding() {
        return Ok(false);
    }
    let kept = secrets
        .read(&RedisCache::password_name(id), &binding)
        .await?;
    Ok(kept.is_some())
}

#[cfg(test)]
mod tests {
    use deskbook_domain::secret::Secret;

    use super::*;
    use crate::caches::CacheProgram;
    use crate::clearing::{ProgramDraft, RedisDraft, read};
    use crate::connecting::{SecretState, remove};
    use crate::twin::caches::{Answers, PROGRAM, REDIS_PASSWORD};
    use crate::twin::server::{City, connected};

    const BINDING: &str = "redis cache.test:6379 clear ";

    fn redis(password: RedisPassword) -> RedisDraft {
        RedisDraft {
            host: "cache.test".to_owned(),
            port: 6379,
            database: 2,
            encrypted: false,
            ca_file: String::new(),
            user: String::new(),
            password,
        }
    }

    fn typed() -> RedisPassword {
        RedisPassword::Typed(Secret::new(REDIS_PASSWORD.to_owned()))
    }

    fn program() -> ProgramDraft {
        ProgramDraft {
            path: PROGRAM.to_owned(),
            arguments: vec![CacheProgram::TYPES.to_owned()],
            agreed: "as it was".to_owned(),
        }
    }

    /// An installation that clears caches in Redis.
    async fn with_redis(city: &City) -> (OpenInstallations, InstallationId) {
        let installations = connected(city).await;
        let id = installations.current().id().clone();
        let draft = CachesDraft::Redis(redis(typed()));
        let saved = save(&installations, &id, draft, &Answers::always(true))
            .await
            .unwrap();
        let kept = Some(Kept::SessionOnly);
        assert_eq!(saved, SaveOutcome::Saved { kept });
        (installations, id)
    }

    async fn problems(draft: CachesDraft) -> Vec<(&'static str, SettingProblem)> {
        let city = City::new();
        city.caches.change_program("as it was");
        let installations = connected(&city).await;
        let id = installations.current().id().clone();
        match save(&installations, &id, draft, &Answers::always(true))
            .await
            .unwrap()
        {
            SaveOutcome::Saved { .. } => Vec::new(),
            SaveOutcome::Refused { findings } => {
                let kept = read(&installations, &id).await.unwrap();
                assert_eq!(kept.settings, CacheSettings::None, "nothing is kept");
                let told = findings.into_iter().map(|it| (it.field, it.problem));
                told.collect()
            }
        }
    }

    #[tokio::test]
    async fn the_password_of_redis_goes_to_the_vault_alone() {
        let city = City::new();
        let (installations, id) = with_redis(&city).await;
        let kept = city.kept_for(&id, "redis", BINDING).await;
        assert_eq!(kept.as_deref(), Some(REDIS_PASSWORD));
        let record = city.store.find(&id).await.unwrap().unwrap();
        let stored = serde_json::to_string(&record.caches).unwrap();
        assert!(!stored.contains(REDIS_PASSWORD), "{stored}");
        let read = read(&installations, &id).await.unwrap();
        assert_eq!(read.secret, SecretState::SessionOnly);
        assert_eq!(read.settings, record.caches);
    }

    #[tokio::test]
    async fn a_password_that_is_not_needed_any_more_is_forgotten() {
        let others: [fn() -> CachesDraft; 3] = [
            || CachesDraft::None,
            || CachesDraft::Program(program()),
            || CachesDraft::Redis(redis(RedisPassword::None)),
        ];
        for other in others {
            let city = City::new();
            city.caches.change_program("as it was");
            let (installations, id) = with_redis(&city).await;
            let saved = save(&installations, &id, other(), &Answers::always(true))
                .await
                .unwrap();
            assert_eq!(saved, SaveOutcome::Saved { kept: None });
            assert_eq!(city.kept_for(&id, "redis", BINDING).await, None);
        }
    }

    #[tokio::test]
    async fn a_password_goes_with_its_installation() {
        let city = City::new();
        let (installations, id) = with_redis(&city).await;
        remove(&installations, &id).await.unwrap();
        assert_eq!(city.kept_for(&id, "redis", BINDING).await, None);
    }

    #[tokio::test]
    async fn a_kept_password_stays_as_long_as_it_goes_to_the_same_place() {
        let city = City::new();
        let (installations, id) = with_redis(&city).await;
        let mut other_database = redis(RedisPassword::Keep);
        other_database.database = 5;
        let draft = CachesDraft::Redis(other_database);
        let saved = save(&installations, &id, draft, &Answers::always(true))
            .await
            .unwrap();
        assert_eq!(saved, SaveOutcome::Saved { kept: None });
        assert!(city.kept_for(&id, "redis", BINDING).await.is_some());
        let changes: [fn(&mut RedisDraft); 4] = [
            |it| it.host = "elsewhere.test".to_owned(),
            |it| it.port = 6380,
            |it| it.user = "otobo".to_owned(),
            |it| it.encrypted = true,
        ];
        for change in changes {
            let mut changed = redis(RedisPassword::Keep);
            change(&mut changed);
            let draft = CachesDraft::Redis(changed);
            let refused = save(&installations, &id, draft, &Answers::always(true))
                .await
                .unwrap();
            let findings = vec![SettingFinding {
                field: "password",
                problem: SettingProblem::PasswordNeeded,
            }];
            assert_eq!(refused, SaveOutcome::Refused { findings });
        }
        assert!(city.kept_for(&id, "redis", BINDING).await.is_some());
    }

    #[tokio::test]
    async fn what_is_wrong_with_redis_is_told_at_its_field() {
        use SettingProblem::{FileMissing, NoDatabaseNumber, NoHost, NoPort, Required, TooLong};
        let cases: [(fn(&mut RedisDraft), _, _); 8] = [
            (|it| it.host = " ".to_owned(), "host", Required),
            (|it| it.host = "a, b".to_owned(), "host", NoHost),
            (|it| it.host = "a b".to_owned(), "host", NoHost),
            (|it| it.host = "a:x".to_owned(), "host", NoPort),
            (|it| it.port = 65_536, "port", NoPort),
            (|it| it.database = u32::MAX, "database", NoDatabaseNumber),
            (
                |it| it.user = "x".repeat(129),
                "user",
                TooLong { limit: 128 },
            ),
            (
                |it| {
                    it.encrypted = true;
                    it.ca_file = "/nowhere/ca.pem".to_owned();
                },
                "caFile",
                FileMissing,
            ),
        ];
        for (change, field, problem) in cases {
            let mut draft = redis(RedisPassword::None);
            change(&mut draft);
            let found = problems(CachesDraft::Redis(draft)).await;
            assert_eq!(found, [(field, problem)]);
        }
    }

    #[tokio::test]
    async fn only_a_program_that_was_agreed_to_as_it_is_now_is_kept() {
        use SettingProblem::{
            ConsentNeeded, FileMissing, PathNotAbsolute, PlaceholderNotAlone, Required,
        };
        let cases: [(fn(&mut ProgramDraft), _, _); 6] = [
            (|it| it.path = " ".to_owned(), "path", Required),
            (|it| it.path = "clear".to_owned(), "path", PathNotAbsolute),
            (|it| it.path = "/opt/none".to_owned(), "path", FileMissing),
            (|it| it.agreed.clear(), "agreed", ConsentNeeded),
            (
                |it| it.agreed = "as it is".to_owned(),
                "agreed",
                ConsentNeeded,
            ),
            (
                |it| it.arguments.push("--types={types}".to_owned()),
                "arguments",
                PlaceholderNotAlone,
            ),
        ];
        for (change, field, problem) in cases {
            let mut draft = program();
            change(&mut draft);
            let found = problems(CachesDraft::Program(draft)).await;
            assert_eq!(found, [(field, problem)]);
        }
        assert_eq!(problems(CachesDraft::Program(program())).await, []);
    }

    #[tokio::test]
    async fn a_program_is_kept_only_if_its_user_agrees_and_is_asked_about_once() {
        let city = City::new();
        city.caches.change_program("as it was");
        let installations = connected(&city).await;
        let id = installations.current().id().clone();
        let draft = || CachesDraft::Program(program());
        let refusing = Answers::always(false);
        let refused = save(&installations, &id, draft(), &refusing).await;
        let finding = SettingFinding {
            field: "agreed",
            problem: SettingProblem::ConsentNeeded,
        };
        let findings = vec![finding];
        assert_eq!(refused.unwrap(), SaveOutcome::Refused { findings });
        let kept = read(&installations, &id).await.unwrap();
        assert_eq!(kept.settings, CacheSettings::None);
        let agreeing = Answers::always(true);
        for _ in 0..2 {
            let saved = save(&installations, &id, draft(), &agreeing).await;
            assert_eq!(saved.unwrap(), SaveOutcome::Saved { kept: None });
        }
        assert_eq!(agreeing.asked(), 1, "what is kept was agreed to");
        let unasked = CachesDraft::Redis(redis(RedisPassword::None));
        let saved = save(&installations, &id, unasked, &refusing).await;
        assert_eq!(saved.unwrap(), SaveOutcome::Saved { kept: None });
    }

    #[tokio::test]
    async fn over_the_local_directory_there_is_no_otobo() {
        let city = City::new();
        let installations = connected(&city).await;
        let local = InstallationId::local();
        let draft = CachesDraft::Redis(redis(typed()));
        let refused = save(&installations, &local, draft, &Answers::always(true)).await;
        assert!(matches!(refused, Err(ConnectingError::LocalDirectory)));
        let kept = read(&installations, &local).await.unwrap();
        assert_eq!(kept.settings, CacheSettings::None);
    }
}
