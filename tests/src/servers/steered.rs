//! Throw-away servers for tests that are not written in Rust: one MariaDB, one PostgreSQL and one OpenLDAP
//! with the small set of test data, and a Redis.
//!
//! Prints one line of JSON with their addresses once all answer. Then each line that it reads, such as
//! `stop mariadb`, `start slapd`, `pause postgresql`, `sql mariadb DELETE …` or `put redis KEY`, is
//! answered by the line `done`, `keys redis` and `filters slapd` by a line of JSON, and what cannot be
//! done by one line that begins with `error: `. Ends with its input, and the servers with it.
#![expect(
    clippy::print_stdout,
    reason = "the program that started it reads what it prints"
)]

use super::certificates::Certificates;
use super::slapd::{BASE, READER, READER_PASSWORD, SlapdOptions, SlapdServer};
use super::{Engine, RedisServer, Server, ServerOptions, TestDatabase};
use super::{load_small_set, make_otobo_tables};
use anyhow::{Result, bail};
use serde_json::{Map, Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};

/// The answer to what was done.
const DONE: &str = "done";

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

struct Directory {
    server: SlapdServer,
    certificates: Certificates,
}

impl Directory {
    async fn start() -> Result<Self> {
        let certificates = Certificates::make()?;
        let options = SlapdOptions::small_set().with_tls(certificates.shown(&certificates.good));
        Ok(Self {
            server: SlapdServer::start(options).await?,
            certificates,
        })
    }

    fn address(&self) -> Result<Value> {
        Ok(json!({
            "host": "127.0.0.1",
            "port": self.server.port(),
            "tlsPort": self.server.tls_port()?,
            "authority": self.certificates.authority,
            "base": BASE,
            "user": READER,
            "password": READER_PASSWORD,
        }))
    }

    async fn answer(&self, command: &str) -> Result<String> {
        match command {
            "start" => self.server.start_again().await?,
            "stop" => self.server.stop().await?,
            "pause" => self.server.pause().await?,
            "resume" => self.server.resume().await?,
            "filters" => return Ok(json!(self.server.filters()).to_string()),
            other => bail!("{other} is no command"),
        }
        Ok(DONE.to_owned())
    }
}

/// All that can be steered.
struct Servers {
    databases: [Running; 2],
    redis: RedisServer,
    slapd: Directory,
}

impl Servers {
    async fn start() -> Result<Self> {
        Ok(Self {
            databases: [
                Running::start("mariadb", Engine::MariaDb).await?,
                Running::start("postgresql", Engine::PostgreSql).await?,
            ],
            redis: RedisServer::start(None).await?,
            slapd: Directory::start().await?,
        })
    }

    fn addresses(&self) -> Result<Value> {
        let databases = self.databases.iter();
        let databases = databases.map(|it| (it.name.to_owned(), it.address()));
        let mut addresses: Map<String, Value> = databases.collect();
        let redis = json!({
            "host": "127.0.0.1",
            "port": self.redis.port(),
            "password": self.redis.password(),
        });
        addresses.insert("redis".to_owned(), redis);
        addresses.insert("slapd".to_owned(), self.slapd.address()?);
        Ok(Value::Object(addresses))
    }

    /// What is answered to a line, if all went well.
    async fn answer(&self, line: &str) -> Result<String> {
        let Some((command, rest)) = line.split_once(' ') else {
            bail!("{line} is no command");
        };
        let (name, words) = rest.split_once(' ').unwrap_or((rest, ""));
        match name {
            "redis" => return answer_of_redis(command, words, &self.redis).await,
            "slapd" => return self.slapd.answer(command).await,
            _ => {}
        }
        let Some(server) = self.databases.iter().find(|it| it.name == name) else {
            bail!("there is no {name}");
        };
        server.obey(command, words).await?;
        Ok(DONE.to_owned())
    }
}

async fn answer_of_redis(command: &str, words: &str, redis: &RedisServer) -> Result<String> {
    match command {
        "start" => redis.start_again().await?,
        "stop" => redis.stop().await?,
        "pause" => redis.pause().await?,
        "resume" => redis.resume().await?,
        "put" => redis.put(&[words])?,
        "keys" => return Ok(json!(redis.keys()?).to_string()),
        other => bail!("{other} is no command"),
    }
    Ok(DONE.to_owned())
}

/// An error on one line, since a line is an answer.
fn told(error: &anyhow::Error) -> String {
    let words = format!("{error:#}");
    format!("error: {}", words.lines().collect::<Vec<_>>().join(" "))
}

/// Starts the servers, prints where they are, and does what is read until there is no more to read.
pub async fn obey() -> Result<()> {
    let servers = Servers::start().await?;
    println!("{}", servers.addresses()?);
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let answered = servers.answer(&line).await;
        println!("{}", answered.unwrap_or_else(|error| told(&error)));
    }
    Ok(())
}
