//! The records of a mirror as a table of instant search.

use std::collections::HashMap;
use std::num::ParseIntError;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::BackEndError;
use deskbook_domain::ids::Var;
use deskbook_domain::instant::exact_key;
use deskbook_domain::source::{SourceId, Subject};
use deskbook_domain::validity::Validity;
use deskbook_index::instant::{Table, TableRow};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbErr, QueryResult, Value};

use super::copies::{Copy, IS_FIRST, copies, statement};
use super::index::table_of;
use super::{content, told};

/// Whose copy it is, and the fields of its values.
type OfCopy = (SourceId, Arc<[Var]>);

/// Keys that are looked at at once.
const KEYS_AT_ONCE: u32 = 20_000;

/// Which rows a table has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    /// Those that were taken over.
    TakenOver,
    /// Those that were put aside for copies that were never whole. They are in no index, and nothing leads to their keys.
    /// They are gone when their copy is taken over, whoever still has their numbers. A record that was put right meanwhile
    /// is among those taken over, and not here.
    PutAside,
}

/// What rows are asked for by.
#[derive(Clone, Copy, Debug)]
enum Column {
    Number,
    Key,
}

impl Rows {
    fn are_of(self, copy: &Copy) -> bool {
        match self {
            Self::TakenOver => true,
            Self::PutAside => copy.is_first,
        }
    }

    /// All of these copies, as `r`.
    fn all_of(self, copies: &str) -> String {
        match self {
            Self::TakenOver => format!("record AS r WHERE r.copy IN ({copies})"),
            Self::PutAside => format!(
                "staged AS r WHERE r.copy IN (SELECT id FROM copy WHERE id IN ({copies}) AND {IS_FIRST}) \
                 AND (r.copy NOT IN (SELECT id FROM copy WHERE records > 0) OR NOT EXISTS \
                 (SELECT 1 FROM record_of_key AS k WHERE k.key = r.key AND k.copy = r.copy))"
            ),
        }
    }

    /// Those whose column has one of the values of a JSON list, with what is read of them. Which of two tables is looked
    /// through is not left to SQLite: it would rather read all records than look for a few hundred.
    fn having(self, column: Column, copies: &str) -> String {
        match self {
            Self::TakenOver => {
                let number = match column {
                    Column::Number => "wanted.value",
                    Column::Key => "k.record",
                };
                let keyed = match column {
                    Column::Number => "",
                    Column::Key => "CROSS JOIN record_of_key AS k ON k.key = wanted.value",
                };
                format!(
                    "SELECT r.id, r.copy, r.key, r.valid_id, r.content, r.shared \
                     FROM json_each(?) AS wanted {keyed} CROSS JOIN record AS r ON r.id = {number}"
                )
            }
            Self::PutAside => {
                let column = match column {
                    Column::Number => "id",
                    Column::Key => "key",
                };
                format!(
                    "SELECT r.id, r.copy, r.key, r.valid_id, r.content, FALSE FROM {} \
                     AND r.{column} IN (SELECT value FROM json_each(?)) ORDER BY r.id",
                    self.all_of(copies)
                )
            }
        }
    }
}

/// The records of one subject, over one connection.
#[derive(Clone)]
pub(super) struct MirrorTable {
    path: PathBuf,
    connection: DatabaseConnection,
    subject: Subject,
    rows: Rows,
    copies: Arc<HashMap<i64, OfCopy>>,
    /// The numbers of the copies, as SQL has a list.
    listed: Arc<str>,
}

impl MirrorTable {
    pub(super) async fn of(
        path: PathBuf,
        connection: DatabaseConnection,
        subject: Subject,
        rows: Rows,
    ) -> Result<Self, DbErr> {
        let copies = copies(&connection).await?.into_iter();
        let copies: HashMap<_, _> = copies
            .filter(|(source, copy)| source.subject() == subject && rows.are_of(copy))
            .map(|(source, copy)| (copy.id, (source, Arc::from(copy.fields))))
            .collect();
        let listed: Vec<_> = copies.keys().map(ToString::to_string).collect();
        Ok(Self {
            path,
            connection,
            subject,
            rows,
            listed: listed.join(", ").into(),
            copies: Arc::new(copies),
        })
    }

    /// The same over another connection.
    pub(super) fn over(&self, connection: DatabaseConnection) -> Self {
        Self {
            connection,
            ..self.clone()
        }
    }

    /// Whether it has rows of a source.
    pub(super) fn has(&self, source: SourceId) -> bool {
        self.copies.values().any(|(of, _)| *of == source)
    }

