//! Servers in memory that can be stopped and started, with all that an installation behind them needs.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use deskbook_domain::check::Limits;
use deskbook_domain::database::{DatabaseAddress, Engine, Host, TlsMode};
use deskbook_domain::ids::{AgentId, CustomerId, Identifier, Login};
use deskbook_domain::instant::Region;
use deskbook_domain::secret::Secret;
use deskbook_domain::source::{CustomerSource, CustomerUserSource, SourceId};

use super::caches::Sweeper;
use super::directories::Library;
use super::mirrors::Attic;
use super::reading::{Kept, Register};
use super::store::Shelf;
use super::{Companies, Heard, Midnight, NoSystem, People, Twin, eva, random};
use crate::back_end::{BackEnd, BackEndError, BackEndWriter, CustomerUser, FoundCustomerUser};
use crate::connecting::{
    ConnectionDraft, ConnectionTest, Connector, Found, InstallationDraft, Intervals,
    OpenInstallations, OpenServer, Opening, Outside, Product, SaveOutcome, Step, StepOutcome,
    SystemFacts, TestStep, Timing, save,
};
use crate::customer_back_end::{Customer, CustomerBackEnd, CustomerWriter, FoundCustomer};
use crate::health::{Health, HealthCell, HealthListener};
use crate::hits::Hits;
use crate::installations::{InstallationId, InstallationStore};
use crate::mail_domains::EveryDomain;
use crate::mirror::Readable;
use crate::otobo_system::{
    Agent, DynamicFieldObject, OtoboSystem, Preference, PreferenceChange, SignInPassword,
    StoredSetting, stored_preference,
};
use crate::query::{ContactQuery, ValidityFilter};
use crate::rules::SignInTable;
use crate::secrets::{SecretBinding, SecretName, SecretStore, SessionSecrets};
use crate::selection::Selection;
use crate::server_error::{ServerError, ServerPlace, Trouble};

/// The password of every server.
pub(crate) const PASSWORD: &str = "correct horse";

/// What the password of the connection below is bound to.
const BINDING: &str = "mysql db.test:3306 verify-full deskbook";

/// All servers of a test, the store and the vault.
pub(crate) struct City {
    servers: Arc<Servers>,
    pub(crate) store: Arc<dyn InstallationStore>,
    secrets: Arc<SessionSecrets>,
    pub(crate) heard: Arc<Heard>,
    pub(crate) caches: Arc<Sweeper>,
    pub(crate) attic: Arc<Attic>,
}

#[derive(Default)]
pub(super) struct Servers {
    down: AtomicBool,
    refusing: AtomicBool,
    pings: AtomicU32,
    closed: AtomicU32,
    admitted: AtomicU32,
    opened: Mutex<Vec<String>>,
    answering: Mutex<Option<Host>>,
    people: AtomicU32,
    tested: Mutex<Vec<String>>,
    sign_ins: Mutex<Vec<String>>,
    settings: Mutex<Vec<StoredSetting>>,
    preferences: Mutex<Vec<(String, Preference)>>,
    agents: Mutex<Vec<Agent>>,
    assigned: Mutex<Vec<(String, CustomerId)>>,
}

impl City {
    pub(crate) fn new() -> Self {
        Self {
            servers: Arc::default(),
            store: Arc::new(Shelf::default()),
            secrets: Arc::default(),
            heard: Arc::default(),
            caches: Arc::default(),
            attic: Arc::default(),
        }
    }

    pub(crate) fn stop(&self) {
        self.servers.down.store(true, Ordering::Relaxed);
    }

    pub(crate) fn start(&self) {
        self.servers.down.store(false, Ordering::Relaxed);
        self.servers.refusing.store(false, Ordering::Relaxed);
    }

    /// From now on nobody is let in.
    pub(crate) fn refuse(&self) {
        self.servers.refusing.store(true, Ordering::Relaxed);
    }

    /// How often a server was told that it may try to log in again.
    pub(crate) fn admitted(&self) -> u32 {
        self.servers.admitted.load(Ordering::Relaxed)
    }

    /// What the passwords of all databases that were opened are bound to.
    pub(crate) fn opened(&self) -> Vec<String> {
        self.servers.opened.lock().unwrap().clone()
    }

    /// Of several hosts this one answers.
    pub(crate) fn answer_as(&self, host: &str) {
        let host = Host {
            name: host.to_owned(),
            port: 3306,
        };
        *self.servers.answering.lock().unwrap() = Some(host);
    }

