//! A throw-away Redis, for what OTOBO keeps in its cache.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use tempfile::TempDir;

use super::account::ServerAccount;
use super::own::{Layout, free_port};
use super::process::{End, ServerProcess};
use super::programs::{find, run};
use super::{ADMIN_PASSWORD, Tls};

/// How long it may take to answer after its start.
const PATIENCE: Duration = Duration::from_mins(1);

/// A Redis of a test's own, with a password, empty at first.
#[derive(Debug)]
pub struct RedisServer {
    port: u16,
    authority: Option<PathBuf>,
    // Dropped in this order: the process uses the folder.
    process: ServerProcess,
    layout: Layout,
    _folder: TempDir,
}

impl RedisServer {
    /// One that speaks in the clear, or through TLS alone; client certificates are not asked for.
    pub async fn start(tls: Option<Tls>) -> Result<Self> {
        let account = ServerAccount::named("redis")?;
        let folder = super::template::workshop(account)?;
        let layout = Layout::new(&folder, account);
        let port = free_port()?;
        let mut command = command(&layout, port, tls.as_ref())?;
        layout.log_to_file(&mut command)?;
        let mut server = Self {
            port,
            authority: tls.map(|tls| tls.authority),
            process: ServerProcess::start(&mut command, End::Kill, layout.folder())?,
            layout,
            _folder: folder,
        };
        server.until_it_answers().await?;
        Ok(server)
    }

    /// The port it listens on, on this computer alone.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The password of its default user, who may do everything.
    pub fn password(&self) -> &'static str {
        ADMIN_PASSWORD
    }

    /// Makes it hang: connections are taken by the system, and nobody answers.
    pub fn pause(&self) -> Result<()> {
        self.process.pause()
    }

    /// What its own client answers, a line each. `words` begins with a command.
    pub fn tell(&self, words: &[&str]) -> Result<Vec<String>> {
        let mut command = Command::new(find("redis-cli")?);
        command
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string()])
            // Not as an argument, against which it warns
            .env("REDISCLI_AUTH", ADMIN_PASSWORD);
        if let Some(authority) = &self.authority {
            // Whatever certificate the server shows: that is for Deskbook to find out
            command
                .args(["--tls", "--insecure", "--cacert"])
                .arg(authority);
        }
        let said = run(command.args(words))?;
        Ok(said.lines().map(str::to_owned).collect())
    }

    /// Puts a value under each key of the first database.
    pub fn put(&self, keys: &[&str]) -> Result<()> {
        for key in keys {
            let said = self.tell(&["SET", key, "value"])?;
            ensure!(said == ["OK"], "{said:?}");
        }
        Ok(())
    }

    /// All keys of the first database in their order.
    pub fn keys(&self) -> Result<Vec<String>> {
        let mut keys = self.tell(&["KEYS", "*"])?;
        keys.retain(|key| !key.is_empty());
        keys.sort();
        Ok(keys)
    }

    async fn until_it_answers(&mut self) -> Result<()> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.process.ended()? {
                bail!("Redis ended ({status}):\n{}", self.layout.log_text());
            }
            match self.tell(&["PING"]) {
                Ok(said) if said == ["PONG"] => return Ok(()),
                Err(error) if started.elapsed() > PATIENCE => {
                    return Err(error.context(self.layout.log_text()));
                }
                Ok(_) | Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }
}

fn command(layout: &Layout, port: u16, tls: Option<&Tls>) -> Result<Command> {
    let mut command = layout.account.command(&find("redis-server")?);
    let port = port.to_string();
    command
        .args(["--bind", "127.0.0.1", "--requirepass", ADMIN_PASSWORD])
        // Nothing in here has to survive
        .args(["--save", "", "--appendonly", "no", "--dir"])
        .arg(layout.folder())
        .current_dir("/");
    match layout.tls(tls)? {
        None => command.args(["--port", &port]),
        Some(files) => command
            .args(["--port", "0", "--tls-port", &port, "--tls-cert-file"])
            .arg(files.certificate)
            .arg("--tls-key-file")
            .arg(files.key)
            .arg("--tls-ca-cert-file")
            .arg(files.authority)
            // Its own client has none
            .args(["--tls-auth-clients", "no"]),
    };
    Ok(command)
}
