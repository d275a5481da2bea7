//! A search without a language.

use super::{Condition, LikePattern, Pattern, SearchError, Word};

/// Every value that has this text somewhere, each character meaning itself. For the look-ups of
/// forms, where nobody types operators.
pub fn literal(text: &str) -> Result<Condition, SearchError> {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    let pattern = Pattern::Like(LikePattern::new(pattern)?);
    Ok(Condition::Word(Word {
        pattern,
        negated: false,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::CaseRule;

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
