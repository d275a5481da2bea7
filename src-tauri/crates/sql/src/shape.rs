//! A table as its map shows it: what is selected of it, and how its columns are compared.

use deskbook_domain::check::Limits;
use deskbook_domain::ids::{Identifier, TableName, Var};
use deskbook_domain::map::{Map, StorageKind, is_password};
use deskbook_domain::record::Record;
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use deskbook_domain::vars;
use sea_orm::{DbErr, QueryResult};

use crate::catalogue::{Catalogue, ColumnKind};
use crate::dialect::Dialect;

/// A table of a source, as far as statements need to know it.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub(crate) dialect: Dialect,
    pub(crate) table: TableName,
    pub(crate) key: Identifier,
    pub(crate) valid: Option<Identifier>,
    pub(crate) case_sensitive: bool,
    pub(crate) foreign: bool,
    key_is_integer: bool,
    fields: Vec<(Var, Identifier)>,
    password: Option<Identifier>,
    pub(crate) map: Map,
    pub(crate) blank: Blank,
    pub(crate) catalogue: Catalogue,
}

/// What is stored where a record has no value (C59).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blank {
    /// `''` or 0, and the same for the text `0`: customer users.
    EmptyText,
    /// NULL: customers.
    Null,
}

/// One row as it was read: key, validity and fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) key: String,
    /// The number in the column of the validity; `None` where there is none.
    pub(crate) valid: Option<String>,
    pub(crate) record: Record,
}

impl Shape {
    pub(crate) fn of_customer_users(
        dialect: Dialect,
        source: &CustomerUserSource,
        catalogue: Catalogue,
    ) -> Self {
        let login = source.map.field(vars::USER_LOGIN);
        Self {
            dialect,
            table: source.table.clone(),
            key: source.key.clone(),
            valid: source.valid.clone(),
            case_sensitive: source.case_sensitive,
            foreign: source.foreign,
            key_is_integer: login.is_some_and(|field| field.kind == StorageKind::Integer),
            fields: fields(&source.map),
            password: password(&source.map),
            map: source.map.clone(),
            blank: Blank::EmptyText,
            catalogue,
        }
    }

    pub(crate) fn of_customers(
        dialect: Dialect,
        source: &CustomerSource,
        catalogue: Catalogue,
    ) -> Self {
        Self {
            dialect,
            table: source.table.clone(),
            key: source.key.clone(),
            valid: source.valid.clone(),
            case_sensitive: source.case_sensitive,
            foreign: source.foreign,
            key_is_integer: false,
            fields: fields(&source.map),
            password: None,
            map: source.map.clone(),
            blank: Blank::Null,
            catalogue,
        }
    }

    /// Those of these columns that the table has, as they are called; its rows are found by the first one.
    pub(crate) fn of_columns(
        dialect: Dialect,
        table: &TableName,
        columns: &[Identifier],
        catalogue: Catalogue,
    ) -> Self {
        let there = columns.iter().filter(|column| !catalogue.lacks(column));
        let key = columns.first().cloned();
        Self {
            dialect,
            table: table.clone(),
            key: key.unwrap_or_else(|| Identifier::fixed("id")),
            valid: None,
            case_sensitive: true,
            foreign: true,
            key_is_integer: false,
            fields: there
                .map(|column| (column.as_str().into(), column.clone()))
                .collect(),
            password: None,
            map: Map::default(),
            blank: Blank::Null,
            catalogue,
        }
    }

    /// What its fields are called.
    pub(crate) fn vars(&self) -> impl Iterator<Item = &Var> {
        self.fields.iter().map(|(var, _)| var)
    }

    /// How many characters the columns take, as the catalogue says.
    pub(crate) fn limits(&self) -> Limits {
        let columns = self.map.columns();
        let texts = columns.filter(|field| field.kind == StorageKind::Text);
        texts
            .filter_map(|field| Some((field.var.clone(), self.catalogue.length(&field.storage)?)))
            .collect()
    }