    pub(crate) fn pings(&self) -> u32 {
        self.servers.pings.load(Ordering::Relaxed)
    }

    pub(crate) fn closed(&self) -> u32 {
        self.servers.closed.load(Ordering::Relaxed)
    }

    /// Hosts that a connection was tried with.
    pub(crate) fn asked_hosts(&self) -> Vec<String> {
        self.servers.tested.lock().unwrap().clone()
    }

    /// Who was tried to sign in, and where.
    pub(crate) fn sign_ins(&self) -> Vec<String> {
        self.servers.sign_ins.lock().unwrap().clone()
    }

    pub(crate) fn store_settings(&self, settings: Vec<StoredSetting>) {
        *self.servers.settings.lock().unwrap() = settings;
    }

    /// From now on this agent is the only one.
    pub(crate) fn employ(&self, id: AgentId, valid: bool) {
        *self.servers.agents.lock().unwrap() = vec![Agent {
            id,
            login: "r.krause".to_owned(),
            name: "Rita Krause".to_owned(),
            valid,
        }];
    }

    pub(crate) fn prefer(&self, login: &str, key: &str, value: &str) {
        let preference = Preference {
            key: key.to_owned(),
            value: Some(value.to_owned()),
        };
        let mut preferences = self.servers.preferences.lock().unwrap();
        preferences.push((login.to_owned(), preference));
    }

    pub(crate) fn assign(&self, login: &str, customer: &str) {
        let mut assigned = self.servers.assigned.lock().unwrap();
        assigned.push((login.to_owned(), CustomerId::from(customer)));
    }

    pub(crate) fn unassign(&self, customer: &str) {
        let mut assigned = self.servers.assigned.lock().unwrap();
        assigned.retain(|(_, of)| of.as_str() != customer);
    }

    /// So many customer users are in every source that is opened from now on.
    pub(crate) fn add_people(&self, count: u32) {
        self.servers.people.store(count, Ordering::Relaxed);
    }

    pub(crate) async fn kept(&self, id: &InstallationId) -> Option<String> {
        self.kept_for(id, "database", BINDING).await
    }

    pub(crate) async fn kept_for(
        &self,
        id: &InstallationId,
        purpose: &str,
        binding: &str,
    ) -> Option<String> {
        let name = SecretName::new(id.as_str(), purpose);
        let kept = self.secrets.read(&name, &SecretBinding::new(binding)).await;
        kept.unwrap().map(|secret| secret.expose().clone())
    }

    pub(crate) async fn forget(&self, id: &InstallationId) {
        self.secrets.forget_all(id.as_str()).await.unwrap();
    }

    fn outside(&self) -> Outside {
        Outside {
            mirrors: self.attic.clone(),
            region: Region::UNKNOWN,
            store: self.store.clone(),
            secrets: self.secrets.clone(),
            connector: Arc::new(Road(self.servers.clone())),
            directories: Arc::new(Library(self.servers.clone())),
            caches: self.caches.clone(),
            mail_domains: Arc::new(EveryDomain),
            timing: Timing::default(),
            intervals: Intervals::default(),
            clock: Arc::new(Midnight),
            changes: self.heard.clone(),
            health: self.heard.clone(),
        }
    }
}

/// A local directory, and an installation behind `db.test` that the window shows.
pub(crate) async fn connected(city: &City) -> OpenInstallations {
    let installations = started(city).await;
    let saved = save(&installations, draft(), &mut random()).await.unwrap();
    let SaveOutcome::Saved { id, .. } = saved else {
        panic!("it is saved, but {saved:?}");
    };
    installations.switch(&id).await.unwrap();
    installations
}

/// Deskbook as it is started in this city.
pub(crate) async fn started(city: &City) -> OpenInstallations {
    let local = Twin::new().installation;
    let installations = OpenInstallations::start(local, city.outside()).await;
    installations.unwrap()
}

pub(crate) fn draft() -> InstallationDraft {
    InstallationDraft {
        id: None,
        name: "Production".to_owned(),
        hue: 20,
        read_only: false,
        connection: connection(),
        password: password(PASSWORD),
    }
}

pub(crate) fn connection() -> ConnectionDraft {
    ConnectionDraft {
        engine: Engine::MySql,
        hosts: "db.test".to_owned(),
        port: 3306,
        database: "otobo".to_owned(),
        user: "deskbook".to_owned(),
        tls_mode: TlsMode::VerifyFull,
        ca_file: String::new(),
        certificate_file: String::new(),
        key_file: String::new(),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "drafts take it so")]
