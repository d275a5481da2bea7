//! An installation that is open: its sources, the servers behind them, and what its settings say.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, Utc};
use deskbook_domain::database::DatabaseAddress;
use deskbook_domain::email::EmailRules;
use deskbook_domain::ids::AgentId;
use deskbook_domain::settings::{SourceFinding, SourceSettings};
use deskbook_domain::source::{
    BackEndKind, CustomerSource, CustomerUserSource, OwnDatabase, SourceId, Subject,
};

use super::password::{KeptPassword, database_secret, source_secret};
use super::{OpenServer, Outside, SharedPassword};
use crate::back_end::{BackEnd, BackEndError};
use crate::customer_back_end::CustomerBackEnd;
use crate::health::{Health, HealthListener};
use crate::installation::Installation;
use crate::installations::{InstallationId, InstallationRecord};
use crate::read_only::ReadOnly;
use crate::sources::{CustomerSources, CustomerUserSources};
use crate::system_settings::{SystemSettings, read_stored};

/// Nobody: without a known agent nothing is written to a server (C3).
const NOBODY: AgentId = AgentId(0);

/// An installation that is open.
pub struct OpenInstallation {
    id: InstallationId,
    record: Option<InstallationRecord>,
    installation: Installation,
    sources: Vec<ListedSource>,
    servers: Vec<Arc<dyn OpenServer>>,
    opened: DateTime<Utc>,
    overrides: RwLock<BTreeMap<String, String>>,
    email_rules: RwLock<Arc<EmailRules>>,
}

/// A source as it is listed, whether it can be asked or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedSource {
    /// Its key.
    pub id: SourceId,
    /// What stands behind it.
    pub kind: BackEndKind,
    /// Shown where a source is chosen.
    pub name: String,
    /// Whether nothing may be written.
    pub read_only: bool,
    /// Table and server, or a directory's host.
    pub place: String,
    /// Whether Deskbook asks it.
    pub usable: bool,
}

/// How a source stands.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceStanding {
    /// Its key.
    pub id: SourceId,
    /// Its name.
    pub name: String,
    /// How it stands.
    pub health: Health,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// A back end of any kind that can be asked how it stands.
#[derive(Clone)]
pub(super) enum Probe {
    CustomerUsers(Arc<dyn BackEnd>),
    Customers(Arc<dyn CustomerBackEnd>),
}

impl Probe {
    pub(super) fn subject(&self) -> Subject {
        match self {
            Self::CustomerUsers(_) => Subject::CustomerUsers,
            Self::Customers(_) => Subject::Customers,
        }
    }

    fn id(&self) -> SourceId {
        match self {
            Self::CustomerUsers(back_end) => back_end.source().id,
            Self::Customers(back_end) => back_end.source().id,
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::CustomerUsers(back_end) => &back_end.source().name,
            Self::Customers(back_end) => &back_end.source().name,
        }
    }

    pub(super) fn health(&self) -> Health {
        match self {
            Self::CustomerUsers(back_end) => back_end.health(),
            Self::Customers(back_end) => back_end.health(),
        }
    }

    pub(super) async fn ping(&self) -> Result<(), BackEndError> {
        match self {
            Self::CustomerUsers(back_end) => back_end.ping().await,
            Self::Customers(back_end) => back_end.ping().await,
        }
    }
}

