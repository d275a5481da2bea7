//! The app lock: a passphrase over the keys, and what is put aside while Deskbook is locked.
//!
//! Locking ends the process and begins another one, so that no key and no contact stays in memory; that is the
//! shell's part. What was being typed is kept in the own store, which is encrypted, and given back once.

use async_trait::async_trait;
use deskbook_domain::secret::Secret;

use crate::ErrorCode;
use crate::keys::{KeyError, KeyStore, LockState};
use crate::settings::SettingsError;

/// Characters of a passphrase at least. Whoever has the files can try passphrases for years, though each try costs
/// a moment: what is shorter is found by trying.
pub const LEAST_CHARACTERS: usize = 10;

/// Drafts that wait for the passphrase.
#[async_trait]
pub trait DraftStore: Send + Sync {
    /// Puts drafts aside, in place of those that were.
    async fn put_aside(&self, drafts: &Secret<String>) -> Result<(), SettingsError>;

    /// Takes them out; the next one finds none.
    async fn take_out(&self) -> Result<Option<String>, SettingsError>;
}

/// Why the lock is not as it was wanted. It is as it was.
#[derive(Debug, thiserror::Error)]
pub enum AppLockError {
    /// The passphrase is too short.
    #[error("a passphrase has at least {LEAST_CHARACTERS} characters")]
    TooShort,
    /// There is no lock that could be closed.
    #[error("there is no app lock")]
    Off,
    /// The keys.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Drafts could not be put aside.
    #[error(transparent)]
    Drafts(#[from] SettingsError),
}

impl AppLockError {
    /// What the UI tells apart.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::TooShort | Self::Off => ErrorCode::InvalidInput,
            Self::Key(error) => error.code(),
            Self::Drafts(error) => error.code,
        }
    }

    /// The values that the UI's words need.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Drafts(error) => error.params.clone(),
            Self::TooShort | Self::Off | Self::Key(_) => Vec::new(),
        }
    }
}

/// Takes the passphrase.
pub async fn open(keys: &dyn KeyStore, passphrase: Secret<String>) -> Result<(), AppLockError> {
    Ok(keys.unlock(passphrase).await?)
}

/// Turns the lock on.
pub async fn turn_on(keys: &dyn KeyStore, passphrase: Secret<String>) -> Result<(), AppLockError> {
    check(&passphrase)?;
    if keys.state().await? != LockState::Off {
        return Err(KeyError::Locked.into());
    }
    Ok(keys.set_passphrase(passphrase).await?)
}

/// Changes the passphrase for somebody who knows the one that is in force.
pub async fn change(
    keys: &dyn KeyStore,
    current: Secret<String>,
    passphrase: Secret<String>,
) -> Result<(), AppLockError> {
    check(&passphrase)?;
    keys.unlock(current).await?;
    Ok(keys.set_passphrase(passphrase).await?)
}

/// Turns the lock off for somebody who knows the passphrase.
pub async fn turn_off(keys: &dyn KeyStore, current: Secret<String>) -> Result<(), AppLockError> {
    keys.unlock(current).await?;
    Ok(keys.remove_passphrase().await?)
}

/// Puts drafts aside and forgets what the passphrase opened. The process has to end right after it.
pub async fn close(
    keys: &dyn KeyStore,
    store: &dyn DraftStore,
    drafts: Option<Secret<String>>,
) -> Result<(), AppLockError> {
    if keys.state().await? == LockState::Off {
        return Err(AppLockError::Off);
    }
    if let Some(drafts) = drafts {
        store.put_aside(&drafts).await?;
    }
    keys.lock().await;
    Ok(())
}

fn check(passphrase: &Secret<String>) -> Result<(), AppLockError> {
    if is_long_enough(passphrase) {
        return Ok(());
    }
    Err(AppLockError::TooShort)
}

/// Whether a passphrase has [`LEAST_CHARACTERS`].
pub(crate) fn is_long_enough(passphrase: &Secret<String>) -> bool {
    passphrase.expose().chars().count() >= LEAST_CHARACTERS
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::files::twin::Keyring;

    #[derive(Default)]
    struct Drafts(Mutex<Option<String>>);

    #[async_trait]
    impl DraftStore for Drafts {
        async fn put_aside(&self, drafts: &Secret<String>) -> Result<(), SettingsError> {
            *self.0.lock().unwrap() = Some(drafts.expose().clone());
            Ok(())
        }

        async fn take_out(&self) -> Result<Option<String>, SettingsError> {
            Ok(self.0.lock().unwrap().take())
        }
    }

    fn phrase(text: &str) -> Secret<String> {
        Secret::new(text.to_owned())
    }

    #[tokio::test]
    async fn a_passphrase_has_ten_characters_whatever_they_are() {
        let keys = Keyring::open();
        for short in ["", "123456789", "Müllerßéü"] {
            let refused = turn_on(&keys, phrase(short)).await.unwrap_err();
            assert!(matches!(refused, AppLockError::TooShort), "{short}");
        }
        turn_on(&keys, phrase("Müllerßéüx")).await.unwrap();
        let refused = change(&keys, phrase("Müllerßéüx"), phrase("short")).await;
        assert!(matches!(refused, Err(AppLockError::TooShort)));
    }

    #[tokio::test]
    async fn who_does_not_know_the_passphrase_changes_nothing() {
        let keys = Keyring::open();
        turn_on(&keys, phrase("correct horse")).await.unwrap();
        let again = turn_on(&keys, phrase("another one")).await.unwrap_err();
        assert_eq!(again.code(), ErrorCode::VaultLocked);
        let other = phrase("another one");
        let refused = change(&keys, phrase("wrong horse"), other)
            .await
            .unwrap_err();
        assert_eq!(refused.code(), ErrorCode::WrongPassphrase);
        let refused = turn_off(&keys, phrase("wrong horse")).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::WrongPassphrase);
        let other = phrase("another one");
        change(&keys, phrase("correct horse"), other).await.unwrap();
        turn_off(&keys, phrase("another one")).await.unwrap();
        assert_eq!(keys.state().await.unwrap(), LockState::Off);
    }

    /// One that is refused without a try would cost less, and tell something.
    #[tokio::test]
    async fn a_passphrase_that_nobody_can_have_is_tried_like_any_other() {
        let keys = Keyring::open();
        turn_on(&keys, phrase("correct horse")).await.unwrap();
        keys.lock().await;
        for typed in ["", "short", "wrong horse", &"long".repeat(1_000)] {
            let refused = open(&keys, phrase(typed)).await.unwrap_err();
            assert_eq!(refused.code(), ErrorCode::WrongPassphrase, "{typed}");
        }
        open(&keys, phrase("correct horse")).await.unwrap();
    }

    #[tokio::test]
    async fn closing_puts_drafts_aside_and_shuts_the_keys() {
        let (keys, drafts) = (Keyring::open(), Drafts::default());
        let refused = close(&keys, &drafts, Some(phrase("{}"))).await;
        assert!(matches!(refused, Err(AppLockError::Off)));
        assert!(drafts.take_out().await.unwrap().is_none());
        turn_on(&keys, phrase("correct horse")).await.unwrap();
        close(&keys, &drafts, Some(phrase("{}"))).await.unwrap();
        assert_eq!(keys.state().await.unwrap(), LockState::Locked);
        keys.unlock(phrase("correct horse")).await.unwrap();
        assert_eq!(drafts.take_out().await.unwrap().as_deref(), Some("{}"));
        assert!(drafts.take_out().await.unwrap().is_none());
    }
}