pub(crate) fn password(text: &str) -> Option<Secret<String>> {
    Some(Secret::new(text.to_owned()))
}

/// The way to the servers.
struct Road(Arc<Servers>);

#[async_trait]
impl Connector for Road {
    async fn test(
        &self,
        address: &DatabaseAddress,
        password: &Secret<String>,
        _: Timing,
    ) -> ConnectionTest {
        let hosts = address.hosts.iter().map(|host| host.name.clone());
        self.0.tested.lock().unwrap().extend(hosts);
        let refused = password.expose() != PASSWORD;
        let step = |step: Step| TestStep {
            step,
            outcome: match step {
                Step::Login if refused => StepOutcome::Failed(error(Trouble::RefusedLogin)),
                Step::Name | Step::Tls => StepOutcome::Passed {
                    found: Found::Nothing,
                },
                _ if refused => StepOutcome::NotTried,
                _ => StepOutcome::Passed {
                    found: Found::Nothing,
                },
            },
            took: Duration::from_millis(1),
        };
        ConnectionTest {
            steps: Step::ALL.map(step).to_vec(),
            system: (!refused).then(|| SystemFacts {
                product: Product::Otobo,
                version: "11.0".to_owned(),
                or_newer: true,
                server: "MariaDB 10.11".to_owned(),
                group_table: "groups_table".to_owned(),
                customer_users: 0,
                customers: 0,
                reads_only: false,
                only_read: Vec::new(),
            }),
            passed_over: Vec::new(),
        }
    }

    async fn log_in(
        &self,
        _: &DatabaseAddress,
        password: &Secret<String>,
        _: Timing,
    ) -> Result<(), ServerError> {
        if self.0.down.load(Ordering::Relaxed) {
            return Err(error(Trouble::HostUnreachable));
        }
        if password.expose() != PASSWORD {
            return Err(error(Trouble::RefusedLogin));
        }
        Ok(())
    }

    fn open(&self, opening: Opening) -> Arc<dyn OpenServer> {
        self.0.note_opening(&opening);
        Arc::new(Building {
            servers: self.0.clone(),
            listener: opening.listener,
        })
    }
}

pub(super) fn error(trouble: Trouble) -> ServerError {
    ServerError {
        trouble,
        place: ServerPlace::default(),
        source: None,
    }
}

impl Servers {
    fn note_opening(&self, opening: &Opening) {
        self.note_binding(opening.address.binding());
    }

    pub(super) fn note_binding(&self, binding: String) {
        self.opened.lock().unwrap().push(binding);
    }

    pub(super) fn note_sign_in(&self, asked: String) {
        self.sign_ins.lock().unwrap().push(asked);
    }

    pub(super) fn is_down(&self) -> bool {
        self.down.load(Ordering::Relaxed)
    }

    pub(super) fn answer(&self) -> Result<(), BackEndError> {
        if self.refusing.load(Ordering::Relaxed) {
            Err(error(Trouble::RefusedLogin).into())
        } else if self.is_down() {
            Err(error(Trouble::ConnectionLost).into())
        } else {
            Ok(())
        }
    }
}

/// One server.
pub(super) struct Building {
    servers: Arc<Servers>,
    listener: Arc<dyn HealthListener>,
}

impl Building {
    pub(super) fn new(servers: Arc<Servers>, listener: Arc<dyn HealthListener>) -> Self {
        Self { servers, listener }
    }

    /// The customer users of a directory.
    pub(super) fn directory(&self, source: CustomerUserSource) -> Arc<dyn BackEnd> {
        self.customer_users(source)
    }

    /// A person did something.
    pub(super) fn admitted(&self) {
        self.servers.admitted.fetch_add(1, Ordering::Relaxed);
    }

    fn desk<B>(&self, inner: B) -> Desk<B> {
        Desk {
            inner,
            servers: self.servers.clone(),
            listener: self.listener.clone(),
            health: HealthCell::default(),
        }
    }
}

#[async_trait]
impl OpenServer for Building {
    fn customer_users(&self, source: CustomerUserSource) -> Arc<dyn BackEnd> {
        let count = self.servers.people.load(Ordering::Relaxed);
        let people = (0..count).map(|number| eva(&[("UserLogin", &format!("user{number}"))]));
        Arc::new(self.desk(People::of(source, people)))
    }

