//! Checks each field of a map by its value alone (otobo-behaviour.md 4.1, 4.2).

use super::{Finding, Limits, Problem};
use crate::map::{Field, Map, StorageKind, is_password};
use crate::record::Record;
use crate::validity::Validity;
use crate::vars;

/// What the record is checked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A new record: each field is written.
    Add,
    /// A record that exists: what is read-only is not written (C16), so only required fields are
    /// asked for there.
    Change,
}

/// What is wrong, in the order of the map: at most one finding a field, the one to mend first.
///
/// The password is checked nowhere: it is not stored as it is typed, and OTOBO's password rules are
/// not for administrators (C73). The login is required, as nothing makes one.
pub fn check_fields(map: &Map, limits: &Limits, record: &Record, mode: Mode) -> Vec<Finding> {
    let fields = map.fields().iter().filter(|field| !is_password(&field.var));
    let findings = fields.filter_map(|field| {
        let value = record.text(&field.var);
        let written = mode == Mode::Add || !field.read_only;
        let of_value = || written.then(|| check_value(field, value, limits)).flatten();
        let problem = check_required(field, value).or_else(of_value)?;
        Some(Finding::new(field.var.clone(), problem))
    });
    findings.collect()
}

fn check_required(field: &Field, value: &str) -> Option<Problem> {
    match value {
        "" if field.required => Some(Problem::Required),
        "0" if field.required => Some(Problem::ZeroCountsAsEmpty),
        _ => None,
    }
}

fn check_value(field: &Field, value: &str, limits: &Limits) -> Option<Problem> {
    if value.contains(|character| is_refused(field, character)) {
        return Some(Problem::ControlCharacter);
    }
    let length = u32::try_from(value.chars().count()).unwrap_or(u32::MAX);
    if let Some(limit) = limits.of(&field.var).filter(|limit| length > *limit) {
        return Some(Problem::TooLong { length, limit });
    }
    match value {
        "" => None,
        _ if field.var.as_str() == vars::VALID_ID => {
            (!is_validity(value)).then_some(Problem::UnknownValidity)
        }
        _ => (field.kind == StorageKind::Integer && !is_integer(value))
            .then_some(Problem::NotAnInteger),
    }
}

/// The id in the spelling in which it is stored, so that `+1` is none.
fn is_validity(value: &str) -> bool {
    Validity::ALL
        .iter()
        .any(|validity| validity.id().to_string() == value)
}

/// PostgreSQL takes no NUL, and a text field shows none of the others. Comments may have lines.
fn is_refused(field: &Field, character: char) -> bool {
    let comment = field.var.as_str().ends_with("Comment");
    character < ' ' && !(comment && matches!(character, '\t' | '\n' | '\r'))
}

