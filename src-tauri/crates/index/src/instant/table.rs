//! The port of a table with the index of instant search.

use std::collections::HashSet;
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::BackEndError;
use deskbook_domain::ids::Var;
use deskbook_domain::instant::{FieldKind, Value};
use deskbook_domain::source::SourceId;
use deskbook_domain::validity::Validity;

/// Rows that are numbered about in the order of names: what comes first of them also comes first in lists.
#[async_trait]
pub trait Table: Send + Sync + 'static {
    /// The numbers of rows whose documents match a question in the language of FTS5, from this number on, at
    /// most `limit`, ascending.
    async fn matching(
        &self,
        question: &str,
        from: i64,
        limit: u32,
    ) -> Result<Vec<i64>, BackEndError>;

    /// The numbers of all rows whose documents match, ascending; `None` if there are more than `most`.
    async fn few_matching(
        &self,
        question: &str,
        most: u32,
    ) -> Result<Option<Vec<i64>>, BackEndError> {
        let numbers = self.matching(question, i64::MIN, most + 1).await?;
        Ok(Some(numbers).filter(|numbers| numbers.len() <= most as usize))
    }

    /// Which of these questions, each for one term, so many rows answer that to ask for the term beside others only takes
    /// time. They need not be counted.
    async fn frequent(&self, _asked: &[String]) -> Result<HashSet<String>, BackEndError> {
        Ok(HashSet::new())
    }

    /// The numbers of all rows, from this number on, at most `limit`, ascending.
    async fn listed(&self, from: i64, limit: u32) -> Result<Vec<i64>, BackEndError>;

    /// The rows of these numbers, in this order. Those that are not there any more are left out.
    async fn rows(&self, numbers: &[i64]) -> Result<Vec<TableRow>, BackEndError>;

    /// The rows with one of these keys, byte by byte, whatever their source.
    async fn rows_of_keys(&self, keys: &[&str]) -> Result<Vec<TableRow>, BackEndError>;
}

/// A row of such a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// Its number.
    pub number: i64,
    /// Whose record it is.
    pub source: SourceId,
    /// Its login or customer ID.
    pub key: String,
    /// Its validity.
    pub validity: Validity,
    /// The fields of its values.
    pub fields: Arc<[Var]>,
    /// Its values.
    pub values: Vec<Option<String>>,
    /// Whether another source may have a record with this key.
    pub is_shared: bool,
}

impl TableRow {
    /// The values that are searched: those of its document.
    pub fn searched(&self) -> Vec<Value<'_>> {
        searched(&self.fields, &self.values)
    }
}

/// What is searched of a record, empty values left out.
pub fn searched<'v>(fields: &'v [Var], values: &'v [Option<String>]) -> Vec<Value<'v>> {
    let fields = fields.iter().zip(values);
    let texts = fields.filter_map(|(var, text)| Some((var, text.as_deref()?)));
    texts
        .filter(|(_, text)| !text.is_empty())
        .map(|(var, text)| Value {
            field: var.as_str(),
            kind: FieldKind::of_var(var),
            text,
        })
        .collect()
}
