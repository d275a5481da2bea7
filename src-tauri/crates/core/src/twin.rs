//! Back ends in memory, for the tests of use cases. They keep the ports' promises and nothing else.

pub(crate) mod caches;
mod directories;
pub(crate) mod mirrors;
mod reading;
pub(crate) mod server;
mod store;

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deskbook_domain::check::{Finding, Limits, Problem};
use deskbook_domain::ids::{AgentId, CustomerId, Identifier, Login};
use deskbook_domain::password::StoredPassword;
use deskbook_domain::record::Record;
use deskbook_domain::source::{CustomerSource, CustomerUserSource, SourceId, Subject};
use deskbook_domain::text::lower;
use deskbook_domain::validity::Validity;
use deskbook_domain::vars;
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::back_end::{
    Addition, BackEnd, BackEndError, BackEndWriter, Change, Changed, Changes, CustomerMoving,
    CustomerUser, FoundCustomerUser, PasswordState, Renaming, Signature,
};
use crate::caches::CacheTypes;
use crate::changes::{ChangeListener, Topic};
use crate::clock::Clock;
use crate::customer_back_end::{
    Customer, CustomerBackEnd, CustomerChange, CustomerRenaming, CustomerWriter, FoundCustomer,
};
use crate::health::{Health, HealthListener};
use crate::hits::{Hits, Page, Place, Total};
use crate::installation::Installation;
use crate::instant::LookUp;
use crate::mail_domains::EveryDomain;
use crate::merged::Keyed;
use crate::mirror::Readable;
use crate::moves::Moves;
use crate::otobo_system::{
    Agent, DynamicFieldObject, OtoboSystem, Preference, PreferenceChange, SignInPassword,
    StoredSetting,
};
use crate::query::{ContactQuery, ValidityFilter};
use crate::rules::SignInTable;
use crate::selection::{Selection, everything, select_by_looking};
use crate::server_error::{ServerError, ServerPlace, Trouble};
use crate::sources::{CustomerSources, CustomerUserSources};

use reading::Kept;

/// An installation in memory; what was written stays visible to the test.
pub(crate) struct Twin {
    pub(crate) installation: Installation,
    pub(crate) people: Arc<People>,
    pub(crate) heard: Arc<Heard>,
}

impl Twin {
    pub(crate) fn new() -> Self {
        let people = Arc::new(People::default());
        let heard = Arc::new(Heard::default());
        let installation = Installation {
            look_up: LookUp::Nowhere,
            customer_users: CustomerUserSources::new(vec![people.clone()]),
            customers: CustomerSources::new(vec![Arc::new(Companies::default())]),
            system: Arc::new(NoSystem),
            rules: Arc::default(),
            agent: Some(AgentId(1)),
            read_only: false,
            has_otobo: true,
            directories: None,
            mail_domains: Arc::new(EveryDomain),
            clock: Arc::new(Midnight),
            listener: heard.clone(),
        };
        Self {
            installation,
            people,
            heard,
        }
    }

    /// Puts a customer user into it.
    pub(crate) async fn add(&self, record: Record) {
        let addition = Addition {
            record,
            password: None,
            by: self.installation.sign().await.unwrap(),
        };
        self.people.add(addition).await.unwrap();
    }

    /// A directory with one customer, ACME, of the name "ACME AG".
    pub(crate) async fn with_acme() -> Self {
        let twin = Self::new();
        let record = record(&[
            ("CustomerID", "ACME"),
            ("CustomerCompanyName", "ACME AG"),
            ("ValidID", "1"),
        ]);
        let by = twin.installation.sign().await.unwrap();
        let (_, writer) = twin.installation.customers.writable(None).unwrap();
        writer.add(record, by).await.unwrap();
        twin
    }
}

