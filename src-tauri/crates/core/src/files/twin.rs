//! Files, keys and notes in memory, for tests.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use async_trait::async_trait;
use deskbook_domain::secret::Secret;

use super::{FileError, FileState, KeyedFile, RecoveryNotes};
use crate::keys::{KEY_BYTES, Key, KeyError, KeyName, KeyStore, LockState};
use crate::secrets::SecretError;
use crate::settings::SettingsError;

/// A file that remembers its key.
pub(crate) struct File(Mutex<(FileState, Option<[u8; KEY_BYTES]>)>);

impl File {
    pub(crate) fn new(state: FileState) -> Self {
        Self(Mutex::new((state, None)))
    }

    pub(crate) fn encrypted(key: [u8; KEY_BYTES]) -> Self {
        Self(Mutex::new((FileState::Encrypted, Some(key))))
    }

    /// The key, of a file that was plain; one that was missing is made when it is opened.
    pub(crate) fn encrypted_with(&self, before: FileState) -> Option<[u8; KEY_BYTES]> {
        let (state, key) = *self.0.lock().unwrap();
        let expected = match before {
            FileState::Missing => FileState::Missing,
            _ => FileState::Encrypted,
        };
        assert_eq!(state, expected);
        key
    }
}

#[async_trait]
impl KeyedFile for File {
    fn path(&self) -> &Path {
        Path::new("/a/file")
    }

    async fn state(&self) -> Result<FileState, FileError> {
        Ok(self.0.lock().unwrap().0)
    }

    async fn encrypt(&self, key: &Key) -> Result<(), FileError> {
        let mut file = self.0.lock().unwrap();
        file.1 = Some(*key.expose());
        if file.0 == FileState::Plain {
            file.0 = FileState::Encrypted;
        }
        Ok(())
    }

    async fn set_aside(&self) -> Result<(), FileError> {
        *self.0.lock().unwrap() = (FileState::Missing, None);
        Ok(())
    }

    async fn opens_with(&self, key: &Key) -> Result<bool, FileError> {
        Ok(self.0.lock().unwrap().1.as_ref() == Some(key.expose()))
    }
}

/// What is remembered.
pub(crate) struct Notes(Mutex<bool>);

impl Notes {
    pub(crate) fn confirmed(confirmed: bool) -> Self {
        Self(Mutex::new(confirmed))
    }
}

#[async_trait]
impl RecoveryNotes for Notes {
    async fn is_confirmed(&self) -> Result<bool, SettingsError> {
        Ok(*self.0.lock().unwrap())
    }

    async fn set_confirmed(&self, confirmed: bool) -> Result<(), SettingsError> {
        *self.0.lock().unwrap() = confirmed;
        Ok(())
    }
}

/// How a keyring is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Open,
    Absent,
    Shut,
}

/// A place for keys.
pub(crate) struct Keyring {
    way: Way,
    /// The passphrase, and whether it was given.
    lock: Mutex<Option<(String, bool)>>,
    keys: Mutex<BTreeMap<KeyName, [u8; KEY_BYTES]>>,
}

impl Keyring {
    fn new(way: Way) -> Self {
        Self {
            way,
            lock: Mutex::default(),
            keys: Mutex::default(),
        }
    }

    /// One that gives its keys.
    pub(crate) fn open() -> Self {
        Self::new(Way::Open)
    }

    /// None at all.
    pub(crate) fn absent() -> Self {
        Self::new(Way::Absent)
    }

    /// One that its user does not open.
    pub(crate) fn shut() -> Self {
        Self::new(Way::Shut)
    }

    /// One under app lock.
    pub(crate) fn locked() -> Self {
        let keyring = Self::open();
        *keyring.lock.lock().unwrap() = Some(("passphrase".to_owned(), false));
        keyring
    }

    pub(crate) fn has_made(&self) -> bool {
        !self.keys.lock().unwrap().is_empty()
    }

    fn ask(&self) -> Result<(), KeyError> {
        match self.way {
            Way::Shut => Err(SecretError::Locked("dismissed".into()).into()),
            Way::Open | Way::Absent => match *self.lock.lock().unwrap() {
                Some((_, false)) => Err(KeyError::Locked),
                _ => Ok(()),
            },
        }
    }
}

#[async_trait]
impl KeyStore for Keyring {
    async fn state(&self) -> Result<LockState, KeyError> {
        if self.way == Way::Shut {
            self.ask()?;
        }
        Ok(match *self.lock.lock().unwrap() {
            None => LockState::Off,
            Some((_, false)) => LockState::Locked,
            Some((_, true)) => LockState::Unlocked,
        })
    }

    async fn is_in_keyring(&self) -> Result<bool, KeyError> {
        Ok(self.way != Way::Absent)
    }

    async fn key(&self, name: &KeyName) -> Result<Option<Key>, KeyError> {
        self.ask()?;
        Ok(self
            .keys
            .lock()
            .unwrap()
            .get(name)
            .copied()
            .map(Secret::new))
    }

    async fn make(&self, name: &KeyName) -> Result<Key, KeyError> {
        self.ask()?;
        if self.way == Way::Absent && self.lock.lock().unwrap().is_none() {
            return Err(KeyError::PassphraseNeeded);
        }
        let mut keys = self.keys.lock().unwrap();
        let next = u8::try_from(keys.len()).unwrap() + 1;
        let key = keys.entry(name.clone()).or_insert([next; KEY_BYTES]);
        Ok(Secret::new(*key))
    }

    async fn put_back(&self, name: &KeyName, key: &Key) -> Result<(), KeyError> {
        self.make(name).await?;
        self.keys
            .lock()
            .unwrap()
            .insert(name.clone(), *key.expose());
        Ok(())
    }

    async fn forget(&self, name: &KeyName) -> Result<(), KeyError> {
        self.ask()?;
        self.keys.lock().unwrap().remove(name);
        Ok(())
    }

    async fn start_over(&self) -> Result<(), KeyError> {
        *self.lock.lock().unwrap() = None;
        self.keys.lock().unwrap().clear();
        Ok(())
    }

    async fn unlock(&self, passphrase: Secret<String>) -> Result<(), KeyError> {
        match &mut *self.lock.lock().unwrap() {
            Some((right, _)) if right != passphrase.expose() => Err(KeyError::WrongPassphrase),
            Some((_, given)) => {
                *given = true;
                Ok(())
            }
            None => Ok(()),
        }
    }

    async fn lock(&self) {
        if let Some((_, given)) = &mut *self.lock.lock().unwrap() {
            *given = false;
        }
    }

    async fn set_passphrase(&self, passphrase: Secret<String>) -> Result<(), KeyError> {
        self.ask()?;
        *self.lock.lock().unwrap() = Some((passphrase.expose().clone(), true));
        Ok(())
    }

    async fn remove_passphrase(&self) -> Result<(), KeyError> {
        self.ask()?;
        *self.lock.lock().unwrap() = None;
        Ok(())
    }
}
