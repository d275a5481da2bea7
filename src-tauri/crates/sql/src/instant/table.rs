//! The rows of the local directory as a table of instant search.

use std::collections::{HashMap, HashSet};
use std::num::ParseIntError;
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::BackEndError;
use deskbook_domain::source::SourceId;
use deskbook_index::instant::{Table, TableRow};
use sea_orm::{DbErr, TryGetable, Value};
use tokio::sync::OnceCell;

use super::frequencies::{self, Frequencies};
use super::layout::{Layout, Texts, validity_of};
use crate::connections::{Connections, Searching};
use crate::indexing::Subject;
use crate::statement::{json_numbers, json_texts, one, unpacked};

/// Number, validity and texts of a row.
type Packed = (i64, Option<String>, Vec<Option<String>>);

/// The rows of one subject, over some of the connections.
pub(super) struct LocalTable {
    pub(super) connections: Connections,
    pub(super) over: Over,
    pub(super) layout: Layout,
    pub(super) source: SourceId,
    pub(super) frequencies: Frequencies,
}

/// Over which connections a table is read.
pub(super) enum Over {
    /// For a search, one all along, from its first question on: it knows the pages that the next question needs again.
    Search(OnceCell<Searching>),
    /// For pages, any one.
    Lookups,
}

impl LocalTable {
    async fn one<T: TryGetable>(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<T>, DbErr> {
        match &self.over {
            Over::Search(begun) => {
                let begin = || self.connections.begin_instant_search();
                one(&**begun.get_or_try_init(begin).await?, sql, values).await
            }
            Over::Lookups => one(self.connections.lookups(), sql, values).await,
        }
    }

    /// Two statements side by side: the second over another connection.
    async fn both<T: TryGetable>(
        &self,
        own: (&str, Vec<Value>),
        helped: (&str, Vec<Value>),
    ) -> Result<(Option<T>, Option<T>), DbErr> {
        let help = one(self.connections.helpers(), helped.0, helped.1);
        tokio::try_join!(self.one(own.0, own.1), help)
    }

    /// The numbers that a statement tells.
    async fn numbers(&self, sql: &str, values: Vec<Value>) -> Result<Vec<i64>, BackEndError> {
        let packed = self.one(&packed_numbers(sql), values).await;
        unpacked_numbers(packed.map_err(self.connections.told())?)
    }

    /// Selects rows that the values of a JSON list lead to, packed into another one. Which of the tables is looked through
    /// first is not left to SQLite: it would rather read all rows than look for a few hundred.
    fn packed_rows(&self, joined: &str) -> String {
        let (validity, texts) = (self.layout.validity(), self.layout.texts());
        format!(
            "SELECT json_group_array(json_array(n.number, {validity}, json_array({texts}))) \
             FROM json_each(?) AS wanted CROSS JOIN {joined}"
        )
    }

    fn unpacked_rows(&self, packed: Option<String>) -> Result<Vec<TableRow>, DbErr> {
        let rows = unpacked(packed)?.into_iter();
        Ok(rows.map(|row| self.row(row)).collect())
    }

    /// The rows of these numbers, in any order.
    async fn read(&self, numbers: &[i64]) -> Result<Vec<TableRow>, DbErr> {
        let Subject {
            numbers: table_of_numbers,
            table,
            row,
            ..
        } = self.layout.subject;
        let sql = self.packed_rows(&format!(
            "{table_of_numbers} AS n ON n.number = wanted.value \
             CROSS JOIN {table} AS t ON t.{row} = n.{row}"
        ));
        let packed = self.one(&sql, [json_numbers(numbers)]).await?;
        self.unpacked_rows(packed)
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

    /// In two halves of all numbers: a question that finds few takes time, since the rows of its terms are gone through.
    async fn few_matching(
        &self,
        question: &str,
        most: u32,
    ) -> Result<Option<Vec<i64>>, BackEndError> {
        let Subject { terms, numbers, .. } = self.layout.subject;
        let half = |is: &str| {
            packed_numbers(&format!(
                "SELECT rowid AS number FROM {terms} WHERE {terms} MATCH ?1 AND rowid {is} \
                 (SELECT ((SELECT min(number) FROM {numbers}) + (SELECT max(number) FROM {numbers})) / 2) \
                 ORDER BY rowid LIMIT ?2"
            ))
        };
        let (first, second) = (half("<="), half(">"));
        let asked = |sql| (sql, vec![question.into(), (most + 1).into()]);
        let halves = self.both(asked(first.as_str()), asked(second.as_str()));
        let (own, helped) = halves.await.map_err(self.connections.told())?;
        let mut numbers = unpacked_numbers(own)?;
        numbers.extend(unpacked_numbers(helped)?);
        Ok(Some(numbers).filter(|numbers| numbers.len() <= most as usize))
    }

    async fn frequent(&self, asked: &[String]) -> Result<HashSet<String>, BackEndError> {
        let unknown = self.frequencies.unknown(asked);
        if !unknown.is_empty() {
            let sql = frequencies::asked(self.layout.subject);
            let terms = json_texts(unknown.iter().map(|it| it.as_str()));
            let frequent = self.one(&sql, [terms]).await;
            let frequent = frequent
                .and_then(unpacked)
                .map_err(self.connections.told())?;
            self.frequencies.note(unknown, &frequent);
        }
        Ok(self.frequencies.frequent(asked))
    }

    async fn listed(&self, from: i64, limit: u32) -> Result<Vec<i64>, BackEndError> {
        let Subject { numbers, .. } = self.layout.subject;
        let sql = format!("SELECT number FROM {numbers} WHERE number >= ? ORDER BY number LIMIT ?");
        self.numbers(&sql, vec![from.into(), limit.into()]).await
    }

    async fn rows(&self, numbers: &[i64]) -> Result<Vec<TableRow>, BackEndError> {
        let rows = self.read(numbers).await;
        let rows = rows.map_err(self.connections.told())?.into_iter();
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
        let sql = self.packed_rows(&format!(
            "{table} AS t ON t.\"{key}\" = wanted.value CROSS JOIN {numbers} AS n ON n.{row} = t.{row}"
        ));
        let packed = self.one(&sql, [json_texts(keys.iter().copied())]).await;
        packed
            .and_then(|packed| self.unpacked_rows(packed))
            .map_err(self.connections.told())
    }
}

/// Packs numbers into one text: a row for each would cost more than to find it.
fn packed_numbers(sql: &str) -> String {
    format!("SELECT coalesce(group_concat(number), '') FROM ({sql})")
}

fn unpacked_numbers(packed: Option<String>) -> Result<Vec<i64>, BackEndError> {
    let packed = packed.unwrap_or_default();
    let numbers = packed.split_terminator(',').map(str::parse);
    numbers
        .collect::<Result<_, _>>()
        .map_err(|error: ParseIntError| BackEndError::Failed(error.into()))
}
