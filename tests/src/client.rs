//! An open session of a server's own client, for comparing.

use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::servers::{Engine, TestDatabase};

/// What tells the end of an answer.
const END: &str = "----deskbook-end----";

/// `mariadb` or `psql`, connected and waiting for statements.
#[derive(Debug)]
pub struct Client {
    _process: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Client {
    /// Connects over TCP, as Deskbook does.
    pub fn connect(database: &TestDatabase) -> Result<Self> {
        let mut command = match database.engine {
            Engine::PostgreSql => psql(database),
            Engine::MariaDb | Engine::MySql => mariadb(database),
        };
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .context("the server's client cannot be started")?;
        let input = process.stdin.take().context("it listens")?;
        let output = process.stdout.take().context("it answers")?;
        Ok(Self {
            _process: process,
            input,
            output: BufReader::new(output).lines(),
        })
    }

    /// Runs a statement; tells how long its answer took to arrive whole.
    pub async fn time(&mut self, sql: &str) -> Result<Duration> {
        let line = sql.replace('\n', " ");
        let text = format!("{line};\nSELECT '{END}';\n");
        let began = Instant::now();
        self.input.write_all(text.as_bytes()).await?;
        self.input.flush().await?;
        loop {
            let line = self.output.next_line().await?.context("the client ended")?;
            if line.contains(END) {
                return Ok(began.elapsed());
            }
        }
    }
}

fn mariadb(database: &TestDatabase) -> Command {
    let mut command = Command::new("mariadb");
    command
        .args([
            "--no-defaults",
            "--batch",
            "--unbuffered",
            "--skip-column-names",
            "--protocol=tcp",
        ])
        .arg("--default-character-set=utf8mb4")
        .args([
            "--host",
            &database.host,
            "--port",
            &database.port.to_string(),
        ])
        .args(["--user", &database.account.user])
        .arg(&database.name)
        .env("MYSQL_PWD", &database.account.password);
    command
}

fn psql(database: &TestDatabase) -> Command {
    let mut command = Command::new("psql");
    command
        .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"])
        .args([
            "--host",
            &database.host,
            "--port",
            &database.port.to_string(),
        ])
        .args([
            "--username",
            &database.account.user,
            "--dbname",
            &database.name,
        ])
        .env("PGPASSWORD", &database.account.password);
    command
}
