//! Words that sound alike: Cologne phonetics for German, Double Metaphone for everything else.
//!
//! A code of three sounds means something by itself. One of two (`Meier`, `Mayer`) also has to begin
//! with the same letter, and shorter ones mean nothing.

use rphonetic::{Cologne, DoubleMetaphone, Encoder};

/// Shorter words are not listened to.
const FEWEST_LETTERS: usize = 3;
/// Longer ones are no names.
const MOST_LETTERS: usize = 40;
/// So many sounds of a word count.
const MOST_SOUNDS: usize = 6;

/// By whose ears words are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phonetics {
    /// Cologne phonetics.
    German,
    /// Double Metaphone.
    Other,
}

impl Phonetics {
    /// What to use where people mostly have the names of this country (ISO 3166, two letters).
    pub(super) fn of_country(country: &str) -> Self {
        match country {
            "DE" | "AT" | "CH" | "LI" | "LU" => Self::German,
            _ => Self::Other,
        }
    }

    /// The codes of a folded word: none if it says too little, two where a word may be spoken in
    /// two ways. Words sound alike if they have a code in common.
    pub fn codes(self, word: &str) -> Vec<String> {
        let letters = FEWEST_LETTERS..=MOST_LETTERS;
        if !letters.contains(&word.len()) || !word.bytes().all(|it| it.is_ascii_lowercase()) {
            return Vec::new();
        }
        let spoken = match self {
            Self::German => vec![Cologne.encode(word)],
            Self::Other => {
                let spoken = DoubleMetaphone::new(Some(MOST_SOUNDS)).double_metaphone(word);
                vec![spoken.primary(), spoken.alternate()]
            }
        };
        let mut codes: Vec<_> = spoken
            .into_iter()
            .filter_map(|code| meaningful(code, word))
            .collect();
        codes.dedup();
        codes
    }
}

fn meaningful(code: String, word: &str) -> Option<String> {
    match code.len() {
        0 | 1 => None,
        2 => Some(code + word.get(..1)?),
        _ => Some(code),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn alike(phonetics: Phonetics, one: &str, other: &str) -> bool {
        let codes = phonetics.codes(other);
        phonetics.codes(one).iter().any(|code| codes.contains(code))
    }

    #[test]
    fn german_names_sound_alike() {
        for (one, other) in [
            ("meier", "mayer"),
            ("schmidt", "schmitt"),
            ("philipp", "filip"),
            ("katharina", "catarina"),
            ("vogt", "voigt"),
            ("koch", "kock"),
        ] {
            assert!(alike(Phonetics::German, one, other), "{one} {other}");
        }
        assert!(!alike(Phonetics::German, "muller", "schmidt"));
        assert!(!alike(Phonetics::German, "meier", "neuer"));
    }

    #[test]
    fn other_names_sound_alike() {
        for (one, other) in [
            ("steven", "stephen"),
            ("catherine", "kathryn"),
            ("smith", "schmidt"),
        ] {
            assert!(alike(Phonetics::Other, one, other), "{one} {other}");
        }
    }

    #[test]
    fn what_says_too_little_has_no_code() {
        for word in ["uwe", "li", "", "王", "a1b", &"ab".repeat(30)] {
            assert_eq!(Phonetics::Other.codes(word), Vec::<String>::new(), "{word}");
        }
        assert_eq!(Phonetics::German.codes("uwe"), ["03u"]);
    }

    #[test]
    fn the_country_decides() {
        assert_eq!(Phonetics::of_country("AT"), Phonetics::German);
        assert_eq!(Phonetics::of_country("GB"), Phonetics::Other);
    }

    proptest! {
        #[test]
        fn no_word_is_too_strange(word in "[a-z]{0,45}") {
            for phonetics in [Phonetics::German, Phonetics::Other] {
                prop_assert!(phonetics.codes(&word).iter().all(|code| code.len() > 2));
            }
        }
    }
}