/// An optional sign and 1 to 16 digits (otobo-behaviour.md 1.4).
fn is_integer(value: &str) -> bool {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    (1..=16).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{CustomerSource, CustomerUserSource};

    fn complete() -> Record {
        Record::from_iter([
            ("UserFirstname", "Tina"),
            ("UserLastname", "Tester"),
            ("UserLogin", "tina"),
            ("UserEmail", "tina@globex.example"),
            ("UserCustomerID", "GLOBEX"),
            ("ValidID", "1"),
        ])
    }

    fn with(var: &str, value: &str) -> Record {
        let mut record = complete();
        record.set(var, Some(value.to_owned()));
        record
    }

    fn check(record: &Record, mode: Mode) -> Vec<Finding> {
        let map = CustomerUserSource::shipped().map;
        check_fields(&map, &Limits::local_directory_customer_user(), record, mode)
    }

    /// The shipped map with a change to each field.
    fn changed(change: impl Fn(&mut Field)) -> Map {
        let mut fields = CustomerUserSource::shipped().map.fields().to_vec();
        for field in &mut fields {
            change(field);
        }
        Map::new(fields)
    }

    fn one(var: &str, problem: Problem) -> Vec<Finding> {
        vec![Finding::new(var, problem)]
    }

    #[test]
    fn a_complete_record_has_no_findings() {
        assert_eq!(check(&complete(), Mode::Add), []);
        assert_eq!(check(&complete(), Mode::Change), []);
    }

    #[test]
    fn every_required_field_is_asked_for_but_no_password() {
        let missing = [
            "UserFirstname",
            "UserLastname",
            "UserLogin",
            "UserEmail",
            "UserCustomerID",
        ];
        let mut expected: Vec<_> = missing
            .iter()
            .map(|var| Finding::new(*var, Problem::Required))
            .collect();
        expected.push(Finding::new("ValidID", Problem::Required));
        for mode in [Mode::Add, Mode::Change] {
            assert_eq!(check(&Record::new(), mode), expected);
        }
        let only_the_password = changed(|field| field.required = is_password(&field.var));
        let nothing = Record::new();
        assert_eq!(
            check_fields(&only_the_password, &Limits::default(), &nothing, Mode::Add),
            []
        );
    }

    #[test]
    fn zero_counts_as_empty_where_something_is_required() {
        assert_eq!(
            check(&with("UserLogin", "0"), Mode::Add),
            one("UserLogin", Problem::ZeroCountsAsEmpty)
        );
        assert_eq!(
            check(&with("ValidID", "0"), Mode::Change),
            one("ValidID", Problem::ZeroCountsAsEmpty)
        );
        assert_eq!(check(&with("UserPhone", "0"), Mode::Add), []);
        assert_eq!(check(&with("UserLogin", "00"), Mode::Add), []);
    }

    #[test]
    fn a_value_may_be_as_long_as_its_column_in_characters() {
        assert_eq!(check(&with("UserTitle", &"ü".repeat(50)), Mode::Add), []);
        assert_eq!(
            check(&with("UserTitle", &"ü".repeat(51)), Mode::Add),
            one(
                "UserTitle",
                Problem::TooLong {
                    length: 51,
                    limit: 50
                }
            )
        );
        assert_eq!(
            check(&with("UserFoo", &"x".repeat(9_999)), Mode::Add),
            [],
            "not mapped"
        );
    }

    #[test]
    fn control_characters_are_refused_but_for_lines_in_comments() {
        for value in ["a\0", "a\tb", "a\nb", "a\u{1f}"] {
            assert_eq!(
                check(&with("UserCity", value), Mode::Add),
                one("UserCity", Problem::ControlCharacter),
                "{value:?}"
            );
        }
        assert_eq!(
            check(&with("UserCity", "a b"), Mode::Add),
            [],
            "a blank is none"
        );
        assert_eq!(check(&with("UserComment", "a\tb\r\nc"), Mode::Add), []);
        for value in ["a\0", "a\u{b}", "\u{1b}[0m"] {
            assert_eq!(
                check(&with("UserComment", value), Mode::Add),
                one("UserComment", Problem::ControlCharacter),
                "{value:?}"
            );
        }
    }

    #[test]
    fn integers_have_a_sign_and_up_to_sixteen_digits() {
        let map = changed(|field| {
            if field.var.as_str() == "UserZip" {
                field.kind = StorageKind::Integer;
            }
        });
        let check = |zip| check_fields(&map, &Limits::default(), &with("UserZip", zip), Mode::Add);
        for value in ["", "1", "+1", "-1", "1234567890123456"] {
            assert_eq!(check(value), [], "{value}");
        }
        for value in ["x", "1.0", "1 ", "+", "--1", "12345678901234567", "١"] {
            assert_eq!(
                check(value),
                one("UserZip", Problem::NotAnInteger),
                "{value}"
            );
        }
        let optional = changed(|field| field.required = false);
        assert_eq!(
            check_fields(&optional, &Limits::default(), &Record::new(), Mode::Add),
            []
        );
    }

    #[test]
    fn a_field_has_one_finding_at_most_the_one_to_mend_first() {
        let value = format!("{}\0", "x".repeat(50));
        let found = check(&with("UserTitle", &value), Mode::Add);
        assert_eq!(found, one("UserTitle", Problem::ControlCharacter));
    }

    #[test]
    fn a_validity_is_one_of_those_that_there_are() {
        for id in ["1", "2", "3"] {
            assert_eq!(check(&with("ValidID", id), Mode::Add), []);
        }
        for id in ["4", "99", "-1", "+1", "01", "valid", "1.0"] {
            let found = check(&with("ValidID", id), Mode::Add);
            assert_eq!(found, one("ValidID", Problem::UnknownValidity), "{id}");
        }
    }

    #[test]
    fn a_change_does_not_judge_what_it_does_not_write() {
        let map = changed(|field| field.read_only = field.var.as_str() == "UserTitle");
        let limits = Limits::local_directory_customer_user();
        let record = with("UserTitle", &"x".repeat(51));
        assert_eq!(check_fields(&map, &limits, &record, Mode::Change), []);
        assert_eq!(
            check_fields(&map, &limits, &record, Mode::Add).len(),
            1,
            "C16"
        );
    }

    #[test]
    fn customers_are_checked_by_their_own_map() {
        let map = CustomerSource::shipped().map;
        let limits = Limits::local_directory_customer();
        let record = Record::from_iter([
            ("CustomerID", "0"),
            ("CustomerCompanyComment", "two\nlines"),
            ("ValidID", "1"),
        ]);
        assert_eq!(
            check_fields(&map, &limits, &record, Mode::Add),
            [
                Finding::new("CustomerID", Problem::ZeroCountsAsEmpty),
                Finding::new("CustomerCompanyName", Problem::Required),
            ]
        );
    }
}
