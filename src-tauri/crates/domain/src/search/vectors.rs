//! The table of otobo-behaviour.md 3.2: a text, and the condition OTOBO makes of it.
//!
//! Conditions are written as SQL on a column that is not named: `%ab%` for LIKE, `=ab` for
//! equality, `!` for NOT, `A & B` and `A | B` with AND binding stronger, parentheses where the
//! structure has them.

use super::{Affixes, Condition, Language, Pattern, SearchError, Word, parse};

use Language::{Customer as C, CustomerUser as E};

const BOTH: &[Language] = &[E, C];

fn written(condition: &Condition) -> String {
    let member = |member: &Condition| match member {
        Condition::Word(_) => written(member),
        _ => format!("({})", written(member)),
    };
    match condition {
        Condition::Everything => "everything".to_owned(),
        Condition::Nothing => "1=0".to_owned(),
        Condition::Word(word) => written_word(word),
        Condition::All(members) => members.iter().map(member).collect::<Vec<_>>().join(" & "),
        Condition::Any(members) => {
            let alternative = |it: &Condition| match it {
                Condition::All(_) => written(it),
                _ => member(it),
            };
            members
                .iter()
                .map(alternative)
                .collect::<Vec<_>>()
                .join(" | ")
        }
    }
}

fn written_word(word: &Word) -> String {
    let not = if word.negated { "!" } else { "" };
    let equal = if matches!(word.pattern, Pattern::Equal(_)) {
        "="
    } else {
        ""
    };
    format!("{not}{equal}{}", word.pattern.text())
}

