//! Rewrites a text step by step as OTOBO does before it looks at single characters
//! (otobo-behaviour.md 3.2, steps 1 to 7). Each function is one step; their order matters.

use super::Language;

/// A character of the rewritten text, or a phrase taken out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Symbol {
    /// A character that may be an operator.
    Char(char),
    /// What stood between two quotes, verbatim.
    Phrase(String),
}

use Symbol::Char;

/// All steps. The result is empty where OTOBO's text is, otherwise it is in parentheses.
pub(super) fn prepare(text: &str, language: Language) -> Vec<Symbol> {
    let text = match language {
        Language::CustomerUser => escape_operators(text.trim()),
        Language::Customer => text.trim().to_owned(),
    };
    let symbols = take_phrases(&wrap(&text));
    let symbols = remove_empty_parentheses(&symbols);
    let symbols = collapse_white_space(symbols);
    let symbols = replace_operators(symbols);
    let symbols = replace_wildcards(symbols);
    let symbols = drop_outer_operators(symbols);
    remove_spaces(&symbols)
}

/// Customer user searches only: the text's own parentheses, `&` and `|` are no operators.
fn escape_operators(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut previous = None;
    for character in text.chars() {
        if matches!(character, '(' | ')' | '&' | '|') && previous != Some('\\') {
            escaped.push('\\');
        }
        escaped.push(character);
        previous = Some(character);
    }
    escaped
}

/// Step 1: parentheses around it, unless it begins and ends with one.
fn wrap(text: &str) -> String {
    let wrapped = text.starts_with('(') && text.ends_with(')') && !text.ends_with("\\)");
    if wrapped {
        text.to_owned()
    } else {
        format!("({text})")
    }
}

/// Step 2: from one quote to the next with at least one character between.
fn take_phrases(text: &str) -> Vec<Symbol> {
    let mut symbols = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('"') {
        symbols.extend(before.chars().map(Char));
        let first = after.chars().next().map_or(0, char::len_utf8);
        if let Some(end) = after.split_at(first).1.find('"') {
            let (phrase, closing) = after.split_at(first + end);
            symbols.push(Symbol::Phrase(phrase.to_owned()));
            rest = closing.strip_prefix('"').unwrap_or(closing);
        } else {
            symbols.push(Char('"'));
            rest = after;
        }
    }
    symbols.extend(rest.chars().map(Char));
    symbols
}

/// Step 3, first half: parentheses with nothing but white space between.
fn remove_empty_parentheses(symbols: &[Symbol]) -> Vec<Symbol> {
    let mut kept = Vec::with_capacity(symbols.len());
    let mut at = 0;
    while let Some(symbol) = symbols.get(at) {
        let blanks = count_white_space(symbols.get(at + 1..).unwrap_or_default());
        let closing = at + 1 + blanks;
        if is_unescaped(symbols, at, &['(']) && is_unescaped(symbols, closing, &[')']) {
            at = closing + 1;
        } else {
            kept.push(symbol.clone());
            at += 1;
        }
    }
    kept
}

/// Step 3, second half.
fn collapse_white_space(symbols: Vec<Symbol>) -> Vec<Symbol> {
    let mut kept: Vec<Symbol> = Vec::with_capacity(symbols.len());
    for symbol in symbols {
        if is_white_space(&symbol) {
            if kept.last() != Some(&Char(' ')) {
                kept.push(Char(' '));
            }
        } else {
            kept.push(symbol);
        }
    }
    kept
}

/// Step 4: `+` and the upper-case words, AND before OR.
fn replace_operators(symbols: Vec<Symbol>) -> Vec<Symbol> {
    let mut replaced = Vec::with_capacity(symbols.len());
    for symbol in symbols {
        if symbol == Char('+') {
            replaced.extend([Char('&'), Char('&')]);
        } else {
            replaced.push(symbol);
        }
    }
    let replaced = replace_word(&replaced, "AND", '&');
    replace_word(&replaced, "OR", '|')
}

