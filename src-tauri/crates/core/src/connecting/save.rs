//! Keeping an installation: a new one with the shipped sources, or a changed one.

use deskbook_domain::database::DatabaseAddress;
use deskbook_domain::secret::Secret;
use deskbook_domain::settings::SourceSettings;
use deskbook_domain::source::{SourceId, Subject};
use deskbook_domain::text::lower;
use rand::Rng;

use super::draft::Findings;
use super::password::database_secret;
use super::{
    ConnectingError, ConnectionDraft, OpenInstallations, Outside, SettingFinding, SettingProblem,
};
use crate::caches::CacheSettings;
use crate::installations::{InstallationId, InstallationRecord};
use crate::mirror::MirrorSettings;
use crate::secrets::{Kept, SecretBinding};

/// The most characters of a name, and the hues of a circle.
const LONGEST_NAME: u32 = 100;
const CIRCLE: u32 = 360;

/// An installation as it was typed.
#[derive(Debug)]
pub struct InstallationDraft {
    /// The one being changed; `None` for a new one.
    pub id: Option<InstallationId>,
    /// What it is called.
    pub name: String,
    /// The hue of its colour.
    pub hue: u32,
    /// Whether nothing may be written.
    pub read_only: bool,
    /// The connection.
    pub connection: ConnectionDraft,
    /// A new password.
    pub password: Option<Secret<String>>,
}

/// How a save ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveOutcome {
    /// It is kept.
    Saved {
        /// Its id.
        id: InstallationId,
        /// Where its password is.
        kept: Kept,
    },
    /// Nothing was kept.
    Refused {
        /// What is wrong with which field.
        findings: Vec<SettingFinding>,
    },
}

/// Checks and keeps in one go. Nothing is kept when a field is at fault; the password goes to the vault
/// and nowhere else.
#[tracing::instrument(skip_all)]
pub async fn save(
    installations: &OpenInstallations,
    draft: InstallationDraft,
    random: &mut (impl Rng + Send),
) -> Result<SaveOutcome, ConnectingError> {
    let _changing = installations.changing.lock().await;
    let outside = installations.outside();
    let records = outside.store.list().await?;
    let former = match &draft.id {
        None => None,
        Some(id) if id.is_local() => return Err(ConnectingError::LocalDirectory),
        Some(id) => {
            let former = records.iter().find(|record| record.id == *id);
            Some(former.ok_or(ConnectingError::InstallationUnknown)?)
        }
    };
    let mut findings = Findings::default();
    let address = check(&draft, former, &records, &mut findings).await;
    let findings = findings.into_vec();
    let (Some(address), true) = (address, findings.is_empty()) else {
        return Ok(SaveOutcome::Refused { findings });
    };
    let record = record(&draft, former, &records, address, random);
    let kept = keep(outside, &record, former.is_none(), draft.password).await?;
    installations.reopen(&record.id).await?;
    Ok(SaveOutcome::Saved {
        id: record.id,
        kept,
    })
}

async fn check(
    draft: &InstallationDraft,
    former: Option<&InstallationRecord>,
    records: &[InstallationRecord],
    findings: &mut Findings,
) -> Option<DatabaseAddress> {
    findings.require("name", &draft.name, LONGEST_NAME);
    let name = lower(draft.name.trim());
    let mut others = records
        .iter()
        .filter(|it| former.is_none_or(|former| former.id != it.id));
    if others.any(|other| lower(&other.name) == name) {
        findings.add("name", SettingProblem::NameTaken);
    }
    let address = draft.connection.check(findings).await?;
    let same = former.is_some_and(|former| former.database.binding() == address.binding());
    if draft.password.is_none() && !same {
        findings.add("password", SettingProblem::PasswordNeeded);
    }
    Some(address)
}

