//! The customer users in a directory.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use deskbook_core::back_end::{
    BackEnd, BackEndError, BackEndWriter, CustomerUser, FoundCustomerUser, PasswordState,
};
use deskbook_core::clock::Clock;
use deskbook_core::health::{Health, HealthCell, HealthListener};
use deskbook_core::hits::Hits;
use deskbook_core::mirror::Readable;
use deskbook_core::query::{ContactQuery, Direction, Order, ValidityFilter};
use deskbook_core::selection::{Detail, Selection};
use deskbook_core::server_error::ServerError;
use deskbook_domain::check::Limits;
use deskbook_domain::directory::{Directory, Filter};
use deskbook_domain::ids::{CustomerId, Identifier, Login};
use deskbook_domain::source::CustomerUserSource;
use deskbook_domain::text::lower;

use crate::entry::Entry;
use crate::groups::Members;
use crate::hits::DirectoryHits;
use crate::question::Asking;
use crate::reader::{Reader, found, validity_of};
use crate::reading::ReadableDirectory;
use crate::search::{NO_ATTRIBUTES, PAGE, Request};
use crate::sessions::Sessions;

/// A source with everything that a question to it needs.
pub(crate) struct Watched {
    pub(crate) source: Arc<CustomerUserSource>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) reader: Reader,
    pub(crate) health: HealthCell,
    pub(crate) listener: Arc<dyn HealthListener>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Watched {
    pub(crate) fn directory(&self) -> &Directory {
        &self.sessions.directory
    }

    pub(crate) fn asking(&self) -> Asking<'_> {
        Asking {
            source: &self.source,
            directory: self.directory(),
        }
    }

    /// A search for whole records.
    pub(crate) fn request(&self, filter: &Filter) -> Request {
        self.request_of(filter, self.reader.attributes())
    }

    /// A search for these attributes.
    pub(crate) fn request_of(&self, filter: &Filter, attributes: Vec<String>) -> Request {
        let directory = self.directory();
        Request {
            base: directory.base.to_string(),
            scope: directory.scope,
            filter: filter.to_string(),
            attributes: if attributes.is_empty() {
                vec![NO_ATTRIBUTES.to_owned()]
            } else {
                attributes
            },
            page: PAGE,
        }
    }

    /// Notes how a question ended.
    pub(crate) fn note<A>(&self, outcome: &Result<A, BackEndError>, began: Instant) {
        let is_news = self.health.note(outcome, began, self.clock.now(), false);
        if is_news {
            self.listener.health_changed();
        }
    }

    /// Does something that tells how the source stands.
    pub(crate) async fn noted<A>(
        &self,
        work: impl Future<Output = Result<A, BackEndError>>,
    ) -> Result<A, BackEndError> {
        let began = Instant::now();
        let outcome = work.await;
        self.note(&outcome, began);
        outcome
    }

    /// The records of these entries.
    async fn records(&self, filter: &Filter) -> Result<Vec<FoundCustomerUser>, ServerError> {
        let mut found_entries = Vec::new();
        self.sessions
            .search(&self.request(filter), &mut |entry| {
                found_entries.extend(self.found(&entry));
                ControlFlow::Continue(())
            })
            .await?;
        self.translate(&mut found_entries).await?;
        Ok(found_entries)
    }

    fn found(&self, entry: &Entry) -> Option<FoundCustomerUser> {
        let (login, record) = self.reader.record(entry)?;
        let validity = validity_of(&record);
        Some(found(&self.source, login, record, validity))
    }

    async fn translate(&self, rows: &mut [FoundCustomerUser]) -> Result<(), ServerError> {
        let mut records: Vec<_> = rows.iter_mut().map(|row| &mut row.record).collect();
        self.reader
            .translate_managers(&self.sessions, &mut records)
            .await
    }

    /// A record as it is read by its login. Whether there is a password only the directory knows; that
    /// somebody can log in is up to OTOBO's settings of logging in (`otobo-behaviour.md 5.6`).
    fn whole(row: FoundCustomerUser) -> CustomerUser {
        CustomerUser {
            source: row.source,
            login: row.login,
            record: row.record,
            validity: row.validity,
            password: PasswordState::Untold,
            changes: None,
            copied: None,
        }
    }
}

