//! Sources: where customer users and customers are and how they are mapped, searched and shown
//! (otobo-behaviour.md 2 and 6).

mod customer;
mod customer_user;
mod id;
mod shipped;

pub use customer::CustomerSource;
pub use customer_user::CustomerUserSource;
pub use id::{SourceId, Subject};

use crate::database::{DatabaseAddress, DsnError, Tls};
use crate::ids::{Identifier, Var};
use crate::map::Map;
use crate::search::CaseRule;
use crate::settings::{Reading, SourceSettings};

/// What stands behind a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "wire",
    derive(serde::Serialize, serde::Deserialize, specta::Type)
)]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum BackEndKind {
    /// A table of a database.
    Database,
    /// An LDAP directory: OTOBO looks for these letters in the module's name (otobo-behaviour.md 2.1).
    Directory,
    /// A program of somebody's own.
    Module,
}

impl BackEndKind {
    /// The kind of a `Module`.
    pub fn of_module(module: &str) -> Self {
        match module {
            it if it.to_lowercase().contains("ldap") => Self::Directory,
            it if it.is_empty() || it.ends_with("::DB") => Self::Database,
            _ => Self::Module,
        }
    }
}

/// A database of a source's own; without one it is in OTOBO's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnDatabase {
    /// The data source name as configured.
    pub dsn: String,
    /// The user.
    pub user: String,
    /// What the engine is called where the data source name does not tell.
    pub kind: Option<String>,
}

impl OwnDatabase {
    /// Where it is. What the server has to prove is what OTOBO's own has to.
    pub fn address(&self, tls: &Tls) -> Result<DatabaseAddress, DsnError> {
        DatabaseAddress::of_dsn(&self.dsn, self.kind.as_deref(), &self.user, tls.clone())
    }
}

fn case_rule(case_sensitive: bool) -> CaseRule {
    if case_sensitive {
        CaseRule::Exact
    } else {
        CaseRule::Folded
    }
}

impl Reading<'_> {
    /// `SearchCaseSensitive` if it is defined, else `CaseSensitive`, else 0 (C12).
    fn case_sensitive(&mut self) -> bool {
        let old = self.flag("Params.CaseSensitive");
        let new = self.flag("Params.SearchCaseSensitive");
        if self.settings.get("Params.SearchCaseSensitive").is_some() {
            new
        } else {
            old
        }
    }

    fn own_database(&self) -> Option<OwnDatabase> {
        let dsn = self
            .settings
            .text("Params.DSN")
            .filter(|it| !it.is_empty())?;
        Some(OwnDatabase {
            dsn,
            user: self.text_or("Params.User", ""),
            kind: self.settings.text("Params.Type"),
        })
    }

    /// Session settings after connecting: only `SET` of names on the list, one a statement, never
    /// anything that could do more.
    fn session_settings(&mut self) -> Vec<SessionSetting> {
        const KEY: &str = "Params.Connect";
        let text = self.text_or(KEY, "");
        let mut settings = Vec::new();
        for statement in text.split(';').map(str::trim).filter(|it| !it.is_empty()) {
            match SessionSetting::parse(statement) {
                Some(setting) => settings.push(setting),
                None => self.find_fault(KEY, crate::settings::SourceProblem::NotAllowed),
            }
        }
        settings
    }
}

/// One `SET` that a source asks for after connecting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionSetting {
    statement: String,
}

/// What may be set, in lower case: how text is encoded and dates are written, and how long things may
/// take. Nothing that changes what a statement means or whom it runs as.
const ALLOWED: [&str; 8] = [
    "names",
    "client_encoding",
    "datestyle",
    "time_zone",
    "timezone",
    "statement_timeout",
    "lock_timeout",
    "max_statement_time",
];

impl SessionSetting {
    fn parse(statement: &str) -> Option<Self> {
        let is_blank = |it: char| it.is_ascii_whitespace();
        let (set, rest) = statement.split_once(is_blank)?;
        let rest = rest.trim_start();
        let rest = ["SESSION ", "session ", "LOCAL ", "local "]
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .unwrap_or(rest)
            .trim_start();
        let end = rest
            .find(|it: char| !(it.is_ascii_alphanumeric() || it == '_'))
            .unwrap_or(rest.len());
        let (name, value) = rest.split_at(end);
        let name = name.to_ascii_lowercase();
        let named = set.eq_ignore_ascii_case("set") && ALLOWED.contains(&name.as_str());
        let value = value.trim_start().trim_start_matches('=').trim();
        let value = value
            .strip_prefix("TO ")
            .or_else(|| value.strip_prefix("to "))
            .unwrap_or(value)
            .trim();
        let bare = value.trim_matches(['\'', '"']);
        let fits = |it: char| {
            it.is_ascii_alphanumeric()
                || matches!(it, '_' | '-' | '+' | ':' | '/' | ',' | ' ' | '.')
        };
        if !named || bare.is_empty() || bare.len() > 64 || !bare.chars().all(fits) {
            return None;
        }
        let statement = if name == "names" {
            format!("SET NAMES '{bare}'")
        } else {
            format!("SET SESSION {name} = '{bare}'")
        };
        Some(Self { statement })
    }

    /// The statement, made anew of checked parts.
    pub fn statement(&self) -> &str {
        &self.statement
    }
}

fn selections(settings: &SourceSettings) -> Vec<(Var, String, String)> {
    let selections = settings.selections().into_iter();
    selections
        .map(|(var, value, text)| (Var::from(var), value, text))
        .collect()
}

/// Columns that no field of the map is stored in, but that lists, names or look-ups need.
fn unmapped<'c>(map: &Map, columns: impl IntoIterator<Item = &'c Identifier>) -> Vec<Identifier> {
    let mut missing: Vec<Identifier> = Vec::new();
    for column in columns {
        if map.field_stored_in(column).is_none() && !missing.contains(column) {
            missing.push(column.clone());
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_session_settings_are_taken_and_rebuilt() {
        let cases = [
            ("SET NAMES utf8mb4", Some("SET NAMES 'utf8mb4'")),
            ("set names 'utf8'", Some("SET NAMES 'utf8'")),
            (
                "SET datestyle TO 'iso'",
                Some("SET SESSION datestyle = 'iso'"),
            ),
            ("SET SESSION search_path = otobo,public", None),
            (
                "SET time_zone='+00:00'",
                Some("SET SESSION time_zone = '+00:00'"),
            ),
            ("SET GLOBAL max_connections = 1", None),
            ("SET ROLE postgres", None),
            ("SET sql_mode = ''", None),
            ("SET NAMES utf8' OR 1=1", None),
            ("SET names x/**/y(", None),
            ("DROP TABLE users", None),
            ("SET NAMES", None),
        ];
        for (statement, expected) in cases {
            let parsed = SessionSetting::parse(statement);
            assert_eq!(
                parsed.as_ref().map(SessionSetting::statement),
                expected,
                "{statement}"
            );
        }
    }

    #[test]
    fn the_module_tells_the_kind() {
        let kind = BackEndKind::of_module;
        assert_eq!(
            kind("Kernel::System::CustomerUser::DB"),
            BackEndKind::Database
        );
        assert_eq!(
            kind("Kernel::System::CustomerUser::LDAP"),
            BackEndKind::Directory
        );
        assert_eq!(
            kind("Kernel::System::CustomerUser::MyLdapSync"),
            BackEndKind::Directory
        );
        assert_eq!(
            kind("Kernel::System::CustomerUser::SAP"),
            BackEndKind::Module
        );
    }
}
