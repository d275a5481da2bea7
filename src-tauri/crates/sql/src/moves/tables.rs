//! Which of OTOBO's tables there are, and how long a text their columns take: older systems lack some, and
//! lengths differ between OTOBO, Znuny and OTRS (`otobo-behaviour.md 13`).

use std::collections::BTreeMap;

use deskbook_core::moves::{MoveRefused, MoveStep};
use sea_orm::{ConnectionTrait, DbErr};

use super::relation::RELATIONS;
use super::{history, object_names, tickets};
use crate::dialect::{Dialect, Sql};

/// OTOBO's tables as the catalogue has them, read once for each database.
#[derive(Clone, Debug)]
pub struct OtoboTables {
    dialect: Dialect,
    /// By table and column, in lower case, what the column takes at most.
    columns: BTreeMap<String, BTreeMap<String, Option<u32>>>,
}

/// A table, and the columns of it that a move needs.
pub(super) type Needed = (&'static str, &'static [&'static str]);

impl OtoboTables {
    /// Asks the catalogue of OTOBO's own database.
    pub async fn read(db: &impl ConnectionTrait, dialect: Dialect) -> Result<Self, DbErr> {
        let mut columns = BTreeMap::<String, BTreeMap<String, Option<u32>>>::new();
        for row in db.query_all_raw(question(dialect).statement()).await? {
            let text = |index| {
                let text = row.try_get_by_index::<Option<String>>(index);
                text.map(Option::unwrap_or_default)
            };
            let table = columns.entry(text(0)?.to_lowercase()).or_default();
            table.insert(text(1)?.to_lowercase(), length(&text(2)?));
        }
        Ok(Self { dialect, columns })
    }

    /// How the engine writes SQL.
    pub(super) const fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Whether the table is there with all these columns. One that lacks a column is another product's or
    /// too old, and nothing is moved in it.
    pub(super) fn has<'c>(
        &self,
        table: &str,
        columns: impl IntoIterator<Item = &'c &'static str>,
    ) -> bool {
        let there = self.columns.get(table);
        there.is_some_and(|there| {
            columns
                .into_iter()
                .all(|column| there.contains_key(*column))
        })
    }

    /// The most characters that a column takes; `None` where nothing is known.
    pub(super) fn length(&self, table: &str, column: &str) -> Option<u32> {
        *self.columns.get(table)?.get(column)?
    }

    /// Refuses a text that is longer than its column (C5).
    pub(super) fn check_length(
        &self,
        step: MoveStep,
        (table, column): (&'static str, &'static str),
        text: &str,
    ) -> Result<(), MoveRefused> {
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        match self.length(table, column) {
            Some(limit) if length > limit => Err(MoveRefused::TooLong {
                step,
                table,
                column,
                length,
                limit,
            }),
            _ => Ok(()),
        }
    }
}

/// All tables in which something may move.
fn names() -> impl Iterator<Item = &'static str> {
    let relations = RELATIONS.iter().map(|relation| relation.table);
    let objects = object_names::NEEDED.iter();
    let others = objects.chain(&history::NEEDED).chain([&tickets::TICKET]);
    relations.chain(others.map(|(table, _)| *table))
}

fn question(dialect: Dialect) -> Sql {
    let text = match dialect {
        Dialect::MySql => {
            "SELECT CAST(table_name AS CHAR), CAST(column_name AS CHAR), \
             CAST(character_maximum_length AS CHAR) FROM information_schema.columns \
             WHERE table_schema = DATABASE() AND table_name IN ("
        }
        Dialect::PostgreSql => {
            "SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT), \
             CAST(CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 \
             THEN a.atttypmod - 4 END AS TEXT) FROM pg_attribute a \
             JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid \
             WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid IN ("
        }
        Dialect::Sqlite => {
            "SELECT t.name, c.name, c.type FROM sqlite_master t JOIN pragma_table_info(t.name) c \
             WHERE t.name IN ("
        }
    };
    let mut sql = Sql::new(dialect, text);
    match dialect {
        Dialect::MySql | Dialect::Sqlite => {
            sql.bind_all(names());
        }
        // Looks along the search path, as every statement does
        Dialect::PostgreSql => {
            for (at, name) in names().enumerate() {
                sql.push(if at > 0 {
                    ", to_regclass("
                } else {
                    "to_regclass("
                })
                .bind(name)
                .push(")");
            }
        }
    }
    sql.push(")");
    sql
}

/// A number, or what stands in the parentheses of SQLite's `varchar(191)`. SQLite itself would take
/// anything, but what is in a local directory must fit into OTOBO's.
fn length(told: &str) -> Option<u32> {
    let inner = told.split_once('(').map_or(told, |(_, inner)| inner);
    inner.trim_end_matches(')').trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_read_as_each_engine_tells_it() {
        for (told, expected) in [
            ("191", Some(191)),
            ("varchar(100)", Some(100)),
            ("VARCHAR (150)", Some(150)),
            ("", None),
            ("integer", None),
        ] {
            assert_eq!(length(told), expected, "{told}");
        }
    }

    #[test]
    fn characters_count_not_bytes() {
        let columns = BTreeMap::from([("user_id".to_owned(), Some(3))]);
        let tables = OtoboTables {
            dialect: Dialect::Sqlite,
            columns: BTreeMap::from([("group_customer_user".to_owned(), columns)]),
        };
        let place = ("group_customer_user", "user_id");
        let check = |text| tables.check_length(MoveStep::GroupPermissions, place, text);
        assert!(check("äöü").is_ok());
        assert!(matches!(
            check("äöü!"),
            Err(MoveRefused::TooLong {
                length: 4,
                limit: 3,
                ..
            })
        ));
        assert!(tables.has("group_customer_user", &["user_id"]));
        assert!(!tables.has("group_customer_user", &["user_id", "group_id"]));
    }
}
