//! The recovery code of the local directory: shown until somebody has typed parts of it back, and the way in when
//! the key is gone.

use deskbook_domain::recovery_code::{RecoveryCode, RecoveryCodeError, key_of};
use deskbook_domain::secret::Secret;

use super::{FilesError, KeyedFile, RecoveryNotes};
use crate::keys::{KeyName, KeyStore};

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

/// Takes a code in the place of the key that is gone. It is kept only if it opens the file; nothing else changes.
pub async fn recover(
    file: &dyn KeyedFile,
    keys: &dyn KeyStore,
    typed: &Secret<String>,
) -> Result<Recovery, FilesError> {
    let key = match key_of(typed.expose()) {
        Ok(key) => key,
        Err(error) => return Ok(Recovery::NoCode(error)),
    };
    if !file.opens_with(&key).await? {
        return Ok(Recovery::OfAnother);
    }
    keys.put_back(&KeyName::LocalDirectory, &key).await?;
    Ok(Recovery::Kept)
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
        let recover = async |typed: &Secret<String>| recover(&file, &keys, typed).await.unwrap();
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
}
