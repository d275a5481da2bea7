//! The hits of a search on a server.
//!
//! The first rows come with one statement. Only who asks for more has the keys of all hits read, in their
//! order; pages are then read by key, so that every page is as near as the first one. Counting is left to
//! the server. Whatever runs is ended at the server when nobody waits for it any more.

use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use deskbook_core::back_end::BackEndError;
use deskbook_core::hits::{Hits, LARGEST_PAGE, Page, Place, Total};
use deskbook_core::merged::Keyed;
use deskbook_core::query::{ContactQuery, Order, Tier};
use deskbook_core::server_error::ServerError;
use deskbook_domain::ids::Identifier;
use deskbook_domain::map::Map;
use deskbook_domain::record::Record;
use deskbook_domain::source::SourceId;
use deskbook_domain::validity::Validity;
use futures_util::TryStreamExt as _;
use sea_orm::{QueryResult, StreamTrait as _};
use tokio::sync::{OnceCell, watch};
use tokio::task::JoinHandle;

use super::condition::Conditions;
use super::order::Sorting;
use super::sessions::Lease;
use super::source::{Reader, Table, count_in};
use crate::dialect::Sql;
use crate::shape::{Row, Shape};

/// Rows that come with the first statement: the largest page, and one to know whether there are more.
const FIRST_ROWS: u32 = LARGEST_PAGE + 1;

/// What a search is about.
pub(super) struct Asked {
    pub(super) table: Arc<Table>,
    pub(super) map: Map,
    pub(super) searched: Vec<Identifier>,
    pub(super) query: ContactQuery,
    pub(super) source: SourceId,
}

/// A row of a hit.
pub(super) struct FoundRow {
    pub(super) key: String,
    pub(super) record: Record,
    pub(super) validity: Validity,
    pub(super) tier: Option<Tier>,
}

/// The hits. Dropping them ends what runs.
pub(super) struct ServerHits<T> {
    asked: Arc<Asked>,
    make: fn(SourceId, FoundRow) -> T,
    first: watch::Receiver<Option<Arc<Outcome<T>>>>,
    work: JoinHandle<()>,
    keys: OnceCell<Keys>,
    count: OnceCell<u32>,
    ended: watch::Sender<bool>,
}

type Outcome<T> = Result<First<T>, Failure>;

/// The first rows.
struct First<T> {
    rows: Vec<T>,
    complete: bool,
}

/// An error that can be told again.
enum Failure {
    Server(ServerError),
    Unknown(String),
    Other(String),
}

/// All keys in their order, close together.
#[derive(Default)]
struct Keys {
    text: String,
    ends: Vec<usize>,
}

/// Begins a search.
pub(super) fn begin<T: Clone + Keyed + Send + Sync + 'static>(
    asked: Asked,
    make: fn(SourceId, FoundRow) -> T,
) -> ServerHits<T> {
    let asked = Arc::new(asked);
    let (finder, first) = watch::channel(None);
    let about = Arc::clone(&asked);
    let work = tokio::spawn(async move {
        let began = Instant::now();
        let outcome = about.first_rows(make).await;
        let outcome = outcome.map_err(|error| about.table.explained(error));
        about.table.note(
            &outcome,
            began,
            outcome.as_ref().is_ok_and(|(_, replica)| *replica),
        );
        let outcome = outcome.map(|(first, _)| first).map_err(Failure::from);
        finder.send_replace(Some(Arc::new(outcome)));
    });
    ServerHits {
        asked,
        make,
        first,
        work,
        keys: OnceCell::new(),
        count: OnceCell::new(),
        ended: watch::Sender::new(false),
    }
}

impl Asked {
    /// Writes ` FROM … WHERE …`.
    async fn scope(&self, sql: &mut Sql, shape: &Shape) -> Result<(), ServerError> {
        sql.push(&shape.from()).push(" WHERE ");
        match &self.query.condition {
            Some(condition) => {
                Conditions { shape }.search(sql, condition, &self.searched);
            }
            None => {
                sql.push("1=1");
            }
        }
        self.table.only_valid(sql, shape, self.query.validity).await
    }