    fn customers(&self, source: CustomerSource) -> Arc<dyn CustomerBackEnd> {
        Arc::new(self.desk(Companies::of(source)))
    }

    fn system(&self) -> Arc<dyn OtoboSystem> {
        Arc::new(Archive(self.servers.clone()))
    }

    fn beside(&self, opening: Opening) -> Arc<dyn OpenServer> {
        self.servers.note_opening(&opening);
        Arc::new(Self {
            servers: self.servers.clone(),
            listener: opening.listener,
        })
    }

    async fn missing_indexes(
        &self,
        source: CustomerUserSource,
    ) -> Result<Vec<String>, BackEndError> {
        Ok(vec![format!("CREATE INDEX {}", source.table)])
    }

    fn admit(&self) {
        self.admitted();
    }

    fn answering(&self) -> Option<Host> {
        self.servers.answering.lock().unwrap().clone()
    }

    async fn close(&self) {
        self.servers.closed.fetch_add(1, Ordering::Relaxed);
    }
}

/// A source on a server.
struct Desk<B> {
    inner: B,
    servers: Arc<Servers>,
    listener: Arc<dyn HealthListener>,
    health: HealthCell,
}

impl<B> Desk<B> {
    fn answer(&self) -> Result<(), BackEndError> {
        let outcome = self.servers.answer();
        let now = chrono::DateTime::UNIX_EPOCH;
        if self.health.note(&outcome, Instant::now(), now, false) {
            self.listener.health_changed();
        }
        outcome
    }

    fn register(&self, source: SourceId, records: Vec<Kept>) -> Arc<dyn Readable> {
        Arc::new(Register {
            source,
            records,
            servers: Arc::clone(&self.servers),
        })
    }

    fn pinged(&self) -> Result<(), BackEndError> {
        self.servers.pings.fetch_add(1, Ordering::Relaxed);
        self.answer()
    }
}

#[async_trait]
impl BackEnd for Desk<People> {
    fn source(&self) -> &CustomerUserSource {
        BackEnd::source(&self.inner)
    }

    fn limits(&self) -> Arc<Limits> {
        BackEnd::limits(&self.inner)
    }

    fn health(&self) -> Health {
        self.health.read()
    }

    async fn ping(&self) -> Result<(), BackEndError> {
        self.pinged()
    }

    async fn search(
        &self,
        query: ContactQuery,
    ) -> Result<Box<dyn Hits<FoundCustomerUser>>, BackEndError> {
        self.answer()?;
        self.inner.search(query).await
    }

    async fn find(&self, login: &Login) -> Result<Option<CustomerUser>, BackEndError> {
        self.answer()?;
        self.inner.find(login).await
    }

    async fn holders_of_email(&self, address: &str) -> Result<Vec<CustomerUser>, BackEndError> {
        self.answer()?;
        self.inner.holders_of_email(address).await
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        self.answer()?;
        self.inner.count().await
    }

    async fn select(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
        limit: Option<u32>,
    ) -> Result<Vec<FoundCustomerUser>, BackEndError> {
        self.answer()?;
        self.inner.select(selection, validity, limit).await
    }

    fn writer(&self) -> Option<&dyn BackEndWriter> {
        self.inner.writer()
    }

    fn readable(&self) -> Option<Arc<dyn Readable>> {
        Some(self.register(self.inner.source.id, self.inner.records()))
    }
}

#[async_trait]
impl CustomerBackEnd for Desk<Companies> {
    fn source(&self) -> &CustomerSource {
        self.inner.source()
    }

    fn limits(&self) -> Arc<Limits> {
        self.inner.limits()
    }

    fn health(&self) -> Health {
        self.health.read()
    }

    async fn ping(&self) -> Result<(), BackEndError> {
        self.pinged()
    }

    async fn search(
        &self,
        query: ContactQuery,
    ) -> Result<Box<dyn Hits<FoundCustomer>>, BackEndError> {
        self.answer()?;
        self.inner.search(query).await
    }

    async fn find(&self, id: &CustomerId) -> Result<Option<Customer>, BackEndError> {
        self.answer()?;
        self.inner.find(id).await
    }

    async fn holder_of_name(&self, name: &str) -> Result<Option<Customer>, BackEndError> {
        self.answer()?;
        self.inner.holder_of_name(name).await
    }