impl Twin {
    /// An installation with a source of customer users for each of these lists.
    pub(crate) fn of_people(sources: impl IntoIterator<Item = Vec<Record>>) -> Self {
        let mut twin = Self::new();
        let sources = SourceId::all(Subject::CustomerUsers).zip(sources);
        let back_ends = sources.map(|(id, records)| {
            let source = CustomerUserSource {
                id,
                ..CustomerUserSource::shipped()
            };
            Arc::new(People::of(source, records)) as _
        });
        twin.installation.customer_users = CustomerUserSources::new(back_ends.collect());
        twin
    }

    /// An installation with a source of customers for each of these lists.
    pub(crate) fn of_customers(sources: impl IntoIterator<Item = Vec<Record>>) -> Self {
        let mut twin = Self::new();
        let sources = SourceId::all(Subject::Customers).zip(sources);
        let back_ends = sources.map(|(id, records)| {
            let source = CustomerSource {
                id,
                ..CustomerSource::shipped()
            };
            let rows = Mutex::new(records);
            let companies = Companies::of(source);
            Arc::new(Companies { rows, ..companies }) as _
        });
        twin.installation.customers = CustomerSources::new(back_ends.collect());
        twin
    }
}

impl Twin {
    /// The same with another source of customer users, which is empty.
    pub(crate) fn of_source(mut self, source: CustomerUserSource) -> Self {
        let people = Arc::new(People::of(source, []));
        self.people = people.clone();
        self.installation.customer_users = CustomerUserSources::new(vec![people]);
        self
    }
}

/// Chance that falls the same way in every run.
pub(crate) fn random() -> StdRng {
    StdRng::seed_from_u64(7)
}

/// A record of these values.
pub(crate) fn record(values: &[(&str, &str)]) -> Record {
    let mut record = Record::new();
    for (var, value) in values {
        record.set(*var, Some((*value).to_owned()));
    }
    record
}

/// A complete and faultless record of a customer user of ACME.
pub(crate) fn eva(changed: &[(&str, &str)]) -> Record {
    let mut values = record(&[
        ("UserFirstname", "Eva"),
        ("UserLastname", "Mayr"),
        ("UserLogin", "e.mayr"),
        ("UserEmail", "eva@acme.example.org"),
        ("UserCustomerID", "ACME"),
        ("ValidID", "1"),
    ]);
    for (var, value) in changed {
        values.set(*var, Some((*value).to_owned()));
    }
    values
}

#[derive(Default)]
pub(crate) struct Heard {
    topics: Mutex<Vec<Topic>>,
    health: AtomicU32,
}

impl Heard {
    pub(crate) fn topics(&self) -> Vec<Topic> {
        self.topics.lock().unwrap().clone()
    }

    /// How often the health of a source was said to have changed.
    pub(crate) fn health(&self) -> u32 {
        self.health.load(Ordering::Relaxed)
    }
}

impl ChangeListener for Heard {
    fn changed(&self, topics: &[Topic]) {
        self.topics.lock().unwrap().extend(topics);
    }
}

impl HealthListener for Heard {
    fn health_changed(&self) {
        self.health.fetch_add(1, Ordering::Relaxed);
    }
}

struct Midnight;

impl Clock for Midnight {
    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }
}

/// Customer users in memory.
pub(crate) struct People {
    source: CustomerUserSource,
    limits: Arc<Limits>,
    rows: Mutex<Vec<(Record, Option<StoredPassword>)>>,
    move_fault: Mutex<Option<MoveFault>>,
    is_slow: AtomicBool,
}

/// Why nothing moves along with a new name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MoveFault {
    /// Their column cannot hold it.
    Unfit,
    /// The connection breaks when they are to move, or what belongs to one with a new login.
    Lost,
}

impl Default for People {
    fn default() -> Self {
        Self {
            source: CustomerUserSource::shipped(),
            limits: Arc::new(Limits::local_directory_customer_user()),
            rows: Mutex::default(),
            move_fault: Mutex::default(),
            is_slow: AtomicBool::default(),
        }
    }
}

impl People {
    pub(crate) fn of(
        source: CustomerUserSource,
        records: impl IntoIterator<Item = Record>,
    ) -> Self {
        let rows = records.into_iter().map(|record| (record, None)).collect();
        Self {
            source,
            rows: Mutex::new(rows),
            ..Self::default()
        }
    }

