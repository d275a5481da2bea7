//! How Deskbook's files are protected, for whoever wants to know.

use super::{FilesError, RecoveryNotes};
use crate::keys::{KeyError, KeyStore, LockState};

/// Whether an open file is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum Protection {
    /// It is not.
    Plain,
    /// It is.
    Encrypted,
}

/// The files as they were opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenFiles {
    /// Deskbook's own store.
    pub own_store: Protection,
    /// The local directory.
    pub local_directory: Protection,
}

/// How it is with the recovery code of the local directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum RecoveryState {
    /// There is no place for a key, so there is no code.
    Unavailable,
    /// Nobody has shown yet that they noted it.
    Open,
    /// Somebody has.
    Confirmed,
}

/// How everything is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The app lock.
    pub lock: LockState,
    /// Whether keys are in the system's keyring. Where it has none, only a passphrase can protect them.
    pub in_keyring: bool,
    /// The recovery code of the local directory.
    pub recovery: RecoveryState,
}

/// How everything is protected now.
pub async fn standing(
    keys: &dyn KeyStore,
    notes: &dyn RecoveryNotes,
) -> Result<Standing, FilesError> {
    let is_confirmed = notes.is_confirmed().await?;
    let (lock, in_keyring, has_place) = match keys.state().await {
        Ok(lock) => {
            let in_keyring = keys.is_in_keyring().await?;
            (lock, in_keyring, in_keyring || lock != LockState::Off)
        }
        // A keyring that nobody opens
        Err(KeyError::Keyring(_)) => (LockState::Off, true, false),
        Err(error) => return Err(error.into()),
    };
    let recovery = match (is_confirmed, has_place) {
        (true, _) => RecoveryState::Confirmed,
        (false, true) => RecoveryState::Open,
        (false, false) => RecoveryState::Unavailable,
    };
    Ok(Standing {
        lock,
        in_keyring,
        recovery,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::twin::{Keyring, Notes};

    #[tokio::test]
    async fn a_recovery_code_is_offered_where_a_key_has_a_place() {
        let open = Notes::confirmed(false);
        for (keys, in_keyring, recovery) in [
            (Keyring::open(), true, RecoveryState::Open),
            (Keyring::absent(), false, RecoveryState::Unavailable),
            (Keyring::shut(), true, RecoveryState::Unavailable),
        ] {
            let expected = Standing {
                lock: LockState::Off,
                in_keyring,
                recovery,
            };
            assert_eq!(standing(&keys, &open).await.unwrap(), expected);
        }
        let confirmed = Notes::confirmed(true);
        let now = standing(&Keyring::open(), &confirmed).await.unwrap();
        assert_eq!(now.recovery, RecoveryState::Confirmed);
    }
}
