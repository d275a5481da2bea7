//! The port of the adapter for directories.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use deskbook_domain::database::Host;
use deskbook_domain::directory::Directory;
use deskbook_domain::ids::Login;
use deskbook_domain::secret::Secret;
use deskbook_domain::sign_in::SignInName;
use deskbook_domain::source::CustomerUserSource;

use super::{SharedPassword, SignInAnswer, SignInOpening, StepOutcome, Timing};
use crate::back_end::{BackEnd, BackEndError, FoundCustomerUser};
use crate::clock::Clock;
use crate::health::HealthListener;
use crate::server_error::ServerError;

/// What a directory is opened with.
#[derive(Clone)]
pub struct DirectoryOpening {
    /// The source that is in it.
    pub source: CustomerUserSource,
    /// Where it is, and what of it is asked.
    pub directory: Directory,
    /// Gives the password when a conversation begins, where there is one.
    pub password: SharedPassword,
    /// How long things may take.
    pub timing: Timing,
    /// Hears when the source begins or ceases to answer.
    pub listener: Arc<dyn HealthListener>,
    /// Dates what is heard.
    pub clock: Arc<dyn Clock>,
}

/// The way to directories.
#[async_trait]
pub trait Directories: Send + Sync {
    /// A directory. Nothing connects yet.
    fn open(&self, opening: DirectoryOpening) -> Arc<dyn OpenDirectory>;

    /// Tries a directory step by step and leaves nothing behind.
    async fn test(&self, opening: DirectoryOpening) -> DirectoryTest;

    /// Tells whether a directory lets a name in with a password, as OTOBO asks it (`otobo-behaviour.md 5.6`).
    /// No bind is ever sent with an empty password (C91), and none before the server has proved itself.
    async fn sign_in(
        &self,
        opening: SignInOpening,
        name: &SignInName,
        password: &Secret<String>,
    ) -> SignInAnswer;
}

/// A directory that can be asked. It connects when it is needed. Once a login was refused it tries none
/// until [`Self::admit`] says that a person did something about it: directories lock accounts.
#[async_trait]
pub trait OpenDirectory: Send + Sync {
    /// Its customer users. They have no writer: nothing is ever written into a directory (C90).
    fn customer_users(&self) -> Arc<dyn BackEnd>;

    /// Everything that the directory has of one of them, values that are no text among it.
    async fn entry(&self, login: &Login) -> Result<Option<DirectoryEntry>, BackEndError>;

    /// The file that the directory has as the photo of one of them, whatever is in it.
    async fn photo(&self, login: &Login) -> Result<Option<Vec<u8>>, BackEndError>;

    /// A person did something: the next question may try to log in again.
    fn admit(&self);

    /// The host that let us in last.
    fn answering(&self) -> Option<Host>;

    /// Ends all conversations in good order. What still uses them fails.
    async fn close(&self);
}

/// An entry as it is in the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// Its distinguished name.
    pub dn: String,
    /// Its attributes, in the directory's order.
    pub attributes: Vec<DirectoryAttribute>,
}

/// An attribute with all of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryAttribute {
    /// Its name, with its options.
    pub name: String,
    /// Its values: text in the directory's encoding, or any bytes.
    pub values: Vec<Vec<u8>>,
}

/// What is tried of a directory, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum DirectoryStep {
    /// The host's name becomes an address.
    Name,
    /// The server is reached, and proves itself where it has to.
    Tls,
    /// The user is let in.
    Login,
    /// The base is there.
    Base,
    /// Entries are found that become customer users.
    Entries,
}

impl DirectoryStep {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [
        Self::Name,
        Self::Tls,
        Self::Login,
        Self::Base,
        Self::Entries,
    ];
}

/// One step of a test.
#[derive(Clone, Debug)]
pub struct DirectoryTestStep {
    /// Which.
    pub step: DirectoryStep,
    /// How it ended.
    pub outcome: StepOutcome,
    /// How long it took.
    pub took: Duration,
}

/// A directory that was tried.
#[derive(Clone, Debug)]
pub struct DirectoryTest {
    /// Every step.
    pub steps: Vec<DirectoryTestStep>,
    /// The first customer users, as a list would have them.
    pub rows: Vec<FoundCustomerUser>,
    /// Servers that the directory names for a part of what was asked. They are not followed: they would be
    /// sent the password.
    pub referrals: Vec<String>,
    /// Why the other hosts of several were of no use, as far as they were tried.
    pub passed_over: Vec<ServerError>,
}

impl DirectoryTest {
    /// Whether every step went well.
    pub fn passed(&self) -> bool {
        let passed = |step: &DirectoryTestStep| matches!(step.outcome, StepOutcome::Passed { .. });
        self.steps.iter().all(passed)
    }
}
