//! Secrets of connections: the passwords with which Deskbook signs in to other people's servers.
//!
//! The port of the vault. It embodies two decisions: a secret is bound to what it was entered for, so
//! that whoever changes the host of a connection is not handed the old host's password; and where it
//! is kept is told each time, so that the window can say that it will be gone. How a keyring works,
//! this module must not know.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use deskbook_domain::secret::Secret;

use crate::{Cause, ErrorCode};

mod session;

pub use session::SessionSecrets;

/// What a secret is for: the place it is found by. It may be seen by whoever opens the keyring, so
/// neither part may hold anything that is worth hiding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SecretName {
    installation: String,
    purpose: String,
}

impl SecretName {
    /// The secret that an installation uses for something, such as `database` or `CustomerUser3`.
    pub fn new(installation: impl Into<String>, purpose: impl Into<String>) -> Self {
        Self {
            installation: installation.into(),
            purpose: purpose.into(),
        }
    }

    /// The installation's id.
    pub fn installation(&self) -> &str {
        &self.installation
    }

    /// What the installation needs it for.
    pub fn purpose(&self) -> &str {
        &self.purpose
    }
}

impl fmt::Display for SecretName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} of {}", self.purpose, self.installation)
    }
}

/// What a secret may be used for, as one canonical text: engine, hosts, port, user, TLS mode. Whoever
/// builds it must see to it that the same connection always gives the same text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretBinding(String);

impl SecretBinding {
    /// Takes the canonical text.
    pub fn new(canonical: impl Into<String>) -> Self {
        Self(canonical.into())
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a secret is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// In the operating system's keyring, until it is forgotten.
    Keyring,
    /// In memory, until Deskbook is closed.
    SessionOnly,
}

/// Where secrets are kept.
#[async_trait]
pub trait SecretStore: Send + Sync {
    /// Where a secret would be kept that is stored now.
    async fn keeps(&self) -> Result<Kept, SecretError>;

    /// Keeps a secret, in place of the one that had this name.
    async fn store(
        &self,
        name: &SecretName,
        binding: &SecretBinding,
        secret: Secret<String>,
    ) -> Result<Kept, SecretError>;

    /// The secret, unless there is none or it was stored with another binding.
    async fn read(
        &self,
        name: &SecretName,
        binding: &SecretBinding,
    ) -> Result<Option<Secret<String>>, SecretError>;

    /// Forgets a secret; it is no error if there is none.
    async fn forget(&self, name: &SecretName) -> Result<(), SecretError>;

    /// Forgets all secrets of an installation.
    async fn forget_all(&self, installation: &str) -> Result<(), SecretError>;
}

/// Why a secret could not be kept, read or forgotten.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The keyring is locked and the user did not open it, or there is no keyring to put anything in.
    #[error("the keyring is locked")]
    Locked(#[source] Cause),
    /// The keyring most likely asks for its password where nobody sees it.
    #[error("the keyring did not answer within {waited:?}")]
    NoAnswer {
        /// How long it was waited for.
        waited: Duration,
    },
    /// The keyring cannot be used.
    #[error("the keyring failed")]
    Failed(#[source] Cause),
}

impl SecretError {
    /// What the UI tells apart.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Locked(_) | Self::NoAnswer { .. } => ErrorCode::KeyringLocked,
            Self::Failed(_) => ErrorCode::KeyringFailed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_keyring_and_a_silent_one_call_for_the_same_remedy() {
        let locked = SecretError::Locked("prompt dismissed".into());
        let silent = SecretError::NoAnswer {
            waited: Duration::from_secs(30),
        };
        let failed = SecretError::Failed("no such method".into());
        assert_eq!(locked.code(), ErrorCode::KeyringLocked);
        assert_eq!(silent.code(), ErrorCode::KeyringLocked);
        assert_eq!(failed.code(), ErrorCode::KeyringFailed);
        assert_eq!(silent.to_string(), "the keyring did not answer within 30s");
    }
}