fn parsed(text: &str, language: Language, prefix: &str, suffix: &str) -> String {
    match parse(text, language, &Affixes::new(prefix, suffix)) {
        Ok(condition) => written(&condition),
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn a_text_becomes_the_condition_that_otobo_makes_of_it() {
    let cases: &[(&[&str], &[Language], &str)] = &[
        (&["ab"], BOTH, "%ab%"),
        (&["ab cd"], BOTH, "%ab cd%"),
        (
            &["ab+cd", "ab + cd", "ab AND cd", "ab++cd"],
            BOTH,
            "%ab% & %cd%",
        ),
        (&["ab OR cd"], BOTH, "%ab% | %cd%"),
        (&["ab and cd"], BOTH, "%ab and cd%"),
        (&["ab&&cd"], &[E], "%ab&&cd%"),
        (&["ab||cd"], &[E], "%ab||cd%"),
        (&["ab&&cd"], &[C], "%ab% & %cd%"),
        (&["ab||cd"], &[C], "%ab% | %cd%"),
        (&["*", "**", "%"], BOTH, "%"),
        (&["a*b"], BOTH, "%a%b%"),
        (&["ab*", "*ab"], BOTH, "%ab%"),
        (&["!ab"], BOTH, "!%ab%"),
        (&["! ab"], BOTH, "!% ab%"),
        (&["ab+!cd"], BOTH, "%ab% & !%cd%"),
        (&["ab !cd"], BOTH, "%ab !cd%"),
        (&["a!b"], BOTH, "%a!b%"),
        (&["NOT ab"], BOTH, "%NOT ab%"),
        (&["*!a*"], BOTH, "!%a%"),
        (&[r#""ab cd"+ef"#], BOTH, "%ab cd% & %ef%"),
        (&[r#""ab+cd""#], BOTH, "%ab+cd%"),
        (&[r#"""#], BOTH, r#"%"%"#),
        (&[r#""""#], BOTH, r#"%""%"#),
        (&[r#"a+"b"#], BOTH, r#"%a% & %"b%"#),
        (&["(ab+cd)"], &[E], "%(ab% & %cd)%"),
        (&["(ab+cd)"], &[C], "%ab% & %cd%"),
        (&["ab(cd)"], &[C], "%ab% & %cd%"),
        (&["foo (bar)"], &[C], "%foo% & %bar%"),
        (
            &["(ab OR cd) ef", "(ab OR cd) AND ef"],
            &[C],
            "(%ab% | %cd%) & %ef%",
        ),
        (&["(a)(b)"], &[C], "%a% & %b%"),
        (&["!(ab)"], &[C], "!%ab%"),
        (&["!(ab+cd)"], &[C], "!%ab% & %cd%"),
        (&["(ab", "ab)"], &[C], "1=0"),
        (&["(ab"], &[E], "%(ab%"),
        (&["ab & cd"], &[C], "%ab&cd%"),
        (&["ab & cd"], &[E], "%ab & cd%"),
        (&["ab | cd"], &[C], "%ab|cd%"),
        (&["ab | cd"], &[E], "%ab |cd%"),
        (&["ab+cd OR ef"], BOTH, "%ab% & %cd% | %ef%"),
        (&["+ab", "ab+", "ab AND"], BOTH, "%ab%"),
        (&["ab++", "++ab", "C++"], BOTH, "MissingWord"),
        (&["+49 123"], BOTH, "%49 123%"),
        (&[r"DOM\user"], BOTH, "%DOMuser%"),
        (&[r"a\\b"], BOTH, "%ab%"),
        (&[r"ab\"], BOTH, "1=0"),
        (&[r"ab\\"], BOTH, "%ab%"),
        (&[r"a\+b"], BOTH, "%a&b%"),
        (&["OR", "+", "!"], BOTH, "NoWord"),
    ];
    for (texts, languages, expected) in cases {
        for text in *texts {
            for language in *languages {
                assert_eq!(
                    parsed(text, *language, "*", "*"),
                    *expected,
                    "{text} {language:?}"
                );
            }
        }
    }
}

#[test]
fn affixes_decide_where_a_word_may_stand() {
    assert_eq!(parsed("ab", E, "", "*"), "ab%");
    assert_eq!(parsed("!ab", E, "", "*"), "!ab%");
    assert_eq!(parsed("ab", E, "", ""), "=ab");
    assert_eq!(parsed("ab+cd*", E, "", ""), "=ab & cd%");
    assert_eq!(parsed("!a_b", E, "", ""), "!=a_b");
    assert_eq!(parsed("ab", E, "*", ""), "%ab");
    assert_eq!(parsed("*", E, "", ""), "%");
}

#[test]
fn losses_of_otobo_are_not_copied() {
    // there: LIKE %a###1###c%
    assert_eq!(parsed(r#"a"b"c"#, E, "*", "*"), "%abc%");
    assert_eq!(parsed(r#""a" "b""#, E, "*", "*"), "%a b%");
    assert_eq!(parsed(r#""0""#, E, "*", "*"), "%0%");
    // there: whatever the phrase is
    assert_eq!(parsed(r#"###1###+"b""#, E, "*", "*"), "%###1###% & %b%");
    // there: no parentheses around, so the validity binds to the first half only
    assert_eq!(parsed("(ab) OR (cd)", C, "*", "*"), "%ab% | %cd%");
    // there: no customer users, but all customers
    assert_eq!(parsed("a AND OR b", E, "*", "*"), "AndBesideOr");
    assert_eq!(parsed("a AND OR b", C, "*", "*"), "AndBesideOr");
    assert_eq!(parsed("a&&||b", C, "*", "*"), "AndBesideOr");
    assert_eq!(parsed("a||&&b", C, "*", "*"), "AndBesideOr");
}

#[test]
fn an_empty_condition_asks_for_everything() {
    for text in ["", "  ", "()", "( )", ")("] {
        assert_eq!(parsed(text, C, "*", "*"), "everything", "{text:?}");
    }
    assert_eq!(parsed("", E, "*", "*"), "everything");
    assert_eq!(
        parsed("()", E, "*", "*"),
        "%()%",
        "parentheses are text there"
    );
}

#[test]
fn operators_beside_literal_characters_are_read_as_otobo_reads_them() {
    let cases = [
        ("a& + b", E, "%a&b%"),
        ("a | + b", E, "%a |% & %b%"),
        (r"a\(b", C, "%a(b%"),
        (r"a\\(b)", C, "%a% & %b%"),
        (r"a\&&b", C, "%a&b%"),
        (r"\\", E, "%"),
        (r"\%", E, "%"),
        (r"\!a", E, "%!a%"),
        ("!!a", E, "!%a%"),
        ("a+!!b", E, "%a% & !%b%"),
        ("a&b", C, "%a&b%"),
        ("a&&&b", C, "%a% & %b%"),
        ("a|||b", C, "%a% | %b%"),
        ("(a)&b", C, "%a% & %&b%"),
        ("a AND AND b", C, "%a% & %AND b%"),
        ("a&& &&b", C, "%a% & %b%"),
        ("a&&!&&b", C, "%a% & !%b%"),
        ("a||!||b", C, "%a% | !%b%"),
        ("(a) && (b)", C, "%a% & %b%"),
        ("(a) || (b+c)", C, "%a% | %b% & %c%"),
        ("(a || b) && (c || d)", C, "(%a% | %b%) & (%c% | %d%)"),
        ("a OR (b OR c)", C, "%a% | (%b% | %c%)"),
        ("a + (b + c)", C, "%a% & (%b% & %c%)"),
        ("a OR b+c OR d", C, "%a% | %b% & %c% | %d%"),
        ("a !(b)", C, "%a !% & %b%"),
    ];
    for (text, language, expected) in cases {
        assert_eq!(
            parsed(text, language, "*", "*"),
            expected,
            "{text} {language:?}"
        );
    }
}

#[test]
fn operators_without_words_find_nothing() {
    let cases = [
        ("(())", "NoWord"),
        ("a+(())", "NoWord"),
        ("(a)!", "MissingWord"),
        ("((a)!)", "MissingWord"),
        ("a+()", "%a%"),
        ("a+!", "MissingWord"),
        ("!+a", "MissingWord"),
        ("((+a)+b)", "MissingWord"),
        ("(a OR)+b", "MissingWord"),
        ("a OR (+b)", "MissingWord"),
        ("a OR (OR b)", "MissingWord"),
        ("a))((b", "ClosedBeforeOpened"),
        ("a++)", "1=0"),
    ];
    for (text, expected) in cases {
        assert_eq!(parsed(text, C, "*", "*"), expected, "{text}");
    }
}

#[test]
fn phrases_are_verbatim_but_for_what_like_takes() {
    assert_eq!(
        parsed(r#""a(b""#, E, "*", "*"),
        r"%a\(b%",
        "LIKE takes the backslash for itself"
    );
    assert_eq!(parsed(r#""a(b""#, C, "*", "*"), "%a(b%");
    assert_eq!(parsed(r#""a*b""#, C, "*", "*"), "%a%b%");
    assert_eq!(
        parsed(r#""C++""#, C, "*", "*"),
        "%C++%",
        "the way to search for a plus sign"
    );
    assert_eq!(parsed(r#"!"a b""#, E, "*", "*"), "!%a b%");
    assert_eq!(parsed(r#""a AND b""#, E, "*", "*"), "%a AND b%");
    assert_eq!(
        parsed(r#""  a""#, E, "*", "*"),
        "%  a%",
        "white space stays"
    );
    assert_eq!(parsed(r#""a\""#, E, "*", ""), "EscapeAtEnd");
    assert_eq!(parsed(r#""a\""#, E, "*", "*"), r"%a\%");
}

#[test]
fn the_error_tells_what_is_missing() {
    let affixes = Affixes::new("*", "*");
    assert_eq!(parse("C++", C, &affixes), Err(SearchError::MissingWord));
    assert_eq!(parse("+", E, &affixes), Err(SearchError::NoWord));
}
