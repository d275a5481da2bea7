//! Where a database is and how Deskbook may talk to it. Passwords are no part of it: they live in the
//! vault, bound to what [`DatabaseAddress::binding`] says.

mod dsn;

pub use dsn::DsnError;

use std::fmt;

use serde::{Deserialize, Serialize};

/// The database engines of OTOBO that Deskbook speaks to itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "wire", derive(specta::Type))]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// MySQL and MariaDB.
    MySql,
    /// PostgreSQL.
    PostgreSql,
}

impl Engine {
    /// The port that its servers listen on unless told otherwise.
    pub const fn default_port(self) -> u16 {
        match self {
            Self::MySql => 3306,
            Self::PostgreSql => 5432,
        }
    }

    /// The engine that a data source name asks for; `Type` (or `Database::Type`) overrides it
    /// (otobo-behaviour.md 1.4, C7). `None` for engines that Deskbook does not speak to itself.
    pub fn of_dsn(dsn: &str, type_override: Option<&str>) -> Option<Self> {
        let asked = type_override.filter(|it| !it.is_empty()).map_or_else(
            || dsn.to_lowercase(),
            |it| format!(":{}", it.to_lowercase()),
        );
        let holds = |part: &str| asked.contains(part);
        match () {
            () if holds(":mysql") => Some(Self::MySql),
            () if holds(":pg") || holds(":postgresql") => Some(Self::PostgreSql),
            () => None,
        }
    }
}

/// How much the server has to prove before anything is told to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "wire", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum TlsMode {
    /// Everything goes over the wire in the clear.
    Disable,
    /// Encrypted, to whoever answers.
    Require,
    /// Encrypted, to a server whose certificate a known authority signed.
    VerifyCa,
    /// Encrypted, to the server of this name and no other.
    VerifyFull,
}

impl TlsMode {
    /// What a new connection begins with: full verification, except to this computer itself.
    pub fn default_for(hosts: &[Host]) -> Self {
        if !hosts.is_empty() && hosts.iter().all(Host::is_loopback) {
            Self::Disable
        } else {
            Self::VerifyFull
        }
    }

    /// All of them, the safest first.
    pub const ALL: [Self; 4] = [
        Self::VerifyFull,
        Self::VerifyCa,
        Self::Require,
        Self::Disable,
    ];

    /// What it is called where it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Disable => "disable",
            Self::Require => "require",
            Self::VerifyCa => "verify-ca",
            Self::VerifyFull => "verify-full",
        }
    }

    /// The mode of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// Encryption of a connection. Files are PEM, named by their paths on this computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tls {
    /// What the server has to prove.
    pub mode: TlsMode,
    /// Authorities that are believed beside the public ones.
    #[serde(default)]
    pub ca_file: Option<String>,
    /// What Deskbook proves itself with.
    #[serde(default)]
    pub client: Option<ClientCertificate>,
}

impl Tls {
    /// A mode without files.
    pub const fn new(mode: TlsMode) -> Self {
        Self {
            mode,
            ca_file: None,
            client: None,
        }
    }
}

/// A certificate and its private key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientCertificate {
    /// The certificate, with its chain if need be.
    pub certificate_file: String,
    /// The key, without a passphrase.
    pub key_file: String,
}

/// One server of a database that may have several: replicas, Galera nodes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Host {
    /// A name or an address.
    pub name: String,
    /// Its port.
    pub port: u16,
}

impl Host {
    /// Reads `host`, `host:port`, `[::1]` or `[::1]:port`; several are separated by commas.
    pub fn list(text: &str, default_port: u16) -> Result<Vec<Self>, HostError> {
        let hosts = text.split(',').map(str::trim).filter(|it| !it.is_empty());
        let hosts = hosts
            .map(|host| Self::parse(host, default_port))
            .collect::<Result<Vec<_>, _>>()?;
        if hosts.is_empty() {
            return Err(HostError::Empty);
        }
        Ok(hosts)
    }

    fn parse(text: &str, default_port: u16) -> Result<Self, HostError> {
        let (name, port) = match text.strip_prefix('[') {
            Some(rest) => {
                let (name, behind) = rest.split_once(']').ok_or(HostError::Name)?;
                (name, behind.strip_prefix(':'))
            }
            // More than one colon is an IPv6 address without a port
            None if text.matches(':').count() > 1 => (text, None),
            None => match text.split_once(':') {
                Some((name, port)) => (name, Some(port)),
                None => (text, None),
            },
        };
        let fits = |it: char| it.is_alphanumeric() || matches!(it, '.' | '-' | '_' | ':' | '%');
        if name.is_empty() || name.len() > 253 || !name.chars().all(fits) {
            return Err(HostError::Name);
        }
        let port = match port {
            None => default_port,
            Some(port) => port.parse().map_err(|_| HostError::Port)?,
        };
        if port == 0 {
            return Err(HostError::Port);
        }
        Ok(Self {
            name: name.to_owned(),
            port,
        })
    }

    /// Whether it is this computer itself.
    pub fn is_loopback(&self) -> bool {
        self.name.eq_ignore_ascii_case("localhost")
            || self
                .name
                .parse::<std::net::IpAddr>()
                .is_ok_and(|address| address.is_loopback())
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name.contains(':') {
            write!(f, "[{}]:{}", self.name, self.port)
        } else {
            write!(f, "{}:{}", self.name, self.port)
        }
    }
}