/// Customer users that are entries of a directory. There is no way to write.
#[derive(Clone)]
pub(crate) struct DirectoryCustomerUsers(pub(crate) Arc<Watched>);

impl DirectoryCustomerUsers {
    async fn selected(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
        limit: Option<u32>,
    ) -> Result<Vec<FoundCustomerUser>, BackEndError> {
        let watched = &self.0;
        let asking = watched.asking();
        let filter = asking.selection(selection, &watched.source.key)?;
        let filter = asking.within(filter, validity);
        let members = Members::read(&watched.sessions).await?;
        let limit = limit.map_or(usize::MAX, |limit| limit as usize);
        // What has to be sorted has to be there before it is cut: all that OTOBO fetches, which is as many as
        // its list limit says (`otobo-behaviour.md 5.3`)
        let detail = match selection {
            Selection::Detail(detail) => Some(detail),
            _ => None,
        };
        let most = match detail {
            Some(_) => watched.source.list_limit as usize,
            None => limit,
        };
        let mut collected = Collected::default();
        if most > 0 {
            let request = watched.request(&filter);
            watched
                .sessions
                .search(&request, &mut |entry| {
                    let row = watched.found(&entry);
                    if let Some(row) = row.filter(|row| members.has(row.login.as_str())) {
                        collected.put(row);
                    }
                    if collected.rows.len() < most {
                        ControlFlow::Continue(())
                    } else {
                        ControlFlow::Break(())
                    }
                })
                .await?;
        }
        let mut rows = collected.rows;
        if let Some(detail) = detail {
            sort(&mut rows, detail, &watched.source);
        }
        rows.truncate(limit);
        watched.translate(&mut rows).await?;
        Ok(rows)
    }

    async fn ids(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
    ) -> Result<Vec<CustomerId>, BackEndError> {
        let watched = &self.0;
        let asking = watched.asking();
        let source = &watched.source;
        let filter = asking.selection(selection, &source.customer_id)?;
        let filter = asking.within(filter, validity);
        let members = Members::read(&watched.sessions).await?;
        let wanted = [&source.customer_id, &source.key];
        let wanted = wanted.map(|it| it.as_str().to_owned()).to_vec();
        let request = watched.request_of(&filter, wanted);
        let mut ids = BTreeSet::new();
        let everybody = matches!(members, Members::All);
        watched
            .sessions
            .search(&request, &mut |entry| {
                let login = watched.reader.login(&entry).unwrap_or_default();
                let id = watched.reader.first(&entry, &source.customer_id);
                if !id.is_empty() && (everybody || members.has(&login)) {
                    ids.insert(id);
                }
                ControlFlow::Continue(())
            })
            .await?;
        Ok(ids.into_iter().map(CustomerId::from).collect())
    }
}

/// Hits of which each login is there once. The last entry of a login wins (`otobo-behaviour.md 5.4`).
#[derive(Default)]
struct Collected {
    rows: Vec<FoundCustomerUser>,
    places: HashMap<String, usize>,
}

impl Collected {
    fn put(&mut self, row: FoundCustomerUser) {
        let login = row.login.as_str().to_owned();
        let place = *self.places.entry(login).or_insert(self.rows.len());
        match self.rows.get_mut(place) {
            Some(former) => *former = row,
            None => self.rows.push(row),
        }
    }
}

