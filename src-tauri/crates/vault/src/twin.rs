//! Keyrings for tests.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use deskbook_core::secrets::SecretError;
use zeroize::Zeroizing;

use crate::ring::Ring;

/// A keyring in memory; its clones are one.
#[derive(Clone, Default)]
pub(crate) struct MemoryRing(Arc<Mutex<BTreeMap<String, Vec<u8>>>>);

impl MemoryRing {
    /// Everything that it holds, as one text.
    pub(crate) fn all(&self) -> String {
        let entries = self.0.lock().unwrap();
        let texts = entries.values().map(|it| String::from_utf8_lossy(it));
        texts.collect::<Vec<_>>().join("\n")
    }

    pub(crate) fn entries(&self) -> Vec<String> {
        self.0.lock().unwrap().keys().cloned().collect()
    }
}

impl Ring for MemoryRing {
    fn is_there(&self) -> bool {
        true
    }

    fn set(&self, entry: &str, payload: &[u8]) -> Result<(), SecretError> {
        let mut entries = self.0.lock().unwrap();
        entries.insert(entry.to_owned(), payload.to_owned());
        Ok(())
    }

    fn get(&self, entry: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
        let entries = self.0.lock().unwrap();
        Ok(entries.get(entry).cloned().map(Zeroizing::new))
    }

    fn delete(&self, entry: &str) -> Result<(), SecretError> {
        self.0.lock().unwrap().remove(entry);
        Ok(())
    }
}

/// What each call of a keyring that is of no use answers.
trait Useless: Send + 'static {
    fn is_there(&self) -> bool;
    fn answer<T>(&self) -> Result<T, SecretError>;
}

impl<R: Useless> Ring for R {
    fn is_there(&self) -> bool {
        Useless::is_there(self)
    }

    fn set(&self, _: &str, _: &[u8]) -> Result<(), SecretError> {
        self.answer()
    }

    fn get(&self, _: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
        self.answer()
    }

    fn delete(&self, _: &str) -> Result<(), SecretError> {
        self.answer()
    }
}

/// A system without a keyring.
pub(crate) struct NoRing;

impl Useless for NoRing {
    fn is_there(&self) -> bool {
        false
    }

    fn answer<T>(&self) -> Result<T, SecretError> {
        panic!("a keyring was used that is not there")
    }
}

/// A keyring that the user does not open.
pub(crate) struct LockedRing;

impl Useless for LockedRing {
    fn is_there(&self) -> bool {
        true
    }

    fn answer<T>(&self) -> Result<T, SecretError> {
        Err(SecretError::Locked("the prompt was dismissed".into()))
    }
}

/// A keyring that waits, until the other end is dropped.
pub(crate) struct SilentRing(Mutex<Receiver<()>>);

impl SilentRing {
    pub(crate) fn new() -> (Self, Sender<()>) {
        let (sender, receiver) = channel();
        (Self(Mutex::new(receiver)), sender)
    }
}

impl Useless for SilentRing {
    fn is_there(&self) -> bool {
        true
    }

    fn answer<T>(&self) -> Result<T, SecretError> {
        let _ended = self.0.lock().unwrap().recv();
        Err(SecretError::Failed("nobody answered".into()))
    }
}
