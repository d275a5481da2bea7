//! The rows of the local directory as a table of instant search.

use std::collections::HashMap;
use std::num::ParseIntError;
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::BackEndError;
use deskbook_domain::source::SourceId;
use deskbook_index::instant::{Table, TableRow};
use sea_orm::{DatabaseConnection, Value};

use super::layout::{Layout, Texts, validity_of};
use crate::connections::Connections;
use crate::indexing::Subject;
use crate::statement::{json_texts, one, unpacked};

/// Number, validity and texts of a row.
type Packed = (i64, Option<String>, Vec<Option<String>>);

/// The rows of one subject, over some of the connections.
pub(super) struct LocalTable {
    pub(super) connections: Connections,
    pub(super) over: DatabaseConnection,
    pub(super) layout: Layout,
    pub(super) source: SourceId,
}

impl LocalTable {
    /// In one text: a row for each would cost more than to find it.
    async fn numbers(&self, sql: &str, values: Vec<Value>) -> Result<Vec<i64>, BackEndError> {
        let sql = format!("SELECT group_concat(number) FROM ({sql})");
        let packed: Option<Option<String>> = one(&self.over, &sql, values)
            .await
            .map_err(self.connections.told())?;
        let packed = packed.flatten().unwrap_or_default();
        let numbers = packed.split_terminator(',').map(str::parse);
        numbers
            .collect::<Result<_, _>>()
            .map_err(|error: ParseIntError| BackEndError::Failed(error.into()))
    }

    /// The rows that these values lead to, which are a JSON list, packed into another one. Which of the tables is looked
    /// through first is not left to SQLite: it would rather read all rows than look for a few hundred.
    async fn read(&self, joined: &str, wanted: Value) -> Result<Vec<TableRow>, BackEndError> {
        let (validity, texts) = (self.layout.validity(), self.layout.texts());
        let sql = format!(
            "SELECT json_group_array(json_array(n.number, {validity}, json_array({texts}))) \
             FROM json_each(?) AS wanted CROSS JOIN {joined}"
        );
        let packed = one(&self.over, &sql, [wanted]).await.and_then(unpacked);
        let rows = packed.map_err(self.connections.told())?.into_iter();
        Ok(rows.map(|row| self.row(row)).collect())
    }

    fn row(&self, (number, validity, texts): Packed) -> TableRow {
        let texts = Texts::of(texts);
        TableRow {
            number,
            source: self.source,
            key: texts.key,
            validity: validity_of(validity.as_deref()),
            fields: Arc::clone(&self.layout.fields),
            values: texts.values,
            is_shared: false,
        }
    }
}

#[async_trait]
impl Table for LocalTable {
    async fn matching(
        &self,
        question: &str,
        from: i64,
        limit: u32,
    ) -> Result<Vec<i64>, BackEndError> {
        let Subject { terms, .. } = self.layout.subject;
        let sql = format!(
            "SELECT rowid AS number FROM {terms} WHERE {terms} MATCH ? AND rowid >= ? \
             ORDER BY rowid LIMIT ?"
        );
        self.numbers(&sql, vec![question.into(), from.into(), limit.into()])
            .await
    }

    async fn listed(&self, from: i64, limit: u32) -> Result<Vec<i64>, BackEndError> {
        let Subject { numbers, .. } = self.layout.subject;
        let sql = format!("SELECT number FROM {numbers} WHERE number >= ? ORDER BY number LIMIT ?");
        self.numbers(&sql, vec![from.into(), limit.into()]).await
    }

    async fn rows(&self, numbers: &[i64]) -> Result<Vec<TableRow>, BackEndError> {
        let Subject {
            numbers: table_of_numbers,
            table,
            row,
            ..
        } = self.layout.subject;
        let joined = format!(
            "{table_of_numbers} AS n ON n.number = wanted.value \
             CROSS JOIN {table} AS t ON t.{row} = n.{row}"
        );
        let wanted = numbers.iter().map(ToString::to_string).collect::<Vec<_>>();
        let wanted = format!("[{}]", wanted.join(","));
        let rows = self.read(&joined, wanted.into()).await?.into_iter();
        let mut rows: HashMap<i64, TableRow> = rows.map(|row| (row.number, row)).collect();
        Ok(numbers
            .iter()
            .filter_map(|number| rows.remove(number))
            .collect())
    }

    async fn rows_of_keys(&self, keys: &[&str]) -> Result<Vec<TableRow>, BackEndError> {
        let Subject {
            numbers,
            table,
            row,
            ..
        } = self.layout.subject;
        let key = &self.layout.key;
        let joined = format!(
            "{table} AS t ON t.\"{key}\" = wanted.value CROSS JOIN {numbers} AS n ON n.{row} = t.{row}"
        );
        self.read(&joined, json_texts(keys.iter().copied())).await
    }
}
