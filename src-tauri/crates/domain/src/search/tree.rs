//! Gives a row of tokens the structure that SQL's precedence gives it: AND binds stronger than OR
//! (otobo-behaviour.md 3.2, steps 10 and 11).

use super::scan::Token;
use super::{Condition, SearchError};

/// The condition of all tokens. Where parentheses do not pair OTOBO searches for nothing, whatever
/// else is wrong; that is an answer, not an error.
pub(super) fn build(tokens: Vec<Token>) -> Result<Condition, SearchError> {
    if tokens.is_empty() {
        return Ok(Condition::Everything);
    }
    let opening = tokens.iter().filter(|token| matches!(token, Token::Open));
    let closing = tokens.iter().filter(|token| matches!(token, Token::Close));
    if opening.count() != closing.count() {
        return Ok(Condition::Nothing);
    }
    let mut outer = Vec::new();
    let mut group = Group::default();
    for token in tokens {
        match token {
            Token::Word(word) => group.push(Condition::Word(word)),
            Token::And => group.and()?,
            Token::Or => group.or()?,
            Token::Open => outer.push(std::mem::take(&mut group)),
            Token::Close => {
                let inner = group.finish()?;
                group = outer.pop().ok_or(SearchError::ClosedBeforeOpened)?;
                group.push(inner);
            }
        }
    }
    group.finish()
}

/// What stands between two parentheses: alternatives of which the last is still growing.
#[derive(Default)]
struct Group {
    alternatives: Vec<Condition>,
    current: Vec<Condition>,
    operator_waits: bool,
}

impl Group {
    /// The scanner put operators between, so there is one before each but the first.
    fn push(&mut self, condition: Condition) {
        self.current.push(condition);
        self.operator_waits = false;
    }

    fn and(&mut self) -> Result<(), SearchError> {
        if self.current.is_empty() {
            return Err(SearchError::MissingWord);
        }
        self.operator_waits = true;
        Ok(())
    }

    fn or(&mut self) -> Result<(), SearchError> {
        self.and()?;
        self.alternatives
            .push(all(std::mem::take(&mut self.current)));
        Ok(())
    }

    fn finish(mut self) -> Result<Condition, SearchError> {
        if self.operator_waits {
            return Err(SearchError::MissingWord);
        }
        if self.current.is_empty() {
            return Err(SearchError::NoWord);
        }
        self.alternatives.push(all(self.current));
        Ok(single(self.alternatives).unwrap_or_else(Condition::Any))
    }
}

fn all(conditions: Vec<Condition>) -> Condition {
    single(conditions).unwrap_or_else(Condition::All)
}

/// The only one, or all of them back.
fn single(mut conditions: Vec<Condition>) -> Result<Condition, Vec<Condition>> {
    match conditions.pop() {
        Some(only) if conditions.is_empty() => Ok(only),
        Some(last) => {
            conditions.push(last);
            Err(conditions)
        }
        None => Err(conditions),
    }
}