    fn rows(&self) -> MutexGuard<'_, Vec<(Record, Option<StoredPassword>)>> {
        self.rows.lock().unwrap()
    }

    /// From now on nothing moves along with new names.
    pub(crate) fn fail_moves(&self, fault: MoveFault) {
        *self.move_fault.lock().unwrap() = Some(fault);
    }

    /// From now on looking somebody up takes too long.
    pub(crate) fn fail_look_ups(&self) {
        self.is_slow.store(true, Ordering::Relaxed);
    }

    /// The customers that its customer users have.
    pub(crate) fn customers(&self) -> Vec<String> {
        let rows = self.rows();
        let customers = rows.iter().map(|(it, _)| it.text(vars::USER_CUSTOMER_ID));
        customers.map(str::to_owned).collect()
    }

    /// All of them, each with its key and its validity.
    fn records(&self) -> Vec<Kept> {
        let kept = |(record, _): &(Record, _)| {
            let key = record.text(vars::USER_LOGIN).to_owned();
            (key, validity(record), record.clone())
        };
        self.rows().iter().map(kept).collect()
    }

    /// What is stored as the password of a login.
    pub(crate) fn stored_password(&self, login: &str) -> Option<StoredPassword> {
        let rows = self.rows();
        rows.iter()
            .find(|(record, _)| record.text(vars::USER_LOGIN) == login)?
            .1
            .clone()
    }

    fn where_equal(&self, var: &str, value: &str) -> Vec<CustomerUser> {
        let equal = |record: &Record| lower(record.text(var)) == lower(value);
        self.rows()
            .iter()
            .filter(|(record, _)| equal(record))
            .map(|row| customer_user(self.source.id, row))
            .collect()
    }
}

fn customer_user(
    source: SourceId,
    (record, password): &(Record, Option<StoredPassword>),
) -> CustomerUser {
    CustomerUser {
        source,
        login: Login::from(record.text(vars::USER_LOGIN)),
        record: record.clone(),
        validity: validity(record),
        password: if password.is_some() {
            PasswordState::Set
        } else {
            PasswordState::None
        },
        changes: Some(changes()),
        copied: None,
    }
}

fn validity(record: &Record) -> Validity {
    let id = record.text(vars::VALID_ID).parse().ok();
    id.and_then(Validity::from_id).unwrap_or(Validity::Invalid)
}

fn changes() -> Changes {
    Changes {
        created: DateTime::UNIX_EPOCH.naive_utc(),
        created_by: "root@localhost".to_owned(),
        created_by_id: "1".to_owned(),
        changed: DateTime::UNIX_EPOCH.naive_utc(),
        changed_by: "root@localhost".to_owned(),
        changed_by_id: "1".to_owned(),
    }
}

#[async_trait]
impl BackEnd for People {
    fn source(&self) -> &CustomerUserSource {
        &self.source
    }

    fn limits(&self) -> Arc<Limits> {
        self.limits.clone()
    }

    fn health(&self) -> Health {
        Health::default()
    }

    async fn ping(&self) -> Result<(), BackEndError> {
        Ok(())
    }

    async fn search(
        &self,
        query: ContactQuery,
    ) -> Result<Box<dyn Hits<FoundCustomerUser>>, BackEndError> {
        let columns: Vec<_> = self
            .source
            .map
            .vars_stored_in(&self.source.search_fields)
            .collect();
        let fits = |record: &Record| {
            let values: Vec<_> = columns.iter().map(|var| record.get(var.as_str())).collect();
            query
                .condition
                .as_ref()
                .is_none_or(|condition| condition.matches(&values, self.source.case()))
        };
        let rows = self.rows();
        let found = rows.iter().filter(|(record, _)| fits(record)).map(|row| {
            let CustomerUser {
                source,
                login,
                record,
                validity,
                ..
            } = customer_user(self.source.id, row);
            FoundCustomerUser {
                source,
                login,
                record,
                validity,
                tier: None,
            }
        });
        Ok(Box::new(All(found.collect())))
    }