    /// The same with these fields only.
    pub(crate) fn with_fields(mut self, vars: &[Var]) -> Self {
        self.fields.retain(|(var, _)| vars.contains(var));
        self
    }

    /// The column that holds the stored form of the password.
    pub(crate) fn password(&self) -> Option<&Identifier> {
        self.password.as_ref()
    }

    /// A column of the table.
    pub(crate) fn column(&self, column: &Identifier) -> String {
        format!("t.{}", self.dialect.name(column))
    }

    /// A column to be compared with text.
    pub(crate) fn comparable(&self, column: &Identifier) -> String {
        let name = self.column(column);
        match self.kind(column) {
            ColumnKind::Text => name,
            ColumnKind::Number | ColumnKind::Other => self.dialect.text(&name),
        }
    }

    pub(crate) fn kind(&self, column: &Identifier) -> ColumnKind {
        self.catalogue.kind(column)
    }

    /// Whether a column could hold a text, and so be compared with it.
    pub(crate) fn can_hold(&self, column: &Identifier, text: &str) -> bool {
        self.dialect.can_hold(text) && self.catalogue.can_hold(column, text)
    }

    /// Whether logins are numbers: the map says so, or the table.
    pub(crate) fn has_number_key(&self) -> bool {
        self.key_is_integer || self.kind(&self.key) == ColumnKind::Number
    }

    pub(crate) fn from(&self) -> String {
        format!(" FROM {} t", self.dialect.table(&self.table))
    }

    /// What [`Self::read`] reads: everything as text, whatever its type.
    pub(crate) fn select(&self) -> String {
        format!("SELECT {}", self.selected().collect::<Vec<_>>().join(", "))
    }

    /// The columns of it: key, validity if there is one, fields.
    pub(crate) fn selected(&self) -> impl Iterator<Item = String> {
        let columns = std::iter::once(&self.key)
            .chain(&self.valid)
            .chain(self.fields.iter().map(|(_, column)| column));
        columns.map(|column| self.dialect.text(&self.column(column)))
    }

    /// How many columns [`Self::select`] has.
    pub(crate) fn width(&self) -> usize {
        1 + usize::from(self.valid.is_some()) + self.fields.len()
    }

    pub(crate) fn read(&self, row: &QueryResult) -> Result<Row, DbErr> {
        let text = |index| row.try_get_by_index::<Option<String>>(index);
        let mut index = 1;
        let valid = if self.valid.is_some() {
            index += 1;
            text(1)?
        } else {
            None
        };
        let mut record = Record::new();
        for (at, (var, _)) in (index..).zip(&self.fields) {
            record.set(var.clone(), text(at)?);
        }
        Ok(Row {
            key: text(0)?.unwrap_or_default(),
            valid,
            record,
        })
    }

    /// Whether a password is stored, as a column that is 1 or 0; of the password itself nothing is read.
    pub(crate) fn password_state(&self) -> String {
        match &self.password {
            Some(column) => {
                let column = self.column(column);
                format!("CASE WHEN {column} IS NULL OR {column} = '' THEN '0' ELSE '1' END")
            }
            None => "'0'".to_owned(),
        }
    }

    /// The first column that the settings name and the table lacks.
    pub(crate) fn missing_column(&self) -> Option<&Identifier> {
        let named = std::iter::once(&self.key)
            .chain(&self.valid)
            .chain(self.fields.iter().map(|(_, column)| column));
        named
            .into_iter()
            .find(|column| self.catalogue.lacks(column))
    }
}

fn fields(map: &Map) -> Vec<(Var, Identifier)> {
    let fields = map.stored_fields().filter(|field| !is_password(&field.var));
    fields
        .map(|field| (field.var.clone(), field.storage.clone()))
        .collect()
}

fn password(map: &Map) -> Option<Identifier> {
    let mut columns = map.columns();
    columns
        .find(|field| is_password(&field.var))
        .map(|field| field.storage.clone())
}
