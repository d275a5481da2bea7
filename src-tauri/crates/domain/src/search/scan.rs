//! Cuts a prepared text into words and operators (otobo-behaviour.md 3.2, steps 8 to 10).

use super::prepare::Symbol::{self, Char, Phrase};
use super::{Affixes, Pattern, SearchError, Word};

/// A piece of a condition in the order of SQL's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A word with its NOT.
    Word(Word),
    /// Both sides.
    And,
    /// Either side.
    Or,
    /// Opening parenthesis.
    Open,
    /// Closing parenthesis.
    Close,
}

/// All tokens, missing ANDs included. Fails where AND and OR meet, for OTOBO gives up there too.
pub(super) fn scan(symbols: &[Symbol], affixes: &Affixes) -> Result<Vec<Token>, SearchError> {
    let mut scanner = Scanner::new(affixes);
    let mut at = 0;
    while let Some(symbol) = symbols.get(at) {
        at += match symbol {
            Char('\\') => scanner.backslash(symbols.get(at + 1)),
            Char('!') if scanner.word.is_empty() => scanner.not(),
            Char(character @ ('&' | '|')) => {
                let before = at.checked_sub(1).and_then(|before| symbols.get(before));
                scanner.ampersand_or_bar(*character, before, symbols.get(at + 1))?
            }
            Char('(') => scanner.open()?,
            Char(')') => scanner.close(symbols.get(at + 1..).unwrap_or_default())?,
            Char(character) => scanner.part(Part::Char(*character)),
            Phrase(phrase) => scanner.part(Part::Phrase(phrase.clone())),
        };
    }
    Ok(scanner.tokens)
}

/// A bit of the word that is being read.
enum Part {
    Char(char),
    /// Dropped when the word is finished; until then the word is not empty.
    Backslash,
    Phrase(String),
}

/// What was read so far. Each method says how many symbols it took.
struct Scanner<'a> {
    affixes: &'a Affixes,
    tokens: Vec<Token>,
    word: Vec<Part>,
    negated: bool,
}

impl<'a> Scanner<'a> {
    fn new(affixes: &'a Affixes) -> Self {
        Self {
            affixes,
            tokens: Vec::new(),
            word: Vec::new(),
            negated: false,
        }
    }

    fn part(&mut self, part: Part) -> usize {
        self.word.push(part);
        1
    }

    /// Holds for the next word that is finished, even inside parentheses.
    fn not(&mut self) -> usize {
        self.negated = true;
        1
    }

    /// Before an operator or another backslash it makes that a part of the word.
    fn backslash(&mut self, next: Option<&Symbol>) -> usize {
        self.part(Part::Backslash);
        match next {
            Some(Char('\\')) => self.part(Part::Backslash) + 1,
            Some(Char(character @ ('(' | ')' | '&' | '|'))) => {
                self.part(Part::Char(*character)) + 1
            }
            _ => 1,
        }
    }

    /// One alone is a part of the word, two are an operator. Any behind another one is swallowed,
    /// also behind a literal one.
    fn ampersand_or_bar(
        &mut self,
        character: char,
        before: Option<&Symbol>,
        next: Option<&Symbol>,
    ) -> Result<usize, SearchError> {
        let same = Some(&Char(character));
        if before == same {
            return Ok(1);
        }
        if next != same {
            return Ok(self.part(Part::Char(character)));
        }
        self.finish_word()?;
        let (operator, other) = if character == '&' {
            (Token::And, Token::Or)
        } else {
            (Token::Or, Token::And)
        };
        match self.tokens.last() {
            Some(last) if *last == other => return Err(SearchError::AndBesideOr),
            Some(last) if *last == operator => {}
            _ => self.tokens.push(operator),
        }
        Ok(1)
    }

    fn open(&mut self) -> Result<usize, SearchError> {
        self.finish_word()?;
        if matches!(self.tokens.last(), Some(Token::Word(_) | Token::Close)) {
            self.tokens.push(Token::And);
        }
        self.tokens.push(Token::Open);
        Ok(1)
    }

    fn close(&mut self, after: &[Symbol]) -> Result<usize, SearchError> {
        self.finish_word()?;
        self.tokens.push(Token::Close);
        let goes_on = !matches!(
            after,
            [] | [Char(')'), ..] | [Char('&'), Char('&'), ..] | [Char('|'), Char('|'), ..]
        );
        if goes_on {
            self.tokens.push(Token::And);
        }
        Ok(1)
    }

    fn finish_word(&mut self) -> Result<(), SearchError> {
        if self.word.is_empty() {
            return Ok(());
        }
        let mut text = self.affixes.prefix.clone();
        for part in self.word.drain(..) {
            match part {
                Part::Char(character) => text.push(character),
                Part::Backslash => {}
                Part::Phrase(phrase) => text.push_str(&phrase),
            }
        }
        text.push_str(&self.affixes.suffix);
        let pattern = Pattern::new(&text)?;
        self.tokens.push(Token::Word(Word::new(
            pattern,
            std::mem::take(&mut self.negated),
        )));
        Ok(())
    }
}
