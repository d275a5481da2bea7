//! What an account may do to a table. Only what a server tells without doubt counts: whoever is taken for
//! a reader is not even let try.

use deskbook_core::health::Rights;
use deskbook_domain::ids::TableName;
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use crate::dialect::{Dialect, Sql};

/// Asks the server what the account of this connection may do to a table. `database` is the one that it is
/// connected to.
pub(super) async fn rights(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    database: &str,
    table: &TableName,
) -> Result<Rights, DbErr> {
    match dialect {
        Dialect::PostgreSql => of_postgresql(db, table).await,
        Dialect::MySql | Dialect::Sqlite => {
            let grants = Sql::new(Dialect::MySql, "SHOW GRANTS");
            let rows = db.query_all_raw(grants.statement()).await?;
            let grants = rows.iter().map(text).collect::<Result<Vec<_>, _>>()?;
            let schema = table.schema().map_or(database, |schema| schema.as_str());
            Ok(told_by(&grants, schema, table.table().as_str()))
        }
    }
}

/// A right to one column counts, too. A table that the server does not know leaves it open.
async fn of_postgresql(db: &impl ConnectionTrait, table: &TableName) -> Result<Rights, DbErr> {
    let dialect = Dialect::PostgreSql;
    let mut sql = Sql::new(dialect, "SELECT CAST(has_any_column_privilege(to_regclass(");
    sql.bind(dialect.table(table))
        .push("), 'INSERT, UPDATE') AS TEXT)");
    let row = db.query_one_raw(sql.statement()).await?;
    Ok(match row.as_ref().map(text).transpose()?.as_deref() {
        Some("true") => Rights::Writes,
        Some("false") => Rights::ReadsOnly,
        _ => Rights::Unknown,
    })
}

fn text(row: &QueryResult) -> Result<String, DbErr> {
    Ok(row
        .try_get_by_index::<Option<String>>(0)?
        .unwrap_or_default())
}

/// What the lines of `SHOW GRANTS` say of a table. Rights that come by a role, or are taken away again in
/// part, do not stand in them for sure.
/// The lines of MariaDB hold a hash of the account's own password: they are kept nowhere, and no error
/// tells of them.
fn told_by(grants: &[String], database: &str, table: &str) -> Rights {
    let mut is_doubtful = grants.is_empty();
    for grant in grants {
        match Grant::read(grant) {
            Some(grant) if grant.writes() && grant.covers(database, table) => {
                return Rights::Writes;
            }
            Some(_) => {}
            None => is_doubtful = true,
        }
    }
    if is_doubtful {
        Rights::Unknown
    } else {
        Rights::ReadsOnly
    }
}

/// A line such as ``GRANT SELECT, INSERT ON `otobo`.* TO `deskbook`@`%` ``.
struct Grant<'g> {
    privileges: &'g str,
    object: &'g str,
}

impl<'g> Grant<'g> {
    /// `None` for everything else, such as a role that is granted.
    fn read(line: &'g str) -> Option<Self> {
        let rest = line.strip_prefix("GRANT ")?;
        let (privileges, rest) = split_outside(rest, " ON ")?;
        let (object, _) = split_outside(rest, " TO ")?;
        Some(Self { privileges, object })
    }

    fn writes(&self) -> bool {
        let mut rest = Some(self.privileges);
        while let Some(privileges) = rest {
            let (one, others) = match split_outside(privileges, ",") {
                Some((one, others)) => (one, Some(others)),
                None => (privileges, None),
            };
            let name = one.split('(').next().unwrap_or_default().trim();
            if ["INSERT", "UPDATE", "ALL", "ALL PRIVILEGES"].contains(&name) {
                return true;
            }
            rest = others;
        }
        false
    }

