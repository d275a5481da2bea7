//! From a text to what it asks for.

use std::ops::Range;

use super::letters::digit;
use super::names::{FieldName, name_key};
use super::needle::Needle;
use super::number::Number;
use super::query::{Meaning, Part, Query};
use super::region::Region;
use super::scan::{Item, scan};
use super::validity::TypedValidity;
use super::value::exact_key;
use crate::ids::Var;

/// What follows is not read: nobody types so much.
pub const MOST_TYPED: usize = 256;
/// More words do not narrow a search.
const MOST_PARTS: usize = 32;

/// Digits in more words are a telephone number, and not also a postcode or a date.
const MOST_WORDS_OF_NUMBER: usize = 3;

const VALID: &str = "valid";
const SOURCE: &str = "source";

/// Reads a text. There is none that is refused: what cannot be meant as an operator is text.
/// `valid:` and `source:` go before fields of these names.
pub fn parse(text: &str, names: &[FieldName<'_>], region: Region) -> Query {
    let end = text.char_indices().nth(MOST_TYPED).map(|(at, _)| at);
    let text = end.and_then(|end| text.get(..end)).unwrap_or(text);
    let reader = Reader {
        text,
        names: names.iter().map(|it| (name_key(it.name), it.var)).collect(),
        region,
    };
    Query {
        parts: reader.parts(),
        whole: exact_key(text),
        region,
    }
}

struct Reader<'t> {
    text: &'t str,
    names: Vec<(String, &'t Var)>,
    region: Region,
}

impl Reader<'_> {
    fn parts(&self) -> Vec<Part> {
        let items = scan(self.text, &|name| self.is_name(name));
        let mut rest = items.as_slice();
        let mut parts = Vec::new();
        while let [first, others @ ..] = rest {
            if parts.len() == MOST_PARTS {
                break;
            }
            if let Some((number, after)) = self.number_run(rest) {
                parts.push(number);
                rest = after;
            } else {
                parts.push(self.part(first));
                rest = others;
            }
        }
        silence_punctuation(&mut parts);
        parts
    }

    fn is_name(&self, name: &str) -> bool {
        let key = name_key(name);
        !key.is_empty()
            && (key == VALID || key == SOURCE || self.names.iter().any(|(it, _)| *it == key))
    }

    fn fields(&self, name: &str) -> Option<Vec<Var>> {
        let key = name_key(name);
        let named = self.names.iter().filter(|(name, _)| *name == key);
        let fields: Vec<_> = named.map(|(_, var)| (*var).clone()).collect();
        Some(fields).filter(|fields| !fields.is_empty())
    }

    fn part(&self, item: &Item<'_>) -> Part {
        let part = |fields, meaning| Part {
            span: item.span.clone(),
            negated: item.negated,
            fields,
            meaning,
        };
        let Some(name) = item.name else {
            return part(None, self.meaning(item));
        };
        match name_key(name).as_str() {
            VALID => match TypedValidity::of(item.body) {
                TypedValidity::Whole(wanted) => Part {
                    negated: false,
                    ..part(None, Meaning::Valid(wanted.negated_if(item.negated)))
                },
                TypedValidity::Begun => part(None, Meaning::Nothing),
                TypedValidity::Other => part(None, self.literal(&item.span)),
            },
            SOURCE if item.body.is_empty() => part(None, Meaning::Nothing),
            SOURCE => part(None, Meaning::Source(self.needle(item))),
            _ => part(self.fields(name), self.meaning(item)),
        }
    }

    fn meaning(&self, item: &Item<'_>) -> Meaning {
        let number = Some(item.body).filter(|body| !item.quoted && is_number_text(body));
        if let Some(number) = number.and_then(|typed| Number::of(typed, self.region)) {
            let words = vec![self.needle(item)];
            return Meaning::Number { number, words };
        }
        let needle = self.needle(item);
        // A number is begun with it; looking for the sign itself would mean looking at everything
        let is_begun = is_plain(item) && !item.negated && is_between(item.body);
        if is_begun || needle.is_any_text() {
            Meaning::Nothing
        } else {
            Meaning::Text(needle)
        }
    }

    fn needle(&self, item: &Item<'_>) -> Needle {
        if item.quoted {
            Needle::phrase(item.body)
        } else {
            Needle::word(item.body, self.region)
        }
    }

    /// An item whose name means nothing after all.
    fn literal(&self, span: &Range<usize>) -> Meaning {
        let typed = self.text.get(span.clone()).unwrap_or_default();
        Meaning::Text(Needle::word(typed, self.region))
    }

    /// A telephone number in several words at the beginning of these items, and what follows it.
    fn number_run<'i, 't>(&self, items: &'i [Item<'t>]) -> Option<(Part, &'i [Item<'t>])> {
        let first = items
            .first()
            .filter(|item| is_plain(item) && !item.negated)?;
        if !is_number_text(first.body) {
            return None;
        }
        let belongs = |item: &&Item<'_>| {
            let is_digits = is_number_text(item.body);
            is_plain(item) && (is_digits || !item.negated && is_between(item.body))
        };
        let run: Vec<_> = items.iter().take_while(belongs).collect();
        let length = run.iter().rposition(|item| is_number_text(item.body))? + 1;
        let (run, after) = items.split_at_checked(length)?;
        let span = first.span.start..run.last()?.span.end;
        let number = Number::of(self.text.get(span.clone())?, self.region)?;
        let words = run.iter().map(|item| self.needle(item));
        let mut words: Vec<_> = words.filter(|it| !it.is_mere_punctuation()).collect();
        if words.len() > MOST_WORDS_OF_NUMBER {
            words.clear();
        }
        let meaning = Meaning::Number { number, words };
        let part = Part {
            span,
            negated: false,
            fields: None,
            meaning,
        };
        Some((part, after))
    }
}

