//! Throw-away servers, of databases, of Redis and of directories: started for a test in a folder of their own, on a free port of this
//! computer, and gone with it, whichever way the test ends.
//!
//! Where the environment names a server (`DESKBOOK_TEST_MARIADB`, `DESKBOOK_TEST_MYSQL`,
//! `DESKBOOK_TEST_POSTGRESQL`, each as `mysql://user:password@host:port`), that one is used; what it
//! cannot be made to do (stop, hang, show its log) is then an error.

use anyhow::{Result, bail};

mod account;
pub mod certificates;
mod database;
pub mod directory_writer;
pub mod ds389;
mod given;
mod ldap;
pub mod ldap_proxy;
mod mariadb;
mod options;
mod otobo_tables;
mod own;
mod postgresql;
mod process;
mod programs;
pub mod proxy;
mod redis;
pub mod samba;
mod server;
pub mod slapd;
mod small_set;
pub mod steered;
mod template;

pub use database::{Account, TestDatabase};
pub use options::{ClientCertificates, ServerOptions, Tls};
pub use otobo_tables::make_otobo_tables;
pub use redis::RedisServer;
pub use server::Server;
pub use small_set::{load_small_set, make_tables};

/// What kind of server it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Started here.
    MariaDb,
    /// Only where the environment names one.
    MySql,
    /// Started here.
    PostgreSql,
}

impl Engine {
    /// The environment variable that names a server to use instead.
    pub fn variable(self) -> &'static str {
        match self {
            Self::MariaDb => "DESKBOOK_TEST_MARIADB",
            Self::MySql => "DESKBOOK_TEST_MYSQL",
            Self::PostgreSql => "DESKBOOK_TEST_POSTGRESQL",
        }
    }

    /// What an address of such a server begins with.
    pub fn scheme(self) -> &'static str {
        match self {
            Self::MariaDb | Self::MySql => "mysql",
            Self::PostgreSql => "postgres",
        }
    }
}

/// Whoever may do everything on a server that was started here. It is there for this computer and for
/// some seconds only, so the password keeps out mistakes rather than people.
const ADMIN: &str = "deskbook_admin";
const ADMIN_PASSWORD: &str = "of-a-throw-away-server";

fn only_on_own<T>(own: Option<&T>) -> Result<&T> {
    match own {
        Some(own) => Ok(own),
        None => bail!("the server was named by the environment: it is not ours to steer"),
    }
}