    fn sorting<'s>(&'s self, shape: &'s Shape) -> Sorting<'s> {
        Sorting {
            shape,
            condition: self.query.condition.as_ref(),
            columns: &self.searched,
        }
    }

    /// The statement that brings the first rows, and whether it tells how well they fit.
    pub(super) async fn first_statement(&self, shape: &Shape) -> Result<(Sql, bool), BackEndError> {
        let mut sql = Sql::new(shape.dialect, shape.select());
        let sorting = self.sorting(shape);
        sql.push(", ");
        let has_tier = sorting.tier(&mut sql);
        if !has_tier {
            sql.push("2");
        }
        self.scope(&mut sql, shape).await?;
        let place = has_tier.then(|| shape.width() + 1);
        sorting.order(&mut sql, &self.query.order, &self.map, place)?;
        sql.push(&format!(" LIMIT {FIRST_ROWS}"));
        Ok((sql, has_tier))
    }

    async fn first_rows<T>(
        &self,
        make: fn(SourceId, FoundRow) -> T,
    ) -> Result<(First<T>, bool), BackEndError> {
        let reader = self.table.reader().await?;
        let (sql, has_tier) = self.first_statement(&reader.shape).await?;
        let mut lease = self.table.server.sessions().lease().await?;
        let rows = lease.rows(&sql).await?;
        let complete = rows.len() < FIRST_ROWS as usize;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            found.push(make(self.source, read(row, &reader, has_tier, &lease)?));
        }
        found.truncate(LARGEST_PAGE as usize);
        let first = First {
            rows: found,
            complete,
        };
        Ok((first, lease.reads_only()))
    }

    /// The keys of all hits.
    async fn keys(&self) -> Result<(Keys, bool), BackEndError> {
        let shape = self.table.shape().await?;
        let shape = &*shape;
        let sorting = self.sorting(shape);
        let mut sql = Sql::new(shape.dialect, "SELECT ");
        sql.push(&shape.dialect.text(&shape.column(&shape.key)))
            .push(", ");
        let has_tier = sorting.tier(&mut sql);
        if !has_tier {
            sql.push("2");
        }
        self.scope(&mut sql, shape).await?;
        sorting.order(
            &mut sql,
            &self.query.order,
            &self.map,
            has_tier.then_some(2),
        )?;
        let mut lease = self.table.server.sessions().lease().await?;
        let statement = sql.statement();
        let keys = lease.ask(async |db| {
            let mut keys = Keys::default();
            let mut rows = db.stream_raw(statement).await?;
            while let Some(row) = rows.try_next().await? {
                keys.push(
                    &row.try_get_by_index::<Option<String>>(0)?
                        .unwrap_or_default(),
                );
            }
            Ok(keys)
        });
        Ok((keys.await?, lease.reads_only()))
    }

    async fn count(&self) -> Result<(u32, bool), BackEndError> {
        let shape = self.table.shape().await?;
        let shape = &*shape;
        let mut sql = Sql::new(shape.dialect, "SELECT ");
        sql.push(&shape.dialect.text("COUNT(*)"));
        self.scope(&mut sql, shape).await?;
        let mut lease = self.table.server.sessions().lease().await?;
        let rows = lease.rows(&sql).await?;
        Ok((count_in(&rows, &lease)?, lease.reads_only()))
    }

    /// The hits of these keys, in this order. Keys that are gone leave no row.
    async fn rows_of<T>(
        &self,
        keys: &[String],
        make: fn(SourceId, FoundRow) -> T,
    ) -> Result<(Vec<T>, bool), BackEndError> {
        let reader = self.table.reader().await?;
        let shape = &*reader.shape;
        let mut sql = Sql::new(shape.dialect, shape.select());
        let sorting = self.sorting(shape);
        sql.push(", ");
        let has_tier = sorting.tier(&mut sql);
        if !has_tier {
            sql.push("2");
        }
        sql.push(&shape.from()).push(" WHERE ");
        Conditions { shape }.one_of(&mut sql, &shape.key, keys);
        let mut lease = self.table.server.sessions().lease().await?;
        let rows = lease.rows(&sql).await?;
        let mut by_key: HashMap<String, Vec<FoundRow>> = HashMap::new();
        for row in &rows {
            let row = read(row, &reader, has_tier, &lease)?;
            by_key.entry(row.key.clone()).or_default().push(row);
        }
        let found = keys.iter().filter_map(|key| by_key.get_mut(key)?.pop());
        Ok((
            found.map(|row| make(self.source, row)).collect(),
            lease.reads_only(),
        ))
    }

    async fn holding(&self, keys: &[String]) -> Result<(HashSet<String>, bool), BackEndError> {
        let shape = self.table.shape().await?;
        let shape = &*shape;
        let mut sql = Sql::new(shape.dialect, "SELECT ");
        sql.push(&shape.dialect.text(&shape.column(&shape.key)));
        self.scope(&mut sql, shape).await?;
        sql.push(" AND ");
        Conditions { shape }.one_of(&mut sql, &shape.key, keys);
        let mut lease = self.table.server.sessions().lease().await?;
        let mut held = HashSet::new();
        for row in &lease.rows(&sql).await? {
            held.extend(lease.text(row, 0)?);
        }
        held.retain(|key| keys.contains(key));
        Ok((held, lease.reads_only()))
    }
}

