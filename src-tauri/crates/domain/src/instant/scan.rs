//! Cuts a text into items: words, phrases, and what stands before them.

use std::ops::Range;

/// One item of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item<'t> {
    pub(super) span: Range<usize>,
    /// There is a `-` before it.
    pub(super) negated: bool,
    /// What stands before its colon, if that is a name.
    pub(super) name: Option<&'t str>,
    pub(super) body: &'t str,
    /// It stood between quotes.
    pub(super) quoted: bool,
}

/// Cuts a text at spaces and at OTOBO's `+`. `is_name` tells which words have a meaning before a colon.
pub(super) fn scan<'t>(text: &'t str, is_name: &dyn Fn(&str) -> bool) -> Vec<Item<'t>> {
    let mut items = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let gap = gap(rest);
        if gap > 0 {
            at += gap;
            continue;
        }
        let item = item(text, at, is_name);
        at = item.span.end;
        items.push(item);
    }
    items
}

/// How much of what follows belongs to no item. The `+` of a telephone number does.
fn gap(rest: &str) -> usize {
    let mut characters = rest.chars();
    match characters.next() {
        Some('+') if !characters.next().is_some_and(char::is_numeric) => 1,
        Some(first) if first.is_whitespace() => first.len_utf8(),
        _ => 0,
    }
}

fn item<'t>(text: &'t str, start: usize, is_name: &dyn Fn(&str) -> bool) -> Item<'t> {
    let from = |at: usize| text.get(at..).unwrap_or_default();
    let mut at = start;
    let negated = is_negation(from(at));
    if negated {
        at += 1;
    }
    let name = from(at).split_once(':').map(|(name, _)| name);
    let name = name.filter(|name| !name.contains(char::is_whitespace) && is_name(name));
    if let Some(name) = name {
        at += name.len() + 1;
    }
    let phrase = from(at)
        .strip_prefix('"')
        .and_then(|rest| rest.split_once('"'));
    let (body, length) = match phrase {
        Some((phrase, _)) => (phrase, phrase.len() + 2),
        None => (word(from(at)), word(from(at)).len()),
    };
    Item {
        span: start..at + length,
        negated,
        name,
        body,
        quoted: phrase.is_some(),
    }
}

/// A `-` with something to negate behind it.
fn is_negation(rest: &str) -> bool {
    let behind = rest.strip_prefix('-').and_then(|rest| rest.chars().next());
    behind.is_some_and(|it| !it.is_whitespace() && it != '-' && it != '+')
}

/// The word that a text begins with. A `+` ends it, but not within an e-mail address, nor before a
/// number: `tel:+49…`, `(+49)…`.
fn word(rest: &str) -> &str {
    let token = rest.split(char::is_whitespace).next().unwrap_or_default();
    let joins = |(before, behind): &(&str, &str)| {
        let in_number =
            !before.ends_with(char::is_alphanumeric) && behind.starts_with(char::is_numeric);
        !in_number && !behind.contains('@')
    };
    let splits = token
        .match_indices('+')
        .filter_map(|(at, plus)| Some((token.get(..at)?, token.get(at + plus.len()..)?)));
    let mut joined = splits.filter(joins);
    joined
        .find(|(before, _)| !before.is_empty())
        .map_or(token, |(before, _)| before)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Each item as `-name:[phrase]` or `-name:word`.
    fn cut(text: &str) -> Vec<String> {
        let items = scan(text, &|name| name == "city");
        let shown = |item: &Item<'_>| {
            let minus = if item.negated { "-" } else { "" };
            let name = item.name.map(|name| format!("{name}:")).unwrap_or_default();
            let body = if item.quoted {
                format!("[{}]", item.body)
            } else {
                item.body.to_owned()
            };
            format!("{minus}{name}{body}")
        };
        items.iter().map(shown).collect()
    }

    #[test]
    fn items_are_apart_by_spaces_and_plus() {
        assert_eq!(cut("  eva   mayr "), ["eva", "mayr"]);
        assert_eq!(cut("eva+mayr"), ["eva", "mayr"]);
        assert_eq!(cut("eva + mayr+"), ["eva", "mayr"]);
        assert_eq!(cut(""), Vec::<String>::new());
    }

    #[test]
    fn numbers_and_addresses_keep_their_plus() {
        assert_eq!(cut("+49 89"), ["+49", "89"]);
        assert_eq!(cut("(+49) tel:+49"), ["(+49)", "tel:+49"]);
        assert_eq!(cut("a+49"), ["a", "+49"]);
        assert_eq!(cut("tina+news@acme.de eva"), ["tina+news@acme.de", "eva"]);
    }

    #[test]
    fn phrases_names_and_negations_are_seen() {
        assert_eq!(cut("\"eva maria\" x"), ["[eva maria]", "x"]);
        assert_eq!(cut("-city:\"bad homburg\""), ["-city:[bad homburg]"]);
        assert_eq!(cut("city:ulm+eva"), ["city:ulm", "eva"]);
        assert_eq!(cut("city: ulm"), ["city:", "ulm"]);
        assert_eq!(cut("-eva"), ["-eva"]);
        assert_eq!(cut("\"a\"b"), ["[a]", "b"]);
    }

    #[test]
    fn what_is_no_operator_is_text() {
        for text in [
            "\"eva", "-", "--eva", "town:ulm", "a-b", "a\"b", ":", "city",
        ] {
            assert_eq!(cut(text), [text], "{text}");
        }
    }

    proptest! {
        #[test]
        fn items_are_in_order_and_within_the_text(text in "[-+\"*: a1ü@()]{0,20}|\\PC{0,12}") {
            let mut end = 0;
            for item in scan(&text, &|name| name.len() < 3) {
                prop_assert!(item.span.start >= end && item.span.end > item.span.start);
                prop_assert!(text.get(item.span.clone()).is_some());
                end = item.span.end;
            }
        }
    }
}
