//! Keys of encrypted files: Deskbook's own store, the local directory, the mirrors.
//!
//! The port of the vault. A key is random and never changes; the app lock wraps keys with a passphrase, so
//! that changing it encrypts nothing anew.

use async_trait::async_trait;
use deskbook_domain::secret::Secret;

use crate::secrets::SecretError;
use crate::{Cause, ErrorCode};

/// Bytes of a key: 256 bits.
pub const KEY_BYTES: usize = 32;

/// A key in the clear.
pub type Key = Secret<[u8; KEY_BYTES]>;

/// What a key encrypts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyName {
    /// Deskbook's own store.
    OwnStore,
    /// The local directory.
    LocalDirectory,
    /// The mirror of an installation, by its id.
    Mirror(String),
}

/// Whether keys can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockState {
    /// There is no app lock: whoever may read the keyring may have the keys.
    Off,
    /// The passphrase is asked for.
    Locked,
    /// The passphrase was given.
    Unlocked,
}

/// Where keys are kept.
#[async_trait]
pub trait KeyStore: Send + Sync {
    /// Whether keys can be had now.
    async fn state(&self) -> Result<LockState, KeyError>;

    /// Whether they are in the system's keyring. Where it has none they are in a file, under a passphrase.
    async fn is_in_keyring(&self) -> Result<bool, KeyError>;

    /// The key of this name, unless there is none.
    async fn key(&self, name: &KeyName) -> Result<Option<Key>, KeyError>;

    /// Makes a random key. One that is there already is given in its place: it may have encrypted something.
    async fn make(&self, name: &KeyName) -> Result<Key, KeyError>;

    /// Keeps a key that was kept before, and lost: the caller has seen that it opens its file.
    async fn put_back(&self, name: &KeyName, key: &Key) -> Result<(), KeyError>;

    /// Destroys a key: what it encrypted can never be read again.
    async fn forget(&self, name: &KeyName) -> Result<(), KeyError>;

    /// Forgets the app lock and all keys, for somebody who has forgotten the passphrase: what the keys encrypted
    /// can never be read again, except with a key that is put back.
    async fn start_over(&self) -> Result<(), KeyError>;

    /// Takes the passphrase. A wrong one takes as long as the right one.
    async fn unlock(&self, passphrase: Secret<String>) -> Result<(), KeyError>;

    /// Forgets what the passphrase opened.
    async fn lock(&self);

    /// Turns the app lock on, or changes its passphrase. Keys stay as they are.
    async fn set_passphrase(&self, passphrase: Secret<String>) -> Result<(), KeyError>;

    /// Turns the app lock off. Where there is no keyring it cannot be.
    async fn remove_passphrase(&self) -> Result<(), KeyError>;
}

/// Why a key could not be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The passphrase has not been given.
    #[error("Deskbook is locked")]
    Locked,
    /// Another passphrase is the right one.
    #[error("this is not the passphrase")]
    WrongPassphrase,
    /// There is no keyring: only a passphrase can protect keys.
    #[error("without a keyring keys need a passphrase")]
    PassphraseNeeded,
    /// What is kept is not what was written, or a newer Deskbook wrote it.
    #[error("a kept key cannot be read")]
    Damaged,
    /// The keyring, or the file in its place.
    #[error(transparent)]
    Keyring(#[from] SecretError),
    /// The system gives no random bytes, or not enough memory.
    #[error("a key could not be derived")]
    Failed(#[source] Cause),
}

impl KeyError {
    /// What the UI tells apart.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Locked => ErrorCode::VaultLocked,
            Self::WrongPassphrase => ErrorCode::WrongPassphrase,
            Self::PassphraseNeeded => ErrorCode::PassphraseNeeded,
            Self::Damaged => ErrorCode::KeyDamaged,
            Self::Keyring(error) => error.code(),
            Self::Failed(_) => ErrorCode::Internal,
        }
    }
}
