//! What somebody types who looks for a certain person: seeded rules.

use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

use crate::population::Person;

/// How many queries each rule makes: 500 with those that have twice as many.
const EACH: usize = 50;

/// One query, the rule that made it, and who is meant (by place in the population).
pub(crate) struct Asked {
    pub(crate) rule: &'static str,
    pub(crate) typed: String,
    pub(crate) meant: usize,
}

type Rule = fn(&Person, &mut StdRng) -> Option<String>;

const RULES: [(&str, Rule, usize); 9] = [
    ("case", case, EACH),
    ("accents", accents, EACH),
    ("umlauts", umlauts, EACH),
    ("transliteration", transliteration, EACH),
    ("to an umlaut", to_umlaut, EACH),
    ("decomposed", decomposed, EACH / 2),
    ("phonetic twins", twin, 2 * EACH),
    ("parts of names", parts, 2 * EACH),
    ("login or e-mail", identity, EACH / 2),
];

/// 500 queries for names, logins and addresses.
pub(crate) fn for_names(people: &[Person], random: &mut StdRng) -> Vec<Asked> {
    let mut asked = Vec::new();
    for (rule, typed_for, count) in RULES {
        let wanted = asked.len() + count;
        while asked.len() < wanted {
            let meant = random.random_range(0..people.len());
            if let Some(typed) = typed_for(&people[meant], random) {
                asked.push(Asked { rule, typed, meant });
            }
        }
    }
    asked
}

/// 40 notations of each of 10 telephone numbers.
pub(crate) fn for_numbers(people: &[Person], random: &mut StdRng) -> Vec<Asked> {
    let mut asked = Vec::new();
    while asked.len() < 10 * NOTATIONS.len() {
        let meant = random.random_range(0..people.len());
        let phone = &people[meant].phone;
        if phone.country == "49" {
            asked.extend(NOTATIONS.iter().enumerate().map(|(at, notation)| {
                let typed = phone.written(notation);
                let typed = if at == 39 {
                    in_wide_digits(&typed)
                } else {
                    typed
                };
                Asked {
                    rule: "number",
                    typed,
                    meant,
                }
            }));
        }
    }
    asked
}

const NOTATIONS: [&str; 40] = [
    "+CAL",
    "+C A L",
    "+C A P",
    "+C (0)A L",
    "+C (0) A L",
    "+C(0)A/L",
    "+C-A-L",
    "+C.A.L",
    "(+C) A L",
    "(+C)AL",
    "+ C A L",
    "+C/A/L",
    "00CAL",
    "00C A L",
    "00C A P",
    "00C-A-L",
    "00C (0)A L",
    "00C/A/L",
    "(00C) A L",
    "0AL",
    "0A L",
    "0A P",
    "0A/L",
    "0A / L",
    "0A-L",
    "0A - L",
    "0A -L",
    "0A.L",
    "(0A) L",
    "(0A)L",
    "[0A] L",
    "0A\u{2013}L",
    "0A\u{a0}L",
    "CAL",
    "C A L",
    "A L",
    "L",
    "P",
    "tel:+C-A-L",
    "0A L",
];

fn in_wide_digits(text: &str) -> String {
    let wide = |it: char| {
        it.to_digit(10)
            .and_then(|digit| char::from_u32(0xff10 + digit))
    };
    text.chars().map(|it| wide(it).unwrap_or(it)).collect()
}

/// First and last name in either order.
fn named(first: &str, last: &str, random: &mut StdRng) -> String {
    if random.random_bool(0.5) {
        format!("{first} {last}")
    } else {
        format!("{last} {first}")
    }
}

/// The name with these replacements; `None` if there is nothing to replace.
fn replaced(person: &Person, pairs: &[(&str, &str)], random: &mut StdRng) -> Option<String> {
    let replace = |text: &str| {
        pairs
            .iter()
            .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    };
    let (first, last) = (replace(person.first), replace(&person.last));
    let changed = first != person.first || last != person.last;
    changed.then(|| named(&first, &last, random))
}

fn case(person: &Person, random: &mut StdRng) -> Option<String> {
    let name = named(person.first, &person.last, random);
    let cases = [name.to_uppercase(), name.to_lowercase()];
    cases.choose(random).cloned()
}

