//! One line for a record.

use crate::record::Record;
use crate::source::{BackEndKind, CustomerSource, CustomerUserSource};
use crate::text::is_false;

/// Values of list fields in one line: empty ones are skipped, the rest joined by a space. If
/// something like an e-mail address follows the last suitable white space, the line becomes
/// `"rest" <address>` (otobo-behaviour.md 3.1, C43, C44).
///
/// The address is expected to be the last value. Where it is not, OTOBO takes all that follows for
/// the address, and so does this: `Ann`, `a@b.de`, `Berlin` give `"Ann" <a@b.de Berlin>`.
pub fn display_string<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    let (Ok(line) | Err(line)) = line_of(values);
    line
}

/// A line with its address, or one without any.
fn line_of<'a>(values: impl IntoIterator<Item = &'a str>) -> Result<String, String> {
    let values: Vec<&str> = values
        .into_iter()
        .filter(|value| !value.is_empty())
        .collect();
    let line = values.join(" ");
    match split_address(&line) {
        Some((rest, address)) => Ok(format!("\"{rest}\" <{address}>")),
        None => Err(line),
    }
}

/// How a customer user stands in a list: the display string of its list fields (otobo-behaviour.md 3.1).
/// Of a directory it ends in a space where there is no address (otobo-behaviour.md 5.4).
pub fn list_string(source: &CustomerUserSource, record: &Record) -> String {
    let vars = source.map.vars_stored_in(&source.list_fields);
    match line_of(vars.filter_map(|var| record.get(var))) {
        Err(line) if source.kind == BackEndKind::Directory => format!("{line} "),
        Ok(line) | Err(line) => line,
    }
}

/// How a customer stands in a list: its list fields that are not empty, joined by a space
/// (otobo-behaviour.md 6).
pub fn customer_string(source: &CustomerSource, record: &Record) -> String {
    let vars = source.map.vars_stored_in(&source.list_fields);
    let values = vars.map(|var| record.text(var));
    let values: Vec<_> = values.filter(|value| !value.is_empty()).collect();
    values.join(" ")
}

/// OTOBO's `UserMailString`: the display string of a record's list fields, as far as they are in the map,
/// which also skips the value `0` (otobo-behaviour.md 3.9).
pub fn mail_string(source: &CustomerUserSource, record: &Record) -> String {
    let fields = source.list_fields.iter().filter_map(|column| {
        let mut fields = source.map.fields().iter();
        fields.find(|field| field.storage == *column)
    });
    display_string(
        fields
            .filter_map(|field| record.get(&field.var))
            .filter(|it| !is_false(Some(it))),
    )
}

/// OTOBO's `UserFullname`: the name fields that are not empty (C56).
pub fn full_name(source: &CustomerUserSource, record: &Record) -> String {
    let fields = source
        .name_fields
        .iter()
        .filter_map(|column| source.map.field_stored_in(column));
    let values = fields
        .map(|field| record.text(&field.var))
        .filter(|value| !value.is_empty());
    values.collect::<Vec<_>>().join(&source.name_join)
}

/// What stands before and behind the last white space that has an address behind it; a white space
/// at the end of the line is dropped with it.
fn split_address(line: &str) -> Option<(&str, &str)> {
    line.char_indices()
        .rev()
        .filter(|(_, character)| character.is_whitespace())
        .find_map(|(at, space)| {
            let (rest, behind) = line.split_at(at);
            let address = behind.strip_prefix(space)?;
            let trimmed = address.strip_suffix(char::is_whitespace).unwrap_or(address);
            [trimmed, address]
                .into_iter()
                .find(|it| is_like_address(it))
                .map(|it| (rest, it))
        })
}

