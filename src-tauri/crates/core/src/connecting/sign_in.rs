//! Whether a directory lets a customer user sign in (`otobo-behaviour.md 5.6`): what the adapter is asked
//! and what it answers.

use std::sync::Arc;

use deskbook_domain::database::TlsMode;
use deskbook_domain::secret::Secret;
use deskbook_domain::sign_in::{SignInDirectory, SignInName, SignInNumber};

use super::password::{KeptPassword, sign_in_secret};
use super::{Directories, SharedPassword, Timing};
use crate::installations::InstallationId;
use crate::secrets::SecretStore;
use crate::server_error::ServerError;

/// What a directory is asked with.
#[derive(Clone)]
pub struct SignInOpening {
    /// Where it is, and how it is asked.
    pub directory: SignInDirectory,
    /// Gives the password of the user that searches, where there is one.
    pub password: SharedPassword,
    /// How long things may take.
    pub timing: Timing,
}

/// What is tried of a directory that somebody signs in by, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum SignInStep {
    /// A host is reached.
    Connect,
    /// It proves itself.
    Tls,
    /// The user that searches is let in; without one nobody in particular searches.
    SearchUser,
    /// An entry has the name.
    Entry,
    /// The entry is in a group.
    Group,
    /// The entry's password is the typed one.
    Password,
}

/// How a directory answered.
#[derive(Clone, Debug)]
pub struct SignInAnswer {
    /// The host that was asked; of several that were not reached the last.
    pub host: String,
    /// Nothing if it lets in.
    pub outcome: Result<(), SignInFailure>,
}

/// Why a directory does not let somebody in.
#[derive(Clone, Debug)]
pub struct SignInFailure {
    /// The step that failed.
    pub step: SignInStep,
    /// Why.
    pub reason: SignInReason,
}

/// Why a step failed.
#[derive(Clone, Debug)]
pub enum SignInReason {
    /// The directory could not be asked.
    Server(ServerError),
    /// No entry has the name.
    NoEntry,
    /// The entry is in none of the groups.
    NotInGroup,
    /// The entry is not let in with this password.
    Refused {
        /// Why, as far as the directory tells.
        refusal: Refusal,
        /// The directory's own words.
        words: String,
    },
}

/// Why an entry is not let in. All but Active Directory mostly tell [`Self::Wrong`], whatever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum Refusal {
    /// The password is another one.
    Wrong,
    /// The account is not known.
    NoAccount,
    /// Not at this time of the day.
    NotNow,
    /// Not from this computer.
    NotHere,
    /// The password is too old.
    PasswordExpired,
    /// The account is disabled.
    Disabled,
    /// The account's time is over.
    AccountExpired,
    /// A new password has to be chosen first.
    MustChange,
    /// Locked after too many tries.
    Locked,
}

/// The way to the directories of the customers' sign-in.
#[derive(Clone)]
pub struct SignInDirectories {
    directories: Arc<dyn Directories>,
    secrets: Arc<dyn SecretStore>,
    timing: Timing,
    installation: InstallationId,
}

impl SignInDirectories {
    /// The way of an installation, whose passwords are kept there.
    pub fn new(
        directories: Arc<dyn Directories>,
        secrets: Arc<dyn SecretStore>,
        timing: Timing,
        installation: InstallationId,
    ) -> Self {
        Self {
            directories,
            secrets,
            timing,
            installation,
        }
    }

    /// Asks one whether it lets this name in with this password. Nothing is written, and a password that is
    /// refused counts for the directory's own lock-out.
    pub(crate) async fn ask(
        &self,
        number: SignInNumber,
        directory: &SignInDirectory,
        name: &SignInName,
        password: &Secret<String>,
    ) -> SignInAnswer {
        let secret = sign_in_secret(&self.installation, number);
        let binding = directory.directory.binding();
        let kept = KeptPassword::new(Arc::clone(&self.secrets), secret, &binding);
        let opening = SignInOpening {
            directory: directory.clone(),
            password: Arc::new(kept),
            timing: self.timing,
        };
        self.directories.sign_in(opening, name, password).await
    }
}

/// The steps that a directory takes: not every one is encrypted or asks for a group.
pub fn sign_in_steps(directory: &SignInDirectory) -> Vec<SignInStep> {
    let servers = &directory.directory;
    let is_encrypted =
        servers.tls.mode != TlsMode::Disable || servers.hosts.iter().any(|it| it.ldaps);
    let mut steps = vec![SignInStep::Connect];
    if is_encrypted {
        steps.push(SignInStep::Tls);
    }
    steps.extend([SignInStep::SearchUser, SignInStep::Entry]);
    if directory.group.is_some() {
        steps.push(SignInStep::Group);
    }
    steps.push(SignInStep::Password);
    steps
}
