//! What a full-text index is asked: trigrams or terms, joined by AND and OR.

use std::fmt;

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
    use super::MatchExpression::{All, Any, Trigram};

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
