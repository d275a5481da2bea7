//! The engines that rules and OTOBO's answers are tried on, each with sources of one's own.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use async_trait::async_trait;
use deskbook_core::installation::Installation;
use deskbook_core::instant::LookUp;
use deskbook_core::mail_domains::EveryDomain;
use deskbook_core::sources::{CustomerSources, CustomerUserSources};
use deskbook_domain::ids::{AgentId, TableName};
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use deskbook_sql::LocalDirectory;
#[cfg(target_os = "linux")]
use deskbook_sql::server;
use tempfile::TempDir;

use crate::builders::{CustomerBuilder, CustomerUserBuilder};
use crate::clock::SetClock;
use crate::csv::Table;
use crate::local_directory::FILE;
use crate::outside::OutsideWriter;
#[cfg(target_os = "linux")]
use crate::server_stand;
#[cfg(target_os = "linux")]
use crate::servers;
use crate::small_set;
use crate::stand::{NobodyListens, rows};

/// Engines differ in how they compare, so what is right differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EngineKind {
    /// The local directory, which compares as PostgreSQL does.
    Sqlite,
    /// MariaDB and MySQL: the collation folds case and accents, whatever is asked.
    MariaDb,
    /// PostgreSQL: byte by byte, folded by LOWER.
    PostgreSql,
}

impl EngineKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Sqlite, Self::MariaDb, Self::PostgreSql];

    /// As the oracle calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::MariaDb => "mariadb",
            Self::PostgreSql => "postgresql",
        }
    }

    /// Whether comparisons follow a collation that knows neither case nor accents.
    pub const fn has_collation(self) -> bool {
        matches!(self, Self::MariaDb)
    }
}

/// The sources of an installation that is to be tried.
#[derive(Clone, Debug)]
pub struct Sources {
    /// Those of customer users.
    pub customer_users: Vec<CustomerUserSource>,
    /// Those of customers.
    pub customers: Vec<CustomerSource>,
    /// Where their records are.
    pub tables: Tables,
}

/// Whether several sources of a subject show the same records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tables {
    /// The same: what is written for one is written for all.
    Shared,
    /// Each has its own.
    OfEachSource,
}

impl Sources {
    /// The shipped sources.
    pub fn shipped() -> Self {
        Self::of(CustomerUserSource::shipped())
    }

    /// One source of customer users, and the shipped one of customers.
    pub fn of(customer_users: CustomerUserSource) -> Self {
        Self {
            customer_users: vec![customer_users],
            customers: vec![CustomerSource::shipped()],
            tables: Tables::OfEachSource,
        }
    }
}

/// Something that installations can be made on.
#[async_trait]
pub trait Engine: Send + Sync {
    /// Which.
    fn kind(&self) -> EngineKind;

    /// An empty installation with OTOBO's tables.
    async fn arena(&self, sources: Sources) -> Result<Arena>;
}

/// An installation that begins empty and ends with the test.
pub struct Arena {
    /// As use cases take it.
    pub installation: Installation,
    /// What it stands on.
    pub kind: EngineKind,
    /// The way past each source; the first is also the way to OTOBO's own tables.
    outside: Vec<OutsideWriter>,
    /// What holds it open.
    ground: Ground,
}

/// What an installation stands on.
enum Ground {
    Files {
        directories: Vec<LocalDirectory>,
        place: TempDir,
    },
    #[cfg(target_os = "linux")]
    Server(server::Server),
}

impl Arena {
    /// Writes customer users past the source of this number.
    pub async fn put(
        &self,
        source: usize,
        customer_users: impl IntoIterator<Item = CustomerUserBuilder>,
    ) -> Result<()> {
        let back_end = self.installation.customer_users.iter().nth(source);
        let of = back_end.context("there is no such source")?.source();
        let records = customer_users.into_iter().map(CustomerUserBuilder::record);
        let rows = rows(&of.map, of.foreign, records);
        self.insert(source, of.table.table().as_str(), &rows).await
    }

    /// Writes customers past the source of this number.
    pub async fn put_customers(
        &self,
        source: usize,
        customers: impl IntoIterator<Item = CustomerBuilder>,
    ) -> Result<()> {
        let back_end = self.installation.customers.iter().nth(source);
        let of = back_end.context("there is no such source")?.source();
        let records = customers.into_iter().map(CustomerBuilder::record);
        let rows = rows(&of.map, of.foreign, records);
        self.insert(source, of.table.table().as_str(), &rows).await
    }

    /// Writes rows of `columns` into one of OTOBO's own tables.
    pub async fn put_rows(
        &self,
        table: &str,
        columns: &[&str],
        rows: &[&[Option<&str>]],
    ) -> Result<()> {
        let text = |text: &&str| (*text).to_owned();
        let row = |row: &&[Option<&str>]| row.iter().map(|it| it.map(str::to_owned)).collect();
        let rows = Table {
            columns: columns.iter().map(text).collect(),
            rows: rows.iter().map(row).collect(),
        };
        self.insert(0, table, &rows).await
    }

