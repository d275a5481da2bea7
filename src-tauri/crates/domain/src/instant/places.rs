//! Where in a single value something stands that was looked for.

use std::ops::Range;

use super::letters::digit;
use super::needle::Needle;
use super::standing::is_exact;
use super::traced::Traced;
use super::value::{FieldKind, FoldedValue, exact_key};

/// The bytes of the digits that a number ends with; all of the value if its digits do not end so.
pub(super) fn last_digits(text: &str, ending: &str) -> Range<usize> {
    let digits: Vec<_> = text
        .char_indices()
        .filter_map(|(at, it)| Some((at, it.len_utf8(), digit(it)?)))
        .collect();
    let last = digits
        .len()
        .checked_sub(ending.len())
        .and_then(|first| digits.get(first..))
        .unwrap_or_default();
    match (last.first(), last.last()) {
        (Some((start, ..)), Some((end, length, _)))
            if last.iter().map(|(.., digit)| *digit).eq(ending.chars()) =>
        {
            *start..end + length
        }
        _ => 0..text.len(),
    }
}

/// Where a needle stands in a value that answers it.
pub(super) fn ranges(needle: &Needle, value: &FoldedValue<'_>) -> Vec<Range<usize>> {
    let text = value.value.text;
    let whole = 0..text.len();
    if is_exact(needle.exact(), value) {
        return vec![whole];
    }
    if needle.is_mere_punctuation() {
        return punctuation(needle, text);
    }
    let base = Traced::base(text);
    let collapsed = base.collapsed();
    let keys = [
        (&base, needle.base()),
        (&base, needle.most_collapsed()),
        (&collapsed, needle.most_collapsed()),
    ];
    keys.iter()
        .flat_map(|(traced, wording)| traced.ranges(wording))
        .collect()
}

/// Folding may change the length of what is no letter: then the whole value is meant.
fn punctuation(needle: &Needle, text: &str) -> Vec<Range<usize>> {
    let needle = needle.spelled();
    let places = text.match_indices(needle);
    let found: Vec<_> = places.map(|(at, it)| at..at + it.len()).collect();
    let whole = 0..text.len();
    if found.is_empty() && exact_key(text).contains(needle) {
        vec![whole]
    } else {
        found
    }
}

/// The words of a value that sound like a needle.
pub(super) fn heard(needle: &Needle, value: &FoldedValue<'_>) -> Vec<Range<usize>> {
    if value.value.kind != FieldKind::Name {
        return Vec::new();
    }
    let traced = Traced::base(value.value.text).collapsed();
    let mut at = 0;
    let mut ranges = Vec::new();
    for word in traced.key().split(' ') {
        if needle.heard_apart(word).is_some() {
            ranges.push(traced.origin(at..at + word.len()));
        }
        at += word.len() + 1;
    }
    ranges
}
