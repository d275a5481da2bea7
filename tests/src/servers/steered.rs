//! Throw-away servers for tests that are not written in Rust: one MariaDB and one PostgreSQL with the small
//! set of test data.
//!
//! Prints one line of JSON with their addresses once both answer. Then each line that it reads, such as
//! `stop mariadb`, `start postgresql` or `pause mariadb`, is answered by the line `done`. Ends with its
//! input, and the servers with it.
#![expect(
    clippy::print_stdout,
    reason = "the program that started it reads what it prints"
)]

use super::{Engine, Server, ServerOptions, TestDatabase, load_small_set};
use anyhow::{Result, bail};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};

struct Running {
    name: &'static str,
    server: Server,
    database: TestDatabase,
}

impl Running {
    async fn start(name: &'static str, engine: Engine) -> Result<Self> {
        let server = Server::with(engine, ServerOptions::default()).await?;
        let database = server.database("window").await?;
        load_small_set(&database).await?;
        Ok(Self {
            name,
            server,
            database,
        })
    }

    fn address(&self) -> Value {
        json!({
            "host": self.database.host,
            "port": self.database.port,
            "database": self.database.name,
            "user": self.database.account.user,
            "password": self.database.account.password,
        })
    }

    async fn obey(&self, command: &str) -> Result<()> {
        match command {
            "start" => self.server.start().await,
            "stop" => self.server.stop().await,
            "pause" => self.server.pause().await,
            "resume" => self.server.resume().await,
            other => bail!("{other} is no command"),
        }
    }
}

/// Starts the servers, prints where they are, and does what is read until there is no more to read.
pub async fn obey() -> Result<()> {
    let servers = [
        Running::start("mariadb", Engine::MariaDb).await?,
        Running::start("postgresql", Engine::PostgreSql).await?,
    ];
    let addresses = servers.iter().map(|it| (it.name.to_owned(), it.address()));
    println!("{}", Value::Object(addresses.collect()));
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let Some((command, name)) = line.split_once(' ') else {
            bail!("{line} is no command");
        };
        let Some(server) = servers.iter().find(|it| it.name == name) else {
            bail!("there is no {name}");
        };
        server.obey(command).await?;
        println!("done");
    }
    Ok(())
}
