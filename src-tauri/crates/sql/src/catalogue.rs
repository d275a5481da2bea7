//! What a server's catalogue says of a table's columns: kinds and lengths differ between OTOBO, Znuny and
//! OTRS, and between what administrators made of them (`otobo-behaviour.md 13`).

use std::collections::BTreeMap;

use deskbook_domain::ids::{Identifier, TableName};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use crate::dialect::{Dialect, Sql};

/// The columns of one table, by their names in lower case.
#[derive(Clone, Debug, Default)]
pub(crate) struct Catalogue {
    columns: BTreeMap<String, Column>,
    /// Names of columns that are the first of an index.
    indexed: Vec<String>,
}

#[derive(Clone, Debug)]
struct Column {
    kind: ColumnKind,
    length: Option<u32>,
    /// What a text has to be cast to before it can be stored in it: PostgreSQL changes no text by itself.
    cast: Option<String>,
    /// Its collation takes capital letters for small ones by itself.
    folds: bool,
    /// The characters that it holds.
    charset: Charset,
}

/// What characters a text column holds: older tables of MySQL hold few, and refuse to be compared with
/// others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Charset {
    /// All that matter.
    Unicode,
    /// Those of Unicode's first plane: no emoji.
    Basic,
    /// Those of Windows' code page 1252, which MySQL calls latin1.
    Western,
    /// ASCII, and who knows what else.
    Other,
}

/// What a column holds, as far as it matters for comparing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    /// Text, compared by its collation.
    Text,
    /// Numbers.
    Number,
    /// Anything else: compared as text.
    Other,
}

impl Catalogue {
    pub(crate) async fn read(
        db: &impl ConnectionTrait,
        dialect: Dialect,
        table: &TableName,
    ) -> Result<Self, DbErr> {
        let (columns, indices) = match dialect {
            Dialect::PostgreSql => postgresql(table),
            Dialect::MySql | Dialect::Sqlite => mysql(table),
        };
        let mut catalogue = Self::default();
        for row in db.query_all_raw(columns.statement()).await? {
            let name = text(&row, 0)?.to_lowercase();
            let kind = ColumnKind::of(dialect, &text(&row, 1)?);
            let length = text(&row, 2)?.parse().ok();
            let cast = text(&row, 5)?;
            let column = Column {
                kind,
                length,
                cast: (kind != ColumnKind::Text && !cast.is_empty()).then_some(cast),
                folds: text(&row, 3)?.ends_with("_ci"),
                charset: Charset::of(&text(&row, 4)?),
            };
            catalogue.columns.insert(name, column);
        }
        for row in db.query_all_raw(indices.statement()).await? {
            catalogue.indexed.push(text(&row, 0)?.to_lowercase());
        }
        Ok(catalogue)
    }

    /// What a column holds; text where nothing is known.
    pub(crate) fn kind(&self, column: &Identifier) -> ColumnKind {
        let known = self.columns.get(&column.as_str().to_lowercase());
        known.map_or(ColumnKind::Text, |column| column.kind)
    }

    /// Whether a column's collation takes capital letters for small ones by itself: equality then needs no
    /// LOWER, which would keep every index out.
    pub(crate) fn folds(&self, column: &Identifier) -> bool {
        let known = self.columns.get(&column.as_str().to_lowercase());
        known.is_some_and(|column| column.folds)
    }

    /// Whether a column could hold a text at all, and so be compared with it.
    pub(crate) fn can_hold(&self, column: &Identifier, text: &str) -> bool {
        self.first_unfit(column, text).is_none()
    }

    /// The first character of a text that a column cannot hold.
    pub(crate) fn first_unfit(&self, column: &Identifier, text: &str) -> Option<char> {
        let column = self.columns.get(&column.as_str().to_lowercase())?;
        let fits: fn(char) -> bool = match (column.kind, column.charset) {
            (ColumnKind::Text, Charset::Basic) => |it| u32::from(it) < 0x1_0000,
            (ColumnKind::Text, Charset::Western) => is_western,
            (ColumnKind::Text, Charset::Other) => |it| it.is_ascii(),
            _ => return None,
        };
        text.chars().find(|it| !fits(*it))
    }

    /// The type that a text has to be cast to before it is stored in a column; `None` where it needs none.
    pub(crate) fn cast(&self, column: &Identifier) -> Option<&str> {
        let column = self.columns.get(&column.as_str().to_lowercase())?;
        column.cast.as_deref()
    }

    /// The most characters that a text column takes.
    pub(crate) fn length(&self, column: &Identifier) -> Option<u32> {
        self.columns.get(&column.as_str().to_lowercase())?.length
    }