fn record(
    draft: &InstallationDraft,
    former: Option<&InstallationRecord>,
    records: &[InstallationRecord],
    database: DatabaseAddress,
    random: &mut impl Rng,
) -> InstallationRecord {
    let last = records.iter().map(|record| record.position).max();
    // Agents and caches are those of one OTOBO: elsewhere the same number is somebody else
    let same = former.filter(|former| is_same_otobo(&former.database, &database));
    InstallationRecord {
        id: former.map_or_else(|| InstallationId::make(random), |it| it.id.clone()),
        name: draft.name.trim().to_owned(),
        hue: u16::try_from(draft.hue % CIRCLE).unwrap_or_default(),
        read_only: draft.read_only,
        position: former.map_or(last.map_or(0, |it| it + 1), |it| it.position),
        database,
        agent: same.and_then(|it| it.agent),
        caches: same.map_or_else(CacheSettings::default, |it| it.caches.clone()),
        mirror: former.map_or_else(MirrorSettings::default, |it| it.mirror.clone()),
        sources: former.map_or_else(shipped, |it| it.sources.clone()),
    }
}

/// Whether two addresses lead to the same database, as far as they tell: hosts may come and go.
fn is_same_otobo(one: &DatabaseAddress, other: &DatabaseAddress) -> bool {
    one.engine == other.engine
        && one.database == other.database
        && one.hosts.iter().any(|host| other.hosts.contains(host))
}

fn shipped() -> Vec<(SourceId, SourceSettings)> {
    [Subject::CustomerUsers, Subject::Customers]
        .map(|subject| (SourceId::first(subject), SourceSettings::shipped(subject)))
        .to_vec()
}

