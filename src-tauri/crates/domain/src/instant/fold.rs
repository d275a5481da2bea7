//! How texts are compared: blind for case, accents, umlauts and punctuation.
//!
//! A text becomes its words, in two keys:
//!
//! - **base**: lower case, accents off, `ł` to `l`, `ß` to `ss`. `Müller` and `Muller` are `muller`,
//!   `Mueller` is `mueller`.
//! - **collapsed**: in the base, an `e` behind `a`, `o` or `u` is dropped, and an `a` behind an `a`.
//!   All three names are `muller`, and `Håkon` is `Haakon`.
//!
//! Texts agree if they agree in either key, so it does not matter which side has the umlaut. That
//! is too much sometimes (`Michal` finds `Michael`); ranks put the spelling that was typed first.
//! Both keys look at single letters and the one before, so what is part of a text is also part of
//! its keys.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::letters::{base_letters, is_apostrophe, is_invisible, stands_alone};
use crate::text::lower_char;

/// So many characters of a value take part in the search; columns of OTOBO have 250 at most.
pub const MOST_CHARACTERS: usize = 1_000;

/// A text as the search compares it: words of letters and digits, each with a space before it, and one
/// at the end. Empty if there is no letter and no digit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoldedText {
    base: String,
    collapsed: Option<String>,
}

impl FoldedText {
    /// Folds a text.
    pub fn of(text: &str) -> Self {
        let mut base = String::with_capacity(text.len() + 2);
        steps(text, |step, _| push(&mut base, step));
        close(&mut base);
        let collapsed = collapsed(&base);
        Self { base, collapsed }
    }

    /// The words in base letters.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The words in the collapsed key, if that is another.
    pub fn collapsed(&self) -> Option<&str> {
        self.collapsed.as_deref()
    }

    /// The collapsed key, which may be the base.
    pub fn most_collapsed(&self) -> &str {
        self.collapsed().unwrap_or(&self.base)
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.base.is_empty()
    }
}

/// One step through a text.
#[derive(Clone, Copy)]
pub(super) enum Step {
    /// A letter or digit of a word.
    Letter(char),
    /// Something that ends a word.
    Break,
}

/// Goes through a text: `each` gets the step and where the character that it comes from begins.
/// Characters that are passed over make no step.
pub(super) fn steps(text: &str, mut each: impl FnMut(Step, usize)) {
    for (at, character) in text.char_indices().take(MOST_CHARACTERS) {
        if character.is_ascii_alphanumeric() {
            each(Step::Letter(character.to_ascii_lowercase()), at);
        } else if is_apostrophe(character) || is_invisible(character) {
        } else if character.is_ascii() {
            each(Step::Break, at);
        } else {
            decompose_compatible(character, |part| part_steps(part, at, &mut each));
        }
    }
}

fn part_steps(part: char, at: usize, each: &mut impl FnMut(Step, usize)) {
    let lowered = lower_char(part);
    if let Some(letters) = base_letters(lowered) {
        letters
            .chars()
            .for_each(|letter| each(Step::Letter(letter), at));
    } else if stands_alone(lowered) {
        each(Step::Break, at);
        each(Step::Letter(lowered), at);
        each(Step::Break, at);
    } else if is_combining_mark(lowered) || is_apostrophe(lowered) || is_invisible(lowered) {
    } else if lowered.is_alphanumeric() {
        each(Step::Letter(lowered), at);
    } else {
        each(Step::Break, at);
    }
}

/// Adds a step to a base text that begins empty.
pub(super) fn push(base: &mut String, step: Step) {
    match step {
        Step::Letter(letter) => {
            if base.is_empty() {
                base.push(' ');
            }
            base.push(letter);
        }
        Step::Break if base.is_empty() || base.ends_with(' ') => {}
        Step::Break => base.push(' '),
    }
}

fn close(base: &mut String) {
    push(base, Step::Break);
}

/// Whether the second letter is not part of the collapsed key.
pub(super) fn collapses(before: char, letter: char) -> bool {
    match letter {
        'e' => matches!(before, 'a' | 'o' | 'u'),
        'a' => before == 'a',
        _ => false,
    }
}

fn collapsed(base: &str) -> Option<String> {
    // The letters in question are ASCII: bytes tell, and faster
    let mut pairs = base.as_bytes().array_windows::<2>();
    pairs.find(|[before, letter]| collapses(char::from(*before), char::from(*letter)))?;
    let mut before = '\0';
    let keep = |letter: &char| {
        let stays = !collapses(before, *letter);
        before = *letter;
        stays
    };
    Some(base.chars().filter(keep).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn base(text: &str) -> String {
        FoldedText::of(text).base
    }

    fn collapsed(text: &str) -> String {
        FoldedText::of(text).most_collapsed().to_owned()
    }

    #[test]
    fn spellings_of_a_name_have_one_key() {
        let groups: &[&[&str]] = &[
            &["Müller", "MÜLLER", "mueller", "Muller", "Mu\u{308}ller"],
            &["Straße", "STRASSE", "strasse", "STRAẞE"],
            &["Łukasz", "lukasz", "LUKASZ"],
            &["Sørensen", "Soerensen", "sorensen", "Sörensen"],
            &["Åkesson", "Aakesson", "akesson"],
            &["Đặng", "dang", "Đa\u{323}\u{306}ng"],
            &["Yılmaz", "YILMAZ", "yilmaz"],
            &["İbrahim", "ibrahim"],
            &["Œuvre", "oeuvre"],
            &["O'Brien", "obrien", "O’Brien"],
            &["ΓΙΏΡΓΟΣ", "γιώργος", "γιωργοσ"],
            &["ﬁnn", "Finn", "ＦＩＮＮ"],
            &["ab\u{ad}c", "abc"],
            &["김철수", "김철수"],
            &["Meier-Lüdenscheid", "meier luedenscheid"],
        ];
        for group in groups {
            for text in *group {
                assert_eq!(collapsed(text), collapsed(group[0]), "{text}");
            }
        }
    }

    #[test]
    fn words_stand_between_spaces() {
        assert_eq!(base("Eva-Maria  (Müller)"), " eva maria muller ");
        assert_eq!(base("t.meier@acme.de"), " t meier acme de ");
        assert_eq!(base("王小明"), " 王 小 明 ");
        assert_eq!(base("--\0 ?"), "");
        assert_eq!(base(""), "");
    }

    #[test]
    fn the_collapsed_key_is_there_only_if_it_differs() {
        assert_eq!(FoldedText::of("Müller").collapsed(), None);
        assert_eq!(FoldedText::of("Mueller").collapsed(), Some(" muller "));
        assert_eq!(FoldedText::of("Haaae").collapsed(), Some(" ha "));
        assert_eq!(FoldedText::of("neue Oe").collapsed(), Some(" neu o "));
    }

    #[test]
    fn very_long_texts_are_searched_at_their_beginning() {
        assert_eq!(base(&"a".repeat(5_000)).len(), MOST_CHARACTERS + 2);
    }

    proptest! {
        #[test]
        fn a_part_of_a_text_is_part_of_its_keys(before in "\\PC{0,6}", part in "\\PC{0,6}", after in "\\PC{0,6}") {
            let whole = FoldedText::of(&format!("{before}{part}{after}"));
            let part = base(&part);
            prop_assert!(whole.base().contains(part.trim()), "{whole:?} {part:?}");
        }

        #[test]
        fn a_key_folds_to_itself(text in "\\PC{0,12}") {
            let once = base(&text);
            prop_assert_eq!(base(&once), once);
        }
    }
}
