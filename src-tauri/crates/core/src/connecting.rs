//! Connections to OTOBO's databases: how one is tried, kept, opened and shut. The port [`Connector`] is
//! the adapters'; the use cases beside it know of no database.

mod agents;
mod assembly;
mod connector;
mod directories;
mod draft;
mod error;
mod found;
mod list;
mod open_installation;
mod open_installations;
mod password;
mod probe;
mod remove;
mod save;
mod services;
mod sign_in;
mod source;
mod test;
mod unlock;
mod watch;

pub use agents::{Agents, agents, choose_agent};
pub use assembly::{ListedSource, SourcePlace};
pub use connector::{Connector, OpenServer, Opening};
pub use directories::{
    Directories, DirectoryAttribute, DirectoryEntry, DirectoryOpening, DirectoryStep,
    DirectoryTest, DirectoryTestStep, OpenDirectory,
};
pub use draft::{ConnectionDraft, SettingFinding, SettingProblem};
pub(crate) use draft::{Findings, LONGEST_NAME, LONGEST_TEXT, file};
pub use error::ConnectingError;
pub use found::{CountedTable, Encryption, Found};
pub(crate) use list::secret_state;
pub use list::{Entry, KeyringState, SecretState, connection, entry_of, list};
pub use open_installation::OpenInstallation;
pub use open_installations::{OpenInstallations, Outside};
pub(crate) use password::{KeptPassword, sign_in_secret, source_secret};
pub use probe::SourceStanding;
pub use remove::remove;
pub use save::{InstallationDraft, SaveOutcome, save};
pub use services::{NoServices, ServiceProblem, Services};
pub use sign_in::{
    Refusal, SignInAnswer, SignInDirectories, SignInFailure, SignInOpening, SignInReason,
    SignInStep, sign_in_steps,
};
pub(crate) use source::Source;
pub use test::{TestRequest, test};
pub use unlock::{Keeping, Unlocked, unlock};
pub use watch::Intervals;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use deskbook_domain::secret::Secret;

use crate::secrets::SecretError;
use crate::server_error::ServerError;

/// How long things may take before they are told to have failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// Connecting to one host, TLS and login included.
    pub connect: Duration,
    /// One statement.
    pub statement: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            statement: Duration::from_secs(30),
        }
    }
}

/// Gives the password of a connection when a session begins.
#[async_trait]
pub trait PasswordSource: Send + Sync {
    /// The password, unless none is kept for this connection.
    async fn password(&self) -> Result<Option<Secret<String>>, SecretError>;
}

/// A password that was typed just now.
pub struct Typed(pub Secret<String>);

#[async_trait]
impl PasswordSource for Typed {
    async fn password(&self) -> Result<Option<Secret<String>>, SecretError> {
        Ok(Some(Secret::new(self.0.expose().clone())))
    }
}

/// The same source for several who ask.
pub type SharedPassword = Arc<dyn PasswordSource>;

/// What is tried, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename = "TestStep", rename_all = "camelCase"))]
pub enum Step {
    /// The host's name becomes an address.
    Name,
    /// The server shows its certificate.
    Tls,
    /// The user is let in.
    Login,
    /// The database is there.
    Database,
    /// OTOBO's tables are there and may be read.
    Tables,
    /// OTOBO's settings may be read.
    Settings,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::Name,
        Self::Tls,
        Self::Login,
        Self::Database,
        Self::Tables,
        Self::Settings,
    ];
}

/// How a step ended.
#[derive(Clone, Debug)]
pub enum StepOutcome {
    /// It went well.
    Passed {
        /// What was found.
        found: Found,
    },
    /// It did not.
    Failed(ServerError),
    /// A step before it failed.
    NotTried,
}

/// One step of a test.
#[derive(Clone, Debug)]
pub struct TestStep {
    /// Which.
    pub step: Step,
    /// How it ended.
    pub outcome: StepOutcome,
    /// How long it took.
    pub took: Duration,
}

/// A connection that was tried.
#[derive(Clone, Debug)]
pub struct ConnectionTest {
    /// Every step.
    pub steps: Vec<TestStep>,
    /// What stands there, once it is known.
    pub system: Option<SystemFacts>,
    /// Why the other hosts of several were of no use, as far as they were tried.
    pub passed_over: Vec<ServerError>,
}

impl ConnectionTest {
    /// Whether every step went well.
    pub fn passed(&self) -> bool {
        let passed = |step: &TestStep| matches!(step.outcome, StepOutcome::Passed { .. });
        self.steps.iter().all(passed)
    }
}

/// What stands in a database (`otobo-behaviour.md 13`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemFacts {
    /// Whose tables these are.
    pub product: Product,
    /// The first version with such tables; empty if the tables tell none.
    pub version: String,
    /// Later versions have such tables, too.
    pub or_newer: bool,
    /// The server: `MariaDB 10.11.19`.
    pub server: String,
    /// The table of groups (C1).
    pub group_table: String,
    /// How many customer users there are in the shipped table.
    pub customer_users: u32,
    /// How many customers.
    pub customers: u32,
    /// The server only reads.
    pub reads_only: bool,
    /// Those of the two shipped tables that the account may read, but neither add to nor change.
    pub only_read: Vec<String>,
}

/// The programs with these tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum Product {
    /// OTOBO.
    Otobo,
    /// Znuny.
    Znuny,
    /// OTRS 6 or Znuny 6.0.
    Otrs,
    /// Another program, or one that changed its tables.
    Unknown,
}
