//! The hits of a search in a directory.
//!
//! Directories give entries in no order, page by page. What fits into the first [`MOST_HITS_TO_SORT`] is put
//! in order once all of it is there. A longer list is shown as it comes: what came so far with the best hits
//! first, the rest in the directory's order. A row never changes its place once it was given out.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use async_trait::async_trait;
use deskbook_core::back_end::{BackEndError, FoundCustomerUser};
use deskbook_core::hits::{Cut, Hits, Page, Place, ServerLimit, Total};
use deskbook_core::query::{ContactQuery, Direction, MOST_HITS_TO_SORT, Order, ValidityFilter};
use deskbook_core::server_error::ServerError;
use deskbook_domain::ids::Var;
use deskbook_domain::record::Record;
use deskbook_domain::search::{CaseRule, Condition};
use deskbook_domain::text::lower;
use deskbook_domain::validity::Validity;
use deskbook_index::{sort_key, tier};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::customer_users::Watched;
use crate::entry::Entry;
use crate::groups::Members;
use crate::packed::Packed;
use crate::reader::validity_of;

/// The hits. Dropping them ends the search, at the directory too.
pub(crate) struct DirectoryHits {
    shared: Arc<Shared>,
    work: JoinHandle<()>,
    heard: watch::Receiver<u64>,
}

struct Shared {
    watched: Arc<Watched>,
    fields: Vec<Var>,
    state: Mutex<State>,
    changed: watch::Sender<u64>,
}

#[derive(Default)]
struct State {
    rows: Vec<Packed>,
    /// Rows stay where they are.
    steady: bool,
    complete: bool,
    limit: Option<ServerLimit>,
    failure: Option<Failure>,
}

/// An error that can be told again.
#[derive(Clone)]
enum Failure {
    Server(ServerError),
    TooManyToSort,
    Cancelled,
    Other(String),
}

impl From<BackEndError> for Failure {
    fn from(error: BackEndError) -> Self {
        match error {
            BackEndError::Server(error) => Self::Server(error),
            BackEndError::TooManyToSort { .. } => Self::TooManyToSort,
            BackEndError::Cancelled => Self::Cancelled,
            error => Self::Other(deskbook_core::error_chain(&error)),
        }
    }
}

impl From<Failure> for BackEndError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Server(error) => Self::Server(error),
            Failure::TooManyToSort => Self::TooManyToSort {
                limit: MOST_HITS_TO_SORT,
            },
            Failure::Cancelled => Self::Cancelled,
            Failure::Other(words) => Self::Failed(words.into()),
        }
    }
}

impl DirectoryHits {
    /// Begins a search.
    pub(crate) fn begin(watched: Arc<Watched>, query: ContactQuery) -> Self {
        let stored = watched.source.map.stored_fields();
        let fields = stored.map(|field| field.var.clone()).collect();
        let (changed, heard) = watch::channel(0);
        let shared = Arc::new(Shared {
            watched,
            fields,
            state: Mutex::default(),
            changed,
        });
        let at_work = Arc::clone(&shared);
        let work = tokio::spawn(async move {
            let began = Instant::now();
            let outcome = at_work.run(&query).await;
            at_work.watched.note(&outcome, began);
            at_work.finish(&query, outcome);
        });
        Self {
            shared,
            work,
            heard,
        }
    }

    /// Waits until so many rows stand where they stay, or all of them.
    async fn wait_for(&self, rows: u32) -> Result<(), BackEndError> {
        let mut heard = self.heard.clone();
        loop {
            heard.borrow_and_update();
            {
                let state = self.shared.lock();
                if let Some(failure) = &state.failure {
                    return Err(failure.clone().into());
                }
                if state.complete || (state.steady && state.rows.len() > rows as usize) {
                    return Ok(());
                }
            }
            if heard.changed().await.is_err() {
                return Err(BackEndError::Cancelled);
            }
        }
    }

