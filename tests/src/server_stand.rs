//! A database on a throw-away server as a back end under test.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use deskbook_core::connecting::{SharedPassword, Timing, Typed};
use deskbook_core::health::HealthListener;
use deskbook_domain::database::{DatabaseAddress, Host, Tls, TlsMode};
use deskbook_domain::secret::Secret;
use deskbook_domain::source::{CustomerSource, CustomerUserSource, SessionSetting};
use deskbook_sql::server;

use crate::clock::SetClock;
use crate::servers::{Engine, Server, TestDatabase, make_otobo_tables, make_tables};
use crate::stand::Stand;

/// Tests do not wait long for what does not come.
pub const TIMING: Timing = Timing {
    connect: Duration::from_secs(3),
    statement: Duration::from_secs(20),
};

/// An empty database of MariaDB.
pub async fn mariadb() -> Result<Stand> {
    empty(Engine::MariaDb).await
}

/// An empty database of PostgreSQL.
pub async fn postgresql() -> Result<Stand> {
    empty(Engine::PostgreSql).await
}

/// An empty database of the MySQL that the environment names.
pub async fn mysql() -> Result<Stand> {
    let server = Server::mysql()?.context("the environment names no MySQL")?;
    empty_on(&server).await
}

async fn empty(engine: Engine) -> Result<Stand> {
    empty_on(Server::shared(engine).await?).await
}

async fn empty_on(server: &Server) -> Result<Stand> {
    let database = server.database("contract").await?;
    make_tables(&database).await?;
    make_otobo_tables(&database).await?;
    with(
        &database,
        CustomerUserSource::shipped(),
        CustomerSource::shipped(),
    )
}

/// The sources of a database as a back end.
pub fn with(
    database: &TestDatabase,
    customer_users: CustomerUserSource,
    customers: CustomerSource,
) -> Result<Stand> {
    let server = open(&address(database), &database.account.password);
    Ok(Stand {
        customer_users: Arc::new(server.customer_users(customer_users)),
        customers: Arc::new(server.customers(customers)),
        system: Arc::new(server),
        local_directory: None,
        directory: None,
        outside: database.outside(),
        clock: Arc::new(SetClock::at(1_700_000_000)),
        place: tempfile::tempdir().context("a folder of the test's own")?,
    })
}

/// Where a test's database is, for its user, without TLS.
pub fn address(database: &TestDatabase) -> DatabaseAddress {
    DatabaseAddress {
        engine: engine_of(database.engine),
        hosts: vec![Host {
            name: database.host.clone(),
            port: database.port,
        }],
        database: database.name.clone(),
        user: database.account.user.clone(),
        tls: Tls::new(TlsMode::Disable),
    }
}

/// The engine as the program tells it: MySQL and MariaDB are one.
pub fn engine_of(engine: Engine) -> deskbook_domain::database::Engine {
    match engine {
        Engine::MariaDb | Engine::MySql => deskbook_domain::database::Engine::MySql,
        Engine::PostgreSql => deskbook_domain::database::Engine::PostgreSql,
    }
}

/// A server that is connected to when it is needed.
pub fn open(address: &DatabaseAddress, password: &str) -> server::Server {
    open_within(address, password, TIMING)
}

/// The same with other patience.
pub fn open_within(address: &DatabaseAddress, password: &str, timing: Timing) -> server::Server {
    let password = Arc::new(Typed(Secret::new(password.to_owned())));
    open_with(address, password, timing)
}

/// The same with a password that may change.
pub fn open_with(
    address: &DatabaseAddress,
    password: SharedPassword,
    timing: Timing,
) -> server::Server {
    server::Server::new(options(address, password, timing))
}

/// A server whose sessions begin with what a source sets.
pub fn open_setting(
    address: &DatabaseAddress,
    password: &str,
    session: Vec<SessionSetting>,
) -> server::Server {
    let password = Arc::new(Typed(Secret::new(password.to_owned())));
    let options = options(address, password, TIMING);
    server::Server::new(server::ServerOptions { session, ..options })
}

/// A database that only a source is in, beside OTOBO's own.
pub fn open_beside(
    address: &DatabaseAddress,
    password: &str,
    otobo: &server::Server,
) -> server::Server {
    let password = Arc::new(Typed(Secret::new(password.to_owned())));
    server::Server::beside(options(address, password, TIMING), otobo)
}

fn options(
    address: &DatabaseAddress,
    password: SharedPassword,
    timing: Timing,
) -> server::ServerOptions {
    server::ServerOptions {
        address: address.clone(),
        password,
        timing,
        listener: Arc::new(NobodyListens),
        clock: Arc::new(SetClock::at(1_700_000_000)),
        session: Vec::new(),
        source: None,
    }
}

struct NobodyListens;

impl HealthListener for NobodyListens {
    fn health_changed(&self) {}
}
