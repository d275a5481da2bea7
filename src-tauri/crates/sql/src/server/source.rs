//! What sources of customer users and of customers on servers have in common.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use deskbook_core::back_end::{BackEndError, Changes};
use deskbook_core::health::{Health, HealthCell, Rights};
use deskbook_core::query::ValidityFilter;
use deskbook_core::selection::Selection;
use deskbook_core::server_error::{ServerError, Trouble};
use deskbook_domain::check::Mode;
use deskbook_domain::ids::{Identifier, TableName, Var};
use deskbook_domain::record::Record;
use deskbook_domain::validity::Validity;
use sea_orm::QueryResult;

use super::Server;
use super::condition::Conditions;
use super::order::direction_of;
use super::rights::rights;
use super::rows::refuse_unfit;
use super::sessions::Lease;
use crate::catalogue::{Catalogue, ColumnKind};
use crate::dialect::Sql;
use crate::shape::{Row, Shape};
use crate::stored::parse_time;

/// One table of a database as a source.
pub(super) struct Table {
    pub(super) server: Server,
    name: TableName,
    make: Box<dyn Fn(Catalogue) -> Shape + Send + Sync>,
    shape: RwLock<Option<Arc<Shape>>>,
    health: HealthCell,
    /// Whether it is still to be asked what the account may do.
    asks_rights: AtomicBool,
}

impl Table {
    pub(super) fn new(
        server: Server,
        name: TableName,
        make: impl Fn(Catalogue) -> Shape + Send + Sync + 'static,
    ) -> Self {
        Self {
            server,
            name,
            make: Box::new(make),
            shape: RwLock::default(),
            health: HealthCell::default(),
            asks_rights: AtomicBool::new(true),
        }
    }

    /// The table as the server's catalogue knows it, read once. A table that the catalogue does not know
    /// (yet) is looked for again the next time.
    pub(super) async fn shape(&self) -> Result<Arc<Shape>, ServerError> {
        match self.known_shape() {
            Some(shape) => Ok(shape),
            None => self.read_shape().await,
        }
    }

