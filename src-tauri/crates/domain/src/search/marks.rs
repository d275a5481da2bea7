//! Where a pattern matches in a value.

use std::ops::Range;

use super::like::{Segment, Shape};
use super::{CaseRule, Pattern};

/// Byte ranges of what the pattern's literal characters match; none if the value does not match.
/// A segment between two `%` is marked wherever it occurs, if it is the only one.
pub(super) fn of(pattern: &Pattern, value: &str, case: CaseRule) -> Vec<Range<usize>> {
    if !pattern.matches(value, case) {
        return Vec::new();
    }
    let mut marks = Marks {
        value,
        found: Vec::new(),
    };
    match pattern {
        Pattern::Equal(_) => marks.found.push(0..value.len()),
        Pattern::Like(like) => match like.shape(case) {
            Shape::Whole(segment) => marks.add(segment, 0),
            Shape::Around { start, middle, end } => marks.add_around(start, middle, end),
        },
    }
    marks.found
}

struct Marks<'v> {
    value: &'v str,
    found: Vec<Range<usize>>,
}

impl Marks<'_> {
    /// The segment's literal parts; it matches at byte `at`.
    fn add(&mut self, segment: &Segment, at: usize) {
        let mut start = at;
        for (length, literal) in segment.spans(self.value.split_at(at).1) {
            if literal {
                self.found.push(start..start + length);
            }
            start += length;
        }
    }

    fn add_around(&mut self, start: &Segment, middle: &[Segment], end: &Segment) {
        self.add(start, 0);
        let mut rest = start.strip_from(self.value).unwrap_or_default();
        for segment in middle {
            rest = self.add_leftmost(segment, rest).unwrap_or_default();
        }
        if let Some(before) = end.ends(self.value) {
            self.add(end, before.len());
        }
        if let ([only], true, true) = (middle, start.is_empty(), end.is_empty()) {
            while let Some(behind) = self.add_leftmost(only, rest) {
                rest = behind;
            }
        }
    }

    /// Marks the segment in what is left of the value, and says what is left then.
    fn add_leftmost<'v>(&mut self, segment: &Segment, rest: &'v str) -> Option<&'v str> {
        let (before, behind) = segment.find_in(rest)?;
        self.add(segment, self.value.len() - rest.len() + before.len());
        Some(behind)
    }
}