fn is_plain(item: &Item<'_>) -> bool {
    item.name.is_none() && !item.quoted
}

/// Digits, and what people write between them.
fn is_number_text(text: &str) -> bool {
    let digits = text.strip_prefix("tel:").unwrap_or(text);
    digits
        .chars()
        .all(|it| digit(it).is_some() || is_number_punctuation(it))
        && digits.chars().any(|it| digit(it).is_some())
}

fn is_between(text: &str) -> bool {
    text.chars().all(is_number_punctuation)
}

fn is_number_punctuation(character: char) -> bool {
    matches!(
        character,
        '+' | '-' | '(' | ')' | '[' | ']' | '/' | '.' | '·' | '＋' | '\u{2010}'
            ..='\u{2015}' | '\u{2212}'
    )
}

/// Punctuation is looked for only where there is nothing else: in `Meier - Ulm` it says nothing.
fn silence_punctuation(parts: &mut [Part]) {
    let is_mere =
        |part: &Part| matches!(&part.meaning, Meaning::Text(it) if it.is_mere_punctuation());
    let asks = |part: &Part| matches!(part.meaning, Meaning::Text(_) | Meaning::Number { .. });
    if parts.iter().any(|part| asks(part) && !is_mere(part)) {
        for part in parts.iter_mut().filter(|part| is_mere(part)) {
            part.meaning = Meaning::Nothing;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<String> {
        let [city, street, phone] = ["UserCity", "UserStreet", "UserPhone"].map(Var::from);
        let names = [
            ("City", &city),
            ("UserCity", &city),
            ("Straße und Nr", &street),
            ("where", &city),
            ("where", &street),
            ("phone", &phone),
        ];
        let names = names.map(|(name, var)| FieldName { name, var });
        let query = parse(text, &names, Region::of_country("DE"));
        query.parts().iter().map(|part| shown(text, part)).collect()
    }

    fn shown(text: &str, part: &Part) -> String {
        let minus = if part.negated { "-" } else { "" };
        let fields = part.fields.iter().flatten();
        let fields: String = fields.flat_map(|var| [var.as_str(), ":"]).collect();
        let meaning = match &part.meaning {
            Meaning::Text(needle) => needle.spelled().to_owned(),
            Meaning::Number { number, words } => format!("#{} {}", number.whole(), words.len()),
            Meaning::Valid(wanted) => format!("{wanted:?}"),
            Meaning::Source(needle) => format!("from {}", needle.spelled()),
            Meaning::Nothing => "nothing".to_owned(),
        };
        assert!(text.get(part.span.clone()).is_some());
        format!("{minus}{fields}{meaning}")
    }

    #[test]
    fn words_and_fields_are_understood() {
        assert_eq!(read("Eva Mayr"), ["eva", "mayr"]);
        assert_eq!(
            read("city:Ulm -usercity:Bonn"),
            ["UserCity:ulm", "-UserCity:bonn"]
        );
        assert_eq!(read("STRASSEUNDNR:x"), ["UserStreet:x"]);
        assert_eq!(read("where:ulm"), ["UserCity:UserStreet:ulm"]);
        assert_eq!(read("town:ulm"), ["town:ulm"]);
        assert_eq!(read("city: x"), ["UserCity:nothing", "x"]);
    }

    #[test]
    fn validity_and_source_are_understood() {
        assert_eq!(read("valid:no"), ["Invalid"]);
        assert_eq!(read("-valid:no Valid:ALL"), ["Valid", "All"]);
        assert_eq!(read("valid: valid:n"), ["nothing", "nothing"]);
        assert_eq!(read("valid:maybe"), ["valid:maybe"]);
        assert_eq!(
            read("source:north -source:\"a b\""),
            ["from north", "-from a b"]
        );
    }

    #[test]
    fn the_words_of_a_number_are_one_number() {
        assert_eq!(read("+49 (0)89 - 12 34"), ["#49891234 0"]);
        assert_eq!(read("+49 89 - 1234"), ["#49891234 3"]);
        assert_eq!(read("089 1234 Ulm"), ["#49891234 2", "ulm"]);
        assert_eq!(read("089 -1234"), ["#49891234 2"]);
        assert_eq!(read("phone:089/1234"), ["UserPhone:#49891234 1"]);
        assert_eq!(read("tel:+49891234"), ["#49891234 1"]);
        assert_eq!(read("12 x 3"), ["12", "x", "3"]);
        assert_eq!(read("-1234"), ["-#491234 1"]);
    }

    #[test]
    fn punctuation_and_stars_say_nothing_beside_words() {
        assert_eq!(
            read("Meier - & Sohn *"),
            ["meier", "nothing", "nothing", "sohn", "nothing"]
        );
        assert_eq!(read("%"), ["%"]);
        assert_eq!(read("("), ["nothing"]);
        assert_eq!(read("["), ["nothing"]);
        assert_eq!(read("\"[\""), ["["]);
        assert_eq!(read("* **"), ["nothing", "nothing"]);
    }

    #[test]
    fn only_so_much_is_read() {
        assert_eq!(read(&"a ".repeat(1_000)).len(), MOST_PARTS);
        assert_eq!(read(&"ä".repeat(1_000)), ["ä".repeat(MOST_TYPED)]);
    }

    proptest! {
        #[test]
        fn anything_typed_is_a_search(text in "[-+\"*: 0-9acityvlsoure@()/.]{0,30}|\\PC{0,20}") {
            read(&text);
        }
    }
}
