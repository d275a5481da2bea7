//! A search without a language.

use super::pattern::EqualText;
use super::{Condition, LikePattern, Pattern, SearchError, Word};

/// Every value that has this text somewhere, each character meaning itself. For the look-ups of
/// forms, where nobody types operators.
pub fn literal(text: &str) -> Result<Condition, SearchError> {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    text.chars()
        .for_each(|character| push_literal(&mut pattern, character));
    pattern.push('%');
    let pattern = Pattern::Like(LikePattern::new(pattern)?);
    Ok(Condition::Word(Word {
        pattern,
        negated: false,
    }))
}

/// Values that all of these words hold for. In a word a run of `*` is any text, and each other character
/// means itself.
pub fn condition_of_words(
    words: impl IntoIterator<Item = String>,
) -> Result<Condition, SearchError> {
    let word = |text: String| {
        let pattern = if text.contains('*') {
            Pattern::Like(LikePattern::new(with_wildcards(&text))?)
        } else {
            Pattern::Equal(EqualText::new(text))
        };
        Ok(Condition::Word(Word {
            pattern,
            negated: false,
        }))
    };
    let mut members = words
        .into_iter()
        .map(word)
        .collect::<Result<Vec<_>, SearchError>>()?;
    Ok(match members.len() {
        0 => Condition::Everything,
        1 => members.remove(0),
        _ => Condition::All(members),
    })
}

fn with_wildcards(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    let mut in_run = false;
    for character in text.chars() {
        if character != '*' {
            push_literal(&mut pattern, character);
        } else if !in_run {
            pattern.push('%');
        }
        in_run = character == '*';
    }
    pattern
}

fn push_literal(pattern: &mut String, character: char) {
    if matches!(character, '%' | '_' | '\\') {
        pattern.push('\\');
    }
    pattern.push(character);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::CaseRule;

    #[test]
    fn only_the_star_is_a_wildcard_in_words() {
        let condition = condition_of_words(["a_*%**b\\*".to_owned(), "c".to_owned()]).unwrap();
        let words: Vec<_> = condition
            .words()
            .iter()
            .map(|it| it.pattern.text())
            .collect();
        assert_eq!(words, [r"a\_%\%%b\\%", "c"]);
        let star = condition_of_words(["50%*".to_owned()]).unwrap();
        assert!(star.matches(&[Some("50% off")], CaseRule::Folded));
        assert!(!star.matches(&[Some("500")], CaseRule::Folded));
    }

    #[test]
    fn each_character_means_itself() {
        for text in ["100%", "a_b", r"DOM\user", "a+b", "!x", "(", "\"q\"", "*"] {
            let condition = literal(text).unwrap();
            let holds = |value: &str| condition.matches(&[Some(value)], CaseRule::Folded);
            assert!(
                holds(text) && holds(&format!("<{text}>")),
                "{text} stands there"
            );
            assert!(
                !holds("100 a-b DOMuser ab x q"),
                "{text} stands for nothing else"
            );
        }
    }
}
