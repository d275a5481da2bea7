//! SQL's LIKE with its escape character `\`, for values in memory.
//!
//! A pattern is cut at its `%` into segments. They are looked for one behind the other, each as
//! far left as it goes, and no step is ever taken back: a segment found further left leaves
//! the more room for the next. So the work is at most value times segment.

use super::{CaseRule, SearchError};
use crate::text::lower;

/// A pattern for LIKE, in the spelling it was typed in and folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LikePattern {
    exact: Spelling,
    folded: Spelling,
}

/// One spelling: the text and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spelling {
    text: String,
    shape: Shape,
}

/// A run of literal characters of a pattern. Every value that matches has all of them
/// in this order, which makes them good for finding candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The characters.
    pub text: String,
    /// The value begins with it.
    pub at_start: bool,
    /// The value ends with it.
    pub at_end: bool,
}

impl LikePattern {
    pub(super) fn new(text: String) -> Result<Self, SearchError> {
        let folded = lower(&text);
        Ok(Self {
            exact: Spelling::new(text)?,
            folded: Spelling::new(folded)?,
        })
    }

    /// The pattern as SQL takes it, to be used with `ESCAPE '\'`.
    pub fn text(&self) -> &str {
        &self.exact.text
    }

    /// The same in lower case, for a comparison with lower-case values.
    pub fn folded_text(&self) -> &str {
        &self.folded.text
    }

    /// Whether a value matches; for [`CaseRule::Folded`] it must be in lower case already.
    pub fn matches(&self, value: &str, case: CaseRule) -> bool {
        self.shape(case).matches(value)
    }

    /// The literal runs in lower case, in order.
    pub fn pieces(&self) -> Vec<Piece> {
        self.folded.shape.pieces()
    }

    /// The same in the spelling that was typed, for engines that fold by themselves.
    pub fn typed_pieces(&self) -> Vec<Piece> {
        self.exact.shape.pieces()
    }

    /// Whether a `_` stands for a character, which the pieces do not tell.
    pub fn has_single_wildcard(&self) -> bool {
        self.exact.shape.has_single_wildcard()
    }

    pub(super) fn shape(&self, case: CaseRule) -> &Shape {
        match case {
            CaseRule::Folded => &self.folded.shape,
            CaseRule::Exact => &self.exact.shape,
        }
    }
}

impl Spelling {
    fn new(text: String) -> Result<Self, SearchError> {
        let shape = Shape::new(&text)?;
        Ok(Self { text, shape })
    }
}

/// The meaning of a pattern: what stands before, between and behind its `%`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// No `%` that means anything (only an escaped one): the whole value.
    Whole(Segment),
    /// Segments with any text between. The outer ones may be empty, the inner ones are not.
    Around {
        start: Segment,
        middle: Vec<Segment>,
        end: Segment,
    },
}

/// What stands between two `%`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Segment {
    elements: Vec<Element>,
}

/// Literal characters or a number of `_`.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Element {
    Literal(String),
    Any(usize),
}

impl Shape {
    fn new(pattern: &str) -> Result<Self, SearchError> {
        let mut segments = Vec::new();
        let mut segment = Segment::default();
        let mut characters = pattern.chars();
        while let Some(character) = characters.next() {
            match character {
                '%' => segments.push(std::mem::take(&mut segment)),
                '_' => segment.push_any(),
                '\\' => segment.push_literal(characters.next().ok_or(SearchError::EscapeAtEnd)?),
                literal => segment.push_literal(literal),
            }
        }
        if segments.is_empty() {
            return Ok(Self::Whole(segment));
        }
        let start = segments.remove(0);
        segments.retain(|segment| !segment.is_empty());
        Ok(Self::Around {
            start,
            middle: segments,
            end: segment,
        })
    }

    fn matches(&self, value: &str) -> bool {
        match self {
            Self::Whole(segment) => segment.strip_from(value) == Some(""),
            Self::Around { start, middle, end } => {
                let Some(mut rest) = start.strip_from(value) else {
                    return false;
                };
                for segment in middle {
                    let Some((_, behind)) = segment.find_in(rest) else {
                        return false;
                    };
                    rest = behind;
                }
                end.ends(rest).is_some()
            }
        }
    }

    fn pieces(&self) -> Vec<Piece> {
        match self {
            Self::Whole(segment) => segment.pieces(true, true),
            Self::Around { start, middle, end } => {
                let mut pieces = start.pieces(true, false);
                pieces.extend(
                    middle
                        .iter()
                        .flat_map(|segment| segment.pieces(false, false)),
                );
                pieces.extend(end.pieces(false, true));
                pieces
            }
        }
    }
}