/// The password first: an installation without one would be of no use.
async fn keep(
    outside: &Outside,
    record: &InstallationRecord,
    is_new: bool,
    password: Option<Secret<String>>,
) -> Result<Kept, ConnectingError> {
    let secrets = &outside.secrets;
    let name = database_secret(&record.id);
    let kept = match password {
        Some(password) => {
            let binding = SecretBinding::new(record.database.binding());
            secrets.store(&name, &binding, password).await?
        }
        // Nothing has to be kept, so a keyring that does not answer is no trouble
        None => secrets.keeps().await.unwrap_or(Kept::Keyring),
    };
    let saved = outside.store.save(record).await;
    if saved.is_err() && is_new {
        secrets.forget(&name).await?;
    }
    saved?;
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use deskbook_domain::ids::AgentId;

    use super::*;
    use crate::connecting::{SourcePlace, list};
    use crate::twin::random;
    use crate::twin::server::{City, PASSWORD, connected, draft};

    async fn refusal(city: &City, draft: InstallationDraft) -> Vec<(&'static str, SettingProblem)> {
        let installations = connected(city).await;
        let outcome = save(&installations, draft, &mut random()).await.unwrap();
        let SaveOutcome::Refused { findings } = outcome else {
            panic!("it is refused, but {outcome:?}");
        };
        findings
            .into_iter()
            .map(|it| (it.field, it.problem))
            .collect()
    }

    #[tokio::test]
    async fn a_new_installation_has_the_shipped_sources_and_its_password_in_the_vault() {
        let city = City::new();
        let installations = connected(&city).await;
        let open = installations.current();
        let sources: Vec<_> = open.sources().iter().map(|it| it.id.to_string()).collect();
        assert_eq!(sources, ["CustomerUser", "CustomerCompany"]);
        assert!(open.sources().iter().all(|it| it.usable));
        let place = SourcePlace::Table("customer_user".to_owned());
        assert_eq!(open.sources()[0].place, place);
        assert_eq!(open.place(), "db.test/otobo");
        assert_eq!(city.kept(open.id()).await.as_deref(), Some(PASSWORD));
    }

    #[tokio::test]
    async fn nothing_is_kept_when_a_field_is_at_fault() {
        let city = City::new();
        let mut nameless = draft();
        nameless.name = " ".to_owned();
        nameless.connection.hosts.clear();
        let found = refusal(&city, nameless).await;
        assert!(
            found.contains(&("name", SettingProblem::Required)),
            "{found:?}"
        );
        assert!(found.contains(&("hosts", SettingProblem::Required)));
        let taken = refusal(&City::new(), draft()).await;
        assert_eq!(taken, [("name", SettingProblem::NameTaken)]);
        assert_eq!(city.store.list().await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_new_installation_needs_a_password() {
        let mut without = draft();
        "Test".clone_into(&mut without.name);
        without.password = None;
        let found = refusal(&City::new(), without).await;
        assert_eq!(found, [("password", SettingProblem::PasswordNeeded)]);
    }

    #[tokio::test]
    async fn what_the_password_is_bound_to_cannot_be_changed_without_a_new_one() {
        let changes: [fn(&mut ConnectionDraft); 5] = [
            |it| it.hosts = "db2.test".to_owned(),
            |it| it.port = 3307,
            |it| it.user = "root".to_owned(),
            |it| it.tls_mode = deskbook_domain::database::TlsMode::Disable,
            |it| it.engine = deskbook_domain::database::Engine::PostgreSql,
        ];
        for change in changes {
            let city = City::new();
            let installations = connected(&city).await;
            let mut changed = draft();
            changed.id = Some(installations.current().id().clone());
            changed.password = None;
            change(&mut changed.connection);
            let outcome = save(&installations, changed, &mut random()).await.unwrap();
            let SaveOutcome::Refused { findings } = outcome else {
                panic!("a password is asked for, but {outcome:?}");
            };
            assert_eq!(findings[0].problem, SettingProblem::PasswordNeeded);
        }
    }

    #[tokio::test]
    async fn a_new_name_needs_no_password_and_keeps_id_and_sources() {
        let city = City::new();
        let installations = connected(&city).await;
        let id = installations.current().id().clone();
        let mut changed = draft();
        changed.id = Some(id.clone());
        changed.name = "Renamed".to_owned();
        changed.connection.database = "otobo2".to_owned();
        changed.password = None;
        let outcome = save(&installations, changed, &mut random()).await.unwrap();
        assert!(matches!(outcome, SaveOutcome::Saved { id: saved, .. } if saved == id));
        let listed = list(&installations).await.unwrap();
        assert_eq!(listed[1].name, "Renamed");
        assert_eq!(listed[1].place, "db.test/otobo2");
        assert_eq!(installations.current().sources().len(), 2);
        assert_eq!(city.closed(), 1, "the former sessions are ended");
    }

    #[tokio::test]
    async fn an_agent_stays_with_the_otobo_that_knows_him() {
        let city = City::new();
        let installations = connected(&city).await;
        let id = installations.current().id().clone();
        let mut record = city.store.find(&id).await.unwrap().unwrap();
        record.agent = Some(AgentId(7));
        city.store.save(&record).await.unwrap();
        for (database, agent) in [("otobo", Some(AgentId(7))), ("production", None)] {
            let mut elsewhere = draft();
            elsewhere.id = Some(id.clone());
            database.clone_into(&mut elsewhere.connection.database);
            elsewhere.password = Some(Secret::new(PASSWORD.to_owned()));
            let outcome = save(&installations, elsewhere, &mut random()).await;
            assert!(
                matches!(outcome, Ok(SaveOutcome::Saved { .. })),
                "{outcome:?}"
            );
            let kept = city.store.find(&id).await.unwrap().unwrap();
            assert_eq!(kept.agent, agent, "{database}");
        }
    }

    #[tokio::test]
    async fn a_read_only_installation_has_no_way_to_write() {
        let city = City::new();
        let installations = connected(&city).await;
        assert!(
            installations
                .current()
                .installation()
                .customer_users
                .writable(None)
                .is_ok()
        );
        let mut changed = draft();
        changed.id = Some(installations.current().id().clone());
        changed.read_only = true;
        save(&installations, changed, &mut random()).await.unwrap();
        let open = installations.current();
        assert!(open.is_read_only());
        assert!(open.installation().customer_users.writable(None).is_err());
        assert!(open.installation().customers.writable(None).is_err());
    }

    #[tokio::test]
    async fn the_local_directory_cannot_be_connected_elsewhere() {
        let city = City::new();
        let installations = connected(&city).await;
        let mut changed = draft();
        changed.id = Some(InstallationId::local());
        let refused = save(&installations, changed, &mut random()).await;
        assert!(matches!(refused, Err(ConnectingError::LocalDirectory)));
    }
}
