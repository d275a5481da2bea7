//! What the index holds of a record: its searched values, folded, each between marks.
//!
//! The marks make a trigram say where it stands: `␂␂m` only occurs where a value begins with `m`. So
//! values that begin with a single letter can be asked for, although the index knows no words
//! shorter than three characters. A value that itself contains a mark is found all the same; it may
//! only turn up among candidates where it does not belong, and is sorted out when it is looked at.

use deskbook_domain::text::lower_char;

/// Stands twice before each value.
pub(crate) const START: char = '\u{2}';
/// Stands behind each value.
pub(crate) const END: char = '\u{3}';
/// SQLite ends a text at its first NUL, so the index has another character for it.
const NUL: char = '\u{1}';

/// The text of a record to be cut into trigrams; NULL leaves nothing behind.
pub fn document<'v>(values: impl IntoIterator<Item = Option<&'v str>>) -> String {
    let mut text = String::new();
    for value in values.into_iter().flatten() {
        text.extend([START, START]);
        text.extend(
            value
                .chars()
                .map(|character| indexed(lower_char(character))),
        );
        text.push(END);
    }
    text
}

/// A folded character as the index has it.
pub(crate) fn indexed(folded: char) -> char {
    if folded == '\0' { NUL } else { folded }
}

/// Whether the character means something of its own in a document.
pub(crate) fn is_mark(character: char) -> bool {
    matches!(character, '\0' | NUL | START | END)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_folded_and_stand_between_marks() {
        let text = document([Some("MÜ"), None, Some(""), Some("a\0b")]);
        assert_eq!(
            text,
            "\u{2}\u{2}mü\u{3}\u{2}\u{2}\u{3}\u{2}\u{2}a\u{1}b\u{3}"
        );
    }
}
