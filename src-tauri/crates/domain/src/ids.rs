//! Names and numbers that must not be mixed up.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// A name that is any text: the four methods that all of them have.
macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($inner);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// The key of a customer user, in the spelling it was written or stored in.
    ///
    /// Comparing two of them here is byte by byte; whether `Tina` is `tina` is for the source to say.
    Login(String)
}

text_id! {
    /// The key of a customer, in the spelling it was written or stored in.
    CustomerId(String)
}

text_id! {
    /// The name of a map's field (otobo-behaviour.md 2.3, column `var`), cheap to clone: each record
    /// carries the names of its fields.
    Var(Arc<str>)
}

#[cfg(feature = "wire")]
impl serde::Serialize for Var {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Number of an OTOBO agent, who stands behind each write (`create_by`, `change_by`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgentId(pub i32);

impl fmt::Display for AgentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A name of a table or column that was checked: maps are made by users, and a name cannot be
/// bound like a value. ASCII letters, digits, `_` and `$`, not starting with a digit or `$`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier(Cow<'static, str>);

/// Why a text is no [`Identifier`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// There is no character.
    #[error("a name of a table or column is empty")]
    Empty,
    /// More than [`Identifier::MAX_LENGTH`] characters.
    #[error(
        "a name of a table or column is longer than {} characters",
        Identifier::MAX_LENGTH
    )]
    TooLong,
    /// A character that is not allowed at its place.
    #[error("a name of a table or column has a character that is not allowed")]
    Character,
}

impl Identifier {
    /// What the most modest of the engines (MySQL) takes.
    pub const MAX_LENGTH: usize = 64;

    /// A name written in the program.
    ///
    /// # Panics
    ///
    /// If the name is none. In a constant the compiler finds out.
    pub const fn fixed(name: &'static str) -> Self {
        assert!(
            check_identifier(name).is_ok(),
            "not a name of a table or column"
        );
        Self(Cow::Borrowed(name))
    }

    /// The name of an attribute of a directory, which may have dots, hyphens and options. Sources that are
    /// directories have such names, and no other ones have: they never reach a database.
    pub fn of_attribute(name: &str) -> Result<Self, IdentifierError> {
        match crate::directory::Attribute::try_from(name) {
            Ok(_) => Ok(Self(Cow::Owned(name.to_owned()))),
            Err(_) if name.is_empty() => Err(IdentifierError::Empty),
            Err(_) => Err(IdentifierError::Character),
        }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for Identifier {
    type Error = IdentifierError;

    fn try_from(name: &str) -> Result<Self, Self::Error> {
        check_identifier(name).map(|()| Self(Cow::Owned(name.to_owned())))
    }
}

impl AsRef<str> for Identifier {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A table, in a schema if need be (`public.customer_user`; on MySQL the schema is a database).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableName {
    schema: Option<Identifier>,
    table: Identifier,
}

impl TableName {
    /// A table named in the program, without a schema.
    ///
    /// # Panics
    ///
    /// If the name is none. In a constant the compiler finds out.
    pub const fn fixed(table: &'static str) -> Self {
        Self {
            schema: None,
            table: Identifier::fixed(table),
        }
    }

    /// The schema, where one is named.
    pub fn schema(&self) -> Option<&Identifier> {
        self.schema.as_ref()
    }

    /// The table without its schema.
    pub fn table(&self) -> &Identifier {
        &self.table
    }
}

impl TryFrom<&str> for TableName {
    type Error = IdentifierError;

    fn try_from(name: &str) -> Result<Self, Self::Error> {
        let (schema, table) = match name.split_once('.') {
            Some((schema, table)) => (Some(schema.try_into()?), table),
            None => (None, name),
        };
        let table = table.try_into()?;
        Ok(Self { schema, table })
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.schema {
            Some(schema) => write!(f, "{schema}.{}", self.table),
            None => self.table.fmt(f),
        }
    }
}

/// A loop over indices, since iterators are not for constants.
const fn check_identifier(name: &str) -> Result<(), IdentifierError> {
    let bytes = name.as_bytes();
    if bytes.is_empty() {
        return Err(IdentifierError::Empty);
    }
    if bytes.len() > Identifier::MAX_LENGTH {
        return Err(IdentifierError::TooLong);
    }
    let mut at = 0;
    while at < bytes.len() {
        let letter = bytes[at].is_ascii_alphabetic() || bytes[at] == b'_';
        let inner = bytes[at].is_ascii_digit() || bytes[at] == b'$';
        if !letter && (at == 0 || !inner) {
            return Err(IdentifierError::Character);
        }
        at += 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_letters_digits_underscore_and_dollar() {
        for name in ["login", "_x", "Valid_ID", "a$1", &"a".repeat(64)] {
            assert_eq!(
                Identifier::try_from(name).map(|i| i.to_string()),
                Ok(name.to_owned())
            );
        }
    }

    #[test]
    fn what_could_end_a_name_is_refused() {
        let cases = [
            ("", IdentifierError::Empty),
            ("1a", IdentifierError::Character),
            ("$a", IdentifierError::Character),
            ("a b", IdentifierError::Character),
            ("a\"b", IdentifierError::Character),
            ("a`b", IdentifierError::Character),
            ("a;--", IdentifierError::Character),
            ("schema.table", IdentifierError::Character),
            ("größe", IdentifierError::Character),
        ];
        for (name, expected) in cases {
            assert_eq!(Identifier::try_from(name), Err(expected), "{name:?}");
        }
        assert_eq!(
            Identifier::try_from("a".repeat(65).as_str()),
            Err(IdentifierError::TooLong)
        );
    }

    #[test]
    fn a_fixed_name_equals_a_checked_one() {
        const LOGIN: Identifier = Identifier::fixed("login");
        assert_eq!(Ok(LOGIN), Identifier::try_from("login"));
    }

    #[test]
    #[should_panic(expected = "not a name")]
    fn a_fixed_name_that_is_none_panics() {
        Identifier::fixed("no name");
    }

    #[test]
    fn names_show_as_they_are() {
        assert_eq!(Login::from("Tina").to_string(), "Tina");
        assert_eq!(CustomerId::from("ACME".to_owned()).as_str(), "ACME");
        assert_eq!(Var::from("UserLogin").as_ref(), "UserLogin");
        assert_eq!(AgentId(1).to_string(), "1");
        assert_eq!(Identifier::fixed("pw").as_ref(), "pw");
    }

    #[test]
    fn logins_compare_by_their_spelling() {
        assert_ne!(Login::from("Tina"), Login::from("tina"));
        assert!(Login::from("a") < Login::from("b"));
    }
}
