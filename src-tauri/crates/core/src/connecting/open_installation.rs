//! An installation that is open: its sources, the servers behind them, and what its settings say.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, Utc};
use deskbook_domain::ids::{AgentId, Login};
use deskbook_domain::source::{BackEndKind, SourceId};
use deskbook_domain::system_settings::CRYPT_TYPE;

use super::assembly::{Assembly, ListedSource, SourcePlace};
use super::probe::{Probe, SourceStanding};
use super::{DirectoryEntry, OpenDirectory, OpenServer, Outside, SignInDirectories};
use crate::back_end::BackEndError;
use crate::health::HealthListener;
use crate::installation::Installation;
use crate::installations::{InstallationId, InstallationRecord};
use crate::instant::LookUp;
use crate::mirror::found;
use crate::rules::Rules;
use crate::sources::{CustomerSources, CustomerUserSources};
use crate::system_settings::{SystemSettings, read_stored};

/// An installation that is open.
pub struct OpenInstallation {
    id: InstallationId,
    record: Option<InstallationRecord>,
    installation: Installation,
    sources: Vec<ListedSource>,
    servers: Vec<Arc<dyn OpenServer>>,
    directories: BTreeMap<SourceId, Arc<dyn OpenDirectory>>,
    opened: DateTime<Utc>,
    overrides: RwLock<BTreeMap<String, String>>,
    rules: RwLock<Arc<Rules>>,
    /// Whether the settings were read, so that the rules are the installation's own.
    has_rules: AtomicBool,
    agent: RwLock<Option<AgentId>>,
}

impl OpenInstallation {
    /// The embedded local directory.
    pub fn local_directory(
        installation: Installation,
        mut overrides: BTreeMap<String, String>,
    ) -> Self {
        // No OTOBO shares it, so its settings need not be as weak as the shipped ones
        let best = "bcrypt".to_owned();
        overrides.entry(CRYPT_TYPE.to_owned()).or_insert(best);
        let of_people = installation.customer_users.iter().map(|back_end| {
            let source = back_end.source();
            listed_local(source.id, &source.name, source.table.to_string())
        });
        let of_customers = installation.customers.iter().map(|back_end| {
            let source = back_end.source();
            listed_local(source.id, &source.name, source.table.to_string())
        });
        let sources = of_people.chain(of_customers).collect();
        Self {
            id: InstallationId::local(),
            record: None,
            opened: installation.clock.now(),
            rules: RwLock::new(Arc::clone(&installation.rules)),
            has_rules: AtomicBool::new(true),
            agent: RwLock::new(installation.agent),
            overrides: RwLock::new(overrides),
            servers: Vec::new(),
            directories: BTreeMap::new(),
            sources,
            installation,
        }
    }

    /// A connected one. Nothing connects yet.
    pub(super) fn of_record(
        record: InstallationRecord,
        overrides: BTreeMap<String, String>,
        outside: &Outside,
        health: Arc<dyn HealthListener>,
    ) -> Self {
        let mut assembly = Assembly::begin(&record, outside, health);
        for (id, settings) in &record.sources {
            assembly.add(*id, settings);
        }
        let Assembly {
            sources,
            servers,
            directories,
            people,
            customers,
            system,
            ..
        } = assembly;
        let rules = Arc::new(Rules::default());
        let agent = record.agent;
        Self {
            id: record.id.clone(),
            installation: Installation {
                customer_users: CustomerUserSources::new(people),
                customers: CustomerSources::new(customers),
                system: system.system(),
                rules: Arc::clone(&rules),
                agent,
                read_only: record.read_only,
                has_otobo: true,
                directories: Some(SignInDirectories::new(
                    Arc::clone(&outside.directories),
                    Arc::clone(&outside.secrets),
                    outside.timing,
                    record.id.clone(),
                )),
                look_up: LookUp::Mirror(outside.mirror(&record.id)),
                mail_domains: Arc::clone(&outside.mail_domains),
                clock: Arc::clone(&outside.clock),
                listener: Arc::clone(&outside.changes),
            },
            record: Some(record),
            sources,
            servers,
            directories,
            opened: outside.clock.now(),
            overrides: RwLock::new(overrides),
            rules: RwLock::new(rules),
            has_rules: AtomicBool::new(false),
            agent: RwLock::new(agent),
        }
    }

    /// Its id.
    pub fn id(&self) -> &InstallationId {
        &self.id
    }

    /// What is stored of it; the local directory has nothing stored.
    pub fn record(&self) -> Option<&InstallationRecord> {
        self.record.as_ref()
    }

    /// Whether the user marked it as read-only.
    pub fn is_read_only(&self) -> bool {
        self.record.as_ref().is_some_and(|record| record.read_only)
    }

    /// What use cases need of it.
    pub fn installation(&self) -> Installation {
        Installation {
            rules: read(&self.rules).clone(),
            agent: *read(&self.agent),
            ..self.installation.clone()
        }
    }

