//! Throw-away servers for tests that are not written in Rust: one MariaDB and one PostgreSQL with the small
//! set of test data, and a Redis.
//!
//! Prints one line of JSON with their addresses once all answer. Then each line that it reads, such as
//! `stop mariadb`, `start postgresql`, `pause mariadb`, `sql mariadb DELETE …` or `put redis KEY`, is
//! answered by the line `done`, and `keys redis` by a line of JSON. Ends with its input, and the servers
//! with it.
#![expect(
    clippy::print_stdout,
    reason = "the program that started it reads what it prints"
)]

use super::{Engine, RedisServer, Server, ServerOptions, TestDatabase};
use super::{load_small_set, make_otobo_tables};
use anyhow::{Result, bail};
use serde_json::{Map, Value, json};
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
        make_otobo_tables(&database).await?;
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

    async fn obey(&self, command: &str, words: &str) -> Result<()> {
        match command {
            "start" => self.server.start().await,
            "stop" => self.server.stop().await,
            "pause" => self.server.pause().await,
            "resume" => self.server.resume().await,
            "sql" => self.database.execute(words).await,
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
    let redis = RedisServer::start(None).await?;
    let addresses = servers.iter().map(|it| (it.name.to_owned(), it.address()));
    let mut addresses: Map<String, Value> = addresses.collect();
    let address = json!({"host": "127.0.0.1", "port": redis.port(), "password": redis.password()});
    addresses.insert("redis".to_owned(), address);
    println!("{}", Value::Object(addresses));
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let Some((command, rest)) = line.split_once(' ') else {
            bail!("{line} is no command");
        };
        let (name, words) = rest.split_once(' ').unwrap_or((rest, ""));
        match (command, name) {
            ("put", "redis") => redis.put(&[words])?,
            ("keys", "redis") => {
                println!("{}", json!(redis.keys()?));
                continue;
            }
            _ => {
                let Some(server) = servers.iter().find(|it| it.name == name) else {
                    bail!("there is no {name}");
                };
                server.obey(command, words).await?;
            }
        }
        println!("done");
    }
    Ok(())
}
