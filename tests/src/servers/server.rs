//! A server, whichever way it came to be there.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use sea_orm::{ConnectOptions, Database, DatabaseConnection};
use tokio::sync::OnceCell;

use super::given::Given;
use super::own::Own;
use super::{ADMIN, ADMIN_PASSWORD, Account, Engine, ServerOptions, TestDatabase, only_on_own};

/// How long a server may take to answer after its start.
const PATIENCE: Duration = Duration::from_mins(1);

/// A database server for tests.
#[derive(Debug)]
pub struct Server {
    engine: Engine,
    given: Given,
    own: Option<Own>,
}

impl Server {
    /// A MariaDB of this test's own, or the one that the environment names.
    pub async fn mariadb() -> Result<Self> {
        Self::given_or_fresh(Engine::MariaDb).await
    }

    /// A PostgreSQL of this test's own, or the one that the environment names.
    pub async fn postgresql() -> Result<Self> {
        Self::given_or_fresh(Engine::PostgreSql).await
    }

    /// The MySQL that the environment names, if it names one.
    pub fn mysql() -> Result<Option<Self>> {
        let given = Given::for_engine(Engine::MySql)?;
        Ok(given.map(|given| Self::at(Engine::MySql, given)))
    }

    /// One server for all tests of this program, where each makes a database of its own. It ends with
    /// the program. Tests that stop or hang a server start one for themselves.
    pub async fn shared(engine: Engine) -> Result<&'static Self> {
        static MARIADB: OnceCell<Server> = OnceCell::const_new();
        static POSTGRESQL: OnceCell<Server> = OnceCell::const_new();
        let cell = match engine {
            Engine::PostgreSql => &POSTGRESQL,
            Engine::MariaDb => &MARIADB,
            Engine::MySql => bail!("there is no MySQL but the one that the environment names"),
        };
        cell.get_or_try_init(|| Self::given_or_fresh(engine)).await
    }

    /// A server of this test's own, started as it is told to, whatever the environment names.
    pub async fn with(engine: Engine, options: ServerOptions) -> Result<Self> {
        Self::own(Own::fresh(engine, options)?).await
    }

    /// A PostgreSQL that follows this one and takes no change. It answers once it has caught up with
    /// what was there when it was made.
    pub async fn standby(&self) -> Result<Self> {
        Self::own(self.steered()?.standby()?).await
    }

    async fn given_or_fresh(engine: Engine) -> Result<Self> {
        match Given::for_engine(engine)? {
            Some(given) => Ok(Self::at(engine, given)),
            None => Self::with(engine, ServerOptions::default()).await,
        }
    }

    fn at(engine: Engine, given: Given) -> Self {
        Self {
            engine,
            given,
            own: None,
        }
    }

    async fn own(own: Own) -> Result<Self> {
        let given = Given {
            host: "127.0.0.1".to_owned(),
            port: own.port(),
            admin: Account {
                user: ADMIN.to_owned(),
                password: ADMIN_PASSWORD.to_owned(),
            },
        };
        let server = Self {
            engine: own.engine(),
            given,
            own: Some(own),
        };
        server.start().await?;
        Ok(server)
    }

    /// What kind of server it is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Where it is.
    pub fn host(&self) -> &str {
        &self.given.host
    }

    /// The port it listens on; the same after a new start.
    pub fn port(&self) -> u16 {
        self.given.port
    }

    /// Who may do everything.
    pub fn admin(&self) -> &Account {
        &self.given.admin
    }

    /// A database of this test's own, with a user of its own. The name is a beginning only.
    pub async fn database(&self, name: &str) -> Result<TestDatabase> {
        TestDatabase::create(self, name).await
    }

    /// A database that is there already, as on a standby.
    pub async fn same_database(&self, database: &TestDatabase) -> Result<TestDatabase> {
        TestDatabase::found(self, database).await
    }

    /// Starts the server after a stop: same port, same data. Returns once it answers.
    pub async fn start(&self) -> Result<()> {
        let own = self.steered()?;
        own.start().await?;
        let started = Instant::now();
        loop {
            own.must_run().await?;
            match self.connect(&self.given.admin, None).await {
                Ok(connection) => return Ok(connection.close().await?),
                Err(error) if started.elapsed() > PATIENCE => {
                    return Err(error).with_context(|| own.log());
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    /// Stops the server. Whoever is connected is cut off.
    pub async fn stop(&self) -> Result<()> {
        self.steered()?.stop().await
    }

    /// Starts the server again with other options: same port, same data.
    pub async fn restart_with(&self, options: ServerOptions) -> Result<()> {
        self.stop().await?;
        self.steered()?.set_options(options);
        self.start().await
    }

    /// Makes the server hang: connections are taken by the system, and nobody answers.
    pub async fn pause(&self) -> Result<()> {
        self.steered()?.pause().await
    }

    /// Lets a hanging server go on.
    pub async fn resume(&self) -> Result<()> {
        self.steered()?.resume().await
    }

    /// The id of its process.
    pub async fn process_id(&self) -> Result<u32> {
        self.steered()?.process_id().await
    }

    /// What clients told a server that logs statements.
    pub fn statements(&self) -> Result<String> {
        self.steered()?.statements()
    }

    /// Whether accounts other than the administrator's need a client certificate.
    pub(super) fn demands_certificates(&self) -> bool {
        let own = self.own.as_ref();
        own.is_some_and(|own| own.options().demands_certificates())
    }

    /// The address of a database, as sea-orm and sqlx take it.
    pub(super) fn url(&self, account: &Account, database: Option<&str>) -> String {
        let database = database.unwrap_or(match self.engine {
            Engine::PostgreSql => "postgres",
            Engine::MariaDb | Engine::MySql => "",
        });
        format!(
            "{}://{}:{}@{}:{}/{database}",
            self.engine.scheme(),
            account.user,
            account.password,
            self.host(),
            self.port()
        )
    }

    pub(super) async fn connect(
        &self,
        account: &Account,
        database: Option<&str>,
    ) -> Result<DatabaseConnection> {
        let mut options = ConnectOptions::new(self.url(account, database));
        options
            .max_connections(2)
            .acquire_timeout(Duration::from_secs(5))
            .sqlx_logging(false);
        Ok(Database::connect(options).await?)
    }

    fn steered(&self) -> Result<&Own> {
        only_on_own(self.own.as_ref())
    }
}
