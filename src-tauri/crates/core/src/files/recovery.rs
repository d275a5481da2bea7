//! The recovery code of the local directory: shown until somebody has typed parts of it back, and the way in when
//! the key is gone.

use deskbook_domain::recovery_code::{RecoveryCode, RecoveryCodeError, key_of};
use deskbook_domain::secret::Secret;

use super::{FileState, FilesError, KeyedFile, RecoveryNotes};
use crate::app_lock;
use crate::keys::{KeyName, KeyStore, LockState};

/// A group of the code, as it was typed back.
pub struct TypedGroup {
    /// Which one, counted from 1.
    pub number: usize,
    /// What was typed.
    pub text: Secret<String>,
}

/// What came of typing groups back.
#[derive(Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// They are those of the code: it is not shown again.
    Confirmed,
    /// This group, counted from 1, is another one.
    Differs(usize),
}

/// What came of a code that was typed because the key is gone.
#[derive(Debug, PartialEq, Eq)]
pub enum Recovery {
    /// The key opens the local directory, and is kept.
    Kept,
    /// The text is no recovery code.
    NoCode(RecoveryCodeError),
    /// It is a recovery code, but that of another file.
    OfAnother,
    /// It is the right one. There is no keyring, so a new passphrase is needed to keep the key.
    NeedsPassphrase,
}

/// The files of a data folder, closed.
pub struct ClosedFiles<'f> {
    /// Deskbook's own store.
    pub own_store: &'f dyn KeyedFile,
    /// The local directory.
    pub local_directory: &'f dyn KeyedFile,
}

/// The code of the local directory, whose key is made if there is none yet. Once it is confirmed it is shown to
/// nobody any more.
pub async fn show_recovery_code(
    keys: &dyn KeyStore,
    notes: &dyn RecoveryNotes,
) -> Result<Option<RecoveryCode>, FilesError> {
    if notes.is_confirmed().await? {
        return Ok(None);
    }
    let key = keys.make(&KeyName::LocalDirectory).await?;
    Ok(Some(RecoveryCode::of(key.expose())))
}

