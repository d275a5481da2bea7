//! The keyring of the operating system. The only module that names the library.

use std::sync::Once;

use deskbook_core::secrets::SecretError;
use keyring::{Entry, Error};
use zeroize::Zeroizing;

use crate::ring::Ring;

/// The entries of one namespace in the keyring of the operating system.
pub(crate) struct SystemRing {
    namespace: String,
    lack_is_told: Once,
}

impl SystemRing {
    pub(crate) fn new(namespace: String) -> Self {
        Self {
            namespace,
            lack_is_told: Once::new(),
        }
    }

    fn entry(&self, name: &str) -> Result<Entry, SecretError> {
        Entry::new(&self.namespace, name).map_err(told)
    }
}

impl Ring for SystemRing {
    /// Found out once a process: the library connects on its first use, and never again.
    fn is_there(&self) -> bool {
        let status = Entry::store_status();
        if let Err(error) = status {
            self.lack_is_told.call_once(|| {
                tracing::warn!(%error, "there is no keyring: secrets last until Deskbook is closed");
            });
        }
        status.is_ok()
    }

    fn set(&self, entry: &str, payload: &[u8]) -> Result<(), SecretError> {
        self.entry(entry)?.set_secret(payload).map_err(told)
    }

    fn get(&self, entry: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
        absent_is_none(self.entry(entry)?.get_secret().map(Zeroizing::new))
    }

    fn delete(&self, entry: &str) -> Result<(), SecretError> {
        absent_is_none(self.entry(entry)?.delete_credential()).map(|_| ())
    }
}

fn absent_is_none<T>(answer: Result<T, Error>) -> Result<Option<T>, SecretError> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(told(error)),
    }
}

fn told(error: Error) -> SecretError {
    match error {
        Error::NoStorageAccess(_) => SecretError::Locked(error.into()),
        // They carry what was read, and with it the secret.
        Error::BadEncoding(_) | Error::BadDataFormat(..) => {
            SecretError::Failed("an entry is not what was written".into())
        }
        error => SecretError::Failed(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use deskbook_core::ErrorCode;

    use super::*;

    #[test]
    fn a_store_without_access_is_a_locked_keyring() {
        let error = told(Error::NoStorageAccess("dismissed".into()));
        assert_eq!(error.code(), ErrorCode::KeyringLocked);
        assert!(error.source().unwrap().to_string().contains("dismissed"));
    }

    #[test]
    fn an_error_does_not_carry_what_was_read() {
        let read = || b"hunter2".to_vec();
        for error in [
            Error::BadEncoding(read()),
            Error::BadDataFormat(read(), "hunter2".into()),
        ] {
            let error = told(error);
            assert_eq!(error.code(), ErrorCode::KeyringFailed);
            let shown = format!("{error:?} {}", deskbook_core::error_chain(&error));
            assert!(
                !shown.contains("hunter2") && !shown.contains("104, 117"),
                "{shown}"
            );
        }
    }

    #[test]
    fn an_absent_entry_is_no_error() {
        assert!(absent_is_none::<()>(Err(Error::NoEntry)).unwrap().is_none());
    }
}