/// One row of a page.
fn read(
    row: &QueryResult,
    reader: &Reader<'_>,
    has_tier: bool,
    lease: &Lease,
) -> Result<FoundRow, ServerError> {
    // The engines differ in how wide the number is
    let place = reader.shape.width();
    let wide = || row.try_get_by_index::<Option<i64>>(place);
    let narrow = || Ok(row.try_get_by_index::<Option<i32>>(place)?.map(i64::from));
    let tier = if has_tier {
        lease.told(wide().or_else(|_| narrow()))?
    } else {
        None
    };
    let row = lease.told(reader.shape.read(row))?;
    let validity = reader.validity(&row);
    let tier = tier.map(|tier| match tier {
        0 => Tier::Exact,
        1 => Tier::Prefix,
        _ => Tier::Substring,
    });
    Ok(FoundRow {
        tier,
        ..FoundRow::from((row, validity))
    })
}

impl From<(Row, Validity)> for FoundRow {
    fn from((row, validity): (Row, Validity)) -> Self {
        Self {
            key: row.key,
            record: row.record,
            validity,
            tier: None,
        }
    }
}

impl Keys {
    fn push(&mut self, key: &str) {
        self.text.push_str(key);
        self.ends.push(self.text.len());
    }

    fn count(&self) -> u32 {
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }

    fn range(&self, start: u32, end: u32) -> Vec<String> {
        let end_of = |at: u32| match at.checked_sub(1) {
            None => 0,
            Some(before) => self
                .ends
                .get(before as usize)
                .copied()
                .unwrap_or(self.text.len()),
        };
        let key = |at: u32| self.text.get(end_of(at)..end_of(at + 1)).map(str::to_owned);
        (start..end).filter_map(key).collect()
    }
}

impl<T: Clone + Keyed + Send + Sync + 'static> ServerHits<T> {
    async fn first(&self) -> Result<Arc<Outcome<T>>, BackEndError> {
        let mut first = self.first.clone();
        let found = first.wait_for(Option::is_some).await;
        // The search is gone without a word only if it was ended
        let found = found.map_err(|_| BackEndError::Cancelled)?;
        found.clone().ok_or(BackEndError::Cancelled)
    }

    /// Waits for something unless the search is ended before.
    async fn unless_ended<A>(
        &self,
        work: impl Future<Output = Result<(A, bool), BackEndError>> + Send,
    ) -> Result<A, BackEndError> {
        let mut ended = self.ended.subscribe();
        let work = self.asked.table.watched(work);
        tokio::select! {
            outcome = work => outcome,
            _ = ended.wait_for(|ended| *ended) => Err(BackEndError::Cancelled),
        }
    }

    async fn all_keys(&self) -> Result<&Keys, BackEndError> {
        let read = || self.unless_ended(self.asked.keys());
        self.keys.get_or_try_init(read).await
    }
}

