//! Passwords: made, stored, compared and judged as OTOBO does it (otobo-behaviour.md 4.7).

mod configured;
mod crypt_type;
mod des_crypt;
mod form;
mod hex_digest;
mod make;
mod md5_crypt;
mod otobo_bcrypt;
#[cfg(test)]
mod round_trip;
mod scheme;
mod verify;

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

pub use configured::configured_password;
pub use crypt_type::CryptType;
pub use form::{StoredForm, Strength, Weakness};
pub use make::make_password;
pub use otobo_bcrypt::{
    BcryptCost, Salt, SaltError, derive_otobo_bcrypt, make_otobo_bcrypt, verify_otobo_bcrypt,
};
pub use scheme::{CannotStore, PasswordScheme, derive};
pub use verify::verify;

use crate::secret::Secret;
use crate::text::is_false;

/// The text in a password column. It may be the password itself, and is guarded like one: it is not
/// printed, and zeroed when it is dropped.
#[derive(Clone)]
pub struct StoredPassword(Zeroizing<String>);

impl StoredPassword {
    /// A text read from a password column.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text, to be written to a password column.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is this text. Texts of one length take the same time, wherever they differ.
    fn is(&self, text: &str) -> bool {
        self.as_str().as_bytes().ct_eq(text.as_bytes()).into()
    }
}

impl PartialEq for StoredPassword {
    fn eq(&self, other: &Self) -> bool {
        self.is(other.as_str())
    }
}

impl Eq for StoredPassword {}

impl fmt::Debug for StoredPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoredPassword(…)")
    }
}

/// What is stored for a password, before it is hashed: a false one (`0`) counts as the empty one.
fn text_to_store(password: &Secret<String>) -> &str {
    let text = password.expose().as_str();
    if is_false(Some(text)) { "" } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_password_does_not_print() {
        let stored = StoredPassword::new("BCRYPT:9:x:y");
        assert_eq!(format!("{stored:?}"), "StoredPassword(…)");
        assert_eq!(stored.as_str(), "BCRYPT:9:x:y");
    }

    #[test]
    fn stored_passwords_are_equal_in_every_byte_or_not_at_all() {
        let stored = StoredPassword::new("abc");
        assert_eq!(stored, StoredPassword::new("abc"));
        for other in ["abd", "bbc", "ab", "abcd", ""] {
            assert_ne!(stored, StoredPassword::new(other), "{other}");
        }
    }

    #[test]
    fn only_a_false_password_is_stored_as_the_empty_one() {
        for (password, text) in [("", ""), ("0", ""), ("00", "00"), (" ", " "), ("ä", "ä")] {
            let password = Secret::new(password.to_owned());
            assert_eq!(text_to_store(&password), text, "{:?}", password.expose());
        }
    }
}
