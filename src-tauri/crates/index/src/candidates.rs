//! Which rows may answer a condition, so that not all have to be looked at.
//!
//! The answer may hold too many rows, never too few: `Condition::matches` decides on each. A word
//! gives its trigrams; what has none (a negated word, one of less than three letters in a row) puts
//! no restriction.

use std::collections::BTreeSet;

use deskbook_core::query::Tier;
use deskbook_domain::search::{CaseRule, Condition, Pattern, Word};

use crate::document::{END, START, indexed, is_mark};
use crate::expression::MatchExpression;
use crate::tier::Rank;

/// More trigrams of one word would make a question longer, not better.
const MOST_TRIGRAMS: usize = 32;

/// Runs up to this length are asked for by all of their trigrams.
const LONGEST_OF_ALL: usize = 7;

/// SQLite's own limit for nested questions is not much higher than 100.
const DEEPEST: usize = 16;

/// The rows to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Candidates {
    /// None: no row can answer.
    Nothing,
    /// Those that the index gives for this question.
    Matching(MatchExpression),
    /// All: the index cannot help.
    Everything,
}

/// The rows that may answer a condition at this tier or a better one.
pub fn candidates(condition: &Condition, tier: Tier) -> Candidates {
    Search { tier }.rows(condition, 0)
}

/// Whether each row that the index gives for [`Tier::Substring`] does answer: a single word of three
/// letters is one trigram, which is in a value or is not.
pub fn are_certain(condition: &Condition, case: CaseRule) -> bool {
    let Condition::Word(word) = condition else {
        return false;
    };
    let (Rank::Typed(text), Pattern::Like(like)) = (Rank::of(word), &word.pattern) else {
        return false;
    };
    let anywhere = like.folded_text().starts_with('%') && like.folded_text().ends_with('%');
    let one_trigram = text.chars().count() == 3 && !text.contains(is_mark);
    case == CaseRule::Folded && anywhere && one_trigram
}

struct Search {
    tier: Tier,
}

impl Search {
    fn rows(&self, condition: &Condition, depth: usize) -> Candidates {
        self.hint(condition, depth).unwrap_or(match self.tier {
            Tier::Exact | Tier::Prefix => Candidates::Nothing,
            Tier::Substring => Candidates::Everything,
        })
    }

    /// `None` for what has no say in tiers.
    fn hint(&self, condition: &Condition, depth: usize) -> Option<Candidates> {
        match condition {
            _ if depth > DEEPEST => Some(Candidates::Everything),
            Condition::Everything => None,
            Condition::Nothing => Some(Candidates::Nothing),
            Condition::Word(word) => self.word(word),
            Condition::All(members) => {
                let hints = members
                    .iter()
                    .filter_map(|member| self.hint(member, depth + 1));
                hints.reduce(both)
            }
            Condition::Any(members) => members
                .iter()
                .map(|member| self.rows(member, depth + 1))
                .reduce(either),
        }
    }

    fn word(&self, word: &Word) -> Option<Candidates> {
        let runs = match (Rank::of(word), self.tier) {
            (Rank::None, _) => return None,
            (Rank::SubstringOnly, Tier::Exact | Tier::Prefix) => return Some(Candidates::Nothing),
            (Rank::Typed(text), Tier::Exact) => vec![run(text, true, true)],
            (Rank::Typed(text), Tier::Prefix) => vec![run(text, true, false)],
            (_, Tier::Substring) => runs(&word.pattern),
        };
        let trigrams: BTreeSet<_> = runs.iter().flat_map(|run| trigrams(run)).collect();
        let question = trigrams
            .into_iter()
            .take(MOST_TRIGRAMS)
            .map(MatchExpression::Trigram);
        Some(
            question
                .map(Candidates::Matching)
                .reduce(both)
                .unwrap_or(Candidates::Everything),
        )
    }
}

/// The literal runs of a pattern with the marks that they stand beside.
fn runs(pattern: &Pattern) -> Vec<Vec<char>> {
    match pattern {
        Pattern::Equal(_) => vec![run(pattern.folded_text(), true, true)],
        Pattern::Like(like) => {
            let pieces = like.pieces();
            pieces
                .iter()
                .map(|piece| run(&piece.text, piece.at_start, piece.at_end))
                .collect()
        }
    }
}

/// One mark is enough to say where a value begins, if two letters follow it.
fn run(text: &str, at_start: bool, at_end: bool) -> Vec<char> {
    let marks = match text.chars().nth(1) {
        _ if !at_start => 0,
        Some(_) => 1,
        None => 2,
    };
    let start = std::iter::repeat_n(START, marks);
    let end = Some(END).filter(|_| at_end);
    start.chain(text.chars().map(indexed)).chain(end).collect()
}

/// All trigrams of a short run: rows that have those of a few letters or digits by chance cost far more to be looked at than
/// another list of the index. Of a long one every second, and the last: each pair of neighbours is still asked for.
pub(crate) fn trigrams(run: &[char]) -> impl Iterator<Item = [char; 3]> {
    let step = if run.len() > LONGEST_OF_ALL { 2 } else { 1 };
    let last = run.len().saturating_sub(3);
    let all = run.array_windows().copied().enumerate();
    all.filter(move |(at, _)| at % step == 0 || *at == last)
        .map(|(_, trigram)| trigram)
}

pub(crate) fn both(one: Candidates, other: Candidates) -> Candidates {
    use Candidates::{Everything, Matching, Nothing};
    match (one, other) {
        (Nothing, _) | (_, Nothing) => Nothing,
        (Everything, rows) | (rows, Everything) => rows,
        (Matching(one), Matching(other)) => {
            let mut members = match one {
                MatchExpression::All(members) => members,
                one => vec![one],
            };
            match other {
                MatchExpression::All(others) => members.extend(others),
                other => members.push(other),
            }
            Matching(MatchExpression::All(members))
        }
    }
}