#[async_trait]
impl<T: Clone + Keyed + Send + Sync + 'static> Hits<T> for ServerHits<T> {
    async fn page(&self, place: Place, size: u32) -> Result<Page<T>, BackEndError> {
        let outcome = self.first().await?;
        let first = outcome.as_ref().as_ref().map_err(Failure::told)?;
        let known = u32::try_from(first.rows.len()).unwrap_or(u32::MAX);
        let start = match place {
            Place::From(start) => start,
            Place::End if first.complete => known.saturating_sub(size),
            Place::End => self.all_keys().await?.count().saturating_sub(size),
        };
        let end = start.saturating_add(size);
        if first.complete || end <= known {
            let (start, end) = (start.min(known), end.min(known));
            let rows = first
                .rows
                .get(start as usize..end as usize)
                .unwrap_or_default();
            let total = match (first.complete, self.count.get(), self.keys.get()) {
                (true, ..) => Total::Exact(known),
                (false, Some(count), _) => Total::Exact(*count),
                (false, None, Some(keys)) => Total::Exact(keys.count()),
                (false, None, None) => Total::AtLeast(known + 1),
            };
            return Ok(Page {
                start,
                rows: rows.to_vec(),
                total,
            });
        }
        let keys = self.all_keys().await?;
        let count = keys.count();
        let (start, end) = (start.min(count), end.min(count));
        let keys = keys.range(start, end);
        let rows = self
            .unless_ended(self.asked.rows_of(&keys, self.make))
            .await?;
        Ok(Page {
            start,
            rows,
            total: Total::Exact(count),
        })
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        let outcome = self.first().await?;
        let first = outcome.as_ref().as_ref().map_err(Failure::told)?;
        if first.complete {
            return Ok(u32::try_from(first.rows.len()).unwrap_or(u32::MAX));
        }
        if let Some(keys) = self.keys.get() {
            return Ok(keys.count());
        }
        let count = || self.unless_ended(self.asked.count());
        self.count.get_or_try_init(count).await.copied()
    }

    async fn holding(&self, keys: &[String]) -> Result<HashSet<String>, BackEndError> {
        let outcome = self.first().await?;
        let first = outcome.as_ref().as_ref().map_err(Failure::told)?;
        if first.complete {
            let held = first.rows.iter().map(Keyed::key);
            let held = held.filter(|key| keys.iter().any(|it| it == key));
            return Ok(held.map(str::to_owned).collect());
        }
        self.unless_ended(self.asked.holding(keys)).await
    }

    fn cancel(&self) {
        self.work.abort();
        self.ended.send_replace(true);
    }
}

impl<T> Drop for ServerHits<T> {
    fn drop(&mut self) {
        self.work.abort();
    }
}

impl From<BackEndError> for Failure {
    fn from(error: BackEndError) -> Self {
        match error {
            BackEndError::Server(error) => Self::Server(error),
            BackEndError::Unknown { what } => Self::Unknown(what),
            error => Self::Other(error.to_string()),
        }
    }
}

impl Failure {
    fn told(&self) -> BackEndError {
        match self {
            Self::Server(error) => BackEndError::Server(error.clone()),
            Self::Unknown(what) => BackEndError::Unknown { what: what.clone() },
            Self::Other(words) => BackEndError::Failed(words.clone().into()),
        }
    }
}

/// An order by a field that the map does not have is refused before anything is asked.
pub(super) fn check_order(order: &Order, map: &Map) -> Result<(), BackEndError> {
    match order {
        Order::Field { var, .. } if map.field(var.as_str()).is_none() => {
            Err(BackEndError::Unknown {
                what: var.to_string(),
            })
        }
        Order::Best | Order::Field { .. } => Ok(()),
    }
}
