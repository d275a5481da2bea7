//! A table that is read from its first row to its last, for a copy.
//!
//! It is cut into ranges of its key, each of so many rows, and the server alone says what lies in one: it
//! knows which keys it takes for the same, whatever case, accents and blanks at their ends. So rows whose
//! keys are equal are in one range, and none is lost or read twice where two ranges meet. The mark is the
//! key at the end of the last range that was read as a whole.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use deskbook_core::back_end::BackEndError;
use deskbook_core::mirror::{BATCH, Batch, End, Readable, Reading, Row};
use deskbook_core::server_error::ServerError;
use deskbook_domain::ids::Var;
use deskbook_domain::source::SourceId;

use super::sessions::Lease;
use super::source::{Reader, Table};
use crate::catalogue::ColumnKind;
use crate::dialect::Sql;
use crate::shape::Shape;

/// Rows of a range. Those whose keys are equal to its last one come with it, and mostly fit into a batch.
const RANGE: usize = BATCH - 2_000;

/// Counting is worth so much time, and no more.
const QUICK: Duration = Duration::from_secs(2);

/// A table as a source of copies.
pub(super) struct ReadableTable {
    table: Arc<Table>,
    source: SourceId,
}

impl ReadableTable {
    pub(super) fn new(table: Arc<Table>, source: SourceId) -> Self {
        Self { table, source }
    }
}

#[async_trait]
impl Readable for ReadableTable {
    fn source(&self) -> SourceId {
        self.source
    }

    fn goes_on(&self) -> bool {
        true
    }

    async fn total(&self) -> Option<u32> {
        let count = tokio::time::timeout(QUICK, self.table.count()).await;
        count.ok()?.ok()
    }

    async fn read(
        &self,
        fields: &[Var],
        behind: Option<String>,
    ) -> Result<Box<dyn Reading>, BackEndError> {
        let table = Arc::clone(&self.table);
        Ok(Box::new(TableReading::new(table, fields.to_vec(), behind)))
    }
}

/// A table that is being read.
pub(super) struct TableReading {
    table: Arc<Table>,
    fields: Vec<Var>,
    /// The end of the last range.
    behind: Option<String>,
    /// A range that does not fit into one batch, and how many of its rows were read.
    within: Option<(Range, usize)>,
}

/// Keys that are greater than the one, and not greater than the other. Without the one those are among them
/// that have no key at all.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Range {
    behind: Option<String>,
    to: Option<String>,
}

/// In which order rows of a range come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Course {
    /// In any: they are read at once.
    Any,
    /// In the same one each time, behind so many of them.
    Behind(usize),
}

#[async_trait]
impl Reading for TableReading {
    async fn next(&mut self) -> Result<Batch, BackEndError> {
        let table = Arc::clone(&self.table);
        table.watched(self.batch()).await
    }
}

impl TableReading {
    /// Reads these fields, behind a mark if one is given.
    pub(super) fn new(table: Arc<Table>, fields: Vec<Var>, behind: Option<String>) -> Self {
        Self {
            table,
            fields,
            behind: behind.filter(|mark| !mark.is_empty()),
            within: None,
        }
    }

    /// Some rows, and whether the server only reads.
    async fn batch(&mut self) -> Result<(Batch, bool), BackEndError> {
        let table = Arc::clone(&self.table);
        let reader = table.reader_of(&self.fields).await?;
        let mut lease = table.server.sessions().lease().await?;
        let (range, mut course) = match self.within.clone() {
            Some((range, read)) => (range, Course::Behind(read)),
            None => (
                self.next_range(&reader.shape, &mut lease).await?,
                Course::Any,
            ),
        };
        let mut rows = self.rows(&reader, &range, course, &mut lease).await?;
        if rows.len() > BATCH && course == Course::Any {
            course = Course::Behind(0);
            rows = self.rows(&reader, &range, course, &mut lease).await?;
        }
        let is_whole = rows.len() <= BATCH;
        rows.truncate(BATCH);
        let is_last = range.to.is_none();
        self.within = match course {
            Course::Behind(read) if !is_whole => Some((range, read + rows.len())),
            _ => {
                self.behind = range.to.or_else(|| self.behind.take());
                None
            }
        };
        let batch = Batch {
            rows,
            mark: self.behind.clone().unwrap_or_default(),
            end: (is_whole && is_last).then_some(End::Whole),
        };
        Ok((batch, lease.reads_only()))
    }