    /// Whether the table is known to lack a column.
    pub(crate) fn lacks(&self, column: &Identifier) -> bool {
        !self.columns.is_empty() && !self.columns.contains_key(&column.as_str().to_lowercase())
    }

    /// Whether nothing is known of the table: it is not there, or may not be read.
    pub(crate) fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// Whether a column of this name is missing.
    pub(crate) fn lacks_name(&self, column: &str) -> bool {
        !self.columns.contains_key(column)
    }

    /// The length of the column of this name.
    pub(crate) fn length_of(&self, column: &str) -> Option<u32> {
        self.columns.get(column)?.length
    }

    /// Whether an index begins with this column, or with what LOWER makes of it.
    pub(crate) fn has_index(&self, column: &Identifier, folded: bool) -> bool {
        let column = column.as_str().to_lowercase();
        let wanted = if folded {
            format!("lower({column})")
        } else {
            column
        };
        self.indexed.contains(&wanted)
    }
}

impl Charset {
    fn of(name: &str) -> Self {
        match name {
            "" | "utf8mb4" | "utf16" | "utf32" => Self::Unicode,
            "utf8mb3" | "utf8" | "ucs2" => Self::Basic,
            "latin1" => Self::Western,
            _ => Self::Other,
        }
    }
}

/// Characters of code page 1252.
fn is_western(character: char) -> bool {
    const BEYOND_LATIN_1: &str = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
    u32::from(character) < 0x100 || BEYOND_LATIN_1.contains(character)
}

impl ColumnKind {
    /// `kind` is PostgreSQL's category of a type, or MySQL's name of one.
    fn of(dialect: Dialect, kind: &str) -> Self {
        match dialect {
            Dialect::PostgreSql => match kind {
                "S" => Self::Text,
                "N" => Self::Number,
                _ => Self::Other,
            },
            Dialect::MySql | Dialect::Sqlite => match kind.to_lowercase().as_str() {
                "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" | "enum"
                | "set" => Self::Text,
                "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "decimal" | "float"
                | "double" => Self::Number,
                _ => Self::Other,
            },
        }
    }
}

fn mysql(table: &TableName) -> (Sql, Sql) {
    let within = |mut sql: Sql| {
        match table.schema() {
            Some(schema) => sql.bind(schema.as_str()),
            None => sql.push("DATABASE()"),
        };
        sql.push(" AND table_name = ").bind(table.table().as_str());
        sql
    };
    let columns = Sql::new(
        Dialect::MySql,
        "SELECT CAST(column_name AS CHAR), CAST(data_type AS CHAR), \
         CAST(character_maximum_length AS CHAR), CAST(collation_name AS CHAR), \
         CAST(character_set_name AS CHAR), '' \
         FROM information_schema.columns WHERE table_schema = ",
    );
    let indices = Sql::new(
        Dialect::MySql,
        "SELECT CAST(column_name AS CHAR) FROM information_schema.statistics \
         WHERE seq_in_index = 1 AND column_name IS NOT NULL AND table_schema = ",
    );
    (within(columns), within(indices))
}

fn postgresql(table: &TableName) -> (Sql, Sql) {
    let dialect = Dialect::PostgreSql;
    let mut columns = Sql::new(
        dialect,
        "SELECT CAST(a.attname AS TEXT), CAST(t.typcategory AS TEXT), \
         CAST(CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 \
         THEN a.atttypmod - 4 END AS TEXT), '', '', format_type(a.atttypid, a.atttypmod) \
         FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid \
         WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid = to_regclass(",
    );
    columns.bind(dialect.table(table)).push(")");
    let mut indices = Sql::new(
        dialect,
        "SELECT replace(replace(pg_get_indexdef(i.indexrelid, 1, true), '::text', ''), '\"', '') \
         FROM pg_index i WHERE i.indrelid = to_regclass(",
    );
    indices.bind(dialect.table(table)).push(")");
    (columns, indices)
}

fn text(row: &QueryResult, index: usize) -> Result<String, DbErr> {
    Ok(row
        .try_get_by_index::<Option<String>>(index)?
        .unwrap_or_default())
}

/// A number as OTOBO takes it: an optional sign and 1 to 16 digits (`otobo-behaviour.md 1.4`).
pub(crate) fn number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let fits = (1..=16).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_sign_and_sixteen_digits_at_most() {
        assert_eq!(number("12"), Some(12));
        assert_eq!(number("-12"), Some(-12));
        assert_eq!(number("+7"), Some(7));
        for text in ["", "-", "1.5", "12345678901234567", " 1", "1a"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
