//! With which key a file is opened when Deskbook starts.

use async_trait::async_trait;

use super::{FileState, FilesError, KeyedFile};
use crate::keys::{Key, KeyError, KeyName, KeyStore, LockState};
use crate::settings::SettingsError;

/// What is remembered of the recovery code of the local directory.
#[async_trait]
pub trait RecoveryNotes: Send + Sync {
    /// Whether somebody has shown that they noted it.
    async fn is_confirmed(&self) -> Result<bool, SettingsError>;

    /// Remembers whether somebody has.
    async fn set_confirmed(&self, confirmed: bool) -> Result<(), SettingsError>;
}

/// The key of Deskbook's own store, which is encrypted by then; `None` where no key can be had and the file is
/// a plain one.
pub async fn own_store_key(
    file: &dyn KeyedFile,
    keys: &dyn KeyStore,
) -> Result<Option<Key>, FilesError> {
    refuse_while_locked(keys).await?;
    if file.state().await? == FileState::Encrypted {
        let path = || file.path().to_owned();
        let key = keys.key(&KeyName::OwnStore).await?;
        return key
            .map(Some)
            .ok_or_else(|| FilesError::KeyMissing { path: path() });
    }
    let Some(key) = made(keys, &KeyName::OwnStore).await? else {
        return Ok(None);
    };
    file.encrypt(&key).await?;
    Ok(Some(key))
}

/// The key of the local directory, which is encrypted by then; `None` as long as it is a plain file. Such a one
/// stays plain until its recovery code is confirmed; one that is not there yet begins encrypted.
pub async fn local_directory_key(
    file: &dyn KeyedFile,
    keys: &dyn KeyStore,
    notes: &dyn RecoveryNotes,
) -> Result<Option<Key>, FilesError> {
    refuse_while_locked(keys).await?;
    let name = KeyName::LocalDirectory;
    match file.state().await? {
        FileState::Encrypted => {
            let path = || file.path().to_owned();
            let key = keys.key(&name).await?;
            key.map(Some)
                .ok_or_else(|| FilesError::RecoveryNeeded { path: path() })
        }
        FileState::Missing => {
            // What was noted is the code of another key
            let is_new = matches!(keys.key(&name).await, Ok(None));
            if is_new {
                notes.set_confirmed(false).await?;
            }
            made(keys, &name).await
        }
        FileState::Plain => {
            if !notes.is_confirmed().await? {
                return Ok(None);
            }
            let Some(key) = kept(keys.key(&name).await)?.flatten() else {
                return Ok(None);
            };
            file.encrypt(&key).await?;
            Ok(Some(key))
        }
    }
}

/// Nothing is opened and nothing is made while the passphrase is asked for.
async fn refuse_while_locked(keys: &dyn KeyStore) -> Result<(), FilesError> {
    match kept(keys.state().await)? {
        Some(LockState::Locked) => Err(KeyError::Locked.into()),
        _ => Ok(()),
    }
}

async fn made(keys: &dyn KeyStore, name: &KeyName) -> Result<Option<Key>, FilesError> {
    kept(keys.make(name).await)
}

