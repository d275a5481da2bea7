//! A throw-away OpenLDAP, with a directory of a test's own.

use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use rustix::process::Signal;
use tempfile::TempDir;
use tokio::sync::Mutex;

use super::account::ServerAccount;
use super::own::{Layout, free_port, running};
use super::process::{End, ServerProcess};
use super::programs::run;
use super::{ADMIN_PASSWORD, ldap};

mod config;
mod operations;
mod options;

pub(crate) use config::base_entry;
pub use operations::{Asked, Operation};
pub use options::SlapdOptions;

/// The root of the directory.
pub const BASE: &str = "dc=directory,dc=test";

/// Who may do everything in the directory, without limits.
pub const ROOT: &str = "cn=root,dc=directory,dc=test";

/// Who may read everything in the directory, within its limits. Not in the directory itself, so that no
/// search finds it.
pub const READER: &str = "cn=reader,o=accounts";

/// The password of [`READER`].
pub const READER_PASSWORD: &str = "reads-what-is-there";

/// How long it may take to write to its log what it is asked.
const PATIENCE: Duration = Duration::from_mins(1);

/// An OpenLDAP of a test's own.
#[derive(Debug)]
pub struct SlapdServer {
    port: u16,
    tls_port: Option<u16>,
    requires_tls: bool,
    /// How much of the log is told no more.
    forgotten: AtomicUsize,
    // Dropped in this order: the process uses the folder.
    process: Mutex<Option<ServerProcess>>,
    layout: Layout,
    _folder: TempDir,
}

impl SlapdServer {
    /// Loads a directory and starts a server over it. Returns once it answers.
    pub async fn start(options: SlapdOptions) -> Result<Self> {
        let account = ServerAccount::named("openldap")?;
        let folder = super::template::workshop(account)?;
        let layout = Layout::new(&folder, account);
        config::prepare(&layout, &options)?;
        let server = Self {
            port: free_port()?,
            tls_port: options.tls.map(|_| free_port()).transpose()?,
            requires_tls: options.requires_tls,
            forgotten: AtomicUsize::default(),
            process: Mutex::default(),
            layout,
            _folder: folder,
        };
        server.start_again().await?;
        // The question whether it answers is none of a test's.
        server.until(|asked| *asked == Asked::Closed).await?;
        server.forget();
        Ok(server)
    }

    /// The port for speaking in the clear, and for StartTLS; on this computer alone.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The port for LDAPS.
    pub fn tls_port(&self) -> Result<u16> {
        self.tls_port.context("the server was not started with TLS")
    }

    /// The password of [`ROOT`].
    pub fn root_password(&self) -> &'static str {
        ADMIN_PASSWORD
    }

    /// Starts the server after a stop: same ports, same entries. Returns once it answers.
    pub async fn start_again(&self) -> Result<()> {
        let mut process = self.process.lock().await;
        ensure!(process.is_none(), "the server runs already");
        let mut command = config::command(&self.layout, self.port, self.tls_port);
        self.layout.log_to_file(&mut command)?;
        let started = ServerProcess::start(&mut command, End::Kill, self.layout.folder())?;
        let started = process.insert(started);
        let answered = ldap::until_it_answers(self.port, started, || self.log()).await;
        if answered.is_err() {
            *process = None;
        }
        answered
    }

    /// Stops the server. Whoever is connected is cut off.
    pub async fn stop(&self) -> Result<()> {
        let process = self.process.lock().await.take();
        let process = process.context("the server does not run")?;
        process.stop(Signal::TERM).await
    }

    /// Makes the server hang: connections are taken by the system, and nobody answers.
    pub async fn pause(&self) -> Result<()> {
        running(&self.process.lock().await)?.pause()
    }

    /// Lets a hanging server go on.
    pub async fn resume(&self) -> Result<()> {
        running(&self.process.lock().await)?.resume()
    }

    /// The id of its process.
    pub async fn process_id(&self) -> Result<u32> {
        Ok(running(&self.process.lock().await)?.id())
    }

    /// Changes the directory as root, past Deskbook: LDIF in which each entry says its `changetype`, or
    /// is added where it says none.
    pub fn change(&self, ldif: &str) -> Result<()> {
        ldap::change(self.client("ldapmodify", ROOT, ADMIN_PASSWORD)?, ldif)
    }

    /// What its own client finds as root: LDIF without comments and without folded lines. `words` are a
    /// filter and attributes, with options before them.
    pub fn search(&self, words: &[&str]) -> Result<String> {
        self.search_as(ROOT, ADMIN_PASSWORD, words)
    }

    /// The same for somebody else. Fails with what the client says where the server does not answer with
    /// success.
    pub fn search_as(&self, dn: &str, password: &str, words: &[&str]) -> Result<String> {
        let mut command = self.client("ldapsearch", dn, password)?;
        run(command
            .args(["-LLL", "-o", "ldif-wrap=no", "-b", BASE])
            .args(words))
    }

    /// In the clear if the server lets it.
    fn client(&self, program: &str, dn: &str, password: &str) -> Result<Command> {
        let mut command = ldap::client(program, self.port, dn, password)?;
        if self.requires_tls {
            command.arg("-ZZ");
        }
        Ok(command)
    }

    /// What happened since the start, or since [`forget`](Self::forget).
    pub fn operations(&self) -> Vec<Operation> {
        let log = self.log();
        let forgotten = self.forgotten.load(Ordering::Relaxed);
        operations::of_log(log.get(forgotten..).unwrap_or_default())
    }

    /// The filters of the searches among the [operations](Self::operations).
    pub fn filters(&self) -> Vec<String> {
        let filter = |operation: Operation| match operation.what {
            Asked::Search { filter, .. } => Some(filter),
            _ => None,
        };
        self.operations().into_iter().filter_map(filter).collect()
    }

    /// What happened up to now is told no more.
    pub fn forget(&self) {
        self.forgotten.store(self.log().len(), Ordering::Relaxed);
    }

    /// Waits until something has happened: what gets no answer, such as an abandon, reaches the log at
    /// some time after it was sent.
    pub async fn until(&self, happened: impl Fn(&Asked) -> bool) -> Result<()> {
        let began = Instant::now();
        while !self.operations().iter().any(|told| happened(&told.what)) {
            ensure!(
                began.elapsed() < PATIENCE,
                "it did not happen:\n{}",
                self.log()
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }

    fn log(&self) -> String {
        self.layout.log_text()
    }
}
