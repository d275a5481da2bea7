//! A connection as it was typed, and what is wrong with it.

use deskbook_domain::database::{
    ClientCertificate, DatabaseAddress, Engine, Host, HostError, Tls, TlsMode,
};

use super::ConnectingError;

/// The most characters of a name of a database or a user.
pub(crate) const LONGEST_NAME: u32 = 128;

/// The most characters of a list of hosts, or of a path.
pub(crate) const LONGEST_TEXT: u32 = 1024;

/// A connection as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionDraft {
    /// The engine.
    pub engine: Engine,
    /// Hosts, separated by commas, each with `:port` if it differs.
    pub hosts: String,
    /// The port of those that name none.
    pub port: u32,
    /// The database.
    pub database: String,
    /// The user.
    pub user: String,
    /// What the server has to prove.
    pub tls_mode: TlsMode,
    /// Paths of PEM files; empty for none.
    pub ca_file: String,
    /// The certificate that Deskbook proves itself with.
    pub certificate_file: String,
    /// Its key.
    pub key_file: String,
}

/// What is wrong with a typed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingFinding {
    /// The field, as the UI calls it.
    pub field: &'static str,
    /// What is wrong.
    pub problem: SettingProblem,
}

/// What can be wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(tag = "kind", rename_all = "camelCase"))]
pub enum SettingProblem {
    /// It is missing.
    Required,
    /// It has too many characters.
    TooLong {
        /// The most it may have.
        limit: u32,
    },
    /// Another installation is called so.
    NameTaken,
    /// No names of hosts.
    NoHost,
    /// No number from 1 to 65535.
    NoPort,
    /// There is no such file.
    FileMissing,
    /// The kept password is for another connection.
    PasswordNeeded,
    /// A key is of no use alone.
    KeyWithoutCertificate,
    /// No number of a database of Redis.
    NoDatabaseNumber,
    /// A path that would depend on where Deskbook was started.
    PathNotAbsolute,
    /// Nobody agreed to the program, or not to what it is now.
    ConsentNeeded,
    /// A placeholder that is only a part of an argument, so that nothing would take its place.
    PlaceholderNotAlone,
}

/// What is wrong, field by field; at most one problem each.
#[derive(Debug, Default)]
pub(crate) struct Findings(Vec<SettingFinding>);

impl Findings {
    pub(crate) fn add(&mut self, field: &'static str, problem: SettingProblem) {
        if self.0.iter().all(|it| it.field != field) {
            self.0.push(SettingFinding { field, problem });
        }
    }

    pub(crate) fn require(&mut self, field: &'static str, text: &str, limit: u32) {
        if text.trim().is_empty() {
            self.add(field, SettingProblem::Required);
        }
        if text.chars().count() > limit as usize {
            self.add(field, SettingProblem::TooLong { limit });
        }
    }

    pub(crate) fn has(&self, field: &str) -> bool {
        self.0.iter().any(|it| it.field == field)
    }

    pub(crate) fn into_vec(self) -> Vec<SettingFinding> {
        self.0
    }
}

impl ConnectionDraft {
    /// What is stored of an address, as it would be typed.
    pub fn of(address: &DatabaseAddress) -> Self {
        let port = address
            .hosts
            .first()
            .map_or(address.engine.default_port(), |it| it.port);
        let written = |host: &Host| match (host.port == port, host.name.contains(':')) {
            (true, true) => format!("[{}]", host.name),
            (true, false) => host.name.clone(),
            (false, _) => host.to_string(),
        };
        let hosts: Vec<_> = address.hosts.iter().map(written).collect();
        let (certificate_file, key_file) = match &address.tls.client {
            Some(client) => (client.certificate_file.clone(), client.key_file.clone()),
            None => Default::default(),
        };
        Self {
            engine: address.engine,
            hosts: hosts.join(", "),
            port: port.into(),
            database: address.database.clone(),
            user: address.user.clone(),
            tls_mode: address.tls.mode,
            ca_file: address.tls.ca_file.clone().unwrap_or_default(),
            certificate_file,
            key_file,
        }
    }

    /// The address, for a connection that is only tried.
    pub(super) async fn address(&self) -> Result<DatabaseAddress, ConnectingError> {
        let mut findings = Findings::default();
        match self.check(&mut findings).await {
            Some(address) if findings.0.is_empty() => Ok(address),
            _ => {
                let field = findings.0.first().map_or("hosts", |it| it.field);
                Err(ConnectingError::Unfit { field })
            }
        }
    }

