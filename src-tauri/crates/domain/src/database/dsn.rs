//! Perl's data source names, as far as they lead to a server that Deskbook speaks to itself
//! (otobo-behaviour.md 11).

use super::{DatabaseAddress, Engine, Host, Tls};

/// Why a data source name leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DsnError {
    /// Another engine's, or a driver between.
    #[error("the data source name is of no engine that can be asked")]
    Engine,
    /// The database is not named.
    #[error("the data source name names no database")]
    Database,
    /// The host is no name, or a socket of the server's own computer.
    #[error("the data source name names no host")]
    Host,
    /// The port is no number from 1 to 65535.
    #[error("the data source name has a port that is no number")]
    Port,
}

/// The parts of a data source name.
#[derive(Default)]
struct Parts<'d> {
    database: Option<&'d str>,
    host: Option<&'d str>,
    port: Option<&'d str>,
}

impl DatabaseAddress {
    /// The address in a data source name. Host and port that are not named are this computer and the
    /// engine's own port; how they are talked to depends on where they are.
    pub fn of_dsn(
        dsn: &str,
        type_override: Option<&str>,
        user: &str,
        tls: impl FnOnce(&[Host]) -> Tls,
    ) -> Result<Self, DsnError> {
        let engine = Engine::of_dsn(dsn, type_override).ok_or(DsnError::Engine)?;
        let mut pieces = dsn.trim().splitn(3, ':');
        let (prefix, driver) = (pieces.next(), pieces.next().unwrap_or_default());
        let is_dbi = prefix.is_some_and(|it| it.eq_ignore_ascii_case("dbi"));
        let driver = driver.to_ascii_lowercase();
        if !is_dbi || !["mysql", "mariadb", "pg"].contains(&driver.as_str()) {
            return Err(DsnError::Engine);
        }
        let parts = Parts::read(pieces.next().unwrap_or_default());
        let port = match parts.port {
            Some(port) => port.parse().map_err(|_| DsnError::Port)?,
            None => engine.default_port(),
        };
        let hosts = Host::list(parts.host.unwrap_or("localhost"), port);
        let hosts = hosts.map_err(|_| DsnError::Host)?;
        Ok(Self {
            engine,
            tls: tls(&hosts),
            hosts,
            database: parts.database.ok_or(DsnError::Database)?.to_owned(),
            user: user.to_owned(),
        })
    }
}

impl<'d> Parts<'d> {
    /// `database=X;host=Y;port=P` in any order, or `X:Y:P`.
    fn read(text: &'d str) -> Self {
        let mut parts = Self::default();
        if !text.contains('=') {
            let mut values = text.trim_end_matches(';').splitn(3, ':').map(some);
            parts.database = values.next().flatten();
            parts.host = values.next().flatten();
            parts.port = values.next().flatten();
            return parts;
        }
        for pair in text.split(';') {
            let Some((key, value)) = pair.split_once('=') else {
                continue;
            };
            let part = match key.trim().to_ascii_lowercase().as_str() {
                "database" | "dbname" | "db" => &mut parts.database,
                "host" | "hostname" | "hostaddr" => &mut parts.host,
                "port" => &mut parts.port,
                _ => continue,
            };
            *part = some(value);
        }
        parts
    }
}

fn some(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::TlsMode;

    fn address(dsn: &str, kind: Option<&str>) -> Result<DatabaseAddress, DsnError> {
        let tls = |_: &[Host]| Tls::new(TlsMode::VerifyFull);
        DatabaseAddress::of_dsn(dsn, kind, "reader", tls)
    }

    #[test]
    fn every_form_in_the_wild_leads_to_its_server() {
        let mysql = Engine::MySql;
        let postgresql = Engine::PostgreSql;
        let cases = [
            (
                "DBI:mysql:database=crm;host=db1;port=3307;",
                (mysql, "db1:3307"),
            ),
            ("DBI:mysql:database=crm;host=db1", (mysql, "db1:3306")),
            ("dbi:mysql:crm:db1", (mysql, "db1:3306")),
            ("dbi:MySQL:crm:db1:3308", (mysql, "db1:3308")),
            ("DBI:mysql:crm", (mysql, "localhost:3306")),
            ("DBI:Pg:dbname=crm;host=db1;", (postgresql, "db1:5432")),
            ("DBI:Pg:database=crm", (postgresql, "localhost:5432")),
            (
                "DBI:Pg:host=::1;port=5433;dbname=crm",
                (postgresql, "[::1]:5433"),
            ),
        ];
        for (dsn, (engine, host)) in cases {
            let found = address(dsn, None).unwrap();
            assert_eq!(found.engine, engine, "{dsn}");
            assert_eq!(found.hosts[0].to_string(), host, "{dsn}");
            assert_eq!(
                (found.database.as_str(), found.user.as_str()),
                ("crm", "reader")
            );
        }
    }

    #[test]
    fn what_leads_to_no_server_is_told() {
        let cases = [
            ("DBI:Oracle:sid=X;host=Y;port=1521", None, DsnError::Engine),
            ("DBI:Oracle://Y:1521/X", None, DsnError::Engine),
            ("DBI:ODBC:OTOBO", Some("mysql"), DsnError::Engine),
            (
                "DBI:ODBC:driver={x};Database=a;Server=b",
                Some("postgresql"),
                DsnError::Engine,
            ),
            ("DBI:mysql:crm:db1", Some("oracle"), DsnError::Engine),
            ("mysql://db1/crm", None, DsnError::Engine),
            ("", None, DsnError::Engine),
            ("DBI:mysql:host=db1", None, DsnError::Database),
            (
                "DBI:Pg:dbname=crm;host=/var/run/postgresql",
                None,
                DsnError::Host,
            ),
            ("DBI:mysql:database=crm;port=x", None, DsnError::Port),
            (
                "DBI:mysql:database=crm;host=db;port=0",
                None,
                DsnError::Host,
            ),
        ];
        for (dsn, kind, error) in cases {
            assert_eq!(address(dsn, kind), Err(error), "{dsn} with {kind:?}");
        }
    }
}
