//! Whether a record may be used (otobo-behaviour.md 1.2, table `valid`).

use std::fmt;

/// The three rows of OTOBO's table `valid`. Records are never deleted, they become invalid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "wire",
    derive(serde::Serialize, serde::Deserialize, specta::Type)
)]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum Validity {
    /// In use. The only one that OTOBO means by "valid" (C4).
    #[default]
    Valid,
    /// Out of use.
    Invalid,
    /// Out of use for the time being.
    InvalidTemporarily,
}

impl Validity {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 3] = [Self::Valid, Self::Invalid, Self::InvalidTemporarily];

    /// The number stored with a record.
    pub const fn id(self) -> i32 {
        match self {
            Self::Valid => 1,
            Self::Invalid => 2,
            Self::InvalidTemporarily => 3,
        }
    }

    /// The name in the table `valid`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::InvalidTemporarily => "invalid-temporarily",
        }
    }

    /// The validity with this number; `None` for a number that OTOBO does not ship.
    pub fn from_id(id: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|validity| validity.id() == id)
    }

    /// The validity with exactly this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|validity| validity.name() == name)
    }

    /// Whether this is [`Validity::Valid`].
    pub const fn is_valid(self) -> bool {
        matches!(self, Self::Valid)
    }
}

impl fmt::Display for Validity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_lead_back_to_their_validity() {
        for (id, validity) in (1..).zip(Validity::ALL) {
            assert_eq!(validity.id(), id);
            assert_eq!(Validity::from_id(id), Some(validity));
            assert_eq!(Validity::from_name(&validity.to_string()), Some(validity));
        }
        assert_eq!(Validity::InvalidTemporarily.name(), "invalid-temporarily");
    }

    #[test]
    fn other_numbers_and_names_are_unknown() {
        assert_eq!(Validity::from_id(0), None);
        assert_eq!(Validity::from_id(4), None);
        assert_eq!(Validity::from_name("Valid"), None, "the name is exact (C4)");
    }

    #[test]
    fn only_valid_is_valid() {
        assert_eq!(Validity::ALL.map(Validity::is_valid), [true, false, false]);
    }
}