    async fn names(
        &self,
        ids: &[CustomerId],
    ) -> Result<std::collections::BTreeMap<CustomerId, String>, BackEndError> {
        self.answer()?;
        self.inner.names(ids).await
    }

    async fn customer_user_counts(
        &self,
        ids: &[CustomerId],
    ) -> Result<std::collections::BTreeMap<CustomerId, u32>, BackEndError> {
        self.answer()?;
        self.inner.customer_user_counts(ids).await
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        self.answer()?;
        self.inner.count().await
    }

    async fn select(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
        limit: Option<u32>,
    ) -> Result<Vec<FoundCustomer>, BackEndError> {
        self.answer()?;
        self.inner.select(selection, validity, limit).await
    }

    fn writer(&self) -> Option<&dyn CustomerWriter> {
        self.inner.writer()
    }

    fn readable(&self) -> Option<Arc<dyn Readable>> {
        Some(self.register(self.inner.source.id, self.inner.records()))
    }
}

/// OTOBO's own tables, of which three have rows.
struct Archive(Arc<Servers>);

#[async_trait]
impl OtoboSystem for Archive {
    async fn preferences(&self, login: &Login) -> Result<Vec<Preference>, BackEndError> {
        let preferences = self.0.preferences.lock().unwrap();
        let of_login = preferences.iter().filter(|(of, _)| of == login.as_str());
        Ok(of_login.map(|(_, preference)| preference.clone()).collect())
    }

    async fn preferences_named(
        &self,
        key: &str,
        like: Option<&str>,
    ) -> Result<Vec<(Login, String)>, BackEndError> {
        NoSystem.preferences_named(key, like).await
    }

    async fn additional_customers(&self, login: &Login) -> Result<Vec<CustomerId>, BackEndError> {
        let assigned = self.0.assigned.lock().unwrap();
        let of_login = assigned.iter().filter(|(of, _)| of == login.as_str());
        Ok(of_login.map(|(_, customer)| customer.clone()).collect())
    }

    async fn logins_with_dynamic_field(
        &self,
        field: &Identifier,
        text: &str,
    ) -> Result<Vec<Login>, BackEndError> {
        NoSystem.logins_with_dynamic_field(field, text).await
    }

    async fn dynamic_field_values(
        &self,
        field: &Identifier,
        object: &str,
        kind: DynamicFieldObject,
    ) -> Result<Vec<String>, BackEndError> {
        NoSystem.dynamic_field_values(field, object, kind).await
    }

    async fn dynamic_field_label(
        &self,
        field: &Identifier,
    ) -> Result<Option<String>, BackEndError> {
        NoSystem.dynamic_field_label(field).await
    }

    async fn settings(&self, _: &[&str]) -> Result<Vec<StoredSetting>, BackEndError> {
        if self.0.down.load(Ordering::Relaxed) {
            return Err(error(Trouble::ConnectionLost).into());
        }
        Ok(self.0.settings.lock().unwrap().clone())
    }

    async fn set_preference(&self, change: PreferenceChange<'_>) -> Result<(), BackEndError> {
        let PreferenceChange {
            login,
            key,
            value,
            over,
        } = change;
        let mut preferences = self.0.preferences.lock().unwrap();
        let stored = preferences.iter().rev();
        let mut stored = stored.filter(|(of, it)| of == login.as_str() && it.key == key);
        let stored = stored
            .next()
            .map(|(_, it)| it.value.clone().unwrap_or_default());
        if !over.admits(stored.as_deref()) {
            let theirs = Box::new(stored_preference(key, stored));
            return Err(BackEndError::Conflict { theirs });
        }
        preferences.retain(|(of, it)| of != login.as_str() || it.key != key);
        if let Some(value) = value {
            let preference = Preference {
                key: key.to_owned(),
                value: Some(value.to_owned()),
            };
            preferences.push((login.as_str().to_owned(), preference));
        }
        Ok(())
    }

    async fn sign_in_password(
        &self,
        table: &SignInTable,
        login: &Login,
    ) -> Result<SignInPassword, BackEndError> {
        NoSystem.sign_in_password(table, login).await
    }

    async fn agents(&self) -> Result<Vec<Agent>, BackEndError> {
        Ok(self.0.agents.lock().unwrap().clone())
    }

    async fn is_valid_agent(&self, agent: AgentId) -> Result<bool, BackEndError> {
        let agents = self.0.agents.lock().unwrap();
        Ok(agents.iter().any(|it| it.id == agent && it.valid))
    }
}