impl OpenInstallation {
    /// The embedded local directory.
    pub fn local_directory(
        installation: Installation,
        overrides: BTreeMap<String, String>,
    ) -> Self {
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
            email_rules: RwLock::new(Arc::clone(&installation.email_rules)),
            overrides: RwLock::new(overrides),
            servers: Vec::new(),
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
            people,
            customers,
            system,
            ..
        } = assembly;
        let email_rules = Arc::new(EmailRules::default());
        Self {
            id: record.id.clone(),
            installation: Installation {
                customer_users: CustomerUserSources::new(people),
                customers: CustomerSources::new(customers),
                system: system.system(),
                email_rules: Arc::clone(&email_rules),
                agent: NOBODY,
                clock: Arc::clone(&outside.clock),
                listener: Arc::clone(&outside.changes),
            },
            record: Some(record),
            sources,
            servers,
            opened: outside.clock.now(),
            overrides: RwLock::new(overrides),
            email_rules: RwLock::new(email_rules),
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
            email_rules: read(&self.email_rules).clone(),
            ..self.installation.clone()
        }
    }

    /// All sources, customer users first, in the order they are asked.
    pub fn sources(&self) -> &[ListedSource] {
        &self.sources
    }

    /// OTOBO's own database; the local directory is behind no server.
    pub(crate) fn server(&self) -> Option<&Arc<dyn OpenServer>> {
        self.servers.first()
    }

    /// How the sources that can be asked stand, in the same order.
    pub fn standing(&self) -> Vec<SourceStanding> {
        let standing = |probe: Probe| {
            let health = probe.health();
            SourceStanding {
                id: probe.id(),
                name: probe.name().to_owned(),
                since: health.since.unwrap_or(self.opened),
                health,
            }
        };
        self.probes().map(standing).collect()
    }

    pub(super) fn probes(&self) -> impl Iterator<Item = Probe> {
        let people = self.installation.customer_users.iter().cloned();
        let customers = self.installation.customers.iter().cloned();
        people
            .map(Probe::CustomerUsers)
            .chain(customers.map(Probe::Customers))
    }

    /// OTOBO's settings. What they say of e-mail addresses holds from now on.
    pub async fn settings(&self) -> Result<SystemSettings, BackEndError> {
        let stored = read_stored(self.installation.system.as_ref()).await?;
        let settings = SystemSettings::effective(&stored, &read(&self.overrides));
        let rules = Arc::new(settings.email_rules());
        *self
            .email_rules
            .write()
            .unwrap_or_else(PoisonError::into_inner) = rules;
        Ok(settings)
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
    }
}

fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn listed_local(id: SourceId, name: &str, place: String) -> ListedSource {
    ListedSource {
        id,
        kind: BackEndKind::Database,
        name: name.to_owned(),
        read_only: false,
        place,
        usable: true,
    }
}

/// The sources of an installation being put together.
struct Assembly<'o> {
    record: &'o InstallationRecord,
    outside: &'o Outside,
    health: Arc<dyn HealthListener>,
    system: Arc<dyn OpenServer>,
    servers: Vec<Arc<dyn OpenServer>>,
    sources: Vec<ListedSource>,
    people: Vec<Arc<dyn BackEnd>>,
    customers: Vec<Arc<dyn CustomerBackEnd>>,
}

impl<'o> Assembly<'o> {
    fn begin(
        record: &'o InstallationRecord,
        outside: &'o Outside,
        health: Arc<dyn HealthListener>,
    ) -> Self {
        let address = record.database.clone();
        let secret = database_secret(&record.id);
        let password = KeptPassword::new(Arc::clone(&outside.secrets), secret, &address);
        let system = outside.connector.open(outside.opening(
            address,
            Arc::new(password),
            Vec::new(),
            Arc::clone(&health),
        ));
        Self {
            record,
            outside,
            health,
            servers: vec![Arc::clone(&system)],
            system,
            sources: Vec::new(),
            people: Vec::new(),
            customers: Vec::new(),
        }
    }