/// Replaces a word between two separators. A separator serves one word only, so of `a AND AND b`
/// just the first is replaced.
fn replace_word(symbols: &[Symbol], word: &str, operator: char) -> Vec<Symbol> {
    let word: Vec<Symbol> = word.chars().map(Char).collect();
    let separates = |at: usize| is_unescaped(symbols, at, &['(', ')']) || is_space(symbols, at);
    let mut replaced = Vec::with_capacity(symbols.len());
    let mut at = 0;
    while let Some(symbol) = symbols.get(at) {
        replaced.push(symbol.clone());
        let end = at + 1 + word.len();
        let found = separates(at) && symbols.get(at + 1..end) == Some(&word) && separates(end);
        if found {
            replaced.extend([Char(operator), Char(operator)]);
            replaced.extend(symbols.get(end).cloned());
            at = end;
        }
        at += 1;
    }
    replaced
}

/// Step 5: `*` becomes `%`, two of them one, and a NOT behind one comes to its front.
fn replace_wildcards(mut symbols: Vec<Symbol>) -> Vec<Symbol> {
    for symbol in &mut symbols {
        if *symbol == Char('*') {
            *symbol = Char('%');
        }
    }
    let mut joined = Vec::with_capacity(symbols.len());
    let mut at = 0;
    while let Some(symbol) = symbols.get(at) {
        joined.push(symbol.clone());
        at += 1;
        if *symbol == Char('%') {
            let second = at + count_white_space(symbols.get(at..).unwrap_or_default());
            if symbols.get(second) == Some(&Char('%')) {
                at = second + 1;
            }
        }
    }
    let joined = replace_run(&joined, &['%', '!', '%'], &['!', '%']);
    replace_run(&joined, &['%', '!'], &['!', '%'])
}

fn replace_run(symbols: &[Symbol], from: &[char], to: &[char]) -> Vec<Symbol> {
    let from: Vec<Symbol> = from.iter().copied().map(Char).collect();
    let mut replaced = Vec::with_capacity(symbols.len());
    let mut rest = symbols;
    while let Some((first, others)) = rest.split_first() {
        if let Some(after) = rest.strip_prefix(from.as_slice()) {
            replaced.extend(to.iter().copied().map(Char));
            rest = after;
        } else {
            replaced.push(first.clone());
            rest = others;
        }
    }
    replaced
}

/// Step 6: one operator right before the last parenthesis and one right after the first.
fn drop_outer_operators(mut symbols: Vec<Symbol>) -> Vec<Symbol> {
    const OPERATORS: [[Symbol; 2]; 2] = [[Char('&'), Char('&')], [Char('|'), Char('|')]];
    let is_operator = |pair: Option<&[Symbol]>| OPERATORS.iter().any(|it| pair == Some(it));

    let last = symbols.len().saturating_sub(1);
    let before_last = last.saturating_sub(2);
    if symbols.last() == Some(&Char(')')) && is_operator(symbols.get(before_last..last)) {
        symbols.drain(before_last..last);
    }
    if symbols.first() == Some(&Char('(')) && is_operator(symbols.get(1..3)) {
        symbols.drain(1..3);
    }
    symbols
}

/// Step 7: no space beside an operator. Behind `|` it goes even if that is escaped.
fn remove_spaces(symbols: &[Symbol]) -> Vec<Symbol> {
    const OPERATORS: [char; 4] = ['(', ')', '|', '&'];
    let without_leading = retain(symbols, |at| {
        !(is_space(symbols, at) && is_unescaped(symbols, at + 1, &OPERATORS))
    });
    retain(&without_leading, |at| {
        let behind = at.checked_sub(1).is_some_and(|before| {
            is_unescaped(&without_leading, before, &OPERATORS)
                || without_leading.get(before) == Some(&Char('|'))
        });
        !(is_space(&without_leading, at) && behind)
    })
}

fn retain(symbols: &[Symbol], keep: impl Fn(usize) -> bool) -> Vec<Symbol> {
    let kept = symbols.iter().enumerate().filter(|(at, _)| keep(*at));
    kept.map(|(_, symbol)| symbol.clone()).collect()
}

/// Whether one of these characters is there without a backslash right before it.
fn is_unescaped(symbols: &[Symbol], at: usize, characters: &[char]) -> bool {
    let before = at.checked_sub(1).and_then(|before| symbols.get(before));
    matches!(symbols.get(at), Some(Char(character)) if characters.contains(character))
        && before != Some(&Char('\\'))
}