    /// Whether it is about the table, or may be: a name of a database can be a pattern.
    fn covers(&self, database: &str, table: &str) -> bool {
        let Some((of_database, of_table)) = split_outside(self.object, ".") else {
            return true;
        };
        let all_tables = of_table == "*";
        let of_database = unquoted(of_database);
        let is_database = of_database == "*"
            || (all_tables && is_pattern(&of_database))
            || without_escapes(&of_database).eq_ignore_ascii_case(database);
        is_database && (all_tables || unquoted(of_table).eq_ignore_ascii_case(table))
    }
}

/// The text before and after the first mark that is neither quoted nor in parentheses.
fn split_outside<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    let mut quote = None;
    let mut depth = 0_u32;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (None, '`' | '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if quote.is_none() && depth == 0 {
            let (before, from) = text.split_at(at);
            if let Some(after) = from.strip_prefix(mark) {
                return Some((before, after));
            }
        }
    }
    None
}

/// A name without the quotes around it; one that is doubled within stands for itself.
fn unquoted(name: &str) -> String {
    for quote in ['`', '"'] {
        let within = name
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote));
        if let Some(within) = within {
            return within.replace(&format!("{quote}{quote}"), &quote.to_string());
        }
    }
    name.to_owned()
}

/// Whether `%` or `_` stands in it without a backslash before.
fn is_pattern(name: &str) -> bool {
    let mut is_escaped = false;
    name.chars().any(|character| {
        let is_open = !is_escaped && matches!(character, '%' | '_');
        is_escaped = character == '\\' && !is_escaped;
        is_open
    })
}

fn without_escapes(name: &str) -> String {
    name.replace("\\_", "_").replace("\\%", "%")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(grants: &[&str]) -> Rights {
        let grants: Vec<String> = grants.iter().map(|&it| it.to_owned()).collect();
        told_by(&grants, "otobo", "customer_user")
    }

    #[test]
    fn who_may_select_alone_only_reads() {
        assert_eq!(
            of(&[
                "GRANT USAGE ON *.* TO `deskbook`@`%` IDENTIFIED BY PASSWORD '*INSERT ON x'",
                "GRANT SELECT, SHOW VIEW ON `otobo`.* TO `deskbook`@`%`",
                "GRANT ALL PRIVILEGES ON `other`.* TO `deskbook`@`%`",
                "GRANT INSERT, UPDATE ON `otobo`.`ticket` TO `deskbook`@`%`",
                "GRANT SELECT (`a, INSERT`, `b`) ON `otobo`.`customer_user` TO `deskbook`@`%`",
            ]),
            Rights::ReadsOnly
        );
    }

    #[test]
    fn a_right_to_write_anywhere_over_the_table_counts() {
        for grant in [
            "GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON `otobo`.* TO `deskbook`@`%`",
            "GRANT SELECT, UPDATE ON \"OTOBO\".\"customer_user\" TO \"deskbook\"@\"%\"",
            "GRANT SELECT, UPDATE (`email`, `phone`) ON `otobo`.`customer_user` TO `d`@`%`",
            "GRANT INSERT ON `oto__`.* TO `deskbook`@`%`",
        ] {
            assert_eq!(of(&[grant]), Rights::Writes, "{grant}");
        }
        let escaped = ["GRANT UPDATE ON `ot\\_obo`.* TO `deskbook`@`%`".to_owned()];
        assert_eq!(told_by(&escaped, "ot_obo", "t"), Rights::Writes);
        assert_eq!(told_by(&escaped, "otxobo", "t"), Rights::ReadsOnly);
    }

    #[test]
    fn what_is_not_told_for_sure_stays_open() {
        let reads = "GRANT SELECT ON `otobo`.* TO `deskbook`@`%`";
        for line in [
            "GRANT `writers`@`%` TO `deskbook`@`%`",
            "GRANT `a ON b` TO `deskbook`@`%`",
            "REVOKE INSERT ON `otobo`.* FROM `deskbook`@`%`",
            "SET DEFAULT ROLE `writers` FOR `deskbook`@`%`",
            "",
        ] {
            assert_eq!(of(&[reads, line]), Rights::Unknown, "{line}");
        }
        assert_eq!(of(&[]), Rights::Unknown);
    }
}