/// Why a text names no hosts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HostError {
    /// There is none.
    #[error("no host is named")]
    Empty,
    /// A name has a character that no host has, or none at all.
    #[error("a host's name has a character that is not allowed")]
    Name,
    /// A port is no number from 1 to 65535.
    #[error("a port is no number from 1 to 65535")]
    Port,
}

/// A database, and whom to log in as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatabaseAddress {
    /// The engine.
    pub engine: Engine,
    /// Its servers, tried in this order; at least one.
    pub hosts: Vec<Host>,
    /// The name of the database.
    pub database: String,
    /// The name of the user.
    pub user: String,
    /// Encryption.
    pub tls: Tls,
}

impl DatabaseAddress {
    /// What the password may be used for: with another engine, host, port, user or TLS mode it is asked
    /// for anew, so that nobody who can edit the settings can have it sent elsewhere.
    pub fn binding(&self) -> String {
        let engine = match self.engine {
            Engine::MySql => "mysql",
            Engine::PostgreSql => "postgresql",
        };
        let hosts: Vec<_> = self.hosts.iter().map(ToString::to_string).collect();
        // A user's name can hold any character: it comes last
        format!(
            "{engine} {} {} {}",
            hosts.join(","),
            self.tls.mode.name(),
            self.user
        )
    }

    /// Host and database, as people tell installations apart. Of several hosts it is the one that
    /// answered last, else the first one.
    pub fn place(&self, answering: Option<&Host>) -> String {
        let host = answering.or(self.hosts.first());
        let host = host.map_or("", |host| host.name.as_str());
        format!("{host}/{}", self.database)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(name: &str, port: u16) -> Host {
        Host {
            name: name.to_owned(),
            port,
        }
    }

    #[test]
    fn c7_the_data_source_name_decides_the_engine_and_type_overrides() {
        let cases = [
            (
                "DBI:mysql:database=otobo;host=db",
                None,
                Some(Engine::MySql),
            ),
            ("dbi:MySQL:otobo:db", None, Some(Engine::MySql)),
            (
                "DBI:Pg:dbname=otobo;host=db",
                None,
                Some(Engine::PostgreSql),
            ),
            ("DBI:ODBC:OTOBO", None, None),
            ("DBI:ODBC:OTOBO", Some("mysql"), Some(Engine::MySql)),
            (
                "DBI:ODBC:OTOBO",
                Some("postgresql"),
                Some(Engine::PostgreSql),
            ),
            ("DBI:mysql:otobo", Some("oracle"), None),
            ("DBI:Oracle:sid=X", Some(""), None),
        ];
        for (dsn, kind, engine) in cases {
            assert_eq!(Engine::of_dsn(dsn, kind), engine, "{dsn} with {kind:?}");
        }
    }

    #[test]
    fn hosts_are_read_with_and_without_ports() {
        let text = "db1, db2.test:3307,[::1]:33, ::1 ,127.0.0.1";
        let expected = [
            host("db1", 3306),
            host("db2.test", 3307),
            host("::1", 33),
            host("::1", 3306),
            host("127.0.0.1", 3306),
        ];
        assert_eq!(Host::list(text, 3306).unwrap(), expected);
    }

    #[test]
    fn what_names_no_host_is_refused() {
        let cases = [
            ("", HostError::Empty),
            (" , ", HostError::Empty),
            ("db:0", HostError::Port),
            ("db:70000", HostError::Port),
            ("db:x", HostError::Port),
            ("d b", HostError::Name),
            ("db;host=x", HostError::Name),
            ("/run/mysqld.sock", HostError::Name),
            ("[::1", HostError::Name),
        ];
        for (text, error) in cases {
            assert_eq!(Host::list(text, 3306), Err(error), "{text}");
        }
    }

    #[test]
    fn certificate_and_name_are_verified_except_on_loopback() {
        let mode = |text| TlsMode::default_for(&Host::list(text, 1).unwrap());
        assert_eq!(mode("db.test"), TlsMode::VerifyFull);
        assert_eq!(mode("localhost, 127.0.0.5, ::1"), TlsMode::Disable);
        assert_eq!(mode("localhost, db.test"), TlsMode::VerifyFull);
    }

    #[test]
    fn a_mode_is_stored_by_a_name_that_leads_back_to_it() {
        for mode in TlsMode::ALL {
            assert_eq!(TlsMode::named(mode.name()), Some(mode));
        }
        assert_eq!(TlsMode::named("off"), None);
    }

    #[test]
    fn a_password_is_bound_to_where_it_goes_and_how() {
        let address = DatabaseAddress {
            engine: Engine::MySql,
            hosts: vec![host("db", 3306)],
            database: "otobo".to_owned(),
            user: "deskbook".to_owned(),
            tls: Tls::new(TlsMode::VerifyFull),
        };
        let changed = |change: fn(&mut DatabaseAddress)| {
            let mut other = address.clone();
            change(&mut other);
            other.binding() != address.binding()
        };
        assert!(changed(|it| it.engine = Engine::PostgreSql));
        assert!(changed(|it| it.hosts.push(host("evil", 3306))));
        assert!(changed(|it| it.hosts = vec![host("db", 3307)]));
        assert!(changed(|it| it.user = "root".to_owned()));
        assert!(changed(|it| it.tls.mode = TlsMode::Disable));
        assert!(!changed(|it| it.database = "other".to_owned()));
        assert_eq!(address.place(None), "db/otobo");
        assert_eq!(address.place(Some(&host("db2", 3306))), "db2/otobo");
    }
}