    /// The table as far as it is known without asking.
    pub(super) fn known_shape(&self) -> Option<Arc<Shape>> {
        let shape = self.shape.read();
        shape.unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn read_shape(&self) -> Result<Arc<Shape>, ServerError> {
        let mut lease = self.server.sessions().lease().await?;
        let dialect = self.server.dialect();
        let catalogue = lease
            .ask(async |db| Catalogue::read(db, dialect, &self.name).await)
            .await?;
        let is_there = !catalogue.is_empty();
        let shape = Arc::new((self.make)(catalogue));
        if is_there {
            let mut known = self.shape.write().unwrap_or_else(PoisonError::into_inner);
            *known = Some(Arc::clone(&shape));
        }
        Ok(shape)
    }

    /// The error of a record that the columns cannot hold, though they could when they were read: they are
    /// read again, and name the field as the check before the write does.
    pub(super) async fn refused_value(
        &self,
        error: BackEndError,
        record: &Record,
        mode: Mode,
    ) -> BackEndError {
        let BackEndError::Server(ServerError {
            trouble: Trouble::CharsetTrouble | Trouble::ValueTooLong,
            ..
        }) = &error
        else {
            return error;
        };
        match self.read_shape().await {
            Ok(shape) => refuse_unfit(&shape, record, mode).err().unwrap_or(error),
            Err(_) => error,
        }
    }

    pub(super) fn health(&self) -> Health {
        self.health.read()
    }

    /// Notes how a question to the source ended.
    pub(super) async fn watched<A>(
        &self,
        work: impl Future<Output = Result<(A, bool), BackEndError>>,
    ) -> Result<A, BackEndError> {
        let began = Instant::now();
        let outcome = work.await.map_err(|error| self.explained(error));
        let replica = outcome.as_ref().is_ok_and(|(_, reads_only)| *reads_only);
        self.note(&outcome, began, replica);
        outcome.map(|(answer, _)| answer)
    }

    /// The same for a question that needs no more than a part of the table: that it is answered does not
    /// say that rows can be read, of which a column may be missing.
    pub(super) async fn watched_in_part<A>(
        &self,
        work: impl Future<Output = Result<(A, bool), BackEndError>>,
    ) -> Result<A, BackEndError> {
        let began = Instant::now();
        let outcome = work.await.map_err(|error| self.explained(error));
        let replica = outcome.as_ref().is_ok_and(|(_, reads_only)| *reads_only);
        let now = self.server.shared.clock.now();
        if self.health.note_in_part(&outcome, began, now, replica) {
            self.server.shared.listener.health_changed();
        }
        outcome.map(|(answer, _)| answer)
    }

    pub(super) fn note<A>(&self, outcome: &Result<A, BackEndError>, began: Instant, replica: bool) {
        let now = self.server.shared.clock.now();
        if self.health.note(outcome, began, now, replica) {
            self.server.shared.listener.health_changed();
        }
    }

    /// Names the table or the column that an error is about: servers tell it in their messages only.
    pub(super) fn explained(&self, error: BackEndError) -> BackEndError {
        let BackEndError::Server(mut error) = error else {
            return error;
        };
        error.trouble = match error.trouble {
            Trouble::TableMissing(name) if name.is_empty() => {
                Trouble::TableMissing(self.name.to_string())
            }
            Trouble::GrantMissing(name) if name.is_empty() => {
                Trouble::GrantMissing(self.name.to_string())
            }
            Trouble::NotWritable(name) if name.is_empty() => {
                Trouble::NotWritable(self.name.to_string())
            }
            Trouble::ColumnMissing(name) if name.is_empty() => {
                let known = self.known_shape();
                let missing = known.as_ref().and_then(|shape| shape.missing_column());
                Trouble::ColumnMissing(missing.map_or_else(String::new, ToString::to_string))
            }
            trouble => trouble,
        };
        BackEndError::Server(error)
    }

    /// Notes how a change ended, and names the table that an error is about.
    pub(super) async fn written<A>(
        &self,
        work: impl Future<Output = Result<A, BackEndError>>,
    ) -> Result<A, BackEndError> {
        let work = async { work.await.map(|answer| (answer, false)) };
        let outcome = self.watched(work).await;
        outcome.map_err(|error| match error {
            BackEndError::Server(ServerError {
                trouble: Trouble::GrantMissing(table),
                place,
                source,
            }) => BackEndError::Server(ServerError {
                trouble: Trouble::WriteGrantMissing(table),
                place,
                source,
            }),
            error => error,
        })
    }

    /// Asks for the table once; what is missing or not allowed is found out.
    pub(super) async fn ping(&self) -> Result<(), BackEndError> {
        self.watched(async {
            let shape = self.shape().await?;
            let shape = &*shape;
            let mut lease = self.server.sessions().lease().await?;
            let mut sql = Sql::new(shape.dialect, shape.select());
            sql.push(&shape.from()).push(" WHERE 1=0");
            let patience = self.server.sessions().timing().connect;
            let answer = tokio::time::timeout(patience, lease.rows(&sql)).await;
            answer.map_err(|_| lease.silent(patience))??;
            Ok(((), lease.reads_only()))
        })
        .await?;
        if self.asks_rights.load(Ordering::Relaxed) {
            self.look_at_rights().await;
        }
        Ok(())
    }

    /// Finds out whether the account may write at all. One that may not is asked about again, since rights
    /// are given while Deskbook runs; those that are taken away are noticed by the next save.
    async fn look_at_rights(&self) {
        let sessions = self.server.sessions();
        let (dialect, database) = (self.server.dialect(), sessions.database());
        let asked = async {
            let mut lease = sessions.lease().await?;
            lease
                .ask(async |db| rights(db, dialect, database, &self.name).await)
                .await
        };
        let patience = sessions.timing().connect;
        let Ok(answer) = tokio::time::timeout(patience, asked).await else {
            return;
        };
        match answer {
            Ok(rights) => {
                let asks_on = rights == Rights::ReadsOnly;
                self.asks_rights.store(asks_on, Ordering::Relaxed);
                if self.health.note_rights(rights) {
                    self.server.shared.listener.health_changed();
                }
            }
            Err(error) if matches!(error.trouble, Trouble::ConnectionLost | Trouble::Silent(_)) => {
            }
            Err(_) => self.asks_rights.store(false, Ordering::Relaxed),
        }
    }

    /// How many rows there are.
    pub(super) async fn count(&self) -> Result<u32, BackEndError> {
        self.watched_in_part(async {
            let shape = self.shape().await?;
            let shape = &*shape;
            let mut sql = Sql::new(shape.dialect, "SELECT ");
            sql.push(&shape.dialect.text("COUNT(*)"))
                .push(&shape.from());
            let mut lease = self.server.sessions().lease().await?;
            let rows = lease.rows(&sql).await?;
            Ok((count_in(&rows, &lease)?, lease.reads_only()))
        })
        .await
    }

    /// How many rows answer one of OTOBO's own questions.
    pub(super) async fn count_selected(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
    ) -> Result<u32, BackEndError> {
        self.watched_in_part(async {
            let shape = self.shape().await?;
            let shape = &*shape;
            let select = format!("SELECT {}", shape.dialect.text("COUNT(*)"));
            let sql = self.selecting(&select, selection, validity).await?;
            let mut lease = self.server.sessions().lease().await?;
            let rows = lease.rows(&sql).await?;
            Ok((count_in(&rows, &lease)?, lease.reads_only()))
        })
        .await
    }

    /// The values of a column among the rows that answer, each once as the engine tells them apart.
    pub(super) async fn distinct(
        &self,
        column: &Identifier,
        selection: &Selection,
        validity: ValidityFilter,
    ) -> Result<Vec<String>, BackEndError> {
        self.watched_in_part(async {
            let shape = self.shape().await?;
            let shape = &*shape;
            // Told apart as they are compared, and only then read as text
            let value = shape.comparable(column);
            let select = format!("SELECT DISTINCT {value}");
            let sql = self.selecting(&select, selection, validity).await?;
            let mut lease = self.server.sessions().lease().await?;
            let rows = lease.rows(&sql).await?;
            let values = rows.iter().map(|row| lease.text(row, 0));
            let values = values.collect::<Result<Vec<_>, _>>()?;
            Ok((values.into_iter().flatten().collect(), lease.reads_only()))
        })
        .await
    }

    /// A statement about the rows that answer, without an order.
    async fn selecting(
        &self,
        select: &str,
        selection: &Selection,
        validity: ValidityFilter,
    ) -> Result<Sql, BackEndError> {
        let shape = self.shape().await?;
        let shape = &*shape;
        selection.check(shape.dialect.backslash())?;
        let mut sql = Sql::new(shape.dialect, select);
        sql.push(&shape.from()).push(" WHERE ");
        Conditions { shape }.selection(&mut sql, selection);
        self.only_valid(&mut sql, shape, validity).await?;
        Ok(sql)
    }

    /// The answer to one of OTOBO's own questions.
    pub(super) async fn select(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
        limit: Option<u32>,
    ) -> Result<Vec<(Row, Validity)>, BackEndError> {
        self.watched(async {
            let reader = self.reader().await?;
            let shape = &*reader.shape;
            let select = shape.select();
            let mut sql = self.selecting(&select, selection, validity).await?;
            if let Selection::Detail(detail) = selection {
                for (at, (column, direction)) in detail.order.iter().enumerate() {
                    sql.push(if at == 0 { " ORDER BY " } else { ", " })
                        .push(&shape.column(column))
                        .push(" ")
                        .push(direction_of(*direction));
                }
            }
            if let Some(limit) = limit {
                sql.push(&format!(" LIMIT {limit}"));
            }
            let mut lease = self.server.sessions().lease().await?;
            let rows = lease.rows(&sql).await?;
            let read = |row| {
                let row = lease.told(shape.read(row))?;
                let validity = reader.validity(&row);
                Ok::<_, ServerError>((row, validity))
            };
            let found = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
            Ok((found, lease.reads_only()))
        })
        .await
    }

    /// Writes ` AND <valid> IN (…)` where validity counts (C4, C20, C42).
    pub(super) async fn only_valid(
        &self,
        sql: &mut Sql,
        shape: &Shape,
        validity: ValidityFilter,
    ) -> Result<(), ServerError> {
        let (ValidityFilter::ValidOnly, Some(column)) = (validity, &shape.valid) else {
            return Ok(());
        };
        let validities = self.server.validities().await?;
        let valid = validities
            .iter()
            .filter(|(_, validity)| validity.is_valid());
        let ids: Vec<i32> = valid.map(|(id, _)| *id).collect();
        if ids.is_empty() {
            sql.push(" AND 1=0");
            return Ok(());
        }
        if shape.kind(column) == ColumnKind::Number || shape.catalogue.is_empty() {
            sql.push(" AND ").push(&shape.column(column)).push(" IN (");
            sql.bind_all(ids).push(")");
        } else {
            // A table of somebody else's may keep it as text
            sql.push(" AND ")
                .push(&shape.comparable(column))
                .push(" IN (");
            sql.bind_all(ids.iter().map(ToString::to_string)).push(")");
        }
        Ok(())
    }

    /// What rows are read with. To be had before a session is taken, since it may need one itself.
    pub(super) async fn reader(&self) -> Result<Reader<'_>, ServerError> {
        let shape = self.shape().await?;
        let validities = match shape.valid {
            Some(_) => Some(self.server.validities().await?),
            None => None,
        };
        Ok(Reader { shape, validities })
    }