    /// The range behind the last one.
    async fn next_range(&self, shape: &Shape, lease: &mut Lease) -> Result<Range, ServerError> {
        let key = shape.column(&shape.key);
        let mut sql = Sql::new(shape.dialect, "SELECT ");
        sql.push(&shape.dialect.text(&key))
            .push(&shape.from())
            .push(" WHERE ");
        match &self.behind {
            Some(behind) => than(&mut sql, shape, " > ", behind),
            None => {
                sql.push(&key).push(" IS NOT NULL");
            }
        }
        let last = RANGE - 1;
        sql.push(&format!(" ORDER BY {key} LIMIT 1 OFFSET {last}"));
        let rows = lease.rows(&sql).await?;
        let to = match rows.first() {
            Some(row) => lease.text(row, 0)?,
            None => None,
        };
        Ok(Range {
            behind: self.behind.clone(),
            // A number that is not exact as text does not lead on: the rest is read as one range then
            to: to.filter(|to| Some(to) != self.behind.as_ref()),
        })
    }

    /// Rows of a range: one more than a batch if there are more.
    async fn rows(
        &self,
        reader: &Reader<'_>,
        range: &Range,
        course: Course,
        lease: &mut Lease,
    ) -> Result<Vec<Row>, ServerError> {
        let shape = &*reader.shape;
        let mut sql = Sql::new(shape.dialect, shape.select());
        sql.push(&shape.from()).push(" WHERE ");
        range.write(&mut sql, shape);
        if course != Course::Any {
            let columns = shape.selected().map(|it| shape.dialect.bytes(&it));
            let columns = columns.collect::<Vec<_>>().join(", ");
            sql.push(&format!(" ORDER BY {columns}"));
        }
        sql.push(&format!(" LIMIT {}", BATCH + 1));
        if let Course::Behind(read) = course {
            sql.push(&format!(" OFFSET {read}"));
        }
        let rows = lease.rows(&sql).await?;
        let read = |row| {
            let row = lease.told(shape.read(row))?;
            let value = |var| row.record.get(var).map(str::to_owned);
            Ok(Row {
                validity: reader.validity(&row),
                values: self.fields.iter().map(value).collect(),
                key: row.key,
            })
        };
        rows.iter().map(read).collect()
    }
}

impl Range {
    fn write(&self, sql: &mut Sql, shape: &Shape) {
        match (&self.behind, &self.to) {
            (None, None) => {
                sql.push("1=1");
            }
            (None, Some(to)) => {
                sql.push("(");
                than(sql, shape, " <= ", to);
                let key = shape.column(&shape.key);
                sql.push(&format!(" OR {key} IS NULL)"));
            }
            (Some(behind), to) => {
                than(sql, shape, " > ", behind);
                if let Some(to) = to {
                    sql.push(" AND ");
                    than(sql, shape, " <= ", to);
                }
            }
        }
    }
}

/// Compares the key as the server does: an index finds it.
fn than(sql: &mut Sql, shape: &Shape, operator: &str, key: &str) {
    if shape.kind(&shape.key) == ColumnKind::Number {
        let kind = shape.dialect.exact_number();
        sql.push(&shape.column(&shape.key))
            .push(operator)
            .push("CAST(")
            .bind(key)
            .push(&format!(" AS {kind})"));
    } else {
        sql.push(&shape.comparable(&shape.key))
            .push(operator)
            .bind(key);
    }
}