/// `x@y.z` where each letter stands for at least one character of any kind.
fn is_like_address(text: &str) -> bool {
    let behind_first = |text: &'_ str, wanted: char| {
        let start = text.chars().next().map_or(0, char::len_utf8);
        text.split_at(start)
            .1
            .split_once(wanted)
            .map(|(_, behind)| behind.to_owned())
    };
    behind_first(text, '@')
        .and_then(|host| behind_first(&host, '.'))
        .is_some_and(|behind_dot| !behind_dot.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c43_an_address_at_the_end_is_set_in_brackets() {
        let cases: &[(&[&str], &str)] = &[
            (&["Ann", "Lee", "a@b.de"], r#""Ann Lee" <a@b.de>"#),
            (&["Ann", "", "Lee", "", "a@b.de"], r#""Ann Lee" <a@b.de>"#),
            (&["a@b.de"], "a@b.de"),
            (&["Ann", "a@b.de", "Berlin"], r#""Ann" <a@b.de Berlin>"#),
            (&["Ann", "a@b.de", "x@y.de"], r#""Ann a@b.de" <x@y.de>"#),
            (&["Ann", "Lee"], "Ann Lee"),
            (&["Ann", "a@b"], "Ann a@b"),
            (&["Ann", "@b.de"], "Ann @b.de"),
            (&["Ann", "a@.de"], "Ann a@.de"),
            (&["Ann", "a@b."], "Ann a@b."),
            (&["Ann", "a@b.c"], r#""Ann" <a@b.c>"#),
            (&["Ann", "a@@b.c"], r#""Ann" <a@@b.c>"#),
            (&["Ann", "a@b..c"], r#""Ann" <a@b..c>"#),
            (&["Ann", "a@..c"], r#""Ann" <a@..c>"#),
            (&["Ann", "a@b.de "], r#""Ann" <a@b.de>"#),
            (&["Ann", "a@b.de  "], r#""Ann" <a@b.de >"#),
            (&["Ann", "a@b. "], r#""Ann" <a@b. >"#),
            (&[" a@b.de"], r#""" <a@b.de>"#),
            (&["Jörg", "ü@ö.ä"], r#""Jörg" <ü@ö.ä>"#),
            (&["Ann\u{3000}a@b.de"], r#""Ann" <a@b.de>"#),
            (&["", ""], ""),
            (&[], ""),
        ];
        for (values, expected) in cases {
            assert_eq!(
                display_string(values.iter().copied()),
                *expected,
                "{values:?}"
            );
        }
    }

    #[test]
    fn c44_an_address_alone_has_neither_quotes_nor_brackets() {
        assert_eq!(display_string(["a@b.de"]), "a@b.de");
        assert_eq!(display_string(["", "a@b.de", ""]), "a@b.de");
    }

    #[test]
    fn c43_lists_show_their_fields_and_skip_empty_ones() {
        let source = CustomerUserSource::shipped();
        let mut record = tina();
        assert_eq!(
            list_string(&source, &record),
            r#""Tina Tester" <tina@globex.example>"#
        );
        record.set("UserFirstname", None);
        record.set("UserLastname", Some(String::new()));
        assert_eq!(list_string(&source, &record), "tina@globex.example");
    }

    #[test]
    fn a_customer_stands_in_a_list_by_its_fields_with_spaces_between() {
        let source = CustomerSource::shipped();
        let record = Record::from_iter([("CustomerID", "ACME"), ("CustomerCompanyName", "AG")]);
        assert_eq!(customer_string(&source, &record), "ACME AG");
        let record = Record::from_iter([("CustomerID", ""), ("CustomerCompanyName", "AG")]);
        assert_eq!(customer_string(&source, &record), "AG");
    }

    fn tina() -> Record {
        Record::from_iter([
            ("UserTitle", "Dr."),
            ("UserFirstname", "Tina"),
            ("UserLastname", "Tester"),
            ("UserEmail", "tina@globex.example"),
        ])
    }

    #[test]
    fn c56_the_full_name_joins_name_fields_that_are_not_empty() {
        let mut source = CustomerUserSource::shipped();
        assert_eq!(full_name(&source, &tina()), "Dr. Tina Tester");
        let mut record = tina();
        record.set("UserTitle", None);
        record.set("UserFirstname", Some("0".to_owned()));
        assert_eq!(full_name(&source, &record), "0 Tester");
        source.name_join = ", ".to_owned();
        assert_eq!(full_name(&source, &record), "0, Tester");
        assert_eq!(full_name(&source, &Record::new()), "");
    }

    #[test]
    fn the_mail_string_shows_the_list_fields_less_false_ones() {
        let source = CustomerUserSource::shipped();
        let mut record = tina();
        assert_eq!(
            mail_string(&source, &record),
            r#""Tina Tester" <tina@globex.example>"#
        );
        record.set("UserFirstname", Some("0".to_owned()));
        assert_eq!(
            mail_string(&source, &record),
            r#""Tester" <tina@globex.example>"#
        );
        assert_eq!(mail_string(&source, &Record::new()), "");
    }
}