pub(crate) fn either(one: Candidates, other: Candidates) -> Candidates {
    use Candidates::{Everything, Matching, Nothing};
    match (one, other) {
        (Everything, _) | (_, Everything) => Everything,
        (Nothing, rows) | (rows, Nothing) => rows,
        (Matching(one), Matching(other)) => {
            let mut members = match one {
                MatchExpression::Any(members) => members,
                one => vec![one],
            };
            if !members.contains(&other) {
                members.push(other);
            }
            Matching(MatchExpression::Any(members))
        }
    }
}

#[cfg(test)]
mod tests {
    use deskbook_domain::search::{Affixes, Language, parse};

    use super::*;

    fn condition(text: &str) -> Condition {
        parse(text, Language::CustomerUser, &Affixes::new("*", "*")).unwrap()
    }

    fn question(text: &str, tier: Tier) -> String {
        match candidates(&condition(text), tier) {
            Candidates::Nothing => "nothing".to_owned(),
            Candidates::Everything => "everything".to_owned(),
            Candidates::Matching(question) => {
                question.to_string().replace(START, "<").replace(END, ">")
            }
        }
    }

    #[test]
    fn a_word_asks_for_its_trigrams() {
        let cases = [
            ("Eva", r#""eva""#),
            ("evas", r#""eva" AND "vas""#),
            ("meyert", r#""ert" AND "eye" AND "mey" AND "yer""#),
            (
                "meyerta",
                r#""ert" AND "eye" AND "mey" AND "rta" AND "yer""#,
            ),
            ("meyertal", r#""mey" AND "rta" AND "tal" AND "yer""#),
            ("MÜL", r#""mül""#),
            ("e_as*xyz", r#""xyz""#),
            ("ev", "everything"),
            ("*", "everything"),
            ("!eva", "everything"),
            ("eva+!uwe", r#""eva""#),
            ("eva+ma", r#""eva""#),
            ("eva+uwe", r#""eva" AND "uwe""#),
            ("eva OR uwe", r#""eva" OR "uwe""#),
            ("eva OR uw", "everything"),
            ("eva OR !uwe", "everything"),
            ("eva+uwe OR ida", r#"("eva" AND "uwe") OR "ida""#),
        ];
        for (text, expected) in cases {
            assert_eq!(question(text, Tier::Substring), expected, "{text}");
        }
    }

    #[test]
    fn one_letter_is_enough_for_a_prefix() {
        let cases = [
            ("m", r#""<<m""#),
            ("mu", r#""<mu""#),
            ("mul", r#""<mu" AND "mul""#),
            ("eva+m", r#""<ev" AND "eva" AND "<<m""#),
            ("e*a", "nothing"),
            ("m+!uwe", r#""<<m""#),
            ("m OR !uwe", r#""<<m""#),
            ("!uwe", "nothing"),
            ("*", "nothing"),
        ];
        for (text, expected) in cases {
            assert_eq!(question(text, Tier::Prefix), expected, "{text}");
        }
    }

    #[test]
    fn an_exact_value_stands_between_its_marks() {
        assert_eq!(question("m", Tier::Exact), r#""<<m" AND "<m>""#);
        assert_eq!(question("mu", Tier::Exact), r#""<mu" AND "mu>""#);
    }

    #[test]
    fn without_affixes_the_ends_of_a_value_count() {
        let asked = |text: &str| {
            let condition = parse(text, Language::CustomerUser, &Affixes::new("", "")).unwrap();
            match candidates(&condition, Tier::Substring) {
                Candidates::Matching(question) => {
                    question.to_string().replace(START, "<").replace(END, ">")
                }
                other => format!("{other:?}"),
            }
        };
        assert_eq!(asked("m"), r#""<<m" AND "<m>""#);
        assert_eq!(asked("m*"), r#""<<m""#);
        assert_eq!(asked("*mu"), r#""mu>""#);
    }

    #[test]
    fn nothing_is_found_where_the_parentheses_do_not_pair() {
        let unpaired = parse("(a", Language::Customer, &Affixes::new("*", "*")).unwrap();
        assert_eq!(candidates(&unpaired, Tier::Substring), Candidates::Nothing);
    }

    #[test]
    fn what_lies_deep_in_parentheses_puts_no_restriction() {
        let deep = "aaa+(bbb OR ".repeat(50) + "ccc" + &")".repeat(50);
        let deep = parse(&deep, Language::Customer, &Affixes::new("*", "*")).unwrap();
        let Candidates::Matching(question) = candidates(&deep, Tier::Substring) else {
            panic!("the outer words do restrict");
        };
        let question = question.to_string();
        assert!(!question.contains("ccc"), "{question}");
        assert!(question.matches('(').count() <= DEEPEST, "{question}");
    }

    #[test]
    fn only_one_word_of_three_letters_is_certain() {
        for (text, expected) in [
            ("eva", true),
            ("evas", false),
            ("ev", false),
            ("e_a", false),
        ] {
            assert_eq!(
                are_certain(&condition(text), CaseRule::Folded),
                expected,
                "{text}"
            );
        }
        assert!(
            !are_certain(&condition("eva"), CaseRule::Exact),
            "the index has folded letters"
        );
        assert!(!are_certain(&condition("!eva"), CaseRule::Folded));
        assert!(
            !are_certain(&condition("a\u{2}b"), CaseRule::Folded),
            "a mark of the index"
        );
    }
}
