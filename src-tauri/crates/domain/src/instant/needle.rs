//! A text that is looked for, ready to be compared.

use super::FoldedText;
use super::region::Region;
use super::sound::Phonetics;
use super::value::exact_key;

/// From so many letters on a text is found anywhere; a shorter one only where a word begins.
pub const FEWEST_ANYWHERE: usize = 3;

/// A word or a phrase that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needle {
    /// What stands between stars, in order; never empty texts, and none if there is no letter.
    pieces: Vec<FoldedText>,
    place: Place,
    /// As typed, to be compared with logins and addresses.
    exact: String,
    /// As typed, in lower case and without stars, to tell accents. Punctuation at the ends is no
    /// spelling, unless there is nothing else.
    spelled: String,
    /// How it sounds.
    codes: Vec<String>,
    phonetics: Phonetics,
}

/// Where in a value a needle may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Anywhere.
    Anywhere,
    /// It begins a word.
    WordStart,
    /// It is made of whole words.
    WholeWords,
}

impl Needle {
    /// A word, in which a `*` is any text.
    pub(super) fn word(typed: &str, region: Region) -> Self {
        let pieces = typed.split('*').map(FoldedText::of);
        let pieces: Vec<_> = pieces.filter(|piece| !piece.is_empty()).collect();
        let is_short = pieces
            .first()
            .is_none_or(|piece| letters(piece) < FEWEST_ANYWHERE);
        let place = if is_short && !typed.starts_with('*') {
            Place::WordStart
        } else {
            Place::Anywhere
        };
        let codes = match pieces.as_slice() {
            [piece] if !typed.contains('*') => {
                region.phonetics.codes(piece.most_collapsed().trim())
            }
            _ => Vec::new(),
        };
        Self {
            codes,
            phonetics: region.phonetics,
            ..Self::unheard(typed, pieces, place)
        }
    }

    /// What stands between quotes: whole words side by side, every character meaning itself.
    pub(super) fn phrase(typed: &str) -> Self {
        let folded = FoldedText::of(typed);
        let pieces = Some(folded).filter(|folded| !folded.is_empty());
        Self::unheard(typed, pieces.into_iter().collect(), Place::WholeWords)
    }

    fn unheard(typed: &str, pieces: Vec<FoldedText>, place: Place) -> Self {
        let exact = exact_key(typed);
        let spelled = exact.replace('*', "");
        let without_ends = spelled.trim_matches(|it: char| !it.is_alphanumeric());
        Self {
            spelled: if pieces.is_empty() {
                spelled
            } else {
                without_ends.to_owned()
            },
            pieces,
            place,
            exact,
            codes: Vec::new(),
            phonetics: Phonetics::Other,
        }
    }

    /// What stands between stars, in order.
    pub fn pieces(&self) -> &[FoldedText] {
        &self.pieces
    }

    /// Where it may stand.
    pub fn place(&self) -> Place {
        self.place
    }

    /// As a login or address is compared with it.
    pub fn exact(&self) -> &str {
        &self.exact
    }

    /// In lower case with its accents.
    pub(super) fn spelled(&self) -> &str {
        &self.spelled
    }

    /// The codes of its sound; none if it is not listened to.
    pub fn codes(&self) -> &[String] {
        &self.codes
    }

    /// Whether a folded word sounds like it.
    pub(super) fn sounds_like(&self, word: &str) -> bool {
        let codes = || self.phonetics.codes(word);
        !self.codes.is_empty() && codes().iter().any(|code| self.codes.contains(code))
    }

    /// Whether its collapsed key is not its base.
    pub(super) fn collapses(&self) -> bool {
        self.pieces.iter().any(|piece| piece.collapsed().is_some())
    }

    /// Whether there is neither a letter nor a digit in it. Values have to hold it as it is then.
    pub fn is_mere_punctuation(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether it is made of stars, or of nothing at all.
    pub(super) fn is_any_text(&self) -> bool {
        self.is_mere_punctuation() && self.spelled.is_empty()
    }
}

fn letters(piece: &FoldedText) -> usize {
    piece.base().chars().filter(|it| *it != ' ').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(typed: &str) -> Needle {
        Needle::word(typed, Region::of_country("DE"))
    }

    #[test]
    fn short_words_have_to_begin_a_word() {
        for (typed, place) in [
            ("mül", Place::Anywhere),
            ("mü", Place::WordStart),
            ("mü*ler", Place::WordStart),
            ("*mü", Place::Anywhere),
            ("o'b", Place::WordStart),
            ("a.b", Place::WordStart),
            ("a.bc", Place::Anywhere),
        ] {
            assert_eq!(word(typed).place(), place, "{typed}");
        }
        assert_eq!(Needle::phrase("ann").place(), Place::WholeWords);
    }

    #[test]
    fn stars_cut_a_word_and_take_its_sound() {
        let pieces = |typed: &str| {
            let needle = word(typed);
            let bases = needle.pieces().iter().map(|it| it.base().trim().to_owned());
            bases.collect::<Vec<_>>()
        };
        assert_eq!(pieces("m*ll*r"), ["m", "ll", "r"]);
        assert_eq!(pieces("**a**"), ["a"]);
        assert_eq!(pieces("*"), Vec::<String>::new());
        assert_eq!(word("meier").codes(), ["67m"]);
        assert!(word("meier*").codes().is_empty());
        assert!(Needle::phrase("meier").codes().is_empty());
    }

    #[test]
    fn punctuation_at_the_ends_is_no_spelling() {
        assert_eq!(word("(Müller,").spelled(), "müller");
        assert_eq!(word("%").spelled(), "%");
        assert!(word("%").is_mere_punctuation());
    }
}