    /// The address, unless a field that it is made of is at fault.
    pub(super) async fn check(&self, findings: &mut Findings) -> Option<DatabaseAddress> {
        findings.require("hosts", &self.hosts, LONGEST_TEXT);
        findings.require("database", &self.database, LONGEST_NAME);
        findings.require("user", &self.user, LONGEST_NAME);
        let port = u16::try_from(self.port).ok().filter(|port| *port > 0);
        if port.is_none() {
            findings.add("port", SettingProblem::NoPort);
        }
        let hosts = Host::list(&self.hosts, port.unwrap_or(1));
        match &hosts {
            Err(HostError::Port) => findings.add("hosts", SettingProblem::NoPort),
            Err(HostError::Empty | HostError::Name) => {
                findings.add("hosts", SettingProblem::NoHost);
            }
            Ok(_) => {}
        }
        let tls = self.check_files(findings).await;
        Some(DatabaseAddress {
            engine: self.engine,
            hosts: hosts.ok()?,
            database: self.database.trim().to_owned(),
            user: self.user.trim().to_owned(),
            tls,
        })
    }

    async fn check_files(&self, findings: &mut Findings) -> Tls {
        match (self.certificate_file.trim(), self.key_file.trim()) {
            ("", "") => {}
            ("", _) => findings.add("keyFile", SettingProblem::KeyWithoutCertificate),
            (_, "") => findings.add("keyFile", SettingProblem::Required),
            _ => {}
        }
        let ca_file = file("caFile", &self.ca_file, findings).await;
        let certificate_file = file("certificateFile", &self.certificate_file, findings).await;
        let key_file = file("keyFile", &self.key_file, findings).await;
        let client = certificate_file.zip(key_file);
        Tls {
            mode: self.tls_mode,
            ca_file,
            client: client.map(|(certificate_file, key_file)| ClientCertificate {
                certificate_file,
                key_file,
            }),
        }
    }
}

/// The path of a file that is there.
pub(crate) async fn file(
    field: &'static str,
    path: &str,
    findings: &mut Findings,
) -> Option<String> {
    let path = path.trim();
    if path.is_empty() {
        return None;
    }
    let is_file = tokio::fs::metadata(path).await.is_ok_and(|it| it.is_file());
    if !is_file {
        findings.add(field, SettingProblem::FileMissing);
    }
    Some(path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::twin::server::connection;

    async fn problems(change: impl FnOnce(&mut ConnectionDraft)) -> Vec<SettingFinding> {
        let mut draft = connection();
        change(&mut draft);
        let mut findings = Findings::default();
        draft.check(&mut findings).await;
        findings.into_vec()
    }

    #[tokio::test]
    async fn what_is_wrong_is_told_at_its_field() {
        use SettingProblem::{
            FileMissing, KeyWithoutCertificate, NoHost, NoPort, Required, TooLong,
        };
        let found = problems(|it| it.hosts = "db:x".to_owned()).await;
        assert_eq!(found[0].problem, NoPort);
        let cases: [(fn(&mut ConnectionDraft), _, _); 9] = [
            (|it| it.hosts = " ".to_owned(), "hosts", Required),
            (|it| it.hosts = "d b".to_owned(), "hosts", NoHost),
            (|it| it.port = 0, "port", NoPort),
            (|it| it.port = 65_536, "port", NoPort),
            (|it| it.database.clear(), "database", Required),
            (
                |it| it.user = "x".repeat(129),
                "user",
                TooLong { limit: 128 },
            ),
            (
                |it| it.ca_file = "/nowhere/ca.pem".to_owned(),
                "caFile",
                FileMissing,
            ),
            (
                |it| it.key_file = "/nowhere/key.pem".to_owned(),
                "keyFile",
                KeyWithoutCertificate,
            ),
            (
                |it| it.certificate_file = "/nowhere/c.pem".to_owned(),
                "keyFile",
                Required,
            ),
        ];
        for (change, field, problem) in cases {
            let found = problems(change).await;
            assert!(
                found.contains(&SettingFinding { field, problem }),
                "{field}: {found:?}"
            );
        }
        assert_eq!(problems(|_| {}).await, []);
    }

    #[tokio::test]
    async fn a_stored_address_is_typed_as_it_was() {
        let mut draft = connection();
        draft.hosts = "db1, db2:3307, [::1]".to_owned();
        let address = draft.address().await.unwrap();
        assert_eq!(ConnectionDraft::of(&address), draft);
    }
}
