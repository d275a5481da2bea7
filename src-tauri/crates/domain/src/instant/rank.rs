//! How well a record answers: best first.

/// By what a record was found. Of several words the worst counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum Tier {
    /// A login, an e-mail address or a telephone number is what was typed.
    Exact,
    /// A word of a name begins with it.
    NamePrefix,
    /// A word of another value begins with it.
    WordPrefix,
    /// It stands somewhere; a telephone number ends with it.
    Substring,
    /// A word of a name sounds like it.
    SoundsLike,
}

impl Tier {
    /// All of them, best first.
    pub const ALL: [Self; 5] = [
        Self::Exact,
        Self::NamePrefix,
        Self::WordPrefix,
        Self::Substring,
        Self::SoundsLike,
    ];
}

/// How well a record answers. Records of the same rank stand in the order of their names, then of
/// their logins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// By what it was found.
    pub tier: Tier,
    /// How far it is from what was typed, over all words: 0 if all are whole words in just that
    /// spelling. A word that is only part of another is further away than one with other accents.
    pub distance: u16,
}

/// How far the spelling of a word is from what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spelling {
    /// The same but for case.
    Typed,
    /// Other accents: `Muller` for `Müller`.
    Accents,
    /// Written otherwise: `Mueller` for `Müller`.
    Collapsed,
}

impl Rank {
    /// Of one word.
    pub(super) fn of_word(tier: Tier, whole: bool, spelling: Spelling) -> Self {
        let part = if whole { 0 } else { 3 };
        let distance = part + spelling as u16;
        Self { tier, distance }
    }

    /// The rank of a record that holds for both.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            tier: self.tier.max(other.tier),
            distance: self.distance + other.distance,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tier_counts_more_than_the_spelling_and_wholeness_more_than_accents() {
        let word = Rank::of_word;
        assert!(
            word(Tier::NamePrefix, false, Spelling::Collapsed)
                < word(Tier::WordPrefix, true, Spelling::Typed)
        );
        assert!(
            word(Tier::NamePrefix, true, Spelling::Collapsed)
                < word(Tier::NamePrefix, false, Spelling::Typed)
        );
    }

    #[test]
    fn of_several_words_the_worst_tier_counts() {
        let good = Rank::of_word(Tier::Exact, true, Spelling::Typed);
        let bad = Rank::of_word(Tier::Substring, false, Spelling::Accents);
        assert_eq!(
            good.and(bad),
            Rank {
                tier: Tier::Substring,
                distance: 4
            }
        );
    }
}