    /// The same for some of the fields.
    pub(super) async fn reader_of(&self, vars: &[Var]) -> Result<Reader<'_>, ServerError> {
        let reader = self.reader().await?;
        let shape = Shape::clone(&reader.shape).with_fields(vars);
        Ok(Reader {
            shape: Arc::new(shape),
            ..reader
        })
    }

    /// Reads the four columns of who wrote when, from `index` on.
    pub(super) fn changes(
        row: &QueryResult,
        index: usize,
        lease: &Lease,
        agents: &BTreeMap<String, String>,
    ) -> Result<Changes, ServerError> {
        let text = |at: usize| lease.text(row, index + at);
        let agent = |id: &str| agents.get(id).cloned().unwrap_or_else(|| id.to_owned());
        let (created_by, changed_by) = (text(1)?.unwrap_or_default(), text(3)?.unwrap_or_default());
        Ok(Changes {
            created: parse_time(text(0)?.as_deref()),
            created_by: agent(&created_by),
            created_by_id: created_by,
            changed: parse_time(text(2)?.as_deref()),
            changed_by: agent(&changed_by),
            changed_by_id: changed_by,
        })
    }

    /// The columns of who wrote when, to be selected; a foreign table has none (C8).
    pub(super) fn select_changes(shape: &Shape) -> String {
        if shape.foreign {
            return String::new();
        }
        ["create_time", "create_by", "change_time", "change_by"]
            .map(|column| {
                format!(
                    ", {}",
                    shape
                        .dialect
                        .text(&shape.column(&Identifier::fixed(column)))
                )
            })
            .concat()
    }
}

/// Reads rows of a table.
pub(super) struct Reader<'t> {
    pub(super) shape: Arc<Shape>,
    validities: Option<&'t BTreeMap<i32, Validity>>,
}

impl Reader<'_> {
    /// What the number in the column of the validity means. A number that nobody knows makes nobody valid;
    /// without such a column everybody is (C20).
    pub(super) fn validity(&self, row: &Row) -> Validity {
        let Some(validities) = self.validities else {
            return Validity::Valid;
        };
        let id = row.valid.as_deref().and_then(|id| id.parse().ok());
        id.and_then(|id: i32| validities.get(&id).copied())
            .unwrap_or(Validity::Invalid)
    }
}

/// The number in the first column of the first row.
pub(super) fn count_in(rows: &[QueryResult], lease: &Lease) -> Result<u32, ServerError> {
    let count = match rows.first() {
        Some(row) => lease.text(row, 0)?,
        None => None,
    };
    let count = count
        .and_then(|count| count.parse::<u64>().ok())
        .unwrap_or_default();
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
