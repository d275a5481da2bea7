//! OTOBO's search language (otobo-behaviour.md 3.2): from a text to the condition it stands for.
//!
//! There are two dialects. A **customer user** search takes parentheses, `&` and `|` literally; a
//! **customer** search has them as operators. Both know `+`, `AND`, `OR`, `!`, `"…"`, `*`, and
//! SQL's `%` and `_`. A space is an ordinary character of a word.
//!
//! The way of a text: `prepare` rewrites it as OTOBO does, `scan` cuts it into words and
//! operators, `tree` gives it the structure that SQL's precedence would. The result is
//! a [`Condition`] that other crates turn into SQL or match against rows by themselves.
//!
//! OTOBO's answers are copied, as both programs must find the same, but for three losses
//! (otobo-behaviour.md 13):
//!
//! - `(a) OR (b)` is a condition of its own here, so nothing that is joined to it by AND, such as
//!   the validity, can bind to its first half only.
//! - A phrase with other text beside it (`a"b"c`) stays in its place instead of being replaced by
//!   OTOBO's own placeholder `###1###`, which nobody typed.
//! - `a AND OR b` is an error in both dialects. OTOBO loses the condition, and then shows no customer
//!   user but every customer.

mod condition;
mod error;
mod like;
mod literal;
pub mod lookup;
mod marks;
mod pattern;
mod prepare;
mod scan;
mod tree;
#[cfg(test)]
mod vectors;

pub use condition::{Condition, Word};
pub use error::SearchError;
pub use like::{LikePattern, Piece};
pub use literal::{condition_of_words, literal};
pub use pattern::{EqualText, Pattern};

/// Longer texts are refused. Nobody types them, and it bounds the depth of parentheses.
pub const MAX_LENGTH: usize = 1_000;

/// The two dialects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// `( ) & |` are literal characters.
    CustomerUser,
    /// `( )`, `&&` and `||` are operators.
    Customer,
}

/// How letters compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseRule {
    /// `Ä` is `ä`, by [`crate::text::lower`].
    Folded,
    /// `Ä` is not `ä`.
    Exact,
}

/// What a source puts around each word, usually a `*` on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affixes {
    prefix: String,
    suffix: String,
}

impl Affixes {
    /// These affixes; either may be empty.
    pub fn new(prefix: impl Into<String>, suffix: impl Into<String>) -> Self {
        Self {
            prefix: prefix.into(),
            suffix: suffix.into(),
        }
    }

    /// A word with them around it.
    pub fn around(&self, word: &str) -> String {
        format!("{}{word}{}", self.prefix, self.suffix)
    }
}

/// Reads a text. An empty one (or one that leaves nothing, such as a customer search for `()`) is
/// [`Condition::Everything`]; whether an empty or false text is a search at all is decided by who
/// asks (otobo-behaviour.md 3.1).
///
/// Errors are what ends in an SQL error at OTOBO: nothing is found there.
pub fn parse(text: &str, language: Language, affixes: &Affixes) -> Result<Condition, SearchError> {
    if text.chars().nth(MAX_LENGTH).is_some() {
        return Err(SearchError::TooLong { limit: MAX_LENGTH });
    }
    let prepared = prepare::prepare(text, language);
    let tokens = scan::scan(&prepared, affixes)?;
    tree::build(tokens)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn customers(text: &str) -> Result<Condition, SearchError> {
        parse(text, Language::Customer, &Affixes::new("*", "*"))
    }

    #[test]
    fn texts_beyond_the_limit_are_refused() {
        let longest = "ü".repeat(MAX_LENGTH);
        assert!(customers(&longest).is_ok(), "the limit counts characters");
        assert_eq!(
            customers(&format!("{longest}x")),
            Err(SearchError::TooLong { limit: MAX_LENGTH })
        );
        assert!(customers(&"(".repeat(100_000)).is_err());
    }

    #[test]
    fn the_deepest_parentheses_are_matched() {
        let deep = format!("{}a{}", "(".repeat(499), ")".repeat(499));
        let condition = customers(&deep).unwrap();
        assert!(condition.matches(&[Some("bab")], CaseRule::Exact));
        assert!(!condition.matches(&[Some("b")], CaseRule::Exact));
    }
    proptest! {
        #[test]
        fn no_text_makes_it_panic(
            text in prop_oneof![any::<String>(), "([+*%!&|()\"\\\\ aü]|AND|OR){0,30}"],
            value in any::<String>(),
        ) {
            for language in [Language::CustomerUser, Language::Customer] {
                for affixes in [Affixes::new("*", "*"), Affixes::new("", "")] {
                    if let Ok(condition) = parse(&text, language, &affixes) {
                        let values = [Some(value.as_str()), None];
                        condition.matches(&values, CaseRule::Exact);
                        condition.matches(&values, CaseRule::Folded);
                        condition.marks(&value, CaseRule::Folded);
                    }
                }
            }
        }

        #[test]
        fn a_plain_word_finds_the_values_it_is_in(
            before in "[a-zü ]{0,5}",
            word in "[a-zü]{1,5}",
            behind in "[a-zü ]{0,5}",
        ) {
            let condition = customers(&word).unwrap();
            let value = format!("{before}{word}{behind}").to_uppercase();
            prop_assert!(condition.matches(&[None, Some(&value)], CaseRule::Folded));
        }
    }
}
