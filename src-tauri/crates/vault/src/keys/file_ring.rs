//! A file in the place of a keyring. It holds sealed keys and the wrap only, never a key as it is.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use deskbook_core::Cause;
use deskbook_core::secrets::SecretError;
use zeroize::Zeroizing;

use crate::ring::Ring;

/// The keyring of the system, or the file where there is none.
pub(super) struct KeyPlace<R> {
    system: R,
    file: PathBuf,
}

impl<R: Ring> KeyPlace<R> {
    pub(super) fn new(system: R, file: PathBuf) -> Self {
        Self { system, file }
    }

    fn entries(&self) -> Result<BTreeMap<String, String>, SecretError> {
        match fs::read(&self.file) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| unreadable()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(SecretError::Failed(error.into())),
        }
    }

    fn write(&self, entries: &BTreeMap<String, String>) -> Result<(), SecretError> {
        let bytes = serde_json::to_vec(entries).map_err(|it| SecretError::Failed(it.into()))?;
        replace(&self.file, &bytes).map_err(|error| SecretError::Failed(error.into()))
    }
}

/// The library's error is not told: it may quote what it read.
fn unreadable() -> SecretError {
    SecretError::Failed(Cause::from("the file of the keys is not what was written"))
}

/// Writes a file as a whole or not at all.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut written = tempfile::NamedTempFile::new_in(folder)?;
    written.write_all(bytes)?;
    written.as_file().sync_all()?;
    written.persist(path)?;
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}

impl<R: Ring> Ring for KeyPlace<R> {
    fn is_there(&self) -> bool {
        true
    }

    fn is_of_system(&self) -> bool {
        self.system.is_there()
    }

    fn set(&self, entry: &str, payload: &[u8]) -> Result<(), SecretError> {
        if self.is_of_system() {
            return self.system.set(entry, payload);
        }
        let text = String::from_utf8(payload.to_owned()).map_err(|_| unreadable())?;
        let mut entries = self.entries()?;
        entries.insert(entry.to_owned(), text);
        self.write(&entries)
    }

    fn get(&self, entry: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
        if self.is_of_system() {
            return self.system.get(entry);
        }
        let text = self.entries()?.remove(entry);
        Ok(text.map(|text| Zeroizing::new(text.into_bytes())))
    }

    fn delete(&self, entry: &str) -> Result<(), SecretError> {
        if self.is_of_system() {
            return self.system.delete(entry);
        }
        let mut entries = self.entries()?;
        if entries.remove(entry).is_some() {
            self.write(&entries)?;
        }
        Ok(())
    }
}
