//! A condition on the searched values of a record.

use std::borrow::Cow;
use std::ops::Range;

use super::{CaseRule, Pattern, marks};
use crate::text::lower;

/// Which records a text asks for, with the precedence of SQL made explicit: `a+b OR c` is
/// `Any([All([a, b]), c])` (C31). `Any` and `All` have at least two members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Every record; OTOBO leaves out an empty condition. Never inside another condition.
    Everything,
    /// No record: parentheses do not pair (C30). Never inside another condition.
    Nothing,
    /// Records that this word holds for.
    Word(Word),
    /// Records that all of these hold for.
    All(Vec<Self>),
    /// Records that at least one of these holds for.
    Any(Vec<Self>),
}

/// One word of a search. It holds for a record if one of the searched values matches; a negated
/// one if there is a value everywhere and none matches (C27).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What a value is compared with.
    pub pattern: Pattern,
    /// Whether it begins with `!`.
    pub negated: bool,
}

impl Condition {
    /// Whether a record with these searched values is asked for. `None` is NULL, which is never
    /// like nor unlike anything.
    pub fn matches(&self, values: &[Option<&str>], case: CaseRule) -> bool {
        match case {
            CaseRule::Exact => self.holds(values, case),
            CaseRule::Folded => {
                let folded: Vec<_> = values.iter().map(|value| value.map(lower)).collect();
                let folded: Vec<_> = folded.iter().map(Option::as_deref).collect();
                self.matches_folded(&folded)
            }
        }
    }

    /// The same for values that [`crate::text::lower`] was applied to, without folding them again.
    pub fn matches_folded(&self, values: &[Option<&str>]) -> bool {
        self.holds(values, CaseRule::Folded)
    }

    fn holds(&self, values: &[Option<&str>], case: CaseRule) -> bool {
        match self {
            Self::Everything => true,
            Self::Nothing => false,
            Self::Word(word) => word.holds(values, case),
            Self::All(members) => members.iter().all(|member| member.holds(values, case)),
            Self::Any(members) => members.iter().any(|member| member.holds(values, case)),
        }
    }

    /// All words, in the order they were typed.
    pub fn words(&self) -> Vec<&Word> {
        match self {
            Self::Everything | Self::Nothing => Vec::new(),
            Self::Word(word) => vec![word],
            Self::All(members) | Self::Any(members) => {
                members.iter().flat_map(Self::words).collect()
            }
        }
    }

    /// Whether a `_` stands for a single character somewhere.
    pub fn has_single_wildcard(&self) -> bool {
        self.words().iter().any(|word| match &word.pattern {
            Pattern::Like(pattern) => pattern.has_single_wildcard(),
            Pattern::Equal(_) => false,
        })
    }

    /// Where the words that are not negated match in one value, for highlighting: byte ranges,
    /// sorted, apart from each other. What a wildcard stands for is not marked.
    pub fn marks(&self, value: &str, case: CaseRule) -> Vec<Range<usize>> {
        let compared = match case {
            CaseRule::Folded => Cow::Owned(lower(value)),
            CaseRule::Exact => Cow::Borrowed(value),
        };
        let words = self.words().into_iter().filter(|word| !word.negated);
        let found = words
            .flat_map(|word| marks::of(&word.pattern, &compared, case))
            .collect();
        marks::in_original(value, &compared, marks::merged(found))
    }
}

impl Word {
    pub(super) fn new(pattern: Pattern, negated: bool) -> Self {
        Self { pattern, negated }
    }