    async fn find(&self, login: &Login) -> Result<Option<CustomerUser>, BackEndError> {
        if self.is_slow.load(Ordering::Relaxed) {
            return Err(failed(Trouble::StatementTimedOut));
        }
        Ok(self.where_equal(vars::USER_LOGIN, login.as_str()).pop())
    }

    async fn holders_of_email(&self, address: &str) -> Result<Vec<CustomerUser>, BackEndError> {
        Ok(self.where_equal(vars::USER_EMAIL, address))
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        Ok(u32::try_from(self.rows().len()).unwrap())
    }

    async fn select(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
        limit: Option<u32>,
    ) -> Result<Vec<FoundCustomerUser>, BackEndError> {
        let hits = self.search(everything(validity)).await?;
        select_by_looking(
            &*hits,
            &self.source.map,
            self.source.case(),
            selection,
            limit,
        )
        .await
    }

    fn writer(&self) -> Option<&dyn BackEndWriter> {
        Some(self)
    }

    fn readable(&self) -> Option<Arc<dyn Readable>> {
        None
    }
}

#[async_trait]
impl BackEndWriter for People {
    async fn add(&self, addition: Addition) -> Result<(), BackEndError> {
        self.rows().push((addition.record, addition.password));
        Ok(())
    }

    async fn change(&self, change: Change) -> Result<Changed<Login>, BackEndError> {
        let mut rows = self.rows();
        let login = change.login.as_str();
        let row = rows
            .iter_mut()
            .find(|(record, _)| record.text(vars::USER_LOGIN) == login);
        let (record, password) = row.ok_or(BackEndError::NotFound)?;
        refuse_if_changed(record, &change.was)?;
        *record = change.record;
        if change.password.is_some() {
            *password = change.password;
        }
        let (key, moves) = (record.text(vars::USER_LOGIN), Moves::default());
        if key != login && *self.move_fault.lock().unwrap() == Some(MoveFault::Lost) {
            return Err(BackEndError::MovesLeft {
                key: key.to_owned(),
                moves,
                sources: Vec::new(),
                stale_caches: CacheTypes::default(),
                source: Box::new(failed(Trouble::ConnectionLost)),
            });
        }
        let key = Login::from(key);
        Ok(Changed { key, moves })
    }

    async fn count_moves(&self, _: &Renaming) -> Result<Moves, BackEndError> {
        Ok(Moves::default())
    }

    async fn count_to_move(&self, moving: &CustomerMoving) -> Result<u64, BackEndError> {
        let customers = self.customers().into_iter();
        let moving = customers.filter(|it| it == moving.id.as_str()).count();
        if *self.move_fault.lock().unwrap() == Some(MoveFault::Unfit) {
            let findings = vec![Finding::new(vars::CUSTOMER_ID, Problem::NotAnInteger)];
            return Err(BackEndError::Refused { findings });
        }
        Ok(moving as u64)
    }

    async fn move_to_customer(&self, moving: &CustomerMoving) -> Result<u64, BackEndError> {
        if *self.move_fault.lock().unwrap() == Some(MoveFault::Lost) {
            return Err(failed(Trouble::ConnectionLost));
        }
        let mut moved = 0;
        for (record, _) in self.rows().iter_mut() {
            if record.text(vars::USER_CUSTOMER_ID) == moving.id.as_str() {
                let new = moving.new_id.as_str().to_owned();
                record.set(vars::USER_CUSTOMER_ID, Some(new));
                moved += 1;
            }
        }
        Ok(moved)
    }

    async fn stored_password(&self, login: &Login) -> Result<Option<StoredPassword>, BackEndError> {
        Ok(Self::stored_password(self, login.as_str()))
    }
}

fn failed(trouble: Trouble) -> BackEndError {
    BackEndError::Server(ServerError {
        trouble,
        place: ServerPlace::default(),
        source: None,
    })
}

