//! How well a record answers a condition: a value is just what was typed, begins with it, or has it
//! somewhere.
//!
//! Of several words the worst counts, of alternatives the best. Words that are negated, and those
//! that are wildcards only, neither raise nor lower a tier. A word with a wildcard inside is never
//! better than [`Tier::Substring`].

use deskbook_core::query::Tier;
use deskbook_domain::search::{Condition, Pattern, Word};

/// How well a record answers whose searched values are these, in lower case. That it does answer is
/// taken for granted.
pub fn tier(condition: &Condition, folded: &[Option<&str>]) -> Tier {
    of_condition(condition, folded).unwrap_or(Tier::Substring)
}

fn of_condition(condition: &Condition, folded: &[Option<&str>]) -> Option<Tier> {
    match condition {
        Condition::Everything | Condition::Nothing => None,
        Condition::Word(word) => of_word(word, folded),
        Condition::All(members) => members
            .iter()
            .filter_map(|member| of_condition(member, folded))
            .max(),
        Condition::Any(members) => {
            let holding = members
                .iter()
                .filter(|member| member.matches_folded(folded));
            holding.map(|member| tier(member, folded)).min()
        }
    }
}

fn of_word(word: &Word, folded: &[Option<&str>]) -> Option<Tier> {
    let text = match Rank::of(word) {
        Rank::None => return None,
        Rank::SubstringOnly => return Some(Tier::Substring),
        Rank::Typed(text) => text,
    };
    let of_value = |value: &str| match value.strip_prefix(text) {
        Some("") => Tier::Exact,
        Some(_) => Tier::Prefix,
        None => Tier::Substring,
    };
    folded.iter().flatten().map(|value| of_value(value)).min()
}

/// What a word has to say about tiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank<'w> {
    /// Nothing.
    None,
    /// It has wildcards inside.
    SubstringOnly,
    /// This text, in lower case, was typed.
    Typed(&'w str),
}

impl<'w> Rank<'w> {
    /// What this word has to say.
    pub fn of(word: &'w Word) -> Self {
        match &word.pattern {
            _ if word.negated => Self::None,
            Pattern::Equal(_) => Self::Typed(word.pattern.folded_text()),
            Pattern::Like(like) => match like.folded_text().trim_matches('%') {
                "" => Self::None,
                text if text.contains(['%', '_', '\\']) => Self::SubstringOnly,
                text => Self::Typed(text),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use deskbook_domain::search::{Affixes, Language, parse};

    use super::*;

    fn tier_of(text: &str, values: &[&str]) -> Tier {
        let condition = parse(text, Language::CustomerUser, &Affixes::new("*", "*")).unwrap();
        let values: Vec<_> = values.iter().copied().map(Some).collect();
        tier(&condition, &values)
    }

    #[test]
    fn the_best_value_decides() {
        let cases = [
            ("Müller", ["müller", "x"], Tier::Exact),
            ("mül", ["amül", "müller"], Tier::Prefix),
            ("mül", ["amül", "x"], Tier::Substring),
            ("m", ["xm", "m"], Tier::Exact),
        ];
        for (text, values, expected) in cases {
            assert_eq!(tier_of(text, &values), expected, "{text} in {values:?}");
        }
    }

    #[test]
    fn of_words_the_worst_counts_and_of_alternatives_the_best() {
        assert_eq!(tier_of("eva+mayr", &["eva", "mayr"]), Tier::Exact);
        assert_eq!(tier_of("eva+may", &["eva", "mayr"]), Tier::Prefix);
        assert_eq!(tier_of("eva+ayr", &["eva", "mayr"]), Tier::Substring);
        assert_eq!(tier_of("eva OR ayr", &["eva", "mayr"]), Tier::Exact);
        assert_eq!(tier_of("uwe OR ayr", &["eva", "mayr"]), Tier::Substring);
    }

    #[test]
    fn words_that_only_exclude_do_not_count() {
        assert_eq!(tier_of("eva+!uwe", &["eva"]), Tier::Exact);
        assert_eq!(tier_of("eva+*", &["eva"]), Tier::Exact);
        assert_eq!(tier_of("!uwe", &["eva"]), Tier::Substring);
        assert_eq!(tier_of("*", &["eva"]), Tier::Substring);
    }

    #[test]
    fn wildcards_inside_a_word_are_no_typed_text() {
        assert_eq!(tier_of("e*a", &["eva"]), Tier::Substring);
        assert_eq!(tier_of("e_a", &["eva"]), Tier::Substring);
    }
}