    fn slice(&self, start: u32, size: u32) -> Page<FoundCustomerUser> {
        let state = self.shared.lock();
        let count = count_of(&state.rows);
        let start = start.min(count);
        let end = start.saturating_add(size).min(count);
        let rows = state
            .rows
            .get(start as usize..end as usize)
            .unwrap_or_default();
        let source = self.shared.watched.source.id;
        let unpack = |row: &Packed| row.unpack(source, &self.shared.fields);
        Page {
            start,
            rows: rows.iter().map(unpack).collect(),
            total: if state.complete {
                Total::Exact(count)
            } else {
                Total::AtLeast(count)
            },
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self) {
        self.changed.send_modify(|count| *count += 1);
    }

    /// Those who are valid first: with a filter for them it is only known by asking who they are.
    async fn run(&self, query: &ContactQuery) -> Result<(), BackEndError> {
        if query.condition == Some(Condition::Nothing) {
            return Ok(());
        }
        let watched = &self.watched;
        let members = Members::read(&watched.sessions).await?;
        let mut collecting = Collecting {
            shared: self,
            query,
            members,
            seen: HashSet::new(),
            names: HashSet::new(),
        };
        let filters = match (query.validity, &watched.directory().valid) {
            (ValidityFilter::All, Some(_)) => vec![
                (ValidityFilter::ValidOnly, None),
                (ValidityFilter::All, Some(Validity::Invalid)),
            ],
            (validity, _) => vec![(validity, None)],
        };
        for (validity, as_if) in filters {
            let asking = watched.asking();
            let filter = asking.within(asking.list(query.condition.as_ref()), validity);
            let request = watched.request(&filter);
            let mut take = |entry: Entry| collecting.take(&entry, as_if);
            let end = watched.sessions.search(&request, &mut take).await?;
            if let Some(limit) = end.limit {
                self.lock().limit = Some(limit);
            }
            if self.lock().failure.is_some() {
                break;
            }
        }
        Ok(())
    }

    fn finish(&self, query: &ContactQuery, outcome: Result<(), BackEndError>) {
        {
            let mut state = self.lock();
            if let Err(error) = outcome {
                state.failure = Some(error.into());
            } else {
                if !state.steady {
                    self.sort(&mut state.rows, query);
                }
                state.complete = true;
            }
        }
        self.tell();
    }

    fn sort(&self, rows: &mut [Packed], query: &ContactQuery) {
        match &query.order {
            Order::Best => {
                let source = &self.watched.source;
                let named = source.map.vars_stored_in(&source.name_fields);
                let places: Vec<_> = named.filter_map(|var| self.place_of(var)).collect();
                rows.sort_by_cached_key(|row| {
                    let parts = places.iter().rev();
                    let parts = parts.map(|place| row.value(*place).unwrap_or_default());
                    let name = sort_key(parts.chain([row.login()]));
                    (row.tier, name)
                });
            }
            Order::Field { var, direction } => {
                let Some(place) = self.place_of(var) else {
                    return;
                };
                let key = |row: &Packed| {
                    let value = row.value(place).filter(|value| !value.is_empty());
                    value.map(|value| sort_key([value]))
                };
                // Those without a value come last, whatever the direction
                match direction {
                    Direction::Ascending => {
                        rows.sort_by_cached_key(|row| (key(row).is_none(), key(row)));
                    }
                    Direction::Descending => rows.sort_by_cached_key(|row| {
                        (key(row).is_none(), key(row).map(std::cmp::Reverse))
                    }),
                }
            }
        }
    }

    fn place_of(&self, var: &Var) -> Option<usize> {
        self.fields.iter().position(|field| field == var)
    }
}

/// A search at work.
struct Collecting<'s> {
    shared: &'s Shared,
    query: &'s ContactQuery,
    members: Members,
    /// The logins of the hits.
    seen: HashSet<String>,
    /// The names of the entries that came by.
    names: HashSet<String>,
}

impl Collecting<'_> {
    fn take(&mut self, entry: &Entry, as_if: Option<Validity>) -> ControlFlow<()> {
        let reader = &self.shared.watched.reader;
        let has_two_passes = self.query.validity == ValidityFilter::All
            && self.shared.watched.directory().valid.is_some();
        if has_two_passes && !self.names.insert(entry.dn.clone()) {
            return ControlFlow::Continue(());
        }
        let Some((login, record)) = reader.record(entry) else {
            return ControlFlow::Continue(());
        };
        let fits = self.members.has(&login) && self.holds(entry);
        if !fits || !self.seen.insert(login.clone()) {
            return ControlFlow::Continue(());
        }
        let validity = as_if.unwrap_or_else(|| validity_of(&record));
        let tier = self.tier(&record);
        let packed = Packed::new(&login, &record, &self.shared.fields, validity, tier);
        let mut state = self.shared.lock();
        state.rows.push(packed);
        let count = state.rows.len();
        if count > MOST_HITS_TO_SORT as usize && !state.steady {
            if matches!(self.query.order, Order::Field { .. }) {
                state.failure = Some(Failure::TooManyToSort);
                return ControlFlow::Break(());
            }
            self.shared.sort(&mut state.rows, self.query);
            state.steady = true;
        }
        let is_news = state.steady && count.is_multiple_of(100);
        drop(state);
        if is_news {
            self.shared.tell();
        }
        ControlFlow::Continue(())
    }

    fn tier(&self, record: &Record) -> Option<deskbook_core::query::Tier> {
        let condition = self.query.condition.as_ref()?;
        if *condition == Condition::Everything {
            return None;
        }
        let source = &self.shared.watched.source;
        let vars = source.map.vars_stored_in(&source.search_fields);
        let values: Vec<_> = vars.map(|var| record.get(var).map(lower)).collect();
        let values: Vec<_> = values.iter().map(Option::as_deref).collect();
        Some(tier(condition, &values))
    }

    /// Whether a hit is one. A filter cannot say that a `_` is one character, so that the directory may have
    /// found too much.
    fn holds(&self, entry: &Entry) -> bool {
        let Some(condition) = &self.query.condition else {
            return true;
        };
        if !condition.has_single_wildcard() {
            return true;
        }
        let watched = &self.shared.watched;
        let columns = watched.source.search_columns();
        let values = columns
            .iter()
            .flat_map(|column| watched.reader.texts(entry, column));
        let values: Vec<String> = values.map(|value| lower(&value)).collect();
        holds(condition, &values)
    }
}