    /// Runs statements in OTOBO's own database.
    pub async fn run(&self, sql: &str) -> Result<()> {
        let own = self.outside.first().context("there is no database")?;
        own.run(sql).await
    }

    /// Writes the small set of test data.
    pub async fn load_small_set(&self) -> Result<()> {
        for outside in &self.outside {
            match self.kind {
                EngineKind::Sqlite => small_set::load(outside).await?,
                // Groups are there already
                EngineKind::MariaDb | EngineKind::PostgreSql => {
                    small_set::load_tables(outside).await?;
                }
            }
            if self.kind == EngineKind::PostgreSql {
                outside.run(small_set::NUMBER_ON).await?;
            }
        }
        Ok(())
    }

    /// Undoes what was written since the small set was loaded.
    pub async fn restore_small_set(&self) -> Result<()> {
        for outside in &self.outside {
            small_set::restore(outside).await?;
        }
        Ok(())
    }

    /// A column of the rows of one of OTOBO's own tables that have a value in another column.
    pub async fn column(
        &self,
        table: &str,
        column: &str,
        of: (&str, &str),
    ) -> Result<Vec<Option<String>>> {
        let own = self.outside.first().context("there is no database")?;
        own.column(table, column, of).await
    }

    /// Ends all that is open. Servers have places for so many only.
    pub async fn close(self) -> Result<()> {
        for outside in self.outside {
            outside.close().await?;
        }
        match self.ground {
            Ground::Files { directories, place } => {
                for directory in directories {
                    directory.close().await?;
                }
                place.close()?;
            }
            #[cfg(target_os = "linux")]
            Ground::Server(server) => server.close().await,
        }
        Ok(())
    }

    async fn insert(&self, source: usize, table: &str, rows: &Table) -> Result<()> {
        let outside = self.outside.get(source).or(self.outside.first());
        let outside = outside.context("there is no database")?;
        outside.insert(table, rows).await
    }
}

/// The installation around back ends.
pub fn installation(
    customer_users: CustomerUserSources,
    customers: CustomerSources,
    system: Arc<dyn deskbook_core::otobo_system::OtoboSystem>,
) -> Installation {
    Installation {
        look_up: LookUp::Nowhere,
        customer_users,
        customers,
        system,
        rules: Arc::default(),
        agent: Some(AgentId(1)),
        read_only: false,
        has_otobo: true,
        directories: None,
        mail_domains: Arc::new(EveryDomain),
        clock: Arc::new(SetClock::at(1_700_000_000)),
        listener: Arc::new(NobodyListens),
    }
}

/// Local directories: a file for each source, of which the first is OTOBO's own.
#[derive(Clone, Copy, Debug)]
pub struct Sqlite;

#[async_trait]
impl Engine for Sqlite {
    fn kind(&self) -> EngineKind {
        EngineKind::Sqlite
    }

    /// A file has one source of each subject; files with the same records stand for shared tables.
    async fn arena(&self, sources: Sources) -> Result<Arena> {
        let place = tempfile::tempdir()?;
        let mut directories = Vec::new();
        let mut outside = Vec::new();
        let count = sources.customer_users.len().max(sources.customers.len());
        for at in 0..count.max(1) {
            let customer_users = sources.customer_users.get(at).cloned();
            let customers = sources.customers.get(at).cloned();
            let path = place.path().join(format!("{at}-{FILE}"));
            let directory = LocalDirectory::open_with(
                &path,
                customer_users.unwrap_or_else(CustomerUserSource::shipped),
                customers.unwrap_or_else(CustomerSource::shipped),
            );
            directories.push(directory.await?);
            outside.push(OutsideWriter::connect(&path).await?);
        }
        let users = directories.iter().take(sources.customer_users.len());
        let users = users.map(|it| Arc::new(it.customer_users().clone()) as _);
        let customers = directories.iter().take(sources.customers.len());
        let customers = customers.map(|it| Arc::new(it.customers().clone()) as _);
        let system = directories.first().context("there is a file")?.clone();
        Ok(Arena {
            installation: installation(
                CustomerUserSources::new(users.collect()),
                CustomerSources::new(customers.collect()),
                Arc::new(system),
            ),
            kind: EngineKind::Sqlite,
            outside,
            ground: Ground::Files { directories, place },
        })
    }
}

/// Databases of a throw-away server that all tests of a program share.
#[cfg(target_os = "linux")]
#[derive(Clone, Copy, Debug)]
pub struct Servers(servers::Engine);