fn accents(person: &Person, random: &mut StdRng) -> Option<String> {
    let pairs = [
        ("é", "e"),
        ("è", "e"),
        ("á", "a"),
        ("í", "i"),
        ("ó", "o"),
        ("ñ", "n"),
        ("ú", "u"),
        ("ç", "c"),
        ("Ç", "C"),
        ("ş", "s"),
        ("Ş", "S"),
        ("ğ", "g"),
        ("ı", "i"),
        ("İ", "I"),
        ("Ł", "L"),
        ("ł", "l"),
        ("Đ", "D"),
        ("ứ", "u"),
        ("ư", "u"),
        ("ơ", "o"),
        ("ễ", "e"),
        ("ầ", "a"),
        ("ạ", "a"),
        ("ặ", "a"),
        ("ř", "r"),
        ("š", "s"),
        ("Š", "S"),
        ("Ż", "Z"),
        ("Å", "A"),
        ("å", "a"),
        ("Ø", "O"),
        ("ø", "o"),
    ];
    replaced(person, &pairs, random)
}

fn umlauts(person: &Person, random: &mut StdRng) -> Option<String> {
    let pairs = [("ä", "a"), ("ö", "o"), ("ü", "u"), ("Ö", "O"), ("ß", "ss")];
    replaced(person, &pairs, random)
}

fn transliteration(person: &Person, random: &mut StdRng) -> Option<String> {
    let pairs = [
        ("ä", "ae"),
        ("ö", "oe"),
        ("ü", "ue"),
        ("Ö", "Oe"),
        ("ß", "ss"),
        ("ø", "oe"),
        ("Ø", "Oe"),
        ("å", "aa"),
        ("Å", "Aa"),
    ];
    replaced(person, &pairs, random)
}

fn to_umlaut(person: &Person, random: &mut StdRng) -> Option<String> {
    let pairs = [("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("ss", "ß")];
    replaced(person, &pairs, random)
}

fn decomposed(person: &Person, random: &mut StdRng) -> Option<String> {
    let pairs = [
        ("ä", "a\u{308}"),
        ("ö", "o\u{308}"),
        ("ü", "u\u{308}"),
        ("é", "e\u{301}"),
    ];
    replaced(person, &pairs, random)
}

/// One pair of letters in the last name that are spoken alike.
fn twin(person: &Person, random: &mut StdRng) -> Option<String> {
    const ALIKE: [(&str, &str); 22] = [
        ("ei", "ai"),
        ("ai", "ei"),
        ("ey", "ei"),
        ("ay", "ei"),
        ("ei", "ey"),
        ("dt", "tt"),
        ("tt", "dt"),
        ("ck", "k"),
        ("tz", "z"),
        ("ph", "f"),
        ("th", "t"),
        ("ff", "f"),
        ("nn", "n"),
        ("mm", "m"),
        ("ll", "l"),
        ("ss", "s"),
        ("V", "F"),
        ("K", "C"),
        ("ow", "ov"),
        ("ie", "i"),
        ("ä", "e"),
        ("rt", "rd"),
    ];
    let fitting: Vec<_> = ALIKE
        .iter()
        .filter(|(from, _)| person.last.contains(from))
        .collect();
    let (from, to) = fitting.choose(random)?;
    Some(named(
        person.first,
        &person.last.replacen(from, to, 1),
        random,
    ))
}

/// The beginning or the end of a last name beside the first one, or the other way round.
fn parts(person: &Person, random: &mut StdRng) -> Option<String> {
    let last: Vec<char> = person.last.chars().collect();
    let length = last
        .len()
        .checked_sub(1 + random.random_range(0..2))
        .filter(|it| *it >= 4)?;
    Some(match random.random_range(0..3) {
        0 => named(person.first, &String::from_iter(&last[..length]), random),
        1 => named(
            person.first,
            &String::from_iter(&last[last.len() - length..]),
            random,
        ),
        _ => {
            let first: Vec<char> = person.first.chars().collect();
            let first = first.get(..first.len() - 1).filter(|it| it.len() >= 3)?;
            named(&String::from_iter(first), &person.last, random)
        }
    })
}

fn identity(person: &Person, random: &mut StdRng) -> Option<String> {
    let identities = [&person.login, &person.email];
    identities.choose(random).map(|it| it.to_uppercase())
}
