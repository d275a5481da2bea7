//! What is stored for a password is found to be that password's, and no other's.

use proptest::prelude::*;

use super::{
    BcryptCost, CannotStore, CryptType, PasswordScheme, Salt, StoredPassword, derive, verify,
};
use crate::secret::Secret;
use crate::text::is_false;

/// Those that are written and quick.
const QUICK: [CryptType; 6] = [
    CryptType::Plain,
    CryptType::Md5,
    CryptType::Apr1,
    CryptType::Sha1,
    CryptType::Sha2,
    CryptType::Sha512,
];

/// Any characters, NUL, umlauts and emoji included, some more than 72 bytes long.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::collection::vec(any::<char>(), 0..60).prop_map(String::from_iter),
        "[0-9A-Za-z.@ $*äöß日🔑\0]{0,100}",
        Just("0".to_owned()),
    ]
}

/// A password that a NUL does not make another of: bcrypt repeats what it is given, and puts a NUL
/// at its end.
fn without_nul() -> impl Strategy<Value = String> {
    any_text().prop_map(|text| text.replace('\0', ""))
}

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

fn derived(kind: CryptType, login: &str, password: &str) -> Result<StoredPassword, CannotStore> {
    let cost = BcryptCost::new(9);
    let salt = Salt::try_from("abcdefghijklmnop").unwrap();
    derive(
        PasswordScheme { kind, cost },
        login,
        &secret(password),
        &salt,
    )
}

/// What can log in, and is not what a plain text must not be.
fn can_pass(login: &str, password: &str) -> bool {
    !is_false(Some(login)) && !is_false(Some(password)) && !matches!(password, "*0" | "*1")
}

proptest! {
    #[test]
    fn what_is_stored_passes(
        kind in prop::sample::select(&QUICK),
        login in any_text(),
        password in any_text(),
    ) {
        let Ok(stored) = derived(kind, &login, &password) else {
            prop_assert!(matches!(kind, CryptType::Md5 | CryptType::Apr1), "only a salt is refused");
            return Ok(());
        };
        let passes = verify(kind, &stored, &login, &secret(&password));
        prop_assert_eq!(passes, can_pass(&login, &password));
    }

    #[test]
    fn a_hash_passes_whatever_is_configured(
        kind in prop::sample::select(&QUICK[1..]),
        configured in prop::sample::select(&CryptType::ALL[1..]),
        password in any_text(),
    ) {
        let stored = derived(kind, "tina", &password).unwrap();
        let passes = verify(configured, &stored, "tina", &secret(&password));
        prop_assert_eq!(passes, !is_false(Some(&password)), "C77");
    }

    #[test]
    fn another_password_does_not_pass(
        kind in prop::sample::select(&QUICK),
        password in any_text(),
        other in any_text(),
        more in any::<char>(),
    ) {
        let stored = derived(kind, "tina", &password).unwrap();
        let longer = format!("{password}{more}");
        for other in [other, longer] {
            let passes = verify(kind, &stored, "tina", &secret(&other));
            prop_assert!(!passes || other == password);
        }
    }

    #[test]
    fn crypt_is_never_written(login in any_text(), password in any_text()) {
        let stored = derived(CryptType::Crypt, &login, &password);
        prop_assert_eq!(stored, Err(CannotStore::CryptIsNeverWritten), "C80");
    }

    #[test]
    fn any_stored_text_is_put_up_with(
        configured in prop::sample::select(&CryptType::ALL),
        stored in prop_oneof![
            any_text(),
            "[$*01aprBCYT:./\u{1}é]{0,40}",
            "[./0-9A-Za-z]{13}",
            "[$]1[$].{0,9}[$][./0-9A-Za-z]{22}",
        ],
        login in any_text(),
        password in "guess [0-9]{8}",
    ) {
        let stored = StoredPassword::new(stored);
        prop_assert!(!verify(configured, &stored, &login, &secret(&password)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_bcrypt_stores_passes_and_nothing_else(
        configured in prop::sample::select(&CryptType::ALL[1..]),
        login in any_text(),
        password in without_nul(),
        more in "[a-zäß日🔑]",
    ) {
        let stored = derived(CryptType::Bcrypt, &login, &password).unwrap();
        let passes = |password: &str| verify(configured, &stored, &login, &secret(password));
        let can_log_in = !is_false(Some(&login)) && !is_false(Some(&password));
        prop_assert_eq!(passes(&password), can_log_in);
        let longer = format!("{password}{more}");
        let is_cut = password.len() >= 72;
        prop_assert_eq!(passes(&longer), is_cut && can_log_in, "the 73rd byte does not count");
    }
}