/// A keyring that is not there, or that nobody opens, leaves a plain file plain. What is encrypted cannot be
/// opened without it, and says so when it is asked for its key.
fn kept<T>(answer: Result<T, KeyError>) -> Result<Option<T>, FilesError> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error @ (KeyError::PassphraseNeeded | KeyError::Keyring(_))) => {
            tracing::warn!(%error, "a file stays as it is: there is no key for it");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorCode;
    use crate::files::twin::{File, Keyring, Notes};

    async fn own(file: &File, keys: &Keyring) -> Result<Option<Key>, FilesError> {
        own_store_key(file, keys).await
    }

    async fn local(file: &File, keys: &Keyring, notes: &Notes) -> Result<Option<Key>, FilesError> {
        local_directory_key(file, keys, notes).await
    }

    #[tokio::test]
    async fn the_own_store_is_encrypted_as_soon_as_there_is_a_keyring() {
        for before in [FileState::Missing, FileState::Plain] {
            let (file, keys) = (File::new(before), Keyring::open());
            let key = own(&file, &keys).await.unwrap().unwrap();
            assert_eq!(file.encrypted_with(before), Some(*key.expose()));
            let again = own(&File::encrypted(*key.expose()), &keys).await.unwrap();
            assert_eq!(again.unwrap().expose(), key.expose());
        }
    }

    #[tokio::test]
    async fn without_a_keyring_everything_stays_plain_and_works() {
        for keys in [Keyring::absent(), Keyring::shut()] {
            for before in [FileState::Missing, FileState::Plain] {
                let file = File::new(before);
                assert!(own(&file, &keys).await.unwrap().is_none());
                let notes = Notes::confirmed(true);
                assert!(local(&file, &keys, &notes).await.unwrap().is_none());
                assert_eq!(file.state().await.unwrap(), before);
            }
        }
    }

    #[tokio::test]
    async fn an_encrypted_file_is_not_opened_without_its_key() {
        let file = File::encrypted([1; 32]);
        for (keys, code) in [
            (Keyring::open(), ErrorCode::KeyMissing),
            (Keyring::absent(), ErrorCode::KeyMissing),
            (Keyring::shut(), ErrorCode::KeyringLocked),
        ] {
            assert_eq!(own(&file, &keys).await.unwrap_err().code(), code);
            assert!(!keys.has_made(), "the file may have had another one");
        }
        let notes = Notes::confirmed(true);
        let refused = local(&file, &Keyring::open(), &notes).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::RecoveryNeeded);
        assert_eq!(refused.params().len(), 1);
    }

    #[tokio::test]
    async fn under_app_lock_nothing_is_opened_nor_made_before_the_passphrase() {
        let keys = Keyring::locked();
        for file in [File::new(FileState::Missing), File::encrypted([1; 32])] {
            let refused = own(&file, &keys).await.unwrap_err();
            assert_eq!(refused.code(), ErrorCode::VaultLocked);
            let notes = Notes::confirmed(true);
            let refused = local(&file, &keys, &notes).await.unwrap_err();
            assert_eq!(refused.code(), ErrorCode::VaultLocked);
        }
        assert!(!keys.has_made());
    }

    #[tokio::test]
    async fn a_new_local_directory_begins_encrypted_and_its_code_is_not_noted_yet() {
        let (file, keys) = (File::new(FileState::Missing), Keyring::open());
        let notes = Notes::confirmed(true);
        assert!(local(&file, &keys, &notes).await.unwrap().is_some());
        assert!(
            !notes.is_confirmed().await.unwrap(),
            "that was another key's"
        );
        notes.set_confirmed(true).await.unwrap();
        assert!(local(&file, &keys, &notes).await.unwrap().is_some());
        assert!(notes.is_confirmed().await.unwrap(), "this is the same key");
    }

    #[tokio::test]
    async fn a_plain_local_directory_waits_for_its_recovery_code() {
        let (file, keys) = (File::new(FileState::Plain), Keyring::open());
        let notes = Notes::confirmed(false);
        assert!(local(&file, &keys, &notes).await.unwrap().is_none());
        assert_eq!(file.state().await.unwrap(), FileState::Plain);
        keys.make(&KeyName::LocalDirectory).await.unwrap();
        assert!(local(&file, &keys, &notes).await.unwrap().is_none());
        notes.set_confirmed(true).await.unwrap();
        let key = local(&file, &keys, &notes).await.unwrap().unwrap();
        assert_eq!(file.encrypted_with(FileState::Plain), Some(*key.expose()));
    }

    #[tokio::test]
    async fn a_note_without_a_key_encrypts_nothing() {
        let (file, keys) = (File::new(FileState::Plain), Keyring::open());
        let notes = Notes::confirmed(true);
        assert!(local(&file, &keys, &notes).await.unwrap().is_none());
        assert!(!keys.has_made(), "nobody has noted the code of a new one");
    }
}
