//! Instant search in a mirror.

use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::{BackEndError, FoundCustomerUser};
use deskbook_core::customer_back_end::FoundCustomer;
use deskbook_core::hits::Hits;
use deskbook_core::instant::{FoundRecord, InstantSearch, Question};
use deskbook_core::mirror::{Mirrored, Row};
use deskbook_domain::instant::{Region, exact_key};
use deskbook_domain::source::{SourceId, Subject};
use deskbook_index::instant::{self, Table as _, TableRow};

use super::table::{MirrorTable, Rows};
use super::{Mirror, told};

/// More records have the same key by chance only.
const MOST_HOLDERS: u32 = 100;

impl Mirror {
    async fn table(&self, subject: Subject, rows: Rows) -> Result<MirrorTable, BackEndError> {
        let table = MirrorTable::of(self.path.clone(), self.reader.clone(), subject, rows);
        table.await.map_err(told(&self.path))
    }

    /// What was put aside: most of what is asked of it takes a look at all.
    async fn aside(&self, subject: Subject) -> Result<MirrorTable, BackEndError> {
        let table = self.table(subject, Rows::PutAside).await?;
        Ok(table.over(self.scanner.clone()))
    }

    async fn hits<T>(
        &self,
        subject: Subject,
        question: Question,
    ) -> Result<Box<dyn Hits<T>>, BackEndError>
    where
        T: From<FoundRecord> + Send + Sync + 'static,
    {
        let pages = self.table(subject, Rows::TakenOver).await?;
        let search = pages.over(self.searcher.clone());
        let hits = instant::search(Arc::new(search), Arc::new(pages), question);
        Ok(Box::new(hits))
    }
}

#[async_trait]
impl InstantSearch for Mirror {
    fn region(&self) -> Region {
        self.region
    }

    async fn customer_users(
        &self,
        question: Question,
    ) -> Result<Box<dyn Hits<FoundCustomerUser>>, BackEndError> {
        self.hits(Subject::CustomerUsers, question).await
    }

    async fn customers(
        &self,
        question: Question,
    ) -> Result<Box<dyn Hits<FoundCustomer>>, BackEndError> {
        self.hits(Subject::Customers, question).await
    }
}

/// Instant search over what was put aside for copies that were never whole.
pub(super) struct PutAside {
    pub(super) mirror: Mirror,
    /// It ends with about so many hits.
    pub(super) most: usize,
}

impl PutAside {
    async fn hits<T>(
        &self,
        subject: Subject,
        question: Question,
    ) -> Result<Box<dyn Hits<T>>, BackEndError>
    where
        T: From<FoundRecord> + Send + Sync + 'static,
    {
        let search = self.mirror.aside(subject).await?;
        let pages = search.over(self.mirror.reader.clone());
        let hits = instant::scan(Arc::new(search), Arc::new(pages), question, self.most);
        Ok(Box::new(hits))
    }
}

#[async_trait]
impl InstantSearch for PutAside {
    fn region(&self) -> Region {
        self.mirror.region
    }

    async fn customer_users(
        &self,
        question: Question,
    ) -> Result<Box<dyn Hits<FoundCustomerUser>>, BackEndError> {
        self.hits(Subject::CustomerUsers, question).await
    }

    async fn customers(
        &self,
        question: Question,
    ) -> Result<Box<dyn Hits<FoundCustomer>>, BackEndError> {
        self.hits(Subject::Customers, question).await
    }
}

/// The record of a key in any case, of the first of these sources that has it.
pub(super) async fn look_up(
    mirror: &Mirror,
    sources: &[SourceId],
    key: &str,
) -> Result<Option<Mirrored>, BackEndError> {
    let Some(subject) = sources.first().map(|it| it.subject()) else {
        return Ok(None);
    };
    let table = mirror.table(subject, Rows::TakenOver).await?;
    let question = instant::holders(key).to_string();
    let numbers = table.matching(&question, i64::MIN, MOST_HOLDERS).await?;
    let exact = exact_key(key);
    let place = |row: &TableRow| sources.iter().position(|it| *it == row.source);
    let first = |rows: Vec<TableRow>| {
        let holders = rows.into_iter().filter(|row| exact_key(&row.key) == exact);
        let holders = holders.filter_map(|row| Some(((place(&row)?, row.key != key), row)));
        let first = holders.min_by_key(|(place, _)| *place);
        first.map(|(_, row)| mirrored(row))
    };
    if let Some(found) = first(table.rows(&numbers).await?) {
        return Ok(Some(found));
    }
    let aside = mirror.aside(subject).await?;
    if !sources.iter().any(|source| aside.has(*source)) {
        return Ok(None);
    }
    let numbers = aside.holders(key).await?;
    Ok(first(aside.rows(&numbers).await?))
}

/// The records of a source with these keys, byte by byte; of several that were put aside with one key the last one is last.
pub(super) async fn records(
    mirror: &Mirror,
    source: SourceId,
    keys: &[&str],
) -> Result<Vec<Mirrored>, BackEndError> {
    let table = mirror.table(source.subject(), Rows::TakenOver).await?;
    let mut rows = table.rows_of_keys(keys).await?;
    rows.retain(|row| row.source == source);
    let aside = mirror.aside(source.subject()).await?;
    if rows.len() < keys.len() && aside.has(source) {
        let others = aside.rows_of_keys(keys).await?.into_iter();
        rows.extend(others.filter(|row| row.source == source));
    }
    Ok(rows.into_iter().map(mirrored).collect())
}

fn mirrored(row: TableRow) -> Mirrored {
    Mirrored {
        source: row.source,
        fields: row.fields,
        row: Row {
            key: row.key,
            validity: row.validity,
            values: row.values,
        },
    }
}