    /// The numbers of the rows with this key in any case, the last one first. All are looked at.
    pub(super) async fn holders(&self, key: &str) -> Result<Vec<i64>, BackEndError> {
        let sql = format!(
            "SELECT r.id, r.key FROM {} AND r.id > ? ORDER BY r.id LIMIT {KEYS_AT_ONCE}",
            self.rows.all_of(&self.listed)
        );
        let exact = exact_key(key);
        let (mut holders, mut last) = (Vec::new(), i64::MIN);
        loop {
            let rows = statement(&sql, [last.into()]);
            let rows = self.connection.query_all_raw(rows).await;
            let rows = rows.map_err(told(&self.path))?;
            let before = last;
            for row in &rows {
                let key: String = row.try_get_by_index(1).map_err(told(&self.path))?;
                last = row.try_get_by_index(0).map_err(told(&self.path))?;
                if exact_key(&key) == exact {
                    holders.push(last);
                }
            }
            if last == before {
                holders.reverse();
                return Ok(holders);
            }
        }
    }

    /// In one text: a row for each would cost more than to find it.
    async fn numbers(&self, sql: &str, values: Vec<Value>) -> Result<Vec<i64>, BackEndError> {
        let sql = format!("SELECT group_concat(id) FROM ({sql})");
        let row = self.connection.query_one_raw(statement(&sql, values)).await;
        let row = row.map_err(told(&self.path))?;
        let numbers = row.map(|row| row.try_get_by_index::<Option<String>>(0));
        let numbers = numbers.transpose().map_err(told(&self.path))?.flatten();
        let numbers = numbers.unwrap_or_default();
        let numbers = numbers.split_terminator(',').map(str::parse);
        numbers
            .collect::<Result<_, _>>()
            .map_err(|error: ParseIntError| BackEndError::Failed(error.into()))
    }

    /// The records whose column has one of these values.
    async fn read(&self, column: Column, values: String) -> Result<Vec<TableRow>, BackEndError> {
        let sql = self.rows.having(column, &self.listed);
        let rows = self
            .connection
            .query_all_raw(statement(&sql, [values.into()]));
        let rows = rows.await.map_err(told(&self.path))?;
        let rows = rows.iter().filter_map(|row| self.row(row).transpose());
        rows.collect::<Result<_, _>>().map_err(told(&self.path))
    }

    /// `None` for a record of another subject.
    fn row(&self, row: &QueryResult) -> Result<Option<TableRow>, DbErr> {
        let copy: i64 = row.try_get_by_index(1)?;
        let Some((source, fields)) = self.copies.get(&copy) else {
            return Ok(None);
        };
        let content: String = row.try_get_by_index(4)?;
        let validity = Validity::from_id(row.try_get_by_index(3)?);
        Ok(Some(TableRow {
            number: row.try_get_by_index(0)?,
            source: *source,
            key: row.try_get_by_index(2)?,
            validity: validity.unwrap_or(Validity::Invalid),
            fields: Arc::clone(fields),
            values: content::read(&content)?,
            is_shared: row.try_get_by_index(5)?,
        }))
    }
}

#[async_trait]
impl Table for MirrorTable {
    async fn matching(
        &self,
        question: &str,
        from: i64,
        limit: u32,
    ) -> Result<Vec<i64>, BackEndError> {
        let table = table_of(self.subject);
        let sql = format!(
            "SELECT rowid AS id FROM {table} WHERE {table} MATCH ? AND rowid >= ? ORDER BY rowid LIMIT ?"
        );
        self.numbers(&sql, vec![question.into(), from.into(), limit.into()])
            .await
    }

    async fn listed(&self, from: i64, limit: u32) -> Result<Vec<i64>, BackEndError> {
        let sql = format!(
            "SELECT r.id FROM {} AND r.id >= ? ORDER BY r.id LIMIT ?",
            self.rows.all_of(&self.listed)
        );
        self.numbers(&sql, vec![from.into(), limit.into()]).await
    }

    async fn rows(&self, numbers: &[i64]) -> Result<Vec<TableRow>, BackEndError> {
        let rows = self
            .read(Column::Number, as_json(numbers)?)
            .await?
            .into_iter();
        let mut rows: HashMap<i64, TableRow> = rows.map(|row| (row.number, row)).collect();
        Ok(numbers
            .iter()
            .filter_map(|number| rows.remove(number))
            .collect())
    }

    async fn rows_of_keys(&self, keys: &[&str]) -> Result<Vec<TableRow>, BackEndError> {
        self.read(Column::Key, as_json(keys)?).await
    }
}

fn as_json<L: serde::Serialize + ?Sized>(list: &L) -> Result<String, BackEndError> {
    serde_json::to_string(list).map_err(|error| BackEndError::Failed(error.into()))
}
