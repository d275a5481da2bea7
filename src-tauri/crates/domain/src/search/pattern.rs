//! What a word asks of a value.

use super::{CaseRule, LikePattern, SearchError};
use crate::text::lower;

/// The comparison a word stands for (otobo-behaviour.md 3.2, step 9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// `LIKE`: there is a `%` in it.
    Like(LikePattern),
    /// `=`: there is none, which takes a source with an empty prefix and suffix. `_` is a plain
    /// character then (C32).
    Equal(EqualText),
}

impl Pattern {
    /// The pattern of a finished word: `*` becomes `%`, and a run of `%` one.
    pub(super) fn new(text: &str) -> Result<Self, SearchError> {
        let mut pattern = String::with_capacity(text.len());
        for character in text.chars() {
            let character = if character == '*' { '%' } else { character };
            if character != '%' || !pattern.ends_with('%') {
                pattern.push(character);
            }
        }
        if pattern.contains('%') {
            LikePattern::new(pattern).map(Self::Like)
        } else {
            Ok(Self::Equal(EqualText::new(pattern)))
        }
    }

    /// The text as SQL takes it, in the spelling it was typed in.
    pub fn text(&self) -> &str {
        match self {
            Self::Like(pattern) => pattern.text(),
            Self::Equal(text) => &text.exact,
        }
    }

    /// The same in lower case.
    pub fn folded_text(&self) -> &str {
        match self {
            Self::Like(pattern) => pattern.folded_text(),
            Self::Equal(text) => &text.folded,
        }
    }

    /// Whether a value matches; for [`CaseRule::Folded`] it must be in lower case already.
    pub fn matches(&self, value: &str, case: CaseRule) -> bool {
        match (self, case) {
            (Self::Like(pattern), _) => pattern.matches(value, case),
            (Self::Equal(text), CaseRule::Folded) => text.folded == value,
            (Self::Equal(text), CaseRule::Exact) => text.exact == value,
        }
    }
}

/// A text that a value must be equal to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EqualText {
    exact: String,
    folded: String,
}

impl EqualText {
    pub(super) fn new(exact: String) -> Self {
        let folded = lower(&exact);
        Self { exact, folded }
    }
}
