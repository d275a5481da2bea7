//! How the rows of a table are read for instant search.

use std::sync::Arc;

use deskbook_domain::ids::{Identifier, Var};
use deskbook_domain::instant::FieldKind;
use deskbook_domain::validity::Validity;
use sea_orm::{DbErr, QueryResult};

use crate::indexing::Subject;
use crate::map_query::MapQuery;
use crate::statement::as_text;

/// A table, and what of its rows is searched: all fields of its map but passwords.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) subject: &'static Subject,
    pub(super) fields: Arc<[Var]>,
    columns: Vec<Identifier>,
    valid: Option<Identifier>,
    pub(super) key: Identifier,
}

/// Key and values of a row.
pub(super) struct Texts {
    pub(super) key: String,
    pub(super) values: Vec<Option<String>>,
}

impl Texts {
    /// Of what [`Layout::texts`] selects.
    pub(super) fn of(selected: impl IntoIterator<Item = Option<String>>) -> Self {
        let mut selected = selected.into_iter();
        Self {
            key: selected.next().flatten().unwrap_or_default(),
            values: selected.collect(),
        }
    }
}

impl Layout {
    pub(super) fn new(subject: &'static Subject, map: &MapQuery) -> Self {
        Self {
            subject,
            fields: map.fields().map(|field| field.var.clone()).collect(),
            columns: map.fields().map(|field| field.storage.clone()).collect(),
            valid: map.valid().cloned(),
            key: map.key().clone(),
        }
    }

    /// What documents are made of, as a text: with another one they are others.
    pub(super) fn described(&self) -> String {
        let fields = self.fields.iter().zip(&self.columns);
        let fields = fields.map(|(var, column)| format!("{var}={column}"));
        let fields: Vec<_> = fields.collect();
        format!("{} {}", self.key, fields.join(" "))
    }

    /// Whether documents have a term for each value of a column: it is the key, or its values are logins or addresses.
    pub(super) fn has_identities_of(&self, column: &Identifier) -> bool {
        let mut fields = self.fields.iter().zip(&self.columns);
        let is_known = |var| matches!(FieldKind::of_var(var), FieldKind::Login | FieldKind::Email);
        *column == self.key || fields.any(|(var, stored)| stored == column && is_known(var))
    }

    /// Selects what [`Self::read`] reads of the table aliased `t`.
    pub(super) fn texts(&self) -> String {
        let columns = std::iter::once(&self.key).chain(&self.columns);
        columns.map(as_text).collect::<Vec<_>>().join(", ")
    }

    /// Reads key and values from column `from` on.
    pub(super) fn read(&self, row: &QueryResult, from: usize) -> Result<Texts, DbErr> {
        let texts = (from..=from + self.columns.len()).map(|at| row.try_get_by_index(at));
        Ok(Texts::of(texts.collect::<Result<Vec<_>, _>>()?))
    }

    /// Selects the name of the validity (C4). Without a column for it everybody is valid (C20).
    pub(super) fn validity(&self) -> String {
        match &self.valid {
            Some(column) => format!("(SELECT name FROM valid WHERE id = t.\"{column}\")"),
            None => format!("'{}'", Validity::Valid.name()),
        }
    }
}

/// A number that table `valid` does not know makes nobody valid.
pub(super) fn validity_of(name: Option<&str>) -> Validity {
    name.and_then(Validity::from_name)
        .unwrap_or(Validity::Invalid)
}
