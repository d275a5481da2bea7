//! A database on servers: one that works, of several hosts that may be there.
//!
//! Nothing connects before it is needed. Each statement runs in a session of its own, so that it can be
//! ended at the server; sessions that broke are thrown away, and the next host is tried.

mod belongings;
mod certificate;
mod condition;
mod connect;
mod connector;
mod customer_users;
mod customers;
mod fault;
mod hits;
mod order;
mod probe;
mod reading;
mod rights;
mod rows;
mod sessions;
mod source;
mod system;
mod tables;
mod write;

pub use connector::Servers;
pub use customer_users::ServerCustomerUsers;
pub use customers::ServerCustomers;
pub use probe::test_connection;

use std::collections::BTreeMap;
use std::sync::Arc;

use deskbook_core::clock::Clock;
use deskbook_core::connecting::{SharedPassword, Timing};
use deskbook_core::health::HealthListener;
use deskbook_core::server_error::ServerError;
use deskbook_domain::database::{DatabaseAddress, Engine, Host};
use deskbook_domain::source::{CustomerSource, CustomerUserSource, SessionSetting, SourceId};
use deskbook_domain::validity::Validity;
use tokio::sync::OnceCell;

use crate::dialect::Dialect;
use crate::moves::OtoboTables;
use sessions::{Beginning, Sessions};

/// What a server is opened with.
pub struct ServerOptions {
    /// Where it is.
    pub address: DatabaseAddress,
    /// Gives the password when a session begins.
    pub password: SharedPassword,
    /// How long things may take.
    pub timing: Timing,
    /// Hears when a source begins or ceases to answer.
    pub listener: Arc<dyn HealthListener>,
    /// Dates what is heard.
    pub clock: Arc<dyn Clock>,
    /// What is set when a session begins.
    pub session: Vec<SessionSetting>,
    /// The source whose own database it is; none for OTOBO's.
    pub source: Option<SourceId>,
}

/// A database. Clones share its sessions.
#[derive(Clone)]
pub struct Server {
    shared: Arc<Shared>,
}

struct Shared {
    dialect: Dialect,
    sessions: Arc<Sessions>,
    listener: Arc<dyn HealthListener>,
    clock: Arc<dyn Clock>,
    /// OTOBO's own database, where this one is a source's.
    otobo: Option<Server>,
    validities: OnceCell<BTreeMap<i32, Validity>>,
    tables: OnceCell<OtoboTables>,
    agents: OnceCell<BTreeMap<String, String>>,
}

/// The agents of a database that does not answer.
static NOBODY: BTreeMap<String, String> = BTreeMap::new();

impl Server {
    /// OTOBO's own database. Nothing connects yet.
    pub fn new(options: ServerOptions) -> Self {
        Self::open(options, None)
    }

    /// A database that only a source is in. What belongs to OTOBO is asked of its own database.
    pub fn beside(options: ServerOptions, otobo: &Self) -> Self {
        Self::open(options, Some(otobo.clone()))
    }

    fn open(options: ServerOptions, otobo: Option<Self>) -> Self {
        let ServerOptions {
            address,
            password,
            timing,
            listener,
            clock,
            session,
            source,
        } = options;
        let dialect = match address.engine {
            Engine::MySql => Dialect::MySql,
            Engine::PostgreSql => Dialect::PostgreSql,
        };
        let heard = Arc::clone(&listener);
        let begin = Beginning {
            address,
            password,
            timing,
            settings: session,
            source,
            on_other_host: Box::new(move || heard.health_changed()),
        };
        Self {
            shared: Arc::new(Shared {
                dialect,
                sessions: Arc::new(Sessions::new(begin)),
                listener,
                clock,
                otobo,
                validities: OnceCell::new(),
                tables: OnceCell::new(),
                agents: OnceCell::new(),
            }),
        }
    }

    /// The customer users of a source in this database.
    pub fn customer_users(&self, source: CustomerUserSource) -> ServerCustomerUsers {
        ServerCustomerUsers::new(self.clone(), source)
    }

    /// The customers of a source in this database.
    pub fn customers(&self, source: CustomerSource) -> ServerCustomers {
        ServerCustomers::new(self.clone(), source)
    }

    /// A person did something: the next question may try to log in again.
    pub fn admit(&self) {
        self.shared.sessions.admit();
    }

    /// The host that let us in last.
    pub fn answering(&self) -> Option<Host> {
        self.shared.sessions.answering()
    }

    /// Ends all sessions in good order. What still uses them fails.
    pub async fn close(&self) {
        self.shared.sessions.close().await;
    }

    fn dialect(&self) -> Dialect {
        self.shared.dialect
    }

    fn sessions(&self) -> &Arc<Sessions> {
        &self.shared.sessions
    }

    /// Whether OTOBO's own tables are here.
    fn has_otobo(&self) -> bool {
        self.shared.otobo.is_none()
    }

    /// The database that has OTOBO's own tables.
    fn otobo(&self) -> &Self {
        self.shared.otobo.as_ref().unwrap_or(self)
    }

    /// The numbers of validities (C4), read once. Where OTOBO's table cannot be read they are the
    /// shipped ones: a source in a database of its own works without it.
    async fn validities(&self) -> Result<&BTreeMap<i32, Validity>, ServerError> {
        let otobo = self.otobo();
        let read = || async {
            let mut lease = otobo.sessions().lease().await?;
            match lease
                .ask(async |db| crate::system::validities(db, otobo.dialect()).await)
                .await
            {
                Ok(validities) => Ok(validities),
                Err(error) if error.ends_connection() => Err(error),
                Err(_) => Ok(Validity::ALL.into_iter().map(|it| (it.id(), it)).collect()),
            }
        };
        otobo.shared.validities.get_or_try_init(read).await
    }

    /// Which of OTOBO's own tables there are, read once.
    async fn tables(&self) -> Result<&OtoboTables, ServerError> {
        let otobo = self.otobo();
        let read = || async {
            let mut lease = otobo.sessions().lease().await?;
            let dialect = otobo.dialect();
            lease
                .ask(async |db| OtoboTables::read(db, dialect).await)
                .await
        };
        otobo.shared.tables.get_or_try_init(read).await
    }

    /// The logins of agents by their numbers, read once. Where they cannot be read the numbers speak for
    /// themselves.
    async fn agents(&self) -> &BTreeMap<String, String> {
        let otobo = self.otobo();
        let read = || async {
            let mut lease = otobo.sessions().lease().await?;
            let dialect = otobo.dialect();
            let agents = lease.ask(async |db| crate::system::agents(db, dialect).await);
            match agents.await {
                Ok(agents) => Ok(agents),
                Err(error) if error.ends_connection() => Err(error),
                Err(_) => Ok(BTreeMap::new()),
            }
        };
        let agents = otobo.shared.agents.get_or_try_init(read).await;
        agents.unwrap_or(&NOBODY)
    }
}
