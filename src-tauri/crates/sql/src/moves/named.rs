//! The rows that a name stands in, as a condition about one column.

use deskbook_domain::search::CaseRule;
use deskbook_domain::text::lower;
use sea_orm::{ConnectionTrait, DbErr};

use crate::dialect::{Dialect, Sql};

/// Tells which rows have a name in a column.
pub(super) enum Named {
    /// As the engine compares.
    Equal(String),
    /// In any case.
    Lowered(String),
    /// One of these spellings.
    Spelt(Vec<String>),
}

impl Named {
    /// `table` and `column` as they stand in statements. SQLite's LOWER folds ASCII only, so there it is
    /// decided here which of the stored spellings are meant.
    pub(super) async fn find(
        db: &impl ConnectionTrait,
        dialect: Dialect,
        (table, column): (&str, &str),
        case: CaseRule,
        name: &str,
    ) -> Result<Self, DbErr> {
        match (case, dialect) {
            (CaseRule::Exact, _) => Ok(Self::Equal(name.to_owned())),
            (CaseRule::Folded, Dialect::MySql | Dialect::PostgreSql) => {
                Ok(Self::Lowered(name.to_owned()))
            }
            (CaseRule::Folded, Dialect::Sqlite) => {
                let folded = lower(name);
                let mut spellings = as_long_as(db, (table, column), name).await?;
                spellings.retain(|spelling| lower(spelling) == folded);
                Ok(Self::Spelt(spellings))
            }
        }
    }

    /// Adds the condition.
    pub(super) fn write(&self, sql: &mut Sql, column: &str) {
        match self {
            Self::Equal(name) => sql.push(column).push(" = ").bind(name.as_str()),
            Self::Lowered(name) => sql
                .push("LOWER(")
                .push(column)
                .push(") = LOWER(")
                .bind(name.as_str())
                .push(")"),
            Self::Spelt(spellings) if spellings.is_empty() => sql.push("1=0"),
            Self::Spelt(spellings) => sql
                .push(column)
                .push(" IN (")
                .bind_all(spellings.iter().map(String::as_str))
                .push(")"),
        };
    }

    /// Adds the condition, for those alone that have the name itself, in whatever case: MySQL's collations
    /// take more for it than that, as `Müller` for `muller`, and this is somebody else.
    pub(super) fn write_strictly(&self, sql: &mut Sql, column: &str) {
        self.write(sql, column);
        let (Dialect::MySql, Self::Equal(name) | Self::Lowered(name)) = (sql.dialect(), self)
        else {
            return;
        };
        sql.push(" AND CAST(CONVERT(LOWER(")
            .push(column)
            .push(") USING utf8mb4) AS BINARY) = CAST(LOWER(")
            .bind(name.as_str())
            .push(") AS BINARY)");
    }
}

/// Texts of a column that have as many characters as `name`: folding never changes their number.
async fn as_long_as(
    db: &impl ConnectionTrait,
    (table, column): (&str, &str),
    name: &str,
) -> Result<Vec<String>, DbErr> {
    let length = i64::try_from(name.chars().count()).unwrap_or(i64::MAX);
    let text = Dialect::Sqlite.text(column);
    let question = format!("SELECT DISTINCT {text} FROM {table} WHERE length({text}) = ");
    let mut sql = Sql::new(Dialect::Sqlite, question);
    sql.bind(length);
    let rows = db.query_all_raw(sql.statement()).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}