impl Shape {
    fn has_single_wildcard(&self) -> bool {
        let has = |segment: &Segment| {
            let mut elements = segment.elements.iter();
            elements.any(|it| matches!(it, Element::Any(_)))
        };
        match self {
            Self::Whole(segment) => has(segment),
            Self::Around { start, middle, end } => has(start) || middle.iter().any(has) || has(end),
        }
    }
}

impl Segment {
    fn push_any(&mut self) {
        if let Some(Element::Any(count)) = self.elements.last_mut() {
            *count += 1;
        } else {
            self.elements.push(Element::Any(1));
        }
    }

    fn push_literal(&mut self, character: char) {
        if let Some(Element::Literal(text)) = self.elements.last_mut() {
            text.push(character);
        } else {
            self.elements.push(Element::Literal(character.to_string()));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// What is left behind the segment, if the value begins with it.
    pub(super) fn strip_from<'v>(&self, value: &'v str) -> Option<&'v str> {
        self.elements
            .iter()
            .try_fold(value, |rest, element| element.strip_from(rest))
    }

    /// The parts of the value before and behind the leftmost place where the segment is.
    pub(super) fn find_in<'v>(&self, value: &'v str) -> Option<(&'v str, &'v str)> {
        if let [Element::Literal(text)] = self.elements.as_slice() {
            return value.split_once(text.as_str());
        }
        value.char_indices().find_map(|(at, _)| {
            let (before, here) = value.split_at(at);
            self.strip_from(here).map(|behind| (before, behind))
        })
    }

    /// The part of the value before the segment, if the value ends with it.
    pub(super) fn ends<'v>(&self, value: &'v str) -> Option<&'v str> {
        let length = self.elements.iter().map(Element::length).sum::<usize>();
        let start = match length.checked_sub(1) {
            None => value.len(),
            Some(before_last) => value.char_indices().rev().nth(before_last)?.0,
        };
        let (before, last) = value.split_at(start);
        self.strip_from(last).map(|_| before)
    }

    /// Lengths in bytes of its parts where it matches at the beginning of `value`, and whether
    /// they are literal.
    pub(super) fn spans<'a>(&'a self, value: &'a str) -> impl Iterator<Item = (usize, bool)> + 'a {
        let mut rest = value;
        self.elements.iter().map_while(move |element| {
            let behind = element.strip_from(rest)?;
            let length = rest.len() - behind.len();
            rest = behind;
            Some((length, matches!(element, Element::Literal(_))))
        })
    }

    fn pieces(&self, starts: bool, ends: bool) -> Vec<Piece> {
        let last = self.elements.len().saturating_sub(1);
        let piece = |(at, element): (usize, &Element)| match element {
            Element::Any(_) => None,
            Element::Literal(text) => Some(Piece {
                text: text.clone(),
                at_start: starts && at == 0,
                at_end: ends && at == last,
            }),
        };
        self.elements.iter().enumerate().filter_map(piece).collect()
    }
}

impl Element {
    /// In characters.
    fn length(&self) -> usize {
        match self {
            Self::Literal(text) => text.chars().count(),
            Self::Any(count) => *count,
        }
    }

