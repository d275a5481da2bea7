//! OTOBO's own database on each engine, with a connection straight to it: for what is a statement in
//! somebody else's transaction rather than a back end.

use anyhow::Result;
use deskbook_sql::{Dialect, LocalDirectory};
use sea_orm::DatabaseConnection;
use tempfile::TempDir;

use crate::engine::EngineKind;
use crate::local_directory::FILE;
use crate::otobo_rows::{history_types, more_agents};
use crate::outside::OutsideWriter;
#[cfg(target_os = "linux")]
use crate::servers::{Engine, Server, TestDatabase, make_otobo_tables, make_tables};

/// A database with OTOBO's tables. It ends with the test.
pub struct OtoboDatabase {
    /// What it stands on.
    pub kind: EngineKind,
    /// The way in.
    pub outside: OutsideWriter,
    _ground: Ground,
}

/// What holds it.
enum Ground {
    File(#[expect(dead_code, reason = "dropped last, it holds the file")] TempDir),
    #[cfg(target_os = "linux")]
    Server(#[expect(dead_code, reason = "dropped last, it holds the connection")] TestDatabase),
}

impl OtoboDatabase {
    /// With agents, validities, groups and kinds of events, and nobody else in it.
    pub async fn empty(kind: EngineKind) -> Result<Self> {
        match kind {
            EngineKind::Sqlite => Self::file().await,
            #[cfg(target_os = "linux")]
            EngineKind::MariaDb => Self::on(Engine::MariaDb, kind).await,
            #[cfg(target_os = "linux")]
            EngineKind::PostgreSql => Self::on(Engine::PostgreSql, kind).await,
            #[cfg(not(target_os = "linux"))]
            EngineKind::MariaDb | EngineKind::PostgreSql => {
                anyhow::bail!("servers are started on Linux only")
            }
        }
    }

    async fn file() -> Result<Self> {
        let place = tempfile::tempdir()?;
        let path = place.path().join(FILE);
        LocalDirectory::open(&path).await?.close().await?;
        let outside = OutsideWriter::connect(&path).await?;
        outside.insert("users", &more_agents()).await?;
        outside
            .insert("ticket_history_type", &history_types())
            .await?;
        Ok(Self {
            kind: EngineKind::Sqlite,
            outside,
            _ground: Ground::File(place),
        })
    }

    #[cfg(target_os = "linux")]
    async fn on(engine: Engine, kind: EngineKind) -> Result<Self> {
        let database = Server::shared(engine).await?.database("otobo").await?;
        make_tables(&database).await?;
        make_otobo_tables(&database).await?;
        Ok(Self {
            kind,
            outside: database.outside(),
            _ground: Ground::Server(database),
        })
    }

    /// How its engine writes SQL.
    pub fn dialect(&self) -> Dialect {
        match self.kind {
            EngineKind::Sqlite => Dialect::Sqlite,
            EngineKind::MariaDb => Dialect::MySql,
            EngineKind::PostgreSql => Dialect::PostgreSql,
        }
    }

    /// The connection. A file has one only: what is begun on it has to end before it is asked again.
    pub fn connection(&self) -> &DatabaseConnection {
        self.outside.connection()
    }
}
