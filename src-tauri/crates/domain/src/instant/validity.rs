//! What `valid:` may say.

use crate::validity::Validity;

/// Which validity is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum WantedValidity {
    /// `valid:yes`: those in use.
    Valid,
    /// `valid:no`: those out of use, for good or for the time being.
    Invalid,
    /// `valid:all`: both.
    All,
}

impl WantedValidity {
    /// Whether a record of this validity is asked for.
    pub fn admits(self, validity: Validity) -> bool {
        match self {
            Self::Valid => validity == Validity::Valid,
            Self::Invalid => validity != Validity::Valid,
            Self::All => true,
        }
    }

    /// The opposite, of which `all` has none.
    pub(super) fn negated_if(self, negated: bool) -> Self {
        match self {
            Self::Valid if negated => Self::Invalid,
            Self::Invalid if negated => Self::Valid,
            wanted => wanted,
        }
    }
}

/// What stands behind `valid:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TypedValidity {
    /// One of its words.
    Whole(WantedValidity),
    /// The beginning of one, or nothing yet.
    Begun,
    /// Something else.
    Other,
}

impl TypedValidity {
    pub(super) fn of(typed: &str) -> Self {
        const WORDS: [(&str, WantedValidity); 3] = [
            ("yes", WantedValidity::Valid),
            ("no", WantedValidity::Invalid),
            ("all", WantedValidity::All),
        ];
        let typed = typed.to_ascii_lowercase();
        let mut words = WORDS.into_iter();
        match words.find(|(word, _)| word.starts_with(&typed)) {
            Some((word, wanted)) if word == typed => Self::Whole(wanted),
            Some(_) => Self::Begun,
            None => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_a_validity_with_its_last_letter() {
        for (typed, expected) in [
            ("", TypedValidity::Begun),
            ("n", TypedValidity::Begun),
            ("NO", TypedValidity::Whole(WantedValidity::Invalid)),
            ("all", TypedValidity::Whole(WantedValidity::All)),
            ("now", TypedValidity::Other),
        ] {
            assert_eq!(TypedValidity::of(typed), expected, "{typed}");
        }
    }

    #[test]
    fn out_of_use_for_the_time_being_is_out_of_use() {
        let temporarily = Validity::InvalidTemporarily;
        assert!(WantedValidity::Invalid.admits(temporarily));
        assert!(!WantedValidity::Valid.admits(temporarily));
        assert!(WantedValidity::All.admits(temporarily));
    }
}
