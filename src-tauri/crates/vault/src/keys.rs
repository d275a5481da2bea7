//! The keys of encrypted files: in the keyring as they are, or, under app lock, wrapped by a passphrase.
//!
//! Under app lock each key is sealed by one key of the lock, and only that is wrapped by the passphrase: to
//! change the passphrase is to write one entry. Each entry says of itself whether it is sealed, so that a
//! change that was cut short in the middle leaves all keys readable, and the next unlocking ends it.

mod file_ring;
mod hex;
mod kept;
mod random;
mod sealed;
mod wrap;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use deskbook_core::keys::{Key, KeyError, KeyName, KeyStore, LockState};
use deskbook_domain::secret::Secret;

use self::file_ring::KeyPlace;
use self::kept::KeptKeys;
use self::wrap::{Cost, Wrap};
use crate::patient_ring::{PATIENCE, PatientRing};
use crate::ring::Ring;
use crate::system_ring::SystemRing;

/// Keeps keys in the operating system's keyring, or in a file where there is none.
pub struct Keys {
    ring: PatientRing,
    lock_key: LockKey,
    cost: Cost,
}

/// What the passphrase opened.
#[derive(Clone, Default)]
struct LockKey(Arc<Mutex<Option<Key>>>);

impl LockKey {
    fn get(&self) -> Option<Key> {
        let key = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        key.clone()
    }

    fn set(&self, key: Option<Key>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = key;
    }
}

impl Keys {
    /// Keys whose entries bear this namespace. Where the system has no keyring they are in `file`, and need
    /// a passphrase.
    pub fn new(namespace: &str, file: PathBuf) -> Self {
        let system = SystemRing::new(format!("{namespace} keys"));
        Self::with(KeyPlace::new(system, file), Cost::USUAL)
    }

    fn with(ring: impl Ring, cost: Cost) -> Self {
        Self {
            ring: PatientRing::new(ring, PATIENCE),
            lock_key: LockKey::default(),
            cost,
        }
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&KeptKeys<'_>) -> Result<T, KeyError> + Send + 'static,
    ) -> Result<T, KeyError> {
        let done = self.ring.work(move |ring| work(&KeptKeys(ring))).await?;
        done.ok_or(KeyError::PassphraseNeeded)
    }
}

#[async_trait]
impl KeyStore for Keys {
    async fn state(&self) -> Result<LockState, KeyError> {
        let has_lock = self.work(|kept| Ok(kept.wrap()?.is_some())).await?;
        Ok(match (has_lock, self.lock_key.get()) {
            (false, _) => LockState::Off,
            (true, None) => LockState::Locked,
            (true, Some(_)) => LockState::Unlocked,
        })
    }

    async fn is_in_keyring(&self) -> Result<bool, KeyError> {
        self.work(|kept| Ok(kept.is_in_keyring())).await
    }

    async fn key(&self, name: &KeyName) -> Result<Option<Key>, KeyError> {
        let (name, lock_key) = (name.clone(), self.lock_key.clone());
        self.work(move |kept| kept.key(&name, kept.under(lock_key.get().as_ref())?.as_ref()))
            .await
    }

    async fn make(&self, name: &KeyName) -> Result<Key, KeyError> {
        let (name, lock_key) = (name.clone(), self.lock_key.clone());
        self.work(move |kept| {
            let under = kept.under(lock_key.get().as_ref())?;
            if let Some(key) = kept.key(&name, under.as_ref())? {
                return Ok(key);
            }
            if under.is_none() && !kept.is_in_keyring() {
                return Err(KeyError::PassphraseNeeded);
            }
            let key = kept::make()?;
            kept.note(&name)?;
            kept.keep(&name, &key, under.as_ref())?;
            Ok(key)
        })
        .await
    }

    async fn put_back(&self, name: &KeyName, key: &Key) -> Result<(), KeyError> {
        let (name, key, lock_key) = (name.clone(), key.clone(), self.lock_key.clone());
        self.work(move |kept| {
            let under = kept.under(lock_key.get().as_ref())?;
            if under.is_none() && !kept.is_in_keyring() {
                return Err(KeyError::PassphraseNeeded);
            }
            kept.note(&name)?;
            kept.keep(&name, &key, under.as_ref())
        })
        .await
    }

    async fn forget(&self, name: &KeyName) -> Result<(), KeyError> {
        let name = name.clone();
        self.work(move |kept| kept.forget(&name)).await
    }

    async fn start_over(&self) -> Result<(), KeyError> {
        let lock_key = self.lock_key.clone();
        self.work(move |kept| {
            kept.forget_all()?;
            kept.remove_wrap()?;
            lock_key.set(None);
            Ok(())
        })
        .await
    }

    async fn unlock(&self, passphrase: Secret<String>) -> Result<(), KeyError> {
        let lock_key = self.lock_key.clone();
        self.work(move |kept| {
            let Some(wrap) = kept.wrap()? else {
                return Ok(());
            };
            let key = wrap.open(&passphrase)?;
            // What a change that was cut short left open
            kept.keep_all(Some(&key), Some(&key))?;
            lock_key.set(Some(key));
            Ok(())
        })
        .await
    }

    async fn lock(&self) {
        self.lock_key.set(None);
    }

    async fn set_passphrase(&self, passphrase: Secret<String>) -> Result<(), KeyError> {
        let (lock_key, cost) = (self.lock_key.clone(), self.cost);
        self.work(move |kept| {
            let under = kept.under(lock_key.get().as_ref())?;
            let key = match under {
                Some(key) => key,
                None => kept::make()?,
            };
            kept.set_wrap(&Wrap::make(&key, &passphrase, cost)?)?;
            kept.keep_all(Some(&key), Some(&key))?;
            lock_key.set(Some(key));
            Ok(())
        })
        .await
    }

    async fn remove_passphrase(&self) -> Result<(), KeyError> {
        let lock_key = self.lock_key.clone();
        self.work(move |kept| {
            let Some(under) = kept.under(lock_key.get().as_ref())? else {
                return Ok(());
            };
            if !kept.is_in_keyring() {
                return Err(KeyError::PassphraseNeeded);
            }
            kept.keep_all(Some(&under), None)?;
            kept.remove_wrap()?;
            lock_key.set(None);
            Ok(())
        })
        .await
    }
}

#[cfg(test)]
mod tests;
