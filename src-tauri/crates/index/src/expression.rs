//! What a full-text index is asked: trigrams or terms, joined by AND and OR.

use std::fmt;

/// So many members of a group are always asked for.
const FEWEST_TOGETHER: usize = 2;

/// A question to an FTS5 table of trigrams or of terms. It shows itself as the text that MATCH takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MatchExpression {
    /// The three characters occur.
    Trigram([char; 3]),
    /// The term occurs.
    Term(String),
    /// All of these hold.
    All(Vec<Self>),
    /// At least one of these holds.
    Any(Vec<Self>),
}

impl MatchExpression {
    /// The members of its groups that ask for at least so many things together, as far as they are single ones.
    pub(crate) fn grouped(&self, least: usize) -> Vec<&Self> {
        match self {
            Self::Trigram(_) | Self::Term(_) => Vec::new(),
            Self::Any(members) => members.iter().flat_map(|it| it.grouped(least)).collect(),
            Self::All(members) => {
                let single = members.iter().filter(|it| it.is_single());
                let deeper = members.iter().flat_map(|it| it.grouped(least));
                let single = single.filter(|_| members.len() >= least);
                single.chain(deeper).collect()
            }
        }
    }

    /// The same without some of what such groups ask for, which then find more. Each group keeps at least two members.
    pub(crate) fn without(&self, least: usize, left_out: &impl Fn(&Self) -> bool) -> Self {
        let without = |it: &Self| it.without(least, left_out);
        match self {
            Self::Trigram(_) | Self::Term(_) => self.clone(),
            Self::Any(members) => Self::Any(members.iter().map(without).collect()),
            Self::All(members) => {
                let can_spare = members.len() >= least;
                let (mut rest, others): (Vec<_>, Vec<_>) = members
                    .iter()
                    .map(without)
                    .partition(|it| can_spare && it.is_single() && left_out(it));
                rest.truncate(FEWEST_TOGETHER.saturating_sub(others.len()));
                Self::All(others.into_iter().chain(rest).collect())
            }
        }
    }

    /// Whether it surely finds all that another one does.
    pub(crate) fn finds_all_of(&self, other: &Self) -> bool {
        if self == other {
            return true;
        }
        match (self, other) {
            (_, Self::Any(others)) => others.iter().all(|it| self.finds_all_of(it)),
            (Self::Any(members), _) => members.iter().any(|it| it.finds_all_of(other)),
            (Self::All(members), Self::All(others)) => members.iter().all(|it| others.contains(it)),
            (it, Self::All(others)) => others.contains(it),
            _ => false,
        }
    }

    fn is_single(&self) -> bool {
        matches!(self, Self::Trigram(_) | Self::Term(_))
    }
}

impl fmt::Display for MatchExpression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trigram(characters) => quoted(characters.iter().copied(), f),
            Self::Term(term) => quoted(term.chars(), f),
            Self::All(members) => joined(members, " AND ", f),
            Self::Any(members) => joined(members, " OR ", f),
        }
    }
}

fn quoted(characters: impl Iterator<Item = char>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for character in characters {
        // A quote within quotes is doubled; nothing else means anything there
        let times = if character == '"' { 2 } else { 1 };
        (0..times).try_for_each(|_| write!(f, "{character}"))?;
    }
    f.write_str("\"")
}

fn joined(members: &[MatchExpression], operator: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (at, member) in members.iter().enumerate() {
        if at > 0 {
            f.write_str(operator)?;
        }
        match member {
            MatchExpression::Trigram(_) | MatchExpression::Term(_) => write!(f, "{member}")?,
            MatchExpression::All(_) | MatchExpression::Any(_) => write!(f, "({member})")?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::MatchExpression::{self, All, Any, Term, Trigram};

    fn term(text: &str) -> MatchExpression {
        Term(text.to_owned())
    }

    fn all(terms: &str) -> MatchExpression {
        All(terms.split(' ').map(term).collect())
    }

    #[test]
    fn groups_can_spare_some_of_what_they_ask_for() {
        let question = Any(vec![
            term("own"),
            all("c00 000 439"),
            all("c00 000 004 439"),
        ]);
        let is_often = |it: &MatchExpression| [term("c00"), term("000")].contains(it);
        let spared = question.without(4, &is_often);
        assert_eq!(
            spared.to_string(),
            r#""own" OR ("c00" AND "000" AND "439") OR ("004" AND "439")"#
        );
        let grouped: Vec<_> = question.grouped(4).into_iter().cloned().collect();
        assert_eq!(All(grouped), all("c00 000 004 439"));
        let kept = all("a b c d").without(4, &|_| true);
        assert_eq!(kept, all("a b"), "so few are always asked for");
    }

    #[test]
    fn a_question_that_asks_for_less_finds_all_of_another_one() {
        let own = |rest| Any(vec![term("own"), rest]);
        for (one, other, expected) in [
            (all("a b"), all("a b c"), true),
            (all("a b c"), all("a b"), false),
            (term("a"), all("a b"), true),
            (all("a b"), term("a"), false),
            (own(all("a b")), all("a b"), true),
            (own(all("a b")), own(all("b a c")), true),
            (all("a b"), own(all("a b")), false),
            (term("a"), term("b"), false),
        ] {
            assert_eq!(one.finds_all_of(&other), expected, "{one} / {other}");
        }
    }

    #[test]
    fn the_text_of_match_is_quoted_and_bracketed() {
        let question = Any(vec![
            Trigram(['a', '"', ' ']),
            All(vec![
                Trigram(['(', 'O', '*']),
                Trigram(['ü', '小', '\u{3}']),
            ]),
        ]);
        assert_eq!(
            question.to_string(),
            "\"a\"\" \" OR (\"(O*\" AND \"ü小\u{3}\")"
        );
    }
}