    fn strip_from<'v>(&self, value: &'v str) -> Option<&'v str> {
        match self {
            Self::Literal(text) => value.strip_prefix(text.as_str()),
            Self::Any(count) => {
                let mut characters = value.chars();
                characters.nth(count - 1)?;
                Some(characters.as_str())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn like(pattern: &str, value: &str) -> bool {
        LikePattern::new(pattern.to_owned())
            .unwrap()
            .matches(value, CaseRule::Exact)
    }

    #[test]
    fn like_is_what_sql_says() {
        let cases = [
            ("%", "", true),
            ("%", "x", true),
            ("%ab%", "xaby", true),
            ("%ab%", "a b", false),
            ("ab%", "abc", true),
            ("ab%", "xab", false),
            ("%ab", "xab", true),
            ("%ab", "abx", false),
            ("a%b", "ab", true),
            ("a%b", "a", false),
            ("ab%bc", "abc", false),
            ("ab%bc", "abbc", true),
            ("a%b%c", "a1b2c", true),
            ("a%b%c", "a1c2b", false),
            ("%a%a%", "a", false),
            ("%ab%ab%", "abab", true),
            ("%ab%ab%", "ababx", true),
            ("%ab%b", "ab", false),
            ("%_%", "", false),
            ("%_%", "ü", true),
            ("_", "ü", true),
            ("__", "ü", false),
            ("a_c", "abc", true),
            ("%_b", "ab", true),
            ("%_b", "b", false),
            ("%b_", "b", false),
            ("%__%", "王", false),
            ("%__%", "王小", true),
            ("%_a_%", "bab", true),
            ("%_a_%", "aba", false),
            ("%_a_%", "abac", true),
            (r"%\%%", "5%", true),
            (r"%\%%", "5", false),
            (r"a\_c", "abc", false),
            (r"a\_c", "a_c", true),
            (r"a\bc", "abc", true),
            (r"a\\c", r"a\c", true),
            (r"a\%", "a%", true),
            (r"a\%", "ab", false),
            ("", "", true),
            ("", "a", false),
        ];
        for (pattern, value, expected) in cases {
            assert_eq!(like(pattern, value), expected, "{value:?} LIKE {pattern:?}");
        }
    }

    #[test]
    fn a_pattern_must_not_end_in_its_escape_character() {
        assert_eq!(
            LikePattern::new(r"a%\".to_owned()),
            Err(SearchError::EscapeAtEnd)
        );
        assert_eq!(
            LikePattern::new(r"\".to_owned()),
            Err(SearchError::EscapeAtEnd)
        );
    }

    #[test]
    fn folding_is_done_once_for_pattern_and_value() {
        let pattern = LikePattern::new("%Σ%İ_".to_owned()).unwrap();
        assert_eq!((pattern.text(), pattern.folded_text()), ("%Σ%İ_", "%σ%i_"));
        assert!(pattern.matches("aσbix", CaseRule::Folded));
        assert!(!pattern.matches("aσbix", CaseRule::Exact));
        assert!(pattern.matches("Σİx", CaseRule::Exact));
    }

    fn pieces(pattern: &str) -> Vec<(String, bool, bool)> {
        let pieces = LikePattern::new(pattern.to_owned()).unwrap().pieces();
        pieces
            .into_iter()
            .map(|it| (it.text, it.at_start, it.at_end))
            .collect()
    }

    #[test]
    fn pieces_are_the_literal_runs_and_where_they_are_tied() {
        let piece = |text: &str, at_start, at_end| (text.to_owned(), at_start, at_end);
        assert_eq!(pieces("%Müll%"), [piece("müll", false, false)]);
        assert_eq!(pieces("ab%"), [piece("ab", true, false)]);
        assert_eq!(pieces("%ab"), [piece("ab", false, true)]);
        assert_eq!(pieces(r"a\%"), [piece("a%", true, true)]);
        assert_eq!(
            pieces("a_b%c%_d"),
            [
                piece("a", true, false),
                piece("b", false, false),
                piece("c", false, false),
                piece("d", false, true)
            ]
        );
        assert_eq!(pieces("_a_"), [piece("a", false, false)]);
        assert_eq!(pieces("%"), []);
        assert_eq!(pieces("%__%"), []);
    }

    #[test]
    fn a_hostile_pattern_takes_no_longer_than_its_length() {
        let pattern = LikePattern::new("%a_".repeat(300) + "%b").unwrap();
        assert!(!pattern.matches(&"a".repeat(100_000), CaseRule::Exact));
    }

    /// LIKE by its definition, taking steps back.
    fn naive(pattern: &[char], value: &[char]) -> bool {
        match (pattern, value) {
            ([], []) => true,
            (['%', rest @ ..], _) => (0..=value.len()).any(|at| naive(rest, &value[at..])),
            (['_', rest @ ..], [_, behind @ ..]) => naive(rest, behind),
            (['\\', literal, rest @ ..] | [literal, rest @ ..], [first, behind @ ..]) => {
                literal == first && naive(rest, behind)
            }
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn like_agrees_with_its_definition(
            pattern in "([aAbüÜ%_]|\\\\[%_\\\\a]){0,8}",
            value in "[aAbüÜ%_\\\\]{0,10}",
        ) {
            let characters = |text: &str| text.chars().collect::<Vec<_>>();
            let expected = naive(&characters(&pattern), &characters(&value));
            prop_assert_eq!(like(&pattern, &value), expected);

            let folded = naive(&characters(&lower(&pattern)), &characters(&lower(&value)));
            let like = LikePattern::new(pattern).unwrap();
            prop_assert_eq!(like.matches(&lower(&value), CaseRule::Folded), folded);
        }

        #[test]
        fn a_value_that_matches_has_the_pieces(
            pattern in "[ab%_]{0,6}",
            value in "[ab]{0,8}",
        ) {
            let pattern = LikePattern::new(pattern).unwrap();
            if pattern.matches(&value, CaseRule::Folded) {
                let mut from = 0;
                for piece in pattern.pieces() {
                    let at = value.get(from..).and_then(|rest| rest.find(&piece.text));
                    prop_assert!(at.is_some(), "each behind the one before");
                    from += at.unwrap_or_default() + piece.text.len();
                    prop_assert!(!piece.at_start || value.starts_with(&piece.text));
                    prop_assert!(!piece.at_end || value.ends_with(&piece.text));
                }
            }
        }
    }
}
