//! What is stored for a new password, by the type that is configured (otobo-behaviour.md 4.7).

use super::hex_digest::{Hash, hex_digest};
use super::md5_crypt::{MAX_SALT, Variant, is_salt, md5_crypt};
use super::{BcryptCost, CryptType, Salt, StoredPassword, derive_otobo_bcrypt, text_to_store};
use crate::secret::Secret;

/// How new passwords are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordScheme {
    /// The form.
    pub kind: CryptType,
    /// How long [`CryptType::Bcrypt`] takes; of no meaning to the others.
    pub cost: BcryptCost,
}

/// A password cannot be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotStore {
    /// OTOBO would write it, and for many a login let everybody in afterwards (C80).
    #[error("passwords are never stored by DES crypt")]
    CryptIsNeverWritten,
    /// The login gives a salt that is no text, and the database refuses it.
    #[error("the first {MAX_SALT} bytes of the login end inside a character")]
    SaltEndsInsideCharacter,
    /// The login gives a salt that OTOBO does not find again: it would store a text with which
    /// nobody can log in.
    #[error("the login gives no salt that OTOBO finds again")]
    LoginIsNoSalt,
}

/// What is stored for a customer user's password; the salt is for [`CryptType::Bcrypt`] alone. Text
/// is hashed as UTF-8, and a false password (`0`) is stored as the empty one is.
///
/// bcrypt takes its time on purpose: not for a thread that others wait for.
pub fn derive(
    scheme: PasswordScheme,
    login: &str,
    password: &Secret<String>,
    salt: &Salt,
) -> Result<StoredPassword, CannotStore> {
    let text = text_to_store(password);
    Ok(match scheme.kind {
        CryptType::Plain => StoredPassword::new(text),
        CryptType::Crypt => return Err(CannotStore::CryptIsNeverWritten),
        CryptType::Md5 => md5_crypt(Variant::Md5, salt_of_login(login)?, text),
        CryptType::Apr1 => md5_crypt(Variant::Apr1, salt_of_login(login)?, text),
        CryptType::Sha1 => hex_digest(Hash::Sha1, text),
        CryptType::Sha2 => hex_digest(Hash::Sha256, text),
        CryptType::Sha512 => hex_digest(Hash::Sha512, text),
        CryptType::Bcrypt => derive_otobo_bcrypt(password, scheme.cost, salt),
    })
}

/// The salt that a login gives: its first eight bytes. The last dollar sign and what follows it is
/// left out, as OTOBO's library does with a salt, wherever it comes from.
fn salt_of_login(login: &str) -> Result<&str, CannotStore> {
    let login = login.rsplit_once('$').map_or(login, |(before, _)| before);
    let salt = login
        .get(..login.len().min(MAX_SALT))
        .ok_or(CannotStore::SaltEndsInsideCharacter)?;
    if is_salt(salt) {
        Ok(salt)
    } else {
        Err(CannotStore::LoginIsNoSalt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(kind: CryptType, login: &str, password: &str) -> Result<String, CannotStore> {
        let cost = BcryptCost::new(9);
        let salt = Salt::try_from("abcdefghijklmnop").unwrap();
        let password = Secret::new(password.to_owned());
        derive(PasswordScheme { kind, cost }, login, &password, &salt)
            .map(|it| it.as_str().to_owned())
    }

    #[test]
    fn c75_the_vectors_of_secret_hold() {
        let cases = [
            (CryptType::Plain, "secret"),
            (CryptType::Md5, "$1$tina$PyhA7uiVHNLE9w6BSqMcF."),
            (CryptType::Apr1, "$apr1$tina$PyKfum6OS04rM5P2Uz7ML0"),
            (CryptType::Sha1, "e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4"),
            (
                CryptType::Sha2,
                "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
            ),
            (
                CryptType::Sha512,
                "bd2b1aaf7ef4f09be9f52ce2d8d599674d81aa9d6a4421696dc4d93dd0619d68\
                 2ce56b4d64a9ef097761ced99e0f67265b5f76085e5b0ee7ca4696b2ad6fe2b2",
            ),
            (
                CryptType::Bcrypt,
                "BCRYPT:9:abcdefghijklmnop:YCZwYw1C2XpU3jIG92Mt0dgubd4zFr.",
            ),
        ];
        for (kind, expected) in cases {
            assert_eq!(stored(kind, "tina", "secret").as_deref(), Ok(expected));
        }
    }

    #[test]
    fn c75_text_is_hashed_as_utf_8() {
        assert_eq!(
            stored(CryptType::Sha1, "tina", "pässwört").as_deref(),
            Ok("c807450be4d073ac0e9cf7426b9eff173365cebd")
        );
        assert_eq!(
            stored(CryptType::Sha2, "tina", "pässwört").as_deref(),
            Ok("cb09d5a0b18f824486c1897881835055e9783f7a5887245ea009d324691bb70a")
        );
    }

    #[test]
    fn c75_the_first_eight_bytes_of_the_login_are_the_salt() {
        let cases = [
            ("john.doe", "$1$john.doe$7ldaokoMmJUH0is.ApqPO."),
            ("john.doe@example.org", "$1$john.doe$7ldaokoMmJUH0is.ApqPO."),
            ("müller", "$1$müller$AMB7pI36n//vpVb5mpSMJ."),
            ("ab cd", "$1$ab cd$F83cXnLHBUcEqYPHTiyke0"),
            ("a$b", "$1$a$41c8gzdxX5iFFuqkeAdoe0"),
            ("a$", "$1$a$41c8gzdxX5iFFuqkeAdoe0"),
        ];
        for (login, expected) in cases {
            assert_eq!(
                stored(CryptType::Md5, login, "secret").as_deref(),
                Ok(expected)
            );
        }
        assert_eq!(
            stored(CryptType::Apr1, "john.doe", "secret").as_deref(),
            Ok("$apr1$john.doe$uij/4c5Y6pDNYntbcli3G.")
        );
    }

    #[test]
    fn a_login_that_is_no_salt_is_refused_where_a_salt_is_needed() {
        let refused = [
            ("jörg.müller", CannotStore::SaltEndsInsideCharacter),
            ("日本語", CannotStore::SaltEndsInsideCharacter),
            ("", CannotStore::LoginIsNoSalt),
            ("$tina", CannotStore::LoginIsNoSalt),
            ("a$b$c", CannotStore::LoginIsNoSalt),
            ("$1$tina", CannotStore::LoginIsNoSalt),
            ("a\nb", CannotStore::LoginIsNoSalt),
        ];
        for (login, error) in refused {
            for kind in [CryptType::Md5, CryptType::Apr1] {
                assert_eq!(stored(kind, login, "secret"), Err(error), "{login:?}");
            }
            assert!(stored(CryptType::Sha2, login, "secret").is_ok());
        }
    }

    #[test]
    fn c80_crypt_is_never_written() {
        for login in ["tina", "jörg.müller", "", "x"] {
            assert_eq!(
                stored(CryptType::Crypt, login, "secret"),
                Err(CannotStore::CryptIsNeverWritten)
            );
        }
    }

    #[test]
    fn a_false_password_is_stored_as_the_empty_text_is() {
        for kind in CryptType::ALL {
            assert_eq!(stored(kind, "42", "0"), stored(kind, "42", ""), "{kind:?}");
        }
        assert_eq!(stored(CryptType::Plain, "42", "0").as_deref(), Ok(""));
        assert_eq!(
            stored(CryptType::Apr1, "42", "0").as_deref(),
            Ok("$apr1$42$8scy.UOlgrQzli9uxyJQn0")
        );
    }
}
