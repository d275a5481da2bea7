//! Folded texts that know where their letters come from.

use std::ops::Range;

use super::fold::{MOST_CHARACTERS, Step, collapses, push, steps};
use super::wording::{Place, Wording};

/// A key of a value that knows where its letters come from.
pub(super) struct Traced {
    key: String,
    /// For each byte of the key where its character begins in the value, and for the end the value's.
    origins: Vec<usize>,
}

impl Traced {
    pub(super) fn base(text: &str) -> Self {
        let mut key = String::new();
        let mut origins = Vec::new();
        steps(text, |step, at| {
            push(&mut key, step);
            origins.resize(key.len(), at);
        });
        let unread = text.char_indices().nth(MOST_CHARACTERS);
        let end = unread.map_or(text.len(), |(at, _)| at);
        push(&mut key, Step::Break);
        origins.resize(key.len() + 1, end);
        Self { key, origins }
    }

    pub(super) fn collapsed(&self) -> Self {
        let mut before = '\0';
        let mut key = String::new();
        let mut origins = Vec::new();
        for (at, letter) in self.key.char_indices() {
            if !collapses(before, letter) {
                key.push(letter);
                origins.resize(key.len(), self.origin_of(at));
            }
            before = letter;
        }
        origins.push(self.origin_of(self.key.len()));
        Self { key, origins }
    }

    /// The folded text.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    fn origin_of(&self, at: usize) -> usize {
        self.origins.get(at).copied().unwrap_or_default()
    }

    /// The bytes of the value that these bytes of the key come from. What makes no letter of its own,
    /// such as accents and dropped letters, belongs to the letter before it.
    pub(super) fn origin(&self, range: Range<usize>) -> Range<usize> {
        let start = self.origin_of(range.start);
        let last = self.origin_of(range.end.saturating_sub(1));
        let behind = self.origins.get(range.end..).unwrap_or_default();
        let end = behind.iter().find(|origin| **origin > last);
        start..end.copied().unwrap_or(last)
    }

    /// Where the pieces of a wording stand: each place of the first one with the others behind it.
    pub(super) fn ranges(&self, wording: &Wording) -> Vec<Range<usize>> {
        let Some((words, others)) = wording.pieces().split_first() else {
            return Vec::new();
        };
        let (start, skip) = match wording.place() {
            Place::Anywhere => (words.trim(), 0),
            Place::WordStart => (words.trim_end(), 1),
            Place::WholeWords => (words.as_str(), 1),
        };
        let length = words.trim().len();
        let mut ranges = Vec::new();
        let mut from = 0;
        while let Some(at) = self.find(start, from) {
            from = at + skip + length;
            let first = at + skip..from;
            let mut found = vec![first];
            for piece in others {
                let piece = piece.trim();
                let Some(at) = self.find(piece, from) else {
                    return ranges;
                };
                found.push(at..at + piece.len());
                from = at + piece.len();
            }
            ranges.extend(found.into_iter().map(|range| self.origin(range)));
        }
        ranges
    }

    fn find(&self, text: &str, from: usize) -> Option<usize> {
        let behind = self.key.get(from..)?;
        behind.find(text).map(|at| from + at)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::instant::FoldedText;

    proptest! {
        #[test]
        fn the_traced_keys_are_the_folded_ones(text in "[aeou 'ßÄ\u{308}.-]{0,12}|\\PC{0,12}") {
            let folded = FoldedText::of(&text);
            let traced = Traced::base(&text);
            if folded.is_empty() {
                prop_assert!(traced.key.trim().is_empty());
            } else {
                prop_assert_eq!(&traced.key, folded.base());
                prop_assert_eq!(traced.collapsed().key, folded.most_collapsed());
            }
        }
    }
}