fn is_space(symbols: &[Symbol], at: usize) -> bool {
    symbols.get(at) == Some(&Char(' '))
}

fn is_white_space(symbol: &Symbol) -> bool {
    matches!(symbol, Char(character) if character.is_whitespace())
}

fn count_white_space(symbols: &[Symbol]) -> usize {
    symbols
        .iter()
        .take_while(|symbol| is_white_space(symbol))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(text: &str, language: Language) -> String {
        let show = |symbol: Symbol| match symbol {
            Char(character) => character.to_string(),
            Symbol::Phrase(phrase) => format!("<{phrase}>"),
        };
        prepare(text, language).into_iter().map(show).collect()
    }

    #[test]
    fn customer_user_texts_are_rewritten_step_by_step() {
        let cases = [
            ("  ab  ", "(ab)"),
            ("", ""),
            ("(ab)", r"(\(ab\))"),
            (r"\(ab", r"(\(ab)"),
            (r"a&&b", r"(a\&\&b)"),
            ("ab | cd", r"(ab \|cd)"),
            ("ab & cd", r"(ab \& cd)"),
            ("a +  b", "(a&&b)"),
            ("a\tb", "(a b)"),
        ];
        for (text, expected) in cases {
            assert_eq!(prepared(text, Language::CustomerUser), expected, "{text}");
        }
    }

    #[test]
    fn customer_texts_are_rewritten_step_by_step() {
        let cases = [
            ("(a) (b)", "(a)(b)"),
            ("(a", "((a)"),
            ("a)", "(a))"),
            (r"(a\)", r"((a\))"),
            ("()", ""),
            ("( )", ""),
            ("(())", "()"),
            (r"\()", r"(\())"),
            ("a ( ) b", "(a b)"),
            ("a & & b", "(a&&b)"),
            ("(a AND b)", "(a&&b)"),
            ("(AND a)", "(a)"),
            ("a AND AND b", "(a&&AND b)"),
            ("a AND OR b", "(a&&||b)"),
            ("a OR AND b", "(a||&&b)"),
            ("(a)AND(b)", "(a)&&(b)"),
            (r"\(AND b", r"(\(AND b)"),
            ("xAND b", "(xAND b)"),
            ("a and b", "(a and b)"),
            ("ab++", "(ab&&)"),
            ("++ab", "(&&ab)"),
            ("OR", "()"),
            ("a OR", "(a)"),
            ("OR a", "(a)"),
            ("( a && )", "(a&&)"),
        ];
        for (text, expected) in cases {
            assert_eq!(prepared(text, Language::Customer), expected, "{text}");
        }
    }

    #[test]
    fn wildcards_are_joined_and_give_way_to_a_not() {
        let cases = [
            ("a*b", "(a%b)"),
            ("**", "(%)"),
            ("***", "(%%)"),
            ("* *", "(%)"),
            ("* * *", "(% %)"),
            ("*!a*", "(!%a%)"),
            ("*!*a", "(!%a)"),
            ("*a* *", "(%a%)"),
            ("%a", "(%a)"),
        ];
        for (text, expected) in cases {
            assert_eq!(prepared(text, Language::CustomerUser), expected, "{text}");
        }
    }

    #[test]
    fn phrases_are_taken_out_before_anything_in_them_means_something() {
        let cases = [
            (r#""a+b""#, "(<a+b>)"),
            (r#""a  b"+c"#, "(<a  b>&&c)"),
            (r#"a"b"c"#, "(a<b>c)"),
            (r#""""#, r#"("")"#),
            (r#"""""#, r#"(<">)"#),
            (r#"a+"b"#, r#"(a&&"b)"#),
            (r#""ü"ü"#, "(<ü>ü)"),
            (r#""a" "b""#, "(<a> <b>)"),
            (r#""a(b""#, r"(<a\(b>)"),
            ("\"###1###\"", "(<###1###>)"),
        ];
        for (text, expected) in cases {
            assert_eq!(prepared(text, Language::CustomerUser), expected, "{text}");
        }
    }
}
