//! A throw-away Redis, for what OTOBO keeps in its cache.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use rustix::process::Signal;
use tempfile::TempDir;
use tokio::sync::Mutex;

use super::account::ServerAccount;
use super::own::{Layout, free_port, running};
use super::process::{End, ServerProcess};
use super::programs::{find, run};
use super::{ADMIN_PASSWORD, Tls};

/// How long it may take to answer after its start.
const PATIENCE: Duration = Duration::from_mins(1);

/// A Redis of a test's own, with a password, empty at first.
#[derive(Debug)]
pub struct RedisServer {
    port: u16,
    tls: Option<Tls>,
    // Dropped in this order: the process uses the folder.
    process: Mutex<Option<ServerProcess>>,
    layout: Layout,
    _folder: TempDir,
}

impl RedisServer {
    /// One that speaks in the clear, or through TLS alone; client certificates are not asked for.
    pub async fn start(tls: Option<Tls>) -> Result<Self> {
        let account = ServerAccount::named("redis")?;
        let folder = super::template::workshop(account)?;
        let layout = Layout::new(&folder, account);
        let server = Self {
            port: free_port()?,
            tls,
            process: Mutex::default(),
            layout,
            _folder: folder,
        };
        server.start_again().await?;
        Ok(server)
    }

    /// Starts it after a stop: same port, and empty. Returns once it answers.
    pub async fn start_again(&self) -> Result<()> {
        let mut process = self.process.lock().await;
        if process.is_some() {
            bail!("the server runs already");
        }
        let mut command = command(&self.layout, self.port, self.tls.as_ref())?;
        self.layout.log_to_file(&mut command)?;
        let started = ServerProcess::start(&mut command, End::Kill, self.layout.folder())?;
        self.until_it_answers(process.insert(started)).await
    }

    /// Stops it. Whoever is connected is cut off.
    pub async fn stop(&self) -> Result<()> {
        let process = self.process.lock().await.take();
        let process = process.context("the server does not run")?;
        process.stop(Signal::TERM).await
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
    pub async fn pause(&self) -> Result<()> {
        running(&self.process.lock().await)?.pause()
    }

    /// Lets it go on.
    pub async fn resume(&self) -> Result<()> {
        running(&self.process.lock().await)?.resume()
    }

    /// What its own client answers, a line each. `words` begins with a command.
    pub fn tell(&self, words: &[&str]) -> Result<Vec<String>> {
        let mut command = Command::new(find("redis-cli")?);
        command
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string()])
            // Not as an argument, against which it warns
            .env("REDISCLI_AUTH", ADMIN_PASSWORD);
        if let Some(tls) = &self.tls {
            // Whatever certificate the server shows: that is for Deskbook to find out
            command
                .args(["--tls", "--insecure", "--cacert"])
                .arg(&tls.authority);
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

    async fn until_it_answers(&self, process: &mut ServerProcess) -> Result<()> {
        let started = Instant::now();
        loop {
            if let Some(status) = process.ended()? {
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
