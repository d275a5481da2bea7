//! The terms of the index: what a word, a sound or a number is found by.
//!
//! A term of three characters is part of a word. All others begin with a mark that is no letter:
//!
//! | term | stands for |
//! | --- | --- |
//! | `mül` | a word has these three characters in a row |
//! | `¦m`, `¦mu`, `¦mul` | a word begins so |
//! | `§m`, `§mu`, `§mul` | a word of a name begins so |
//! | `≡7a3f` | a login or an e-mail address: 20 bits of its hash |
//! | `≈657` | a word of a name sounds so |
//! | `¬4567`, `¬34567` | a telephone number ends so |
//! | `¬¬4567` | a telephone number has these four digits only |

use std::fmt::Write as _;

use deskbook_domain::instant::FEWEST_DIGITS;

/// What a word begins with is indexed up to so many characters.
pub(super) const LONGEST_START: usize = 3;

/// Which words a start is asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    All,
    OfNames,
}

impl Words {
    /// What stands before the beginnings of these words.
    pub(super) fn mark(self) -> char {
        match self {
            Self::All => '¦',
            Self::OfNames => '§',
        }
    }
}

/// The beginning of a word, as long as it is indexed.
pub(super) fn start(words: Words, word: &str) -> String {
    let letters = word.chars().take(LONGEST_START);
    std::iter::once(words.mark()).chain(letters).collect()
}

/// A login or an e-mail address by its exact key. The hash is FNV-1a: it lies in indices, so it must be
/// the same in each version.
pub(super) fn identity(exact: &str) -> String {
    let hash = exact.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let mut term = String::from('≡');
    // Writing to a text cannot fail
    let _ = write!(term, "{:05x}", (hash ^ (hash >> 12)) & 0xf_ffff);
    term
}

/// A sound by its code.
pub(super) fn sound(code: &str) -> String {
    format!("≈{code}")
}

/// The lengths of the ends of numbers that are indexed. Longer ones would each stand for a single record, and who has typed five
/// digits of a number would still be offered all that have four of them.
const ENDS: [usize; 2] = [5, 4];

/// The longest indexed end of a number; `None` if it has too few digits.
pub(super) fn number_end(digits: &str) -> Option<String> {
    number_ends(digits).next()
}

/// What is indexed of a whole number and of no longer one, as far as that is known.
pub(super) fn whole_number(digits: &str) -> Option<String> {
    if digits.len() == FEWEST_DIGITS {
        Some(format!("¬¬{digits}"))
    } else {
        number_end(digits)
    }
}

/// All terms of a number.
pub(super) fn number_terms(digits: &str) -> impl Iterator<Item = String> {
    let whole = whole_number(digits).filter(|_| digits.len() == FEWEST_DIGITS);
    whole.into_iter().chain(number_ends(digits))
}

/// All indexed ends of a number, the longest first.
fn number_ends(digits: &str) -> impl Iterator<Item = String> {
    let end = |length: usize| digits.get(digits.len().checked_sub(length)?..);
    ENDS.into_iter()
        .filter_map(end)
        .map(|end| format!("¬{end}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_different_kinds_are_different() {
        assert_eq!(start(Words::All, "müller"), "¦mül");
        assert_eq!(start(Words::OfNames, "m"), "§m");
        assert_eq!(sound("657"), "≈657");
        assert_eq!(number_end("4989123456"), Some("¬23456".to_owned()));
        assert_eq!(number_end("6789"), Some("¬6789".to_owned()));
        assert_eq!(number_end("123"), None);
    }

    #[test]
    fn a_short_number_is_told_from_the_end_of_a_longer_one() {
        assert_eq!(whole_number("6789"), Some("¬¬6789".to_owned()));
        assert_eq!(whole_number("56789"), number_end("56789"));
        let terms: Vec<_> = number_terms("6789").collect();
        assert_eq!(terms, ["¬¬6789", "¬6789"]);
        let terms: Vec<_> = number_terms("456789").collect();
        assert_eq!(terms, ["¬56789", "¬6789"]);
    }

    #[test]
    fn identities_stay_the_same() {
        // FNV-1a of "a" is e40c292c; its upper bits are laid over the lower 20
        assert_eq!(identity("a"), "≡269ee");
        assert_ne!(identity("t.meier"), identity("t.meyer"));
    }
}
