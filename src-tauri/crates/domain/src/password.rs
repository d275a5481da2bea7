//! Passwords: made, and stored as OTOBO stores them (otobo-behaviour.md 4.7).

mod configured;
mod make;
mod otobo_bcrypt;

use std::fmt;

pub use configured::configured_password;
pub use make::make_password;
pub use otobo_bcrypt::{
    BcryptCost, Salt, SaltError, derive_otobo_bcrypt, make_otobo_bcrypt, verify_otobo_bcrypt,
};

/// The text in a password column. Not the password, but worth guarding: it is not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredPassword(String);

impl StoredPassword {
    /// A text read from a password column.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, to be written to a password column.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for StoredPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoredPassword(…)")
    }
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
}