/// Sorted, and joined where they touch or overlap.
pub(super) fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// Translates ranges of the folded value into the original: it has as many characters, but they
/// may take another number of bytes.
pub(super) fn in_original(
    original: &str,
    compared: &str,
    ranges: Vec<Range<usize>>,
) -> Vec<Range<usize>> {
    let ends = |text: &str| {
        let lengths = text.chars().map(char::len_utf8);
        let ends = lengths.scan(0, |end, length| {
            *end += length;
            Some(*end)
        });
        std::iter::once(0).chain(ends).collect::<Vec<_>>()
    };
    let (from, to) = (ends(compared), ends(original));
    let translate = |at: usize| {
        let character = from.partition_point(|end| *end < at);
        to.get(character).copied().unwrap_or(original.len())
    };
    ranges
        .into_iter()
        .map(|range| translate(range.start)..translate(range.end))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::search::{Affixes, CaseRule, Condition, Language, parse};

    fn condition(text: &str, prefix: &str, suffix: &str) -> Condition {
        parse(text, Language::Customer, &Affixes::new(prefix, suffix)).unwrap()
    }

    /// The value with what is marked in brackets.
    fn marked_by(condition: &Condition, value: &str, case: CaseRule) -> String {
        let mut marked = value.to_owned();
        for mark in condition.marks(value, case).into_iter().rev() {
            marked.insert(mark.end, ']');
            marked.insert(mark.start, '[');
        }
        marked
    }

    fn marked(text: &str, value: &str) -> String {
        marked_by(&condition(text, "*", "*"), value, CaseRule::Folded)
    }

    #[test]
    fn what_a_word_matched_is_marked() {
        let cases = [
            ("müll", "Müller", "[Müll]er"),
            ("ann", "Hannah Ann", "H[ann]ah [Ann]"),
            ("aa", "aaaaa", "[aaaa]a"),
            ("a*c", "abcabc", "[a]b[c]abc"),
            ("a_c", "xabcx", "x[a]b[c]x"),
            ("a_", "abab", "[a]b[a]b"),
            ("_b", "ab", "a[b]"),
            ("a+b", "xaxbx", "x[a]x[b]x"),
            ("ab+bc", "abc", "[abc]"),
            ("ab+cd", "abcd", "[abcd]"),
            ("a OR b", "cb", "c[b]"),
            ("b+a", "ab", "[ab]"),
            ("a+!b", "ac", "[a]c"),
            ("!b", "b", "b"),
            ("x", "abc", "abc"),
            ("*", "abc", "abc"),
            ("_", "abc", "abc"),
            ("", "abc", "abc"),
            ("(a", "abc", "abc"),
            ("a", "", ""),
        ];
        for (text, value, expected) in cases {
            assert_eq!(marked(text, value), expected, "{text} in {value}");
        }
    }

    #[test]
    fn marks_are_those_of_the_original_where_folding_changes_lengths() {
        assert_eq!(marked("stan", "İİstanbul"), "İİ[stan]bul");
        assert_eq!(marked("istan", "xİSTANBUL"), "x[İSTAN]BUL");
        assert_eq!(marked("k", "aKb"), "a[K]b", "a Kelvin sign");
        assert_eq!(marked("ⱥb", "xȺBx"), "x[ȺB]x");
    }

    #[test]
    fn a_tied_pattern_is_marked_where_it_is_tied() {
        let folded = |text, prefix, suffix, value| {
            marked_by(&condition(text, prefix, suffix), value, CaseRule::Folded)
        };
        assert_eq!(folded("an", "", "*", "Anan"), "[An]an");
        assert_eq!(folded("an", "*", "", "Anan"), "An[an]");
        assert_eq!(folded("a*n", "", "", "Anan"), "[A]na[n]");
        assert_eq!(folded("a*n*n", "", "", "anxnxn"), "[an]xnx[n]");
        assert_eq!(folded("a*b*", "", "", "abb"), "[ab]b");
        assert_eq!(folded("*a*b", "", "", "aab"), "[a]a[b]");
        assert_eq!(folded("anan", "", "", "Anan"), "[Anan]");
        assert_eq!(folded("ana", "", "", "Anan"), "Anan");
        assert_eq!(folded(r#""a\%""#, "", "", "A%"), "[A%]");
        assert_eq!(folded("an_", "", "*", "Ann"), "[An]n");
        assert_eq!(folded("a*_n", "", "", "axxn"), "[a]xx[n]");
    }

    #[test]
    fn marks_obey_the_case_rule() {
        let ann = condition("Ann", "*", "*");
        assert_eq!(marked_by(&ann, "ann Ann", CaseRule::Exact), "ann [Ann]");
        assert_eq!(marked_by(&ann, "ann Ann", CaseRule::Folded), "[ann] [Ann]");
    }

    proptest! {
        #[test]
        fn marks_are_sorted_apart_and_between_characters(
            text in "[aAbüİ%_*+!&|() \"\\\\]{0,12}",
            value in "[aAbBüÜİ]{0,12}",
        ) {
            for language in [Language::CustomerUser, Language::Customer] {
                let Ok(condition) = parse(&text, language, &Affixes::new("*", "*")) else { continue };
                for case in [CaseRule::Folded, CaseRule::Exact] {
                    let mut end = None;
                    for mark in condition.marks(&value, case) {
                        prop_assert!(end < Some(mark.start), "{mark:?}");
                        prop_assert!(value.get(mark.clone()).is_some_and(|it| !it.is_empty()));
                        end = Some(mark.end);
                    }
                }
            }
        }
    }
}