fn refuse_if_changed(stored: &Record, was: &Record) -> Result<(), BackEndError> {
    let mut fields = stored.iter();
    if fields.any(|(var, value)| was.text(var) != value.unwrap_or_default()) {
        let theirs = Box::new(stored.clone());
        return Err(BackEndError::Conflict { theirs });
    }
    Ok(())
}

/// Customers in memory.
struct Companies {
    source: CustomerSource,
    limits: Arc<Limits>,
    rows: Mutex<Vec<Record>>,
}

impl Default for Companies {
    fn default() -> Self {
        Self {
            source: CustomerSource::shipped(),
            limits: Arc::new(Limits::local_directory_customer()),
            rows: Mutex::default(),
        }
    }
}

impl Companies {
    fn of(source: CustomerSource) -> Self {
        Self {
            source,
            ..Self::default()
        }
    }

    fn records(&self) -> Vec<Kept> {
        let kept = |record: &Record| {
            let key = record.text(vars::CUSTOMER_ID).to_owned();
            (key, validity(record), record.clone())
        };
        self.rows.lock().unwrap().iter().map(kept).collect()
    }

    fn where_equal(&self, var: &str, value: &str) -> Option<Customer> {
        let rows = self.rows.lock().unwrap();
        let record = rows
            .iter()
            .find(|record| lower(record.text(var)) == lower(value))?;
        Some(customer(self.source.id, record))
    }
}

fn customer(source: SourceId, record: &Record) -> Customer {
    Customer {
        source,
        id: CustomerId::from(record.text(vars::CUSTOMER_ID)),
        record: record.clone(),
        validity: validity(record),
        changes: Some(changes()),
        copied: None,
    }
}

#[async_trait]
impl CustomerBackEnd for Companies {
    fn source(&self) -> &CustomerSource {
        &self.source
    }

    fn limits(&self) -> Arc<Limits> {
        self.limits.clone()
    }

    fn health(&self) -> Health {
        Health::default()
    }

    async fn ping(&self) -> Result<(), BackEndError> {
        Ok(())
    }

    async fn search(&self, _: ContactQuery) -> Result<Box<dyn Hits<FoundCustomer>>, BackEndError> {
        let rows = self.rows.lock().unwrap();
        let found = rows.iter().map(|record| {
            let Customer {
                source,
                id,
                record,
                validity,
                ..
            } = customer(self.source.id, record);
            FoundCustomer {
                source,
                id,
                record,
                validity,
                tier: None,
            }
        });
        Ok(Box::new(All(found.collect())))
    }

    async fn find(&self, id: &CustomerId) -> Result<Option<Customer>, BackEndError> {
        Ok(self.where_equal(vars::CUSTOMER_ID, id.as_str()))
    }

    async fn holder_of_name(&self, name: &str) -> Result<Option<Customer>, BackEndError> {
        Ok(self.where_equal(vars::CUSTOMER_COMPANY_NAME, name))
    }

    async fn names(
        &self,
        ids: &[CustomerId],
    ) -> Result<BTreeMap<CustomerId, String>, BackEndError> {
        let name = |id: &CustomerId| {
            let customer = self.where_equal(vars::CUSTOMER_ID, id.as_str())?;
            Some((
                id.clone(),
                customer.record.text(vars::CUSTOMER_COMPANY_NAME).to_owned(),
            ))
        };
        Ok(ids.iter().filter_map(name).collect())
    }

    async fn customer_user_counts(
        &self,
        _: &[CustomerId],
    ) -> Result<BTreeMap<CustomerId, u32>, BackEndError> {
        Ok(BTreeMap::new())
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        Ok(u32::try_from(self.rows.lock().unwrap().len()).unwrap())
    }

    async fn select(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
        limit: Option<u32>,
    ) -> Result<Vec<FoundCustomer>, BackEndError> {
        let hits = self.search(everything(validity)).await?;
        select_by_looking(
            &*hits,
            &self.source.map,
            self.source.case(),
            selection,
            limit,
        )
        .await
    }

