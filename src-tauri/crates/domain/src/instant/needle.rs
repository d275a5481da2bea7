//! A text that is looked for, ready to be compared.

use super::FoldedText;
use super::alike::apart_if_alike;
use super::region::Region;
use super::sound::Phonetics;
use super::value::exact_key;
use super::wording::{Place, Wording};

/// A word or a phrase that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needle {
    base: Wording,
    collapsed: Option<Wording>,
    /// As typed, to be compared with logins and addresses.
    exact: String,
    /// As typed, in lower case and without stars, to tell accents. Punctuation at the ends is no
    /// spelling, unless there is nothing else.
    spelled: String,
    /// How it sounds.
    codes: Vec<String>,
    phonetics: Phonetics,
}

impl Needle {
    /// A word, in which a `*` is any text. A short one has to begin a word even behind a star: no
    /// index helps with two letters that may stand anywhere.
    pub(super) fn word(typed: &str, region: Region) -> Self {
        let pieces = typed.split('*').map(FoldedText::of);
        let pieces: Vec<_> = pieces.filter(|piece| !piece.is_empty()).collect();
        let codes = match pieces.as_slice() {
            [piece] if !typed.contains('*') => {
                region.phonetics.codes(piece.most_collapsed().trim())
            }
            _ => Vec::new(),
        };
        Self {
            codes,
            phonetics: region.phonetics,
            ..Self::unheard(typed, &pieces, Place::Anywhere)
        }
    }

    /// What stands between quotes: whole words side by side, every character meaning itself.
    pub(super) fn phrase(typed: &str) -> Self {
        let folded = FoldedText::of(typed);
        let pieces: Vec<_> = Some(folded)
            .filter(|it| !it.is_empty())
            .into_iter()
            .collect();
        Self::unheard(typed, &pieces, Place::WholeWords)
    }

    fn unheard(typed: &str, pieces: &[FoldedText], place: Place) -> Self {
        let exact = exact_key(typed);
        let spelled = exact.replace('*', "");
        let without_ends = spelled.trim_matches(|it: char| !it.is_alphanumeric());
        let collapses = pieces.iter().any(|piece| piece.collapsed().is_some());
        Self {
            base: Wording::of(pieces, FoldedText::base, place),
            collapsed: collapses.then(|| Wording::of(pieces, FoldedText::most_collapsed, place)),
            spelled: if pieces.is_empty() {
                spelled
            } else {
                without_ends.to_owned()
            },
            exact,
            codes: Vec::new(),
            phonetics: Phonetics::Other,
        }
    }

    /// What is looked for in base letters.
    pub fn base(&self) -> &Wording {
        &self.base
    }

    /// What is looked for in the collapsed key, if that is another.
    pub fn collapsed(&self) -> Option<&Wording> {
        self.collapsed.as_ref()
    }

    /// What is looked for in the collapsed key, which may be the base.
    pub(super) fn most_collapsed(&self) -> &Wording {
        self.collapsed().unwrap_or(&self.base)
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

    /// How many letters a folded word is apart from it that sounds like it; `None` where it does not.
    pub(super) fn heard_apart(&self, word: &str) -> Option<u16> {
        let [typed] = self.most_collapsed().pieces() else {
            return None;
        };
        let codes = || self.phonetics.codes(word);
        let has_its_sound =
            !self.codes.is_empty() && codes().iter().any(|code| self.codes.contains(code));
        has_its_sound.then(|| apart_if_alike(typed.trim(), word))?
    }

    /// Whether there is neither a letter nor a digit in it. Values have to hold it as it is then.
    pub fn is_mere_punctuation(&self) -> bool {
        self.base.pieces().is_empty()
    }

    /// Whether it is made of stars, or of nothing at all.
    pub(super) fn is_any_text(&self) -> bool {
        self.is_mere_punctuation() && self.spelled.is_empty()
    }
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
            ("*mü", Place::WordStart),
            ("o'b", Place::WordStart),
            ("a.b", Place::WordStart),
            ("a.bc", Place::Anywhere),
        ] {
            assert_eq!(word(typed).base().place(), place, "{typed}");
        }
        assert_eq!(Needle::phrase("ann").base().place(), Place::WholeWords);
    }

    #[test]
    fn a_collapsed_word_may_be_too_short() {
        let needle = word("loe");
        assert_eq!(needle.base().place(), Place::Anywhere);
        let collapsed = needle.collapsed().unwrap();
        assert_eq!(collapsed.pieces(), [" lo "]);
        assert_eq!(collapsed.place(), Place::WordStart);
        assert_eq!(word("low").collapsed(), None);
    }

    #[test]
    fn stars_cut_a_word_and_take_its_sound() {
        assert_eq!(word("m*ll*r").base().pieces(), [" m ", " ll ", " r "]);
        assert_eq!(word("**a**").base().pieces(), [" a "]);
        assert_eq!(word("*").base().pieces(), [""; 0]);
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