/// Whether what is searched for is among these values, in lower case. Unlike a database's NULL an attribute
/// that is missing is unlike everything.
fn holds(condition: &Condition, values: &[String]) -> bool {
    match condition {
        Condition::Everything => true,
        Condition::Nothing => false,
        Condition::Word(word) => {
            let mut values = values.iter();
            let matches = |value: &String| word.pattern.matches(value, CaseRule::Folded);
            values.any(matches) != word.negated
        }
        Condition::All(members) => members.iter().all(|member| holds(member, values)),
        Condition::Any(members) => members.iter().any(|member| holds(member, values)),
    }
}

fn count_of(rows: &[Packed]) -> u32 {
    u32::try_from(rows.len()).unwrap_or(u32::MAX)
}

#[async_trait]
impl Hits<FoundCustomerUser> for DirectoryHits {
    async fn page(&self, place: Place, size: u32) -> Result<Page<FoundCustomerUser>, BackEndError> {
        let start = match place {
            Place::From(start) => {
                self.wait_for(start.saturating_add(size)).await?;
                start
            }
            Place::End => {
                self.wait_for(u32::MAX).await?;
                count_of(&self.shared.lock().rows).saturating_sub(size)
            }
        };
        let mut page = self.slice(start, size);
        let mut records: Vec<_> = page.rows.iter_mut().map(|row| &mut row.record).collect();
        let watched = &self.shared.watched;
        let translated = watched
            .reader
            .translate_managers(&watched.sessions, &mut records);
        translated.await?;
        Ok(page)
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        self.wait_for(u32::MAX).await?;
        Ok(count_of(&self.shared.lock().rows))
    }

    async fn holding(&self, keys: &[String]) -> Result<HashSet<String>, BackEndError> {
        self.wait_for(u32::MAX).await?;
        let state = self.shared.lock();
        let logins: HashSet<&str> = state.rows.iter().map(Packed::login).collect();
        let held = keys.iter().filter(|key| logins.contains(key.as_str()));
        Ok(held.cloned().collect())
    }

    fn cancel(&self) {
        self.work.abort();
        let mut state = self.shared.lock();
        if !state.complete && state.failure.is_none() {
            state.failure = Some(Failure::Cancelled);
        }
        drop(state);
        self.shared.tell();
    }

    fn cuts(&self) -> Vec<Cut> {
        let state = self.shared.lock();
        let cut = state.limit.map(|limit| Cut {
            source: self.shared.watched.source.id,
            found: count_of(&state.rows),
            limit,
        });
        cut.into_iter().collect()
    }
}

impl Drop for DirectoryHits {
    fn drop(&mut self) {
        self.work.abort();
    }
}

#[cfg(test)]
mod tests {
    use deskbook_domain::search::{Affixes, Language, parse};

    use super::*;

    fn finds(text: &str, values: &[&str]) -> bool {
        let condition = parse(text, Language::CustomerUser, &Affixes::new("*", "*")).unwrap();
        let values: Vec<_> = values.iter().map(|it| lower(it)).collect();
        holds(&condition, &values)
    }

    #[test]
    fn a_single_wildcard_is_one_character_of_any_value() {
        assert!(finds("a_c", &["xabcx"]));
        assert!(finds("a_c", &["nothing", "ABC"]), "any of several values");
        assert!(!finds("a_c", &["abbc"]));
        assert!(finds("!a_c", &["abbc"]));
        assert!(finds("!a_c", &[]), "what is missing is unlike everything");
        assert!(!finds("a_c+b_d", &["abc"]));
        assert!(finds("a_c OR b_d", &["bcd"]));
    }
}