    fn writer(&self) -> Option<&dyn CustomerWriter> {
        Some(self)
    }

    fn readable(&self) -> Option<Arc<dyn Readable>> {
        None
    }
}

#[async_trait]
impl CustomerWriter for Companies {
    async fn add(&self, record: Record, _: Signature) -> Result<(), BackEndError> {
        self.rows.lock().unwrap().push(record);
        Ok(())
    }

    async fn count_moves(&self, _: &CustomerRenaming) -> Result<Moves, BackEndError> {
        Ok(Moves::default())
    }

    async fn change(&self, change: CustomerChange) -> Result<Changed<CustomerId>, BackEndError> {
        let mut rows = self.rows.lock().unwrap();
        let row = rows
            .iter_mut()
            .find(|record| record.text(vars::CUSTOMER_ID) == change.id.as_str());
        let row = row.ok_or(BackEndError::NotFound)?;
        refuse_if_changed(row, &change.was)?;
        *row = change.record;
        Ok(Changed {
            key: CustomerId::from(row.text(vars::CUSTOMER_ID)),
            moves: Moves::default(),
        })
    }
}

/// Hits that were all there from the start.
struct All<T>(Vec<T>);

#[async_trait]
impl<T: Clone + Keyed + Send + Sync> Hits<T> for All<T> {
    async fn page(&self, place: Place, size: u32) -> Result<Page<T>, BackEndError> {
        let total = u32::try_from(self.0.len()).unwrap();
        let start = match place {
            Place::From(start) => start,
            Place::End => total.saturating_sub(size),
        };
        let rows = self
            .0
            .iter()
            .skip(start as usize)
            .take(size as usize)
            .cloned()
            .collect();
        Ok(Page {
            start,
            rows,
            total: Total::Exact(total),
        })
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        Ok(u32::try_from(self.0.len()).unwrap())
    }

    async fn holding(&self, keys: &[String]) -> Result<HashSet<String>, BackEndError> {
        let held = self.0.iter().map(Keyed::key);
        Ok(held
            .filter(|key| keys.iter().any(|it| it == key))
            .map(str::to_owned)
            .collect())
    }
}

/// No database beside the sources.
struct NoSystem;

#[async_trait]
impl OtoboSystem for NoSystem {
    async fn preferences(&self, _: &Login) -> Result<Vec<Preference>, BackEndError> {
        Ok(Vec::new())
    }

    async fn preferences_named(
        &self,
        _: &str,
        _: Option<&str>,
    ) -> Result<Vec<(Login, String)>, BackEndError> {
        Ok(Vec::new())
    }

    async fn additional_customers(&self, _: &Login) -> Result<Vec<CustomerId>, BackEndError> {
        Ok(Vec::new())
    }

    async fn logins_with_dynamic_field(
        &self,
        _: &Identifier,
        _: &str,
    ) -> Result<Vec<Login>, BackEndError> {
        Ok(Vec::new())
    }

    async fn dynamic_field_values(
        &self,
        _: &Identifier,
        _: &str,
        _: DynamicFieldObject,
    ) -> Result<Vec<String>, BackEndError> {
        Ok(Vec::new())
    }

    async fn dynamic_field_label(&self, _: &Identifier) -> Result<Option<String>, BackEndError> {
        Ok(None)
    }

    async fn settings(&self, _: &[&str]) -> Result<Vec<StoredSetting>, BackEndError> {
        Ok(Vec::new())
    }

    async fn set_preference(&self, _: PreferenceChange<'_>) -> Result<(), BackEndError> {
        Err(BackEndError::ReadOnly)
    }

    async fn sign_in_password(
        &self,
        _: &SignInTable,
        _: &Login,
    ) -> Result<SignInPassword, BackEndError> {
        Ok(SignInPassword::NoRow)
    }

    async fn agents(&self) -> Result<Vec<Agent>, BackEndError> {
        Ok(Vec::new())
    }

    async fn is_valid_agent(&self, _: AgentId) -> Result<bool, BackEndError> {
        Ok(true)
    }
}
