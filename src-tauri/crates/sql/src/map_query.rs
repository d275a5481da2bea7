//! Reads a table of the local directory through its map.
//!
//! Maps are made by users, so the table cannot be a fixed entity. Names of tables and columns are
//! checked identifiers, values are parameters. Columns are read as text, whatever their type.

use deskbook_domain::ids::{Identifier, TableName, Var};
use deskbook_domain::map::{Field, Map, is_password};
use deskbook_domain::record::Record;
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use deskbook_domain::validity::Validity;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{DbErr, QueryResult};

/// What the table is called within a statement.
const TABLE: &str = "t";

/// Key and validity come before the fields.
const BEFORE_FIELDS: usize = 2;

/// A table as its map shows it.
#[derive(Clone, Debug)]
pub(crate) struct MapQuery {
    table: TableName,
    key: Identifier,
    valid: Option<Identifier>,
    map: Map,
}

/// What every row has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MappedRow {
    pub(crate) key: String,
    pub(crate) validity: Validity,
    pub(crate) record: Record,
}

impl MapQuery {
    pub(crate) fn of_customer_users(source: &CustomerUserSource) -> Self {
        Self {
            table: source.table.clone(),
            key: source.key.clone(),
            valid: source.valid.clone(),
            map: source.map.clone(),
        }
    }

    pub(crate) fn of_customers(source: &CustomerSource) -> Self {
        Self {
            table: source.table.clone(),
            key: source.key.clone(),
            valid: source.valid.clone(),
            map: source.map.clone(),
        }
    }

    /// Selects what [`Self::read`] reads; more may be added behind it.
    pub(crate) fn select(&self) -> SelectStatement {
        let mut select = Query::select();
        select
            .from_as(table_of(&self.table), TABLE)
            .expr(text_of(&self.key))
            .expr(self.validity());
        for field in self.fields() {
            select.expr(text_of(&field.storage));
        }
        select
    }

    /// How many columns [`Self::select`] has.
    pub(crate) fn width(&self) -> usize {
        BEFORE_FIELDS + self.fields().count()
    }

    pub(crate) fn read(&self, row: &QueryResult) -> Result<MappedRow, DbErr> {
        let key: Option<String> = row.try_get_by_index(0)?;
        let validity: Option<String> = row.try_get_by_index(1)?;
        let mut record = Record::new();
        for (index, field) in self.fields().enumerate() {
            record.set(
                field.var.clone(),
                row.try_get_by_index(BEFORE_FIELDS + index)?,
            );
        }
        let validity = validity.as_deref().and_then(Validity::from_name);
        Ok(MappedRow {
            key: key.unwrap_or_default(),
            // A number that table `valid` does not know makes nobody valid
            validity: validity.unwrap_or(Validity::Invalid),
            record,
        })
    }

    /// The column that holds the stored form of the password.
    pub(crate) fn password(&self) -> Option<&Identifier> {
        self.map
            .columns()
            .find(|field| is_password(&field.var))
            .map(|field| &field.storage)
    }

    /// The field of this name, unless it is a password.
    pub(crate) fn readable_field(&self, var: &Var) -> Option<&Field> {
        self.fields().find(|field| field.var == *var)
    }

    /// The column of the key.
    pub(crate) fn key(&self) -> &Identifier {
        &self.key
    }

    /// The column of the validity.
    pub(crate) fn valid(&self) -> Option<&Identifier> {
        self.valid.as_ref()
    }

    /// What a row has beside key and validity.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Field> {
        self.map
            .stored_fields()
            .filter(|field| !is_password(&field.var))
    }

    /// The name in table `valid` (C4). Without a column for it everybody is valid (C20).
    fn validity(&self) -> Expr {
        let Some(column) = &self.valid else {
            return Expr::value(Validity::Valid.name());
        };
        let same = Expr::col(("valid", "id")).equals((Alias::new(TABLE), name(column)));
        let select = Query::select()
            .column(("valid", "name"))
            .from("valid")
            .and_where(same)
            .take();
        Expr::SubQuery(None, Box::new(select.into()))
    }
}

/// A column of the table that [`MapQuery::select`] selects from.
pub(crate) fn column(name: &str) -> Expr {
    Expr::col((TABLE, Alias::new(name)))
}

/// A table as sea-query takes it. The local directory has no schemas.
fn table_of(table: &TableName) -> Alias {
    name(table.table())
}

/// An identifier as sea-query takes it.
fn name(identifier: &Identifier) -> Alias {
    Alias::new(identifier.as_str())
}

fn text_of(column: &Identifier) -> Expr {
    Expr::col((TABLE, name(column))).cast_as("text")
}

#[cfg(test)]
mod tests {
    use sea_orm::sea_query::SqliteQueryBuilder;

    use super::*;

    fn shipped() -> CustomerUserSource {
        CustomerUserSource::shipped()
    }

    #[test]
    fn no_password_is_ever_selected() {
        let sql = MapQuery::of_customer_users(&shipped())
            .select()
            .to_string(SqliteQueryBuilder);
        assert!(sql.contains("CAST(\"t\".\"login\" AS text)"), "{sql}");
        assert!(!sql.contains("\"pw\""), "{sql}");
    }
}
