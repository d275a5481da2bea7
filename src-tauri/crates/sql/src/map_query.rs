//! Reads and writes a table through its map.
//!
//! Maps are made by users, so the table cannot be a fixed entity. Names of tables and columns are
//! checked identifiers, values are parameters. Columns are read as text, whatever their type.

use deskbook_core::back_end::Signature;
use deskbook_domain::ids::{Identifier, TableName, Var};
use deskbook_domain::map::{Field, Map, StorageKind, is_password};
use deskbook_domain::password::StoredPassword;
use deskbook_domain::record::Record;
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use deskbook_domain::text::is_false;
use deskbook_domain::validity::Validity;
use sea_orm::sea_query::{
    Alias, Expr, ExprTrait, InsertStatement, Query, SelectStatement, UpdateStatement,
};
use sea_orm::{DbErr, QueryResult, Value};

use crate::stored::stored_time;

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
    blank: Blank,
}

/// What is stored where a record has no value (C59).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blank {
    /// `''` or 0, and the same for the text `0`: customer users.
    EmptyText,
    /// NULL: customers.
    Null,
}

/// Which columns are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writing {
    /// All (C16).
    NewRow,
    /// All but the key, and of customer users those that are read-only.
    OldRow,
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
            blank: Blank::EmptyText,
        }
    }

    pub(crate) fn of_customers(source: &CustomerSource) -> Self {
        Self {
            table: source.table.clone(),
            key: source.key.clone(),
            valid: source.valid.clone(),
            map: source.map.clone(),
            blank: Blank::Null,
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

    /// Writes a new row. Without a password its column stays NULL (C60).
    pub(crate) fn insert(
        &self,
        record: &Record,
        password: Option<&StoredPassword>,
        by: Signature,
    ) -> InsertStatement {
        let values = self.values(record, Writing::NewRow).into_iter();
        let values = values.map(|(column, value)| (name(&column), value));
        let (columns, values): (Vec<_>, Vec<Expr>) = values
            .chain(self.password_value(password))
            .chain(signed(["create_time", "create_by"], by))
            .chain(signed(["change_time", "change_by"], by))
            .map(|(column, value)| (column, Expr::value(value)))
            .unzip();
        let mut insert = Query::insert();
        insert
            .into_table(table_of(&self.table))
            .columns(columns)
            .values_panic(values);
        insert
    }

    /// Writes an old row, to be given a condition. Without a password its column is left alone (C65).
    pub(crate) fn update(
        &self,
        record: &Record,
        password: Option<&StoredPassword>,
        by: Signature,
    ) -> UpdateStatement {
        let values = self.values(record, Writing::OldRow).into_iter();
        let values = values.map(|(column, value)| (name(&column), value));
        let values = values
            .chain(self.password_value(password))
            .chain(signed(["change_time", "change_by"], by))
            .map(|(column, value)| (column, Expr::value(value)));
        let mut update = Query::update();
        update.table(table_of(&self.table)).values(values);
        update
    }

    fn password_value(&self, password: Option<&StoredPassword>) -> Option<(Alias, Value)> {
        Some((name(self.password()?), password?.as_str().into()))
    }

    /// Columns and what is written into them; each column once (C15).
    fn values(&self, record: &Record, writing: Writing) -> Vec<(Identifier, Value)> {
        let written = self
            .map
            .columns()
            .filter(|field| self.is_written(field, writing));
        written
            .map(|field| (field.storage.clone(), self.value(field, record)))
            .collect()
    }

    fn is_written(&self, field: &Field, writing: Writing) -> bool {
        let old = writing == Writing::OldRow;
        let kept = field.storage == self.key || (field.read_only && self.blank == Blank::EmptyText);
        !(is_password(&field.var) || old && kept)
    }

    fn value(&self, field: &Field, record: &Record) -> Value {
        let value = record.get(&field.var);
        let blank = match self.blank {
            Blank::EmptyText => is_false(value),
            Blank::Null => value.is_none(),
        };
        match (field.kind, self.blank) {
            (StorageKind::Text, Blank::EmptyText) if blank => String::new().into(),
            (StorageKind::Integer, Blank::EmptyText) if blank => 0_i64.into(),
            (StorageKind::Text, Blank::Null) if blank => Value::String(None),
            (StorageKind::Integer, Blank::Null) if blank => Value::BigInt(None),
            // A dynamic field is no column, and none is written
            (StorageKind::Text | StorageKind::DynamicField, _) => value.unwrap_or_default().into(),
            // What is no number was refused by the check
            (StorageKind::Integer, _) => value.and_then(|it| it.parse::<i64>().ok()).into(),
        }
    }

    /// The field of this name, unless it is a password.
    pub(crate) fn readable_field(&self, var: &Var) -> Option<&Field> {
        self.fields().find(|field| field.var == *var)
    }

    fn fields(&self) -> impl Iterator<Item = &Field> {
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

/// When and by whom.
fn signed([time, agent]: [&str; 2], by: Signature) -> [(Alias, Value); 2] {
    [
        (Alias::new(time), stored_time(by.at)),
        (Alias::new(agent), by.agent.0.into()),
    ]
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

    fn columns(values: &[(Identifier, Value)]) -> Vec<&str> {
        values.iter().map(|(column, _)| column.as_str()).collect()
    }

    fn with_field(change: impl Fn(&mut Field)) -> CustomerUserSource {
        let mut source = shipped();
        let mut fields = source.map.fields().to_vec();
        fields.iter_mut().for_each(change);
        source.map = Map::new(fields);
        source
    }

    #[test]
    fn no_password_is_ever_selected() {
        let sql = MapQuery::of_customer_users(&shipped())
            .select()
            .to_string(SqliteQueryBuilder);
        assert!(sql.contains("CAST(\"t\".\"login\" AS text)"), "{sql}");
        assert!(!sql.contains("\"pw\""), "{sql}");
    }

    #[test]
    fn false_values_of_customer_users_are_stored_as_empty_text_or_zero() {
        let query = MapQuery::of_customer_users(&shipped());
        let record = Record::from_iter([("UserPhone", "0"), ("UserFax", "00")]);
        let values = query.values(&record, Writing::NewRow);
        let value = |column: &str| {
            values
                .iter()
                .find(|(name, _)| name.as_str() == column)
                .map(|(_, value)| value.clone())
        };
        assert_eq!(value("phone"), Some("".into()), "a literal 0 is false");
        assert_eq!(value("fax"), Some("00".into()));
        assert_eq!(value("city"), Some("".into()), "a missing text");
        assert_eq!(value("valid_id"), Some(0_i64.into()), "a missing number");
    }

    #[test]
    fn missing_values_of_customers_are_null() {
        let query = MapQuery::of_customers(&CustomerSource::shipped());
        let record = Record::from_iter([
            ("CustomerID", "0"),
            ("CustomerCompanyCity", ""),
            ("ValidID", "1"),
        ]);
        let values = query.values(&record, Writing::NewRow);
        let value = |column: &str| {
            values
                .iter()
                .find(|(name, _)| name.as_str() == column)
                .map(|(_, value)| value.clone())
        };
        assert_eq!(value("customer_id"), Some("0".into()));
        assert_eq!(value("city"), Some("".into()));
        assert_eq!(value("street"), Some(Value::String(None)));
        assert_eq!(value("valid_id"), Some(1_i64.into()));
    }

    #[test]
    fn a_read_only_column_is_written_on_insert_and_left_out_on_update() {
        let source = with_field(|field| field.read_only |= field.var.as_str() == "UserCity");
        let query = MapQuery::of_customer_users(&source);
        let record = Record::new();
        assert!(columns(&query.values(&record, Writing::NewRow)).contains(&"city"));
        let updated = query.values(&record, Writing::OldRow);
        assert!(!columns(&updated).contains(&"city"));
        assert!(!columns(&updated).contains(&"login"), "the key stays");
        assert!(
            !columns(&updated).contains(&"pw"),
            "the password is left alone (C65)"
        );
    }

    #[test]
    fn a_column_mapped_twice_is_written_once_with_the_first_value() {
        let source = with_field(|field| {
            if field.var.as_str() == "UserFax" {
                field.storage = Identifier::fixed("phone");
            }
        });
        let record = Record::from_iter([("UserPhone", "1"), ("UserFax", "2")]);
        let values = MapQuery::of_customer_users(&source).values(&record, Writing::NewRow);
        let phones: Vec<_> = values
            .iter()
            .filter(|(name, _)| name.as_str() == "phone")
            .collect();
        assert_eq!(phones, [&(Identifier::fixed("phone"), "1".into())]);
    }
}
