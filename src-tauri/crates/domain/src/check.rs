//! What is wrong with the values of a form, as far as the values alone tell.
//!
//! What has to be looked up (is the login taken, is there such a customer) is found by `core`, with
//! the same [`Finding`]s.

mod fields;
mod limits;

pub use fields::{Mode, check_fields};
pub use limits::Limits;

use crate::ids::Var;

/// Something wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub struct Finding {
    /// The field.
    #[cfg_attr(feature = "wire", specta(type = String))]
    pub field: Var,
    /// What is wrong with it.
    pub problem: Problem,
}

impl Finding {
    /// A finding.
    pub fn new(field: impl Into<Var>, problem: Problem) -> Self {
        Self {
            field: field.into(),
            problem,
        }
    }
}

/// What can be wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(
    feature = "wire",
    serde(
        tag = "kind",
        rename_all = "camelCase",
        rename_all_fields = "camelCase"
    )
)]
pub enum Problem {
    /// It must not be empty.
    Required,
    /// It is `0`, which counts as empty in OTOBO (C58).
    ZeroCountsAsEmpty,
    /// It has more characters than its column takes (C5).
    TooLong {
        /// Characters it has.
        length: u32,
        /// Characters the column takes.
        limit: u32,
    },
    /// It is to be a number without a fraction, of at most 16 digits.
    NotAnInteger,
    /// It is to be the id of a validity (otobo-behaviour.md 1.2, table valid).
    UnknownValidity,
    /// NUL and the like that no database column takes.
    ControlCharacter,
    /// A character that the column's encoding has no place for, such as an emoji in a table of old.
    CharacterUnfit {
        /// The first such character.
        character: String,
    },
    /// It is longer than a column that rows belonging to the record would move into (C5).
    TooLongToMove {
        /// The column, with its table.
        column: String,
        /// Characters that would be written.
        length: u32,
        /// Characters that the column takes.
        limit: u32,
    },
    /// Rows that would move meet others that the database takes for the same.
    TakenWhereItMoves {
        /// The column, with its table.
        column: String,
        /// The other name.
        name: String,
    },
    /// No e-mail address (otobo-behaviour.md 4.4).
    EmailSyntax,
    /// An address the settings refuse, such as those of `example.com`.
    EmailNotAllowed,
    /// No name server told whether the address's domain takes mail: OTOBO's `InvalidDNS` (C62).
    DomainUnresolved {
        /// The domain.
        domain: String,
    },
    /// The address's domain takes no mail: OTOBO's `InvalidMX` (C62).
    NoMailServer {
        /// The domain.
        domain: String,
    },
    /// Passwords are to be stored in a form that is never written, as it lets anybody in (C80).
    PasswordTypeNeverWritten,
    /// The form that passwords are stored in takes its salt from the login, and this one is none.
    LoginIsNoSalt,
    /// Somebody has this login already, in any case (C57).
    LoginTaken {
        /// The login in its stored spelling.
        login: String,
        /// The full name behind it.
        name: String,
        /// A similar login that is free.
        free: Option<String>,
    },
    /// Somebody in the same source has this e-mail address already (C61).
    EmailTaken {
        /// The login behind it.
        login: String,
        /// The full name behind it.
        name: String,
    },
    /// There is no customer of this ID (C66).
    CustomerUnknown,
    /// There is a customer of this ID already.
    CustomerIdTaken {
        /// The name behind it.
        name: String,
    },
    /// There is a customer of this name already (C74).
    CustomerNameTaken {
        /// The customer ID behind it.
        customer_id: String,
    },
}
