//! Sources: where customer users and customers are and how they are mapped, searched and shown
//! (otobo-behaviour.md 2 and 6).

mod customer;
mod customer_user;
mod id;
mod shipped;
mod shipped_directory;

pub use customer::CustomerSource;
pub use customer_user::CustomerUserSource;
pub use id::{SourceId, Subject};
pub use shipped_directory::DirectoryProduct;

use crate::database::{ClientCertificate, DatabaseAddress, DsnError, Tls, TlsMode};
use crate::ids::{Identifier, Var};
use crate::map::Map;
use crate::search::CaseRule;
use crate::settings::{
    CA_FILE, CERTIFICATE_FILE, KEY_FILE, Reading, SourceProblem, SourceSettings, TLS_MODE,
};

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
    /// What the server has to prove; what is not said depends on where it is.
    pub tls_mode: Option<TlsMode>,
    /// Authorities that are believed beside the public ones.
    pub ca_file: Option<String>,
    /// What Deskbook proves itself with.
    pub client: Option<ClientCertificate>,
}

impl OwnDatabase {
    /// Where it is. How OTOBO's own database is talked to says nothing about this one: that may be on
    /// this computer, in the clear, and this one far away.
    pub fn address(&self) -> Result<DatabaseAddress, DsnError> {
        DatabaseAddress::of_dsn(&self.dsn, self.kind.as_deref(), &self.user, |hosts| Tls {
            mode: self.tls_mode.unwrap_or_else(|| TlsMode::default_for(hosts)),
            ca_file: self.ca_file.clone(),
            client: self.client.clone(),
        })
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

    fn own_database(&mut self) -> Option<OwnDatabase> {
        let tls_mode = self.tls_mode();
        let client = self.client_certificate();
        let dsn = self.some("Params.DSN")?;
        Some(OwnDatabase {
            dsn,
            user: self.text_or("Params.User", ""),
            kind: self.settings.text("Params.Type"),
            tls_mode,
            ca_file: self.some(CA_FILE),
            client,
        })
    }

    pub(crate) fn tls_mode(&mut self) -> Option<TlsMode> {
        let name = self.some(TLS_MODE)?;
        let mode = TlsMode::named(&name);
        if mode.is_none() {
            self.find_fault(TLS_MODE, SourceProblem::NotAllowed);
        }
        mode
    }

    /// A certificate and its key are of no use without each other.
    pub(crate) fn client_certificate(&mut self) -> Option<ClientCertificate> {
        match (self.some(CERTIFICATE_FILE), self.some(KEY_FILE)) {
            (Some(certificate_file), Some(key_file)) => Some(ClientCertificate {
                certificate_file,
                key_file,
            }),
            (None, None) => None,
            (Some(_), None) => {
                self.find_fault(KEY_FILE, SourceProblem::Required);
                None
            }
            (None, Some(_)) => {
                self.find_fault(CERTIFICATE_FILE, SourceProblem::Required);
                None
            }
        }
    }

    pub(crate) fn some(&self, key: &str) -> Option<String> {
        let text = self.settings.text(key)?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
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
                None => self.find_fault(KEY, SourceProblem::NotAllowed),
            }
        }
        settings
    }
}

/// One `SET` that a source asks for after connecting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionSetting {
    statement: String,
    /// How text is encoded on the way.
    encodes: bool,
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
        let encodes = matches!(name.as_str(), "names" | "client_encoding");
        let statement = if name == "names" {
            format!("SET NAMES '{bare}'")
        } else {
            format!("SET SESSION {name} = '{bare}'")
        };
        Some(Self { statement, encodes })
    }

    /// Whether it says how text is encoded between program and server. That is for the program to know:
    /// told another encoding than the one that is sent, a server stores garbage.
    pub fn encodes(&self) -> bool {
        self.encodes
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

    fn tls_of(settings: &[(&str, &str)]) -> Result<Tls, Vec<crate::settings::SourceFinding>> {
        let mut source = SourceSettings::shipped(Subject::CustomerUsers);
        for (key, value) in settings {
            source.set(key, Some((*value).into()));
        }
        let source = CustomerUserSource::read(SourceId::first(Subject::CustomerUsers), &source)?;
        Ok(source.own_database.unwrap().address().unwrap().tls)
    }

    #[test]
    fn a_database_of_its_own_is_verified_wherever_otobos_is_except_within_this_computer() {
        let far = ("Params.DSN", "DBI:mysql:database=crm;host=crm.test");
        let near = ("Params.DSN", "DBI:Pg:dbname=crm;host=127.0.0.1");
        let mode = |settings: &[(&str, &str)]| tls_of(settings).unwrap().mode;
        assert_eq!(mode(&[far]), TlsMode::VerifyFull);
        assert_eq!(mode(&[near]), TlsMode::Disable);
        assert_eq!(mode(&[far, (TLS_MODE, "require")]), TlsMode::Require);
        assert_eq!(
            mode(&[near, (TLS_MODE, "verify-full")]),
            TlsMode::VerifyFull
        );
        let files = [
            far,
            (CA_FILE, "/etc/ca.pem"),
            (CERTIFICATE_FILE, "/etc/c.pem"),
            (KEY_FILE, "/etc/k.pem"),
        ];
        let tls = tls_of(&files).unwrap();
        assert_eq!(tls.ca_file.as_deref(), Some("/etc/ca.pem"));
        assert_eq!(tls.client.unwrap().key_file, "/etc/k.pem");
    }

    #[test]
    fn encryption_that_makes_no_sense_is_told_at_its_key() {
        let far = ("Params.DSN", "DBI:mysql:database=crm;host=crm.test");
        let cases = [
            ((TLS_MODE, "off"), TLS_MODE, SourceProblem::NotAllowed),
            ((CERTIFICATE_FILE, "/c"), KEY_FILE, SourceProblem::Required),
            ((KEY_FILE, "/k"), CERTIFICATE_FILE, SourceProblem::Required),
        ];
        for (setting, key, problem) in cases {
            let found = tls_of(&[far, setting]).unwrap_err();
            assert_eq!(found, [crate::settings::SourceFinding::at(key, problem)]);
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
