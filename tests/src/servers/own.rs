//! A server that was started here: its folder, its process, and what can be done to it.

use std::fs::{self, OpenOptions};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::PoisonError;

use anyhow::{Context as _, Result, bail};
use rustix::process::Signal;
use tempfile::TempDir;
use tokio::sync::{Mutex, MutexGuard};

use super::account::ServerAccount;
use super::process::{End, ServerProcess};
use super::{Engine, ServerOptions, Tls, mariadb, postgresql, template};

/// Where the files of a server are, and whose they are.
#[derive(Debug)]
pub(super) struct Layout {
    folder: PathBuf,
    pub(super) account: ServerAccount,
}

/// Copies of certificates that the server may read.
pub(super) struct TlsFiles {
    pub(super) certificate: PathBuf,
    pub(super) key: PathBuf,
    pub(super) authority: PathBuf,
}

impl Layout {
    /// In a folder that the account may enter.
    pub(super) fn new(folder: &TempDir, account: ServerAccount) -> Self {
        Self {
            folder: folder.path().to_owned(),
            account,
        }
    }

    /// The folder of everything.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn data(&self) -> PathBuf {
        self.file("data")
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn log(&self) -> PathBuf {
        self.file("server.log")
    }

    /// Has a command write to the log, behind what is there.
    pub(super) fn log_to_file(&self, command: &mut Command) -> Result<()> {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.log())?;
        command.stdout(Stdio::from(log.try_clone()?)).stderr(log);
        Ok(())
    }

    /// What the server wrote to its log.
    pub(super) fn log_text(&self) -> String {
        text_of(&self.log())
    }

    /// Puts the certificates where the server finds them.
    pub(super) fn tls(&self, tls: Option<&Tls>) -> Result<Option<TlsFiles>> {
        let Some(tls) = tls else {
            return Ok(None);
        };
        Ok(Some(TlsFiles {
            certificate: self.readable(&tls.certificate.certificate, "certificate.pem")?,
            key: self.readable(&tls.certificate.key, "certificate.key")?,
            authority: self.readable(&tls.authority, "authority.pem")?,
        }))
    }

    /// A server refuses a key that others could read.
    fn readable(&self, from: &Path, name: &str) -> Result<PathBuf> {
        let file = self.file(name);
        fs::copy(from, &file).with_context(|| format!("{} cannot be read", from.display()))?;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600))?;
        self.account.give(&file)?;
        Ok(file)
    }
}

/// A server of our own.
#[derive(Debug)]
pub(super) struct Own {
    engine: Engine,
    options: std::sync::Mutex<ServerOptions>,
    port: u16,
    // Dropped in this order: the process uses the folder.
    process: Mutex<Option<ServerProcess>>,
    layout: Layout,
    _folder: TempDir,
}

impl Own {
    /// A server with the data of a fresh installation, not yet started.
    pub(super) fn fresh(engine: Engine, options: ServerOptions) -> Result<Self> {
        let own = Self::empty(engine, options)?;
        match engine {
            Engine::MariaDb => mariadb::prepare(&own.layout)?,
            Engine::PostgreSql => postgresql::prepare(&own.layout)?,
            Engine::MySql => bail!(
                "MySQL is not started by tests: name a server with {}",
                engine.variable()
            ),
        }
        Ok(own)
    }

    /// A PostgreSQL that follows this one, not yet started.
    pub(super) fn standby(&self) -> Result<Self> {
        let standby = Self::empty(Engine::PostgreSql, self.options())?;
        postgresql::prepare_standby(&standby.layout, self.port)?;
        Ok(standby)
    }

    fn empty(engine: Engine, options: ServerOptions) -> Result<Self> {
        let account = match engine {
            Engine::PostgreSql => postgresql::account()?,
            Engine::MariaDb | Engine::MySql => mariadb::account()?,
        };
        let folder = template::workshop(account)?;
        Ok(Self {
            engine,
            options: options.into(),
            port: free_port()?,
            process: Mutex::default(),
            layout: Layout::new(&folder, account),
            _folder: folder,
        })
    }

    pub(super) fn engine(&self) -> Engine {
        self.engine
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    pub(super) fn options(&self) -> ServerOptions {
        self.options_lock().clone()
    }

    /// Options for the next start.
    pub(super) fn set_options(&self, options: ServerOptions) {
        *self.options_lock() = options;
    }

    fn options_lock(&self) -> std::sync::MutexGuard<'_, ServerOptions> {
        self.options.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts the process; that it answers is another matter.
    pub(super) async fn start(&self) -> Result<()> {
        let mut process = self.process.lock().await;
        if process.is_some() {
            bail!("the server runs already");
        }
        let options = self.options();
        let (mut command, end) = match self.engine {
            Engine::PostgreSql => (
                postgresql::command(&self.layout, self.port, &options)?,
                End::Quit,
            ),
            Engine::MariaDb | Engine::MySql => (
                mariadb::command(&self.layout, self.port, &options)?,
                End::Kill,
            ),
        };
        self.layout.log_to_file(&mut command)?;
        let started = ServerProcess::start(&mut command, end, self.layout.folder())?;
        *process = Some(started);
        Ok(())
    }

    /// Stops the process as an administrator would.
    pub(super) async fn stop(&self) -> Result<()> {
        let process = self.process.lock().await.take();
        let process = process.context("the server does not run")?;
        // PostgreSQL's fast way, which does not wait for its clients.
        let signal = match self.engine {
            Engine::PostgreSql => Signal::INT,
            Engine::MariaDb | Engine::MySql => Signal::TERM,
        };
        process.stop(signal).await
    }

    pub(super) async fn pause(&self) -> Result<()> {
        running(&self.process.lock().await)?.pause()
    }

    pub(super) async fn resume(&self) -> Result<()> {
        running(&self.process.lock().await)?.resume()
    }

    pub(super) async fn process_id(&self) -> Result<u32> {
        Ok(running(&self.process.lock().await)?.id())
    }

    /// Fails with the log if the process ended by itself.
    pub(super) async fn must_run(&self) -> Result<()> {
        let mut process = self.process.lock().await;
        let process = process.as_mut().context("the server does not run")?;
        match process.ended()? {
            None => Ok(()),
            Some(status) => bail!("the server ended ({status}):\n{}", self.log()),
        }
    }

    /// What the server wrote to its log.
    pub(super) fn log(&self) -> String {
        self.layout.log_text()
    }

    /// What the server was told by its clients, as it logs it.
    pub(super) fn statements(&self) -> Result<String> {
        if !self.options().logs_statements {
            bail!("the server was not started to log statements");
        }
        Ok(match self.engine {
            Engine::PostgreSql => self.log(),
            Engine::MariaDb | Engine::MySql => text_of(&mariadb::statements(&self.layout)),
        })
    }
}

/// The process of a server that was started and not stopped.
pub(super) fn running<'a>(
    process: &'a MutexGuard<'_, Option<ServerProcess>>,
) -> Result<&'a ServerProcess> {
    process.as_ref().context("the server does not run")
}

fn text_of(path: &Path) -> String {
    let bytes = fs::read(path).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A port that was free a moment ago.
pub(super) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}