#[cfg(target_os = "linux")]
impl Servers {
    /// A MariaDB.
    pub const MARIADB: Self = Self(servers::Engine::MariaDb);
    /// A PostgreSQL.
    pub const POSTGRESQL: Self = Self(servers::Engine::PostgreSql);
}

#[cfg(target_os = "linux")]
#[async_trait]
impl Engine for Servers {
    fn kind(&self) -> EngineKind {
        match self.0 {
            servers::Engine::MariaDb | servers::Engine::MySql => EngineKind::MariaDb,
            servers::Engine::PostgreSql => EngineKind::PostgreSql,
        }
    }

    /// All sources are in one database; the second source with tables of its own has `customer_user_1`.
    async fn arena(&self, mut sources: Sources) -> Result<Arena> {
        let server = servers::Server::shared(self.0).await?;
        let database = server.database("arena").await?;
        servers::make_tables(&database).await?;
        let outside = database.outside();
        outside.run(&self.dynamic_fields()).await?;
        outside.run(AGENTS).await?;
        if sources.tables == Tables::OfEachSource {
            for (at, source) in sources.customer_users.iter_mut().enumerate().skip(1) {
                source.table = self.twin_of(&outside, &source.table, at).await?;
            }
            for (at, source) in sources.customers.iter_mut().enumerate().skip(1) {
                source.table = self.twin_of(&outside, &source.table, at).await?;
            }
        }
        let address = server_stand::address(&database);
        let server = server_stand::open(&address, &database.account.password);
        let users = sources.customer_users.into_iter();
        let users = users.map(|source| Arc::new(server.customer_users(source)) as _);
        let customers = sources.customers.into_iter();
        let customers = customers.map(|source| Arc::new(server.customers(source)) as _);
        Ok(Arena {
            installation: installation(
                CustomerUserSources::new(users.collect()),
                CustomerSources::new(customers.collect()),
                Arc::new(server.clone()),
            ),
            kind: self.kind(),
            outside: vec![outside],
            ground: Ground::Server(server),
        })
    }
}

/// The agent who signs, whom the test data lacks, too: a table and its only row.
#[cfg(target_os = "linux")]
pub const AGENTS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, login VARCHAR(200) NOT NULL, \
                      first_name VARCHAR(100) NOT NULL, last_name VARCHAR(100) NOT NULL, \
                      valid_id SMALLINT NOT NULL); \
                      INSERT INTO users VALUES (1, 'root@localhost', 'Admin', 'OTOBO', 1)";

#[cfg(target_os = "linux")]
impl Servers {
    /// A table like another one, empty.
    async fn twin_of(
        self,
        outside: &OutsideWriter,
        table: &TableName,
        at: usize,
    ) -> Result<TableName> {
        let twin = format!("{}_{at}", table.table());
        let like = match self.kind() {
            EngineKind::PostgreSql => format!("(LIKE {table} INCLUDING ALL)"),
            EngineKind::MariaDb | EngineKind::Sqlite => format!("LIKE {table}"),
        };
        outside.run(&format!("CREATE TABLE {twin} {like}")).await?;
        Ok(TableName::try_from(twin.as_str())?)
    }

    /// The tables of dynamic fields (otobo-behaviour.md 1.2), which the test data lacks.
    fn dynamic_fields(self) -> String {
        let (number, big_number, time) = match self.0 {
            servers::Engine::MariaDb | servers::Engine::MySql => (
                "INTEGER PRIMARY KEY AUTO_INCREMENT",
                "BIGINT PRIMARY KEY AUTO_INCREMENT",
                "DATETIME",
            ),
            servers::Engine::PostgreSql => (
                "SERIAL PRIMARY KEY",
                "BIGSERIAL PRIMARY KEY",
                "TIMESTAMP(0)",
            ),
        };
        format!(
            "CREATE TABLE dynamic_field (id {number}, internal_field SMALLINT NOT NULL, \
             name VARCHAR(191) NOT NULL UNIQUE, label VARCHAR(200) NOT NULL, \
             field_order INTEGER NOT NULL, field_type VARCHAR(200) NOT NULL, \
             object_type VARCHAR(100) NOT NULL, config TEXT, valid_id SMALLINT NOT NULL, \
             create_time {time} NOT NULL, create_by INTEGER NOT NULL, \
             change_time {time} NOT NULL, change_by INTEGER NOT NULL); \
             CREATE TABLE dynamic_field_value (id {big_number}, field_id INTEGER NOT NULL, \
             object_id BIGINT NOT NULL, value_text VARCHAR(3800), value_date {time}, \
             value_int BIGINT, index_value SMALLINT, index_set SMALLINT); \
             CREATE TABLE dynamic_field_obj_id_name (object_id {number}, \
             object_name VARCHAR(191) NOT NULL, object_type VARCHAR(100) NOT NULL)"
        )
    }
}
