//! A customer user's form while it is being filled in.

use deskbook_domain::ids::Login;
use deskbook_domain::record::Record;
use deskbook_domain::secret::Secret;

/// A form that is being filled in.
#[derive(Debug)]
pub struct Draft {
    /// The record being changed; `None` for a new one.
    pub editing: Option<Login>,
    /// Every field of the map but the password, as typed.
    pub record: Record,
    /// What becomes of the password.
    pub password: PasswordChoice,
}

/// What becomes of the password.
#[derive(Debug)]
pub enum PasswordChoice {
    /// It stays as it is. A new customer user then has none and cannot log in (C60).
    Keep,
    /// One is made up and returned once.
    Generate,
    /// What was typed.
    Typed(Secret<String>),
}
