//! Patterns of look-ups that know no language: a login, a customer ID, a field of the detailed search
//! (otobo-behaviour.md 3.1 and 3.6).

use super::{CaseRule, LikePattern, SearchError};

/// What a typed backslash is to the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backslash {
    /// Itself: MySQL.
    Literal,
    /// LIKE's escape character: PostgreSQL, and the local directory, which compares as PostgreSQL does.
    Escapes,
}

/// LIKE's pattern for values that contain the text: `*` is any text, `_` itself, `%` any text.
pub fn containing(text: &str, backslash: Backslash) -> String {
    format!("%{}%", quoted(text, backslash))
}

/// The same for values that are the text as a whole.
pub fn anchored(text: &str, backslash: Backslash) -> String {
    quoted(text, backslash)
}

/// The pattern of a field of the detailed search: runs of `*` are any text, `_` itself. A backslash
/// escapes on every engine. `None` for a value of wildcards only, which is no condition (C45).
pub fn detail(text: &str, backslash: Backslash) -> Option<String> {
    let mut pattern = String::with_capacity(text.len() + 1);
    for character in text.chars() {
        match character {
            '*' if pattern.ends_with('%') => {}
            '*' => pattern.push('%'),
            '_' => pattern.push_str("\\_"),
            character => pattern.push(character),
        }
    }
    if text.chars().all(|it| it == '*') {
        return None;
    }
    if backslash == Backslash::Escapes && is_only_backslashes(text) {
        pattern.push('%');
    }
    Some(pattern)
}

fn quoted(text: &str, backslash: Backslash) -> String {
    let mut pattern = String::with_capacity(text.len() + 1);
    for character in text.chars() {
        match (character, backslash) {
            ('*', _) => pattern.push('%'),
            ('_', _) => pattern.push_str("\\_"),
            ('\\', Backslash::Literal) => pattern.push_str("\\\\"),
            (character, _) => pattern.push(character),
        }
    }
    if backslash == Backslash::Escapes && is_only_backslashes(text) {
        pattern.push('%');
    }
    pattern
}

fn is_only_backslashes(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|it| it == '\\')
}

/// Whether a value matches a pattern made here, for back ends that compare by themselves. Fails for a
/// pattern that ends in its escape character, which is an SQL error.
pub fn matches(pattern: &str, value: &str, case: CaseRule) -> Result<bool, SearchError> {
    let pattern = LikePattern::new(pattern.to_owned())?;
    Ok(match case {
        CaseRule::Folded => pattern.matches(&crate::text::lower(value), case),
        CaseRule::Exact => pattern.matches(value, case),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Backslash::{Escapes, Literal};

    #[test]
    fn wildcards_and_backslashes_become_what_the_engine_takes_them_for() {
        let cases = [
            ("a*b", Literal, "a%b"),
            ("a_b%", Literal, "a\\_b%"),
            ("a\\b", Literal, "a\\\\b"),
            ("a\\b", Escapes, "a\\b"),
            ("\\", Escapes, "\\%"),
            ("\\\\", Literal, "\\\\\\\\"),
            ("o'brien;", Literal, "o'brien;"),
        ];
        for (text, backslash, pattern) in cases {
            assert_eq!(anchored(text, backslash), pattern, "{text}");
        }
        assert_eq!(containing("a", Literal), "%a%");
    }

    #[test]
    fn c45_a_value_of_wildcards_is_no_condition() {
        assert_eq!(detail("*", Literal), None);
        assert_eq!(detail("***", Escapes), None);
        assert_eq!(detail("ab", Literal).as_deref(), Some("ab"));
        assert_eq!(detail("ab**", Literal).as_deref(), Some("ab%"));
        assert_eq!(detail("a\\b", Literal).as_deref(), Some("a\\b"));
        assert_eq!(detail("\\", Escapes).as_deref(), Some("\\%"));
    }

    #[test]
    fn values_are_compared_as_a_database_would() {
        let holds = |pattern, value| matches(pattern, value, CaseRule::Folded);
        assert_eq!(holds("%ÄB%", "xäby"), Ok(true));
        assert_eq!(holds("a\\_b", "a_b"), Ok(true));
        assert_eq!(holds("a\\_b", "axb"), Ok(false));
        assert!(holds("a\\", "a").is_err());
    }
}