/// The order of a detailed search: lower-cased text, what is missing first (`otobo-behaviour.md 5.3`).
fn sort(rows: &mut [FoundCustomerUser], detail: &Detail, source: &CustomerUserSource) {
    let key = |row: &FoundCustomerUser, column: &Identifier| {
        if *column == source.key {
            return lower(row.login.as_str());
        }
        let field = source.map.field_stored_in(column);
        field.map_or_else(String::new, |field| lower(row.record.text(&field.var)))
    };
    rows.sort_by(|one, other| {
        let by = detail.order.iter().map(|(column, direction)| {
            let ordering = key(one, column).cmp(&key(other, column));
            match direction {
                Direction::Ascending => ordering,
                Direction::Descending => ordering.reverse(),
            }
        });
        by.fold(Ordering::Equal, Ordering::then)
    });
}

#[async_trait]
impl BackEnd for DirectoryCustomerUsers {
    fn source(&self) -> &CustomerUserSource {
        &self.0.source
    }

    fn limits(&self) -> Arc<Limits> {
        // Nothing is ever written that could be too long
        Arc::default()
    }

    fn health(&self) -> Health {
        self.0.health.read()
    }

    async fn ping(&self) -> Result<(), BackEndError> {
        let watched = &self.0;
        watched
            .noted(async {
                watched.sessions.read_base().await?;
                Ok(())
            })
            .await
    }

    async fn search(
        &self,
        query: ContactQuery,
    ) -> Result<Box<dyn Hits<FoundCustomerUser>>, BackEndError> {
        if let Order::Field { var, .. } = &query.order
            && self.0.source.map.field(var).is_none()
        {
            return Err(BackEndError::Unknown {
                what: var.as_str().to_owned(),
            });
        }
        Ok(Box::new(DirectoryHits::begin(Arc::clone(&self.0), query)))
    }

    async fn find(&self, login: &Login) -> Result<Option<CustomerUser>, BackEndError> {
        let watched = &self.0;
        watched
            .noted(async {
                let asking = watched.asking();
                let filter = asking.within(asking.login(login.as_str()), ValidityFilter::All);
                let found = watched.records(&filter).await?;
                Ok(found.into_iter().next().map(Watched::whole))
            })
            .await
    }

    async fn holders_of_email(&self, address: &str) -> Result<Vec<CustomerUser>, BackEndError> {
        let watched = &self.0;
        let columns = watched.source.address_columns();
        if columns.is_empty() {
            return Ok(Vec::new());
        }
        watched
            .noted(async {
                let asking = watched.asking();
                let filter = asking.within(asking.equal(address, &columns), ValidityFilter::All);
                let found = watched.records(&filter).await?;
                Ok(found.into_iter().map(Watched::whole).collect())
            })
            .await
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        let watched = &self.0;
        watched
            .noted(async {
                let asking = watched.asking();
                let filter = asking.within(asking.list(None), ValidityFilter::All);
                let members = Members::read(&watched.sessions).await?;
                let key = watched.source.key.as_str().to_owned();
                let request = watched.request_of(&filter, vec![key]);
                let mut count = 0_u32;
                let mut take = |entry: Entry| {
                    let login = watched.reader.login(&entry);
                    if login.is_some_and(|login| members.has(&login)) {
                        count = count.saturating_add(1);
                    }
                    ControlFlow::Continue(())
                };
                watched.sessions.search(&request, &mut take).await?;
                Ok(count)
            })
            .await
    }

    async fn select(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
        limit: Option<u32>,
    ) -> Result<Vec<FoundCustomerUser>, BackEndError> {
        self.0
            .noted(self.selected(selection, validity, limit))
            .await
    }

    async fn customer_ids(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
    ) -> Result<Vec<CustomerId>, BackEndError> {
        self.0.noted(self.ids(selection, validity)).await
    }

    fn writer(&self) -> Option<&dyn BackEndWriter> {
        None
    }

    fn readable(&self) -> Option<Arc<dyn Readable>> {
        Some(Arc::new(ReadableDirectory(Arc::clone(&self.0))))
    }
}
