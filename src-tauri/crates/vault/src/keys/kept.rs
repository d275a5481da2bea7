//! The entries of keys, and how they change together.

use std::collections::BTreeSet;

use deskbook_core::keys::{KEY_BYTES, Key, KeyError, KeyName};
use deskbook_core::secrets::SecretError;
use deskbook_domain::secret::Secret;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize as _, Zeroizing};

use super::random::random;
use super::wrap::Wrap;
use super::{hex, sealed};
use crate::ring::Ring;

const VERSION: u32 = 1;

/// The entry of the wrap.
const LOCK: &str = "lock";

/// The entry that lists the others: not every keyring can be searched.
const NAMES: &str = "names";

/// One key as it is kept.
#[derive(Serialize, Deserialize)]
struct Entry {
    version: u32,
    /// Whether it is sealed by the key of the lock.
    sealed: bool,
    #[serde(with = "hex")]
    bytes: Vec<u8>,
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.bytes.zeroize();
    }
}

/// A random key.
pub(super) fn make() -> Result<Key, KeyError> {
    let bytes = random().map_err(|error| KeyError::Failed(error.into()))?;
    Ok(Secret::new(bytes))
}

/// The keys in a ring.
pub(super) struct KeptKeys<'r>(pub(super) &'r dyn Ring);

impl KeptKeys<'_> {
    pub(super) fn is_in_keyring(&self) -> bool {
        self.0.is_of_system()
    }

    pub(super) fn wrap(&self) -> Result<Option<Wrap>, KeyError> {
        let bytes = self.0.get(LOCK)?;
        bytes.map(|bytes| Wrap::read(&bytes)).transpose()
    }

    pub(super) fn set_wrap(&self, wrap: &Wrap) -> Result<(), KeyError> {
        Ok(self.0.set(LOCK, &wrap.written()?)?)
    }

    pub(super) fn remove_wrap(&self) -> Result<(), KeyError> {
        Ok(self.0.delete(LOCK)?)
    }

    /// The key that seals the others: none without app lock, and an error while that is closed.
    pub(super) fn under(&self, lock_key: Option<&Key>) -> Result<Option<Key>, KeyError> {
        match (self.wrap()?, lock_key) {
            (None, _) => Ok(None),
            (Some(_), None) => Err(KeyError::Locked),
            (Some(_), Some(key)) => Ok(Some(key.clone())),
        }
    }

    pub(super) fn key(&self, name: &KeyName, under: Option<&Key>) -> Result<Option<Key>, KeyError> {
        let Some(bytes) = self.0.get(&entry_of(name))? else {
            return Ok(None);
        };
        let entry: Entry = serde_json::from_slice(&bytes).map_err(|_| KeyError::Damaged)?;
        if entry.version != VERSION {
            return Err(KeyError::Damaged);
        }
        if !entry.sealed {
            let bytes: [u8; KEY_BYTES] = entry
                .bytes
                .as_slice()
                .try_into()
                .map_err(|_| KeyError::Damaged)?;
            return Ok(Some(Secret::new(bytes)));
        }
        let under = under.ok_or(KeyError::Damaged)?;
        let key = sealed::open(under, &entry_of(name), &entry.bytes);
        key.map(Some).map_err(|_| KeyError::Damaged)
    }

    /// Keeps a key, sealed or as it is.
    pub(super) fn keep(
        &self,
        name: &KeyName,
        key: &Key,
        under: Option<&Key>,
    ) -> Result<(), KeyError> {
        let bytes = match under {
            None => key.expose().to_vec(),
            Some(under) => sealed::seal(under, &entry_of(name), key)
                .map_err(|error| KeyError::Failed(error.into()))?,
        };
        let entry = Entry {
            version: VERSION,
            sealed: under.is_some(),
            bytes,
        };
        // Large enough: bytes that have to grow leave a copy behind
        let mut written = Zeroizing::new(Vec::with_capacity(512));
        serde_json::to_writer(&mut *written, &entry)
            .map_err(|error| KeyError::Failed(error.into()))?;
        Ok(self.0.set(&entry_of(name), &written)?)
    }

    /// Reads every key with one key of the lock and keeps it with another one, or with none. Each is kept in
    /// one step.
    pub(super) fn keep_all(&self, was: Option<&Key>, under: Option<&Key>) -> Result<(), KeyError> {
        for name in self.names()? {
            if let Some(key) = self.key(&name, was)? {
                self.keep(&name, &key, under)?;
            }
        }
        Ok(())
    }

    /// Lists a key, before it is kept.
    pub(super) fn note(&self, name: &KeyName) -> Result<(), KeyError> {
        let mut names = self.names()?;
        if names.insert(name.clone()) {
            self.set_names(&names)?;
        }
        Ok(())
    }

    pub(super) fn forget(&self, name: &KeyName) -> Result<(), KeyError> {
        self.0.delete(&entry_of(name))?;
        let mut names = self.names()?;
        if names.remove(name) {
            self.set_names(&names)?;
        }
        Ok(())
    }

    /// The wrap has to go after it: what is left of sealed keys is nobody's any more.
    pub(super) fn forget_all(&self) -> Result<(), KeyError> {
        for name in self.names()? {
            self.0.delete(&entry_of(&name))?;
        }
        Ok(self.0.delete(NAMES)?)
    }

    fn names(&self) -> Result<BTreeSet<KeyName>, KeyError> {
        let Some(bytes) = self.0.get(NAMES)? else {
            return Ok(BTreeSet::new());
        };
        let names: BTreeSet<String> =
            serde_json::from_slice(&bytes).map_err(|_| KeyError::Damaged)?;
        Ok(names.iter().filter_map(|it| name_of(it)).collect())
    }

    fn set_names(&self, names: &BTreeSet<KeyName>) -> Result<(), KeyError> {
        let names: BTreeSet<_> = names.iter().map(entry_of).collect();
        let bytes = serde_json::to_vec(&names).map_err(|it| SecretError::Failed(it.into()))?;
        Ok(self.0.set(NAMES, &bytes)?)
    }
}

const MIRROR: &str = "mirror/";

fn entry_of(name: &KeyName) -> String {
    match name {
        KeyName::OwnStore => "own-store".to_owned(),
        KeyName::LocalDirectory => "local-directory".to_owned(),
        KeyName::Mirror(installation) => format!("{MIRROR}{installation}"),
    }
}

fn name_of(entry: &str) -> Option<KeyName> {
    match entry {
        "own-store" => Some(KeyName::OwnStore),
        "local-directory" => Some(KeyName::LocalDirectory),
        entry => Some(KeyName::Mirror(entry.strip_prefix(MIRROR)?.to_owned())),
    }
}
