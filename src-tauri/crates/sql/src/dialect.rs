//! What differs between the engines in the text of a statement.

use deskbook_domain::ids::{Identifier, TableName};
use deskbook_domain::search::lookup::Backslash;
use sea_orm::{DbBackend, Statement, Value};

/// An engine's way to write SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The local directory.
    Sqlite,
    /// MySQL and MariaDB.
    MySql,
    /// PostgreSQL.
    PostgreSql,
}

impl Dialect {
    pub(crate) const fn back_end(self) -> DbBackend {
        match self {
            Self::Sqlite => DbBackend::Sqlite,
            Self::MySql => DbBackend::MySql,
            Self::PostgreSql => DbBackend::Postgres,
        }
    }

    /// A checked name, quoted. PostgreSQL folds what OTOBO writes without quotes.
    pub(crate) fn name(self, name: &Identifier) -> String {
        match self {
            Self::Sqlite => format!("\"{name}\""),
            Self::MySql => format!("`{name}`"),
            Self::PostgreSql => format!("\"{}\"", name.as_str().to_ascii_lowercase()),
        }
    }

    /// A table, with its schema if it has one.
    pub(crate) fn table(self, table: &TableName) -> String {
        let name = self.name(table.table());
        match table.schema() {
            Some(schema) => format!("{}.{name}", self.name(schema)),
            None => name,
        }
    }

    /// An expression as text, whatever its type.
    pub(crate) fn text(self, expression: &str) -> String {
        match self {
            Self::Sqlite | Self::PostgreSql => format!("CAST({expression} AS TEXT)"),
            Self::MySql => format!("CAST({expression} AS CHAR)"),
        }
    }

    /// A text as what it is made of, so that no two that differ are the same in an order.
    pub(crate) fn bytes(self, text: &str) -> String {
        match self {
            Self::Sqlite => text.to_owned(),
            Self::MySql => format!("CAST({text} AS BINARY)"),
            Self::PostgreSql => format!("{text} COLLATE \"C\""),
        }
    }

    /// The type of numbers that are no other after they were text.
    pub(crate) const fn exact_number(self) -> &'static str {
        match self {
            Self::Sqlite | Self::PostgreSql => "NUMERIC",
            Self::MySql => "DECIMAL(65, 30)",
        }
    }

    /// What a typed backslash is in look-ups.
    pub(crate) const fn backslash(self) -> Backslash {
        match self {
            Self::MySql => Backslash::Literal,
            Self::Sqlite | Self::PostgreSql => Backslash::Escapes,
        }
    }

    /// Whether comparisons of OTOBO's search language are folded by LOWER; elsewhere the collation decides
    /// (`otobo-behaviour.md` 3.2).
    pub(crate) const fn lowers_searches(self) -> bool {
        matches!(self, Self::Sqlite | Self::PostgreSql)
    }

    /// Whether a text can be sent at all: PostgreSQL has no NUL, so nothing there holds one.
    pub(crate) fn can_hold(self, text: &str) -> bool {
        self != Self::PostgreSql || !text.contains('\0')
    }
}

/// A statement that is being written: text of constants and checked names, values as parameters.
#[derive(Clone, Debug)]
pub(crate) struct Sql {
    dialect: Dialect,
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Value(Value),
}

impl Sql {
    pub(crate) fn new(dialect: Dialect, text: impl Into<String>) -> Self {
        Self {
            dialect,
            parts: vec![Part::Text(text.into())],
        }
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Adds text of our own.
    pub(crate) fn push(&mut self, text: &str) -> &mut Self {
        match self.parts.last_mut() {
            Some(Part::Text(last)) => last.push_str(text),
            _ => self.parts.push(Part::Text(text.to_owned())),
        }
        self
    }

    /// Adds a value as a parameter.
    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.parts.push(Part::Value(value.into()));
        self
    }

    /// Adds values separated by commas.
    pub(crate) fn bind_all<V: Into<Value>>(
        &mut self,
        values: impl IntoIterator<Item = V>,
    ) -> &mut Self {
        for (at, value) in values.into_iter().enumerate() {
            if at > 0 {
                self.push(", ");
            }
            self.bind(value);
        }
        self
    }

    /// Adds another piece of the same dialect.
    pub(crate) fn append(&mut self, piece: &Self) -> &mut Self {
        self.parts.extend(piece.parts.iter().cloned());
        self
    }

    pub(crate) fn statement(&self) -> Statement {
        let mut text = String::new();
        let mut values = Vec::new();
        for part in &self.parts {
            match part {
                Part::Text(part) => text.push_str(part),
                Part::Value(value) => {
                    values.push(value.clone());
                    match self.dialect {
                        Dialect::Sqlite | Dialect::MySql => text.push('?'),
                        Dialect::PostgreSql => {
                            text.push('$');
                            text.push_str(&values.len().to_string());
                        }
                    }
                }
            }
        }
        Statement::from_sql_and_values(self.dialect.back_end(), &text, values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_and_folded_as_the_engine_would() {
        let table = TableName::try_from("Crm.Persons").unwrap();
        assert_eq!(Dialect::MySql.table(&table), "`Crm`.`Persons`");
        assert_eq!(Dialect::PostgreSql.table(&table), "\"crm\".\"persons\"");
    }

    #[test]
    fn values_are_numbered_where_the_engine_wants_it() {
        let mut sql = Sql::new(Dialect::PostgreSql, "a = ");
        sql.bind("x").push(" AND b IN (").bind_all([1, 2]).push(")");
        assert_eq!(sql.statement().sql, "a = $1 AND b IN ($2, $3)");
        let mut piece = Sql::new(Dialect::PostgreSql, " OR c = ");
        piece.bind(3);
        sql.append(&piece);
        assert_eq!(sql.statement().sql, "a = $1 AND b IN ($2, $3) OR c = $4");
        let mut sql = Sql::new(Dialect::MySql, "a = ");
        sql.bind("x");
        assert_eq!(sql.statement().sql, "a = ?");
    }
}
