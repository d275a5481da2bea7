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
//! | `¬4567`, `¬1234567` | a telephone number ends so |

use std::fmt::Write as _;

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

/// The lengths of the ends of numbers that are indexed.
const ENDS: [usize; 2] = [7, 4];

/// The longest indexed end of a number; `None` if it has too few digits.
pub(super) fn number_end(digits: &str) -> Option<String> {
    number_ends(digits).next()
}

/// All indexed ends of a number, the longest first.
pub(super) fn number_ends(digits: &str) -> impl Iterator<Item = String> {
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
        assert_eq!(number_end("4989123456"), Some("¬9123456".to_owned()));
        assert_eq!(number_end("456789"), Some("¬6789".to_owned()));
        assert_eq!(number_end("123"), None);
    }

    #[test]
    fn identities_stay_the_same() {
        // FNV-1a of "a" is e40c292c; its upper bits are laid over the lower 20
        assert_eq!(identity("a"), "≡269ee");
        assert_ne!(identity("t.meier"), identity("t.meyer"));
    }
}