/// Compares two groups or more with the code, and remembers that somebody has it. A local directory that is a
/// plain file is encrypted at the next start.
pub async fn confirm_recovery_code(
    keys: &dyn KeyStore,
    notes: &dyn RecoveryNotes,
    typed: &[TypedGroup],
) -> Result<Confirmation, FilesError> {
    let Some(key) = keys.key(&KeyName::LocalDirectory).await? else {
        return Ok(Confirmation::Differs(first_of(typed)));
    };
    let code = RecoveryCode::of(key.expose());
    let differs = |it: &&TypedGroup| !code.has(it.number, it.text.expose());
    if let Some(group) = typed.iter().find(differs) {
        return Ok(Confirmation::Differs(group.number));
    }
    let mut numbers: Vec<_> = typed.iter().map(|it| it.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.len() < 2 {
        return Ok(Confirmation::Differs(first_of(typed)));
    }
    notes.set_confirmed(true).await?;
    Ok(Confirmation::Confirmed)
}

fn first_of(typed: &[TypedGroup]) -> usize {
    typed.first().map_or(1, |group| group.number)
}

/// Takes a code in the place of the key that is gone. It is kept only if it opens the local directory.
///
/// Under an app lock whose passphrase is forgotten the lock ends with it, and the own store, whose key is lost by
/// that, is set aside. Without a keyring the key needs a new passphrase.
pub async fn recover(
    files: ClosedFiles<'_>,
    keys: &dyn KeyStore,
    typed: &Secret<String>,
    passphrase: Option<Secret<String>>,
) -> Result<Recovery, FilesError> {
    let key = match key_of(typed.expose()) {
        Ok(key) => key,
        Err(error) => return Ok(Recovery::NoCode(error)),
    };
    if !files.local_directory.opens_with(&key).await? {
        return Ok(Recovery::OfAnother);
    }
    let lock = keys.state().await?;
    let needs_passphrase = !keys.is_in_keyring().await? && lock != LockState::Unlocked;
    let passphrase = passphrase.filter(app_lock::is_long_enough);
    if needs_passphrase && passphrase.is_none() {
        return Ok(Recovery::NeedsPassphrase);
    }
    if lock == LockState::Locked {
        keys.start_over().await?;
    }
    if let Some(passphrase) = passphrase.filter(|_| needs_passphrase) {
        keys.set_passphrase(passphrase).await?;
    }
    keys.put_back(&KeyName::LocalDirectory, &key).await?;
    if lock == LockState::Locked {
        set_aside_if_lost(files.own_store, keys).await?;
    }
    Ok(Recovery::Kept)
}

/// Sets the own store aside if its key is gone, so that the next start makes a new one.
pub async fn set_aside_if_lost(
    own_store: &dyn KeyedFile,
    keys: &dyn KeyStore,
) -> Result<(), FilesError> {
    let is_encrypted = own_store.state().await? == FileState::Encrypted;
    if is_encrypted && keys.key(&KeyName::OwnStore).await?.is_none() {
        own_store.set_aside().await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorCode;
    use crate::files::twin::{File, Keyring, Notes};

    fn typed(groups: &[(usize, &str)]) -> Vec<TypedGroup> {
        let group = |(number, text): &(usize, &str)| TypedGroup {
            number: *number,
            text: Secret::new((*text).to_owned()),
        };
        groups.iter().map(group).collect()
    }

    fn text(code: &RecoveryCode) -> Secret<String> {
        Secret::new(code.groups().collect())
    }

    #[tokio::test]
    async fn a_code_is_shown_until_two_groups_of_it_were_typed_back() {
        let (keys, notes) = (Keyring::open(), Notes::confirmed(false));
        let code = show_recovery_code(&keys, &notes).await.unwrap().unwrap();
        let again = show_recovery_code(&keys, &notes).await.unwrap().unwrap();
        assert_eq!(text(&code).expose(), text(&again).expose());
        let groups: Vec<_> = code.groups().collect();
        let confirm = async |answers: &[(usize, &str)]| {
            let answers = typed(answers);
            let outcome = confirm_recovery_code(&keys, &notes, &answers).await;
            outcome.unwrap()
        };
        let (third, ninth) = (groups[2], groups[8]);
        assert_eq!(confirm(&[]).await, Confirmation::Differs(1));
        assert_eq!(confirm(&[(3, third)]).await, Confirmation::Differs(3));
        let twice = [(3, third), (3, third)];
        assert_eq!(confirm(&twice).await, Confirmation::Differs(3));
        let other = [(3, third), (9, "XXXXX")];
        assert_eq!(confirm(&other).await, Confirmation::Differs(9));
        assert!(!notes.is_confirmed().await.unwrap());
        let both = [(9, ninth), (3, third)];
        assert_eq!(confirm(&both).await, Confirmation::Confirmed);
        let shown = show_recovery_code(&keys, &notes).await.unwrap();
        assert!(shown.is_none(), "whoever has it needs to see it no more");
    }

    #[tokio::test]
    async fn without_a_key_nothing_is_confirmed() {
        let (keys, notes) = (Keyring::open(), Notes::confirmed(false));
        let answers = typed(&[(1, "00000"), (2, "00000")]);
        let outcome = confirm_recovery_code(&keys, &notes, &answers).await;
        assert_eq!(outcome.unwrap(), Confirmation::Differs(1));
        let Err(refused) = show_recovery_code(&Keyring::absent(), &notes).await else {
            panic!("there is no place for a key");
        };
        assert_eq!(refused.code(), ErrorCode::PassphraseNeeded);
    }

    #[tokio::test]
    async fn a_lost_key_is_put_back_if_it_opens_the_file() {
        let key = [42; 32];
        let (file, keys) = (File::encrypted(key), Keyring::open());
        let code = text(&RecoveryCode::of(&key));
        let other = text(&RecoveryCode::of(&[43; 32]));
        let own = File::new(FileState::Plain);
        let recover = async |typed: &Secret<String>| taken(&own, &file, &keys, typed, None).await;
        assert_eq!(recover(&other).await, Recovery::OfAnother);
        let mistyped = Secret::new(code.expose().replacen(['0', '1', '2'], "Z", 1));
        assert!(matches!(
            recover(&mistyped).await,
            Recovery::NoCode(RecoveryCodeError::Mistyped { .. })
        ));
        assert!(!keys.has_made(), "nothing was kept");
        assert_eq!(recover(&code).await, Recovery::Kept);
        let kept = keys.key(&KeyName::LocalDirectory).await.unwrap().unwrap();
        assert_eq!(*kept.expose(), key);
    }

    async fn taken(
        own_store: &File,
        local_directory: &File,
        keys: &Keyring,
        typed: &Secret<String>,
        passphrase: Option<&str>,
    ) -> Recovery {
        let files = ClosedFiles {
            own_store,
            local_directory,
        };
        let passphrase = passphrase.map(|text| Secret::new(text.to_owned()));
        recover(files, keys, typed, passphrase).await.unwrap()
    }

    #[tokio::test]
    async fn a_forgotten_passphrase_costs_the_own_store_and_not_the_local_directory() {
        let key = [42; 32];
        let (own, local) = (File::encrypted([7; 32]), File::encrypted(key));
        let (keys, code) = (Keyring::locked(), text(&RecoveryCode::of(&key)));
        let other = text(&RecoveryCode::of(&[43; 32]));
        let refused = taken(&own, &local, &keys, &other, None).await;
        assert_eq!(refused, Recovery::OfAnother);
        assert_eq!(keys.state().await.unwrap(), LockState::Locked);
        assert_eq!(own.state().await.unwrap(), FileState::Encrypted);
        let kept = taken(&own, &local, &keys, &code, None).await;
        assert_eq!(kept, Recovery::Kept);
        assert_eq!(keys.state().await.unwrap(), LockState::Off);
        assert_eq!(own.state().await.unwrap(), FileState::Missing);
        let kept = keys.key(&KeyName::LocalDirectory).await.unwrap();
        assert_eq!(*kept.unwrap().expose(), key);
    }

    #[tokio::test]
    async fn without_a_keyring_a_key_is_put_back_under_a_new_passphrase() {
        let key = [42; 32];
        let (own, local) = (File::new(FileState::Plain), File::encrypted(key));
        let (keys, code) = (Keyring::absent(), text(&RecoveryCode::of(&key)));
        for short in [None, Some("too short")] {
            let asked = taken(&own, &local, &keys, &code, short).await;
            assert_eq!(asked, Recovery::NeedsPassphrase);
        }
        let kept = taken(&own, &local, &keys, &code, Some("correct horse")).await;
        assert_eq!(kept, Recovery::Kept);
        assert_eq!(keys.state().await.unwrap(), LockState::Unlocked);
        assert_eq!(own.state().await.unwrap(), FileState::Plain);
    }

    #[tokio::test]
    async fn an_own_store_is_set_aside_only_if_its_key_is_gone() {
        let keys = Keyring::open();
        let plain = File::new(FileState::Plain);
        set_aside_if_lost(&plain, &keys).await.unwrap();
        assert_eq!(plain.state().await.unwrap(), FileState::Plain);
        let lost = File::encrypted([1; 32]);
        let closed = set_aside_if_lost(&lost, &Keyring::shut())
            .await
            .unwrap_err();
        assert_eq!(closed.code(), ErrorCode::KeyringLocked);
        assert_eq!(lost.state().await.unwrap(), FileState::Encrypted);
        set_aside_if_lost(&lost, &keys).await.unwrap();
        assert_eq!(lost.state().await.unwrap(), FileState::Missing);
        let key = keys.make(&KeyName::OwnStore).await.unwrap();
        let ours = File::encrypted(*key.expose());
        set_aside_if_lost(&ours, &keys).await.unwrap();
        assert_eq!(ours.state().await.unwrap(), FileState::Encrypted);
    }
}
