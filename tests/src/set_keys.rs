//! A keyring whose keys are set, as a system has one that nobody locks.

use async_trait::async_trait;
use deskbook_core::keys::{Key, KeyError, KeyName, KeyStore, LockState};
use deskbook_domain::secret::Secret;

/// Gives the same keys in every process.
pub struct SetKeys;

/// The key of a name.
fn key_of(name: &KeyName) -> Key {
    Secret::new(match name {
        KeyName::OwnStore => [5; 32],
        KeyName::LocalDirectory => [6; 32],
        KeyName::Mirror(_) => [7; 32],
    })
}

#[async_trait]
impl KeyStore for SetKeys {
    async fn state(&self) -> Result<LockState, KeyError> {
        Ok(LockState::Off)
    }

    async fn is_in_keyring(&self) -> Result<bool, KeyError> {
        Ok(true)
    }

    async fn key(&self, name: &KeyName) -> Result<Option<Key>, KeyError> {
        Ok(Some(key_of(name)))
    }

    async fn make(&self, name: &KeyName) -> Result<Key, KeyError> {
        Ok(key_of(name))
    }

    async fn put_back(&self, _: &KeyName, _: &Key) -> Result<(), KeyError> {
        Ok(())
    }

    async fn forget(&self, _: &KeyName) -> Result<(), KeyError> {
        Ok(())
    }

    async fn start_over(&self) -> Result<(), KeyError> {
        Ok(())
    }

    async fn unlock(&self, _: Secret<String>) -> Result<(), KeyError> {
        Ok(())
    }

    async fn lock(&self) {}

    async fn set_passphrase(&self, _: Secret<String>) -> Result<(), KeyError> {
        Ok(())
    }

    async fn remove_passphrase(&self) -> Result<(), KeyError> {
        Ok(())
    }
}