    fn holds(&self, values: &[Option<&str>], case: CaseRule) -> bool {
        let matches = |value: &str| self.pattern.matches(value, case);
        if self.negated {
            !values.is_empty()
                && values
                    .iter()
                    .all(|value| value.is_some_and(|it| !matches(it)))
        } else {
            values.iter().any(|value| value.is_some_and(matches))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Affixes, Language, parse};

    fn condition(text: &str) -> Condition {
        parse(text, Language::Customer, &Affixes::new("*", "*")).unwrap()
    }

    fn finds(text: &str, values: &[Option<&str>]) -> bool {
        condition(text).matches(values, CaseRule::Folded)
    }

    #[test]
    fn words_may_be_in_different_columns_but_each_in_one() {
        let john = [Some("jdoe"), Some("John"), Some("Doe")];
        assert!(finds("oh", &john), "C21");
        assert!(finds("john+doe", &john), "C22");
        assert!(!finds("john+smith", &john), "C22");
        assert!(!finds("john doe", &john), "C23");
        assert!(finds("john doe", &[Some("Mr. John Doe")]), "C23");
        assert!(finds("smith OR doe", &john), "C25");
        assert!(!finds("smith OR miller", &john), "C25");
        assert!(finds("smith+john OR doe", &john), "C31");
        assert!(!finds("smith+(john OR doe)", &john));
    }

    #[test]
    fn not_wants_a_value_everywhere_and_no_match() {
        assert!(finds("!ab", &[Some("x"), Some("y")]));
        assert!(!finds("!ab", &[Some("x"), Some("cab")]), "C27");
        assert!(
            !finds("!ab", &[Some("x"), None]),
            "C27: NULL is not unlike anything"
        );
        assert!(finds("!ab", &[Some("")]), "the empty text is a value");
        assert!(finds("x+!ab", &[Some("x"), Some("y")]), "C28");
        assert!(!finds("!*", &[Some("x")]));
        assert!(!finds("!ab", &[]), "nothing is searched without columns");
    }

    #[test]
    fn null_is_like_nothing() {
        assert!(finds("ab", &[None, Some("ab")]));
        assert!(!finds("*", &[None, None]));
        assert!(!finds("ab", &[]));
    }

    #[test]
    fn everything_and_nothing_ask_no_value() {
        assert!(finds("", &[]) && finds("", &[None]));
        assert!(!finds("(a", &[Some("a")]), "C30");
    }

    #[test]
    fn letters_compare_by_the_case_rule() {
        let word = condition("ÄB");
        assert!(word.matches(&[Some("xäbx")], CaseRule::Folded), "C34");
        assert!(!word.matches(&[Some("xäbx")], CaseRule::Exact), "C34");
        assert!(word.matches(&[Some("xÄBx")], CaseRule::Exact));
        assert!(word.matches_folded(&[Some("xäbx")]));
        assert!(!word.matches_folded(&[Some("xÄBx")]), "the caller folds");
    }

    #[test]
    fn wildcards_of_sql_are_alive() {
        assert!(finds("a_c", &[Some("abc")]), "C29");
        assert!(finds("a%d", &[Some("abcd")]), "C29");
        assert!(!finds("a_c", &[Some("ac")]), "C29");
    }

    #[test]
    fn a_word_without_wildcard_equals_its_column() {
        let bare = |text| parse(text, Language::CustomerUser, &Affixes::new("", "")).unwrap();
        let folded = |text, value| bare(text).matches(&[Some(value)], CaseRule::Folded);
        assert!(folded("Doe", "dOE"), "C32");
        assert!(!folded("Doe", "Does"), "C32");
        assert!(!folded("d_e", "doe"), "an underscore is no wildcard then");
        assert!(!folded("!doe", "Doe") && folded("!doe", "Does"));
        assert!(bare("Doe").matches(&[Some("Doe")], CaseRule::Exact));
        assert!(!bare("Doe").matches(&[Some("doe")], CaseRule::Exact));
        assert_eq!(bare("Doe").words()[0].pattern.folded_text(), "doe");
        assert_eq!(condition("Doe").words()[0].pattern.folded_text(), "%doe%");
        let begins = parse("ab", Language::CustomerUser, &Affixes::new("", "*")).unwrap();
        assert!(begins.matches(&[Some("Abc")], CaseRule::Folded), "C33");
        assert!(!begins.matches(&[Some("cab")], CaseRule::Folded), "C33");
    }

    #[test]
    fn words_come_in_the_order_they_were_typed() {
        let condition = condition("a+(!b OR c) OR d");
        let words: Vec<_> = condition
            .words()
            .into_iter()
            .map(|it| (it.pattern.text(), it.negated))
            .collect();
        assert_eq!(
            words,
            [
                ("%a%", false),
                ("%b%", true),
                ("%c%", false),
                ("%d%", false)
            ]
        );
        assert_eq!(Condition::Everything.words(), Vec::<&Word>::new());
        assert_eq!(Condition::Nothing.words(), Vec::<&Word>::new());
    }
}