    /// Lists a source, and takes it in if it can be asked.
    fn add(&mut self, id: SourceId, settings: &SourceSettings) {
        let parts = Parts::read(id, settings, &self.record.database);
        let usable = parts.usable.is_some();
        self.sources.push(ListedSource {
            id,
            kind: parts.kind,
            name: settings.text("Name").unwrap_or_default(),
            read_only: self.record.read_only || settings.is_true("ReadOnly"),
            place: parts.place,
            usable,
        });
        let Some(source) = parts.usable else {
            return;
        };
        let server = match parts.own_database {
            None => Arc::clone(&self.system),
            Some(address) => self.own_server(id, address, &source),
        };
        match source {
            Source::CustomerUsers(source) => {
                let back_end = server.customer_users(*source);
                self.people.push(if self.record.read_only {
                    Arc::new(ReadOnly::new(back_end))
                } else {
                    back_end
                });
            }
            Source::Customers(source) => {
                let back_end = server.customers(*source);
                self.customers.push(if self.record.read_only {
                    Arc::new(ReadOnly::new(back_end))
                } else {
                    back_end
                });
            }
        }
    }

    fn own_server(
        &mut self,
        id: SourceId,
        address: DatabaseAddress,
        source: &Source,
    ) -> Arc<dyn OpenServer> {
        let secret = source_secret(&self.record.id, id);
        let password = KeptPassword::new(Arc::clone(&self.outside.secrets), secret, &address);
        let password: SharedPassword = Arc::new(password);
        let server = self.system.beside(self.outside.opening(
            address,
            password,
            source.session(),
            Arc::clone(&self.health),
        ));
        self.servers.push(Arc::clone(&server));
        server
    }
}

/// A source that was read from its settings.
pub(crate) enum Source {
    /// Of customer users.
    CustomerUsers(Box<CustomerUserSource>),
    /// Of customers.
    Customers(Box<CustomerSource>),
}

impl Source {
    /// Reads settings, of whichever subject.
    pub(crate) fn read(
        id: SourceId,
        settings: &SourceSettings,
    ) -> Result<Self, Vec<SourceFinding>> {
        Ok(match id.subject() {
            Subject::CustomerUsers => {
                Self::CustomerUsers(Box::new(CustomerUserSource::read(id, settings)?))
            }
            Subject::Customers => Self::Customers(Box::new(CustomerSource::read(id, settings)?)),
        })
    }

    pub(crate) fn session(&self) -> Vec<deskbook_domain::source::SessionSetting> {
        match self {
            Self::CustomerUsers(source) => source.session.clone(),
            Self::Customers(source) => source.session.clone(),
        }
    }

    pub(crate) fn own_database(&self) -> Option<&OwnDatabase> {
        match self {
            Self::CustomerUsers(source) => source.own_database.as_ref(),
            Self::Customers(source) => source.own_database.as_ref(),
        }
    }
}

/// What the settings of a source come to.
struct Parts {
    kind: BackEndKind,
    place: String,
    usable: Option<Source>,
    own_database: Option<DatabaseAddress>,
}

impl Parts {
    fn read(id: SourceId, settings: &SourceSettings, otobo: &DatabaseAddress) -> Self {
        let kind = BackEndKind::of_module(&settings.text("Module").unwrap_or_default());
        let table = settings.text("Params.Table").unwrap_or_default();
        let source = match kind {
            BackEndKind::Database => Source::read(id, settings).ok(),
            BackEndKind::Directory | BackEndKind::Module => None,
        };
        let own = source.as_ref().and_then(Source::own_database);
        let own = own.map(|own| own.address(&otobo.tls));
        let place = match (kind, &own) {
            (BackEndKind::Directory, _) => settings
                .list("Params.Host")
                .and_then(|hosts| hosts.into_iter().next())
                .unwrap_or_default(),
            (BackEndKind::Module, _) => settings.text("Module").unwrap_or_default(),
            (BackEndKind::Database, Some(Ok(own))) => format!("{table} on {}", own.place()),
            (BackEndKind::Database, Some(Err(_))) => table,
            (BackEndKind::Database, None) => format!("{table} on {}", otobo.place()),
        };
        Self {
            kind,
            place,
            usable: source.filter(|_| !matches!(own, Some(Err(_)))),
            own_database: own.and_then(Result::ok),
        }
    }
}