    /// The same once its settings were read: what is written, and how passwords are compared, depends on
    /// them.
    pub async fn installation_to_write(&self) -> Result<Installation, BackEndError> {
        if !self.has_rules.load(Ordering::Acquire) {
            self.settings().await?;
        }
        Ok(self.installation())
    }

    pub(super) fn set_agent(&self, agent: AgentId) {
        *self.agent.write().unwrap_or_else(PoisonError::into_inner) = Some(agent);
    }

    /// All sources, customer users first, in the order they are asked.
    pub fn sources(&self) -> &[ListedSource] {
        &self.sources
    }

    /// OTOBO's own database; the local directory is behind no server.
    pub(crate) fn server(&self) -> Option<&Arc<dyn OpenServer>> {
        self.servers.first()
    }

    /// The directory that a source is in.
    pub fn directory(&self, source: SourceId) -> Option<&Arc<dyn OpenDirectory>> {
        self.directories.get(&source)
    }

    /// Everything that the directory of a source has of a customer user; `None` where there is no such entry,
    /// or no directory.
    pub async fn entry(
        &self,
        source: SourceId,
        login: &Login,
    ) -> Result<Option<DirectoryEntry>, BackEndError> {
        match self.directory(source) {
            Some(directory) => directory.entry(login).await,
            None => Ok(None),
        }
    }

    /// The file that the directory of a source has as the photo of a customer user; where it does not answer, the
    /// picture that the mirror kept of it. A directory that answers is asked each time: what it says is never wrong,
    /// and a mirror that is asked first would show a photo for an hour that somebody has taken down.
    pub async fn photo(
        &self,
        source: SourceId,
        login: &Login,
    ) -> Result<Option<Vec<u8>>, BackEndError> {
        let Some(directory) = self.directory(source) else {
            return Ok(None);
        };
        let health = self.installation.customer_users.of(source)?.health();
        let copy = async {
            match &self.installation.look_up {
                LookUp::Mirror(mirror) => mirror.photo(source, login.as_str()).await,
                LookUp::Nowhere | LookUp::OwnIndex(_) => None,
            }
        };
        found(&health, directory.photo(login), copy).await
    }

    /// Host and database of OTOBO's own database, the host that answered last; empty for the local
    /// directory.
    pub fn place(&self) -> String {
        let answering = self.server().and_then(|server| server.answering());
        let record = self.record.as_ref();
        record.map_or_else(String::new, |it| it.database.place(answering.as_ref()))
    }

    /// A person did something about a login that was refused: the next questions may try again.
    pub(super) fn admit(&self) {
        for server in &self.servers {
            server.admit();
        }
        for directory in self.directories.values() {
            directory.admit();
        }
    }

    /// How the sources that can be asked stand, in the same order.
    pub fn standing(&self) -> Vec<SourceStanding> {
        self.probes()
            .map(|probe| probe.standing(self.opened))
            .collect()
    }

    pub(super) fn probes(&self) -> impl Iterator<Item = Probe> {
        let people = self.installation.customer_users.iter().cloned();
        let customers = self.installation.customers.iter().cloned();
        people
            .map(Probe::CustomerUsers)
            .chain(customers.map(Probe::Customers))
    }

    /// OTOBO's settings. What they say of writing holds from now on.
    pub async fn settings(&self) -> Result<SystemSettings, BackEndError> {
        let stored = read_stored(self.installation.system.as_ref()).await?;
        let settings = SystemSettings::effective(&stored, &read(&self.overrides));
        let rules = Arc::new(Rules::of(&settings));
        *self.rules.write().unwrap_or_else(PoisonError::into_inner) = rules;
        self.has_rules.store(true, Ordering::Release);
        Ok(settings)
    }

    /// The settings as they would be with these values over those that were read. Nothing holds by it.
    pub(crate) async fn settings_with(
        &self,
        changes: &[(String, Option<String>)],
    ) -> Result<SystemSettings, BackEndError> {
        let stored = read_stored(self.installation.system.as_ref()).await?;
        let mut overrides = read(&self.overrides).clone();
        for (name, value) in changes {
            match value {
                Some(value) => overrides.insert(name.clone(), value.clone()),
                None => overrides.remove(name),
            };
        }
        Ok(SystemSettings::effective(&stored, &overrides))
    }

    pub(crate) fn set_override(&self, name: &str, value: Option<String>) {
        let mut overrides = self
            .overrides
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        match value {
            Some(value) => overrides.insert(name.to_owned(), value),
            None => overrides.remove(name),
        };
    }

    /// Ends all sessions in good order. What still uses them fails.
    pub(super) async fn close(&self) {
        for server in &self.servers {
            server.close().await;
        }
        for directory in self.directories.values() {
            directory.close().await;
        }
    }
}

fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn listed_local(id: SourceId, name: &str, table: String) -> ListedSource {
    ListedSource {
        id,
        kind: BackEndKind::Database,
        name: name.to_owned(),
        read_only: false,
        place: SourcePlace::Table(table),
        usable: true,
    }
}
