//! Telephone numbers in any notation.
//!
//! A number is kept as its country code and what follows, digits only and without the zeros that are
//! dialled before an area code: `+49 (0)89 12345`, `0049-89/12345` and, in Germany, `089 12345` are
//! all `498912345`. What the library cannot make sense of is kept by its digits as they are.

use super::letters::digit;
use super::region::Region;

/// Numbers with fewer digits are text: house numbers, years, short extensions.
pub const FEWEST_DIGITS: usize = 4;
/// No number has more (E.164): a value with more of them may be several numbers.
const MOST_DIGITS: usize = 15;
/// What may be dialled before a number: `00`, and a zero that is left in its middle.
const MOST_DIALLED: usize = MOST_DIGITS + 4;

impl Region {
    /// The numbers in a value, mostly one: digits only. A number with an extension is there without
    /// and with it.
    pub fn numbers(self, value: &str) -> Vec<String> {
        let dialled = Dialled::of(value);
        if dialled.count() < FEWEST_DIGITS {
            return Vec::new();
        }
        if let Some((number, _)) = self.understood(&dialled.main) {
            return with_extension(number, &dialled.extension);
        }
        if dialled.count() > MOST_DIGITS {
            let several = value.split(is_between).map(Dialled::of);
            let understood: Vec<_> = several
                .filter(|dialled| dialled.count() >= FEWEST_DIGITS)
                .filter_map(|dialled| Some(self.understood(&dialled.main)?.0))
                .collect();
            if !understood.is_empty() {
                return understood;
            }
        }
        vec![dialled.digits()]
    }

    /// The number, whole and without its country code.
    fn understood(self, main: &str) -> Option<(String, String)> {
        if main.len() > MOST_DIALLED {
            return None;
        }
        let number = phonenumber::parse(self.country, main).ok()?;
        let national = number.national().value().to_string();
        let whole = format!("{}{national}", number.code().value());
        (whole.len() >= FEWEST_DIGITS).then_some((whole, national))
    }
}

/// Whether a number may end before this: an extension does, and one of several does.
fn may_end(character: char) -> bool {
    matches!(character, 'x' | 'X') || is_between(character)
}

/// Whether it stands between several numbers of a value.
fn is_between(character: char) -> bool {
    matches!(character, '/' | ',' | ';' | '|')
}

fn ends_with(digits: &str, [first, second]: [char; 2]) -> bool {
    let rest = digits.strip_suffix(second);
    rest.is_some_and(|rest| rest.ends_with(first))
}

fn with_extension(number: String, extension: &str) -> Vec<String> {
    if extension.is_empty() {
        vec![number]
    } else {
        let dialled_through = format!("{number}{extension}");
        vec![number, dialled_through]
    }
}

/// What of a value can be dialled.
struct Dialled {
    /// Digits, with a plus before them if there was one.
    main: String,
    /// Digits behind an `x`, as in `ext. 12`.
    extension: String,
}

impl Dialled {
    fn of(value: &str) -> Self {
        let mut main = String::new();
        let mut extension = String::new();
        let mut in_extension = false;
        for character in value.chars() {
            match digit(character) {
                Some(digit) if in_extension => extension.push(digit),
                Some(digit) => main.push(digit),
                None if matches!(character, '+' | '＋') && main.is_empty() => main.push('+'),
                None if matches!(character, 'x' | 'X') && main.len() >= FEWEST_DIGITS => {
                    in_extension = true;
                }
                None => {}
            }
        }
        Self { main, extension }
    }

    fn digits(&self) -> String {
        self.main.trim_start_matches('+').to_owned()
    }

    fn count(&self) -> usize {
        self.main.trim_start_matches('+').len()
    }
}

/// A number that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// It as [`Region::numbers`] has it.
    whole: String,
    /// What a number may end with to be this one, none with less than [`FEWEST_DIGITS`] digits.
    endings: Vec<String>,
}

impl Number {
    /// Reads what was typed; `None` if that has too few digits, or too many.
    pub(super) fn of(typed: &str, region: Region) -> Option<Self> {
        let dialled = Dialled::of(typed);
        if !(FEWEST_DIGITS..=MOST_DIALLED).contains(&dialled.count()) {
            return None;
        }
        let digits = dialled.digits();
        let (whole, national) = region
            .understood(&dialled.main)
            .unwrap_or_else(|| (digits.clone(), String::new()));
        let mut endings = vec![digits.trim_start_matches('0').to_owned(), digits, national];
        endings.retain(|ending| ending.len() >= FEWEST_DIGITS);
        endings.sort();
        endings.dedup();
        Some(Self { whole, endings })
    }

    /// The whole number.
    pub fn whole(&self) -> &str {
        &self.whole
    }

    /// The digits that a number may end with.
    pub fn endings(&self) -> &[String] {
        &self.endings
    }

    /// Whether a value may have this number, or one that ends with it: the last two digits stand where a number in it may end.
    /// Most values are told apart so, without being read as numbers.
    pub(super) fn may_be_in(&self, value: &str) -> bool {
        let ends = || self.endings.iter().chain([&self.whole]);
        let (mut before, mut last) = (None, None);
        let mut ends_there = |character| {
            if let Some(digit) = digit(character) {
                before = last.replace(digit);
                return false;
            }
            let pair = before.zip(last).filter(|_| may_end(character));
            pair.is_some_and(|(before, last)| ends().any(|end| ends_with(end, [before, last])))
        };
        value.chars().chain([';']).any(&mut ends_there)
    }

    /// The longest of the endings that this number has.
    pub(super) fn ending_of(&self, number: &str) -> Option<&str> {
        let endings = self.endings.iter().map(String::as_str);
        endings
            .filter(|ending| number.ends_with(ending))
            .max_by_key(|ending| ending.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn germany() -> Region {
        Region::of_country("DE")
    }

    #[test]
    fn notations_of_a_number_are_one_number() {
        for value in [
            "+49 (0)89 1234-567",
            "+49 89 1234567",
            "0049 89 1234567",
            "089/1234567",
            "(089) 1234 567",
            "tel:+49-89-1234567",
            "+49.89.1234567",
            "+49\u{a0}89\u{2013}1234567",
            "49891234567",
            "０８９ １２３４５６７",
        ] {
            assert_eq!(germany().numbers(value), ["49891234567"], "{value}");
        }
    }

    #[test]
    fn what_is_dialled_before_an_area_code_depends_on_the_country() {
        assert_eq!(
            Region::of_country("US").numbers("1 (212) 555-0123"),
            ["12125550123"]
        );
        assert_eq!(
            Region::of_country("RU").numbers("8 (495) 123-45-67"),
            ["74951234567"]
        );
        assert_eq!(
            Region::UNKNOWN.numbers("+41 (0)44 668 18 00"),
            Region::of_country("CH").numbers("044 668 18 00"),
        );
    }

    #[test]
    fn extensions_and_several_numbers_in_a_value_are_found() {
        assert_eq!(
            germany().numbers("+49 89 1234567 ext. 12"),
            ["49891234567", "4989123456712"]
        );
        assert_eq!(
            germany().numbers("089 1234567 / 0171 7654321"),
            ["49891234567", "491717654321"]
        );
    }

    #[test]
    fn other_digits_are_kept_and_few_are_nothing() {
        let endless = "1".repeat(40);
        assert_eq!(germany().numbers(&endless), [endless]);
        assert_eq!(Region::UNKNOWN.numbers("089 12345"), ["08912345"]);
        for value in ["", "123", "none", "+", "x1234"] {
            let few = germany().numbers(value);
            assert!(few.len() < 2 && !few.contains(&String::new()), "{value}");
        }
    }

    #[test]
    fn a_number_is_found_by_its_last_digits() {
        let number = &germany().numbers("+49 89 1234567")[0];
        for typed in [
            "4567",
            "1234567",
            "089 1234567",
            "89 123 45 67",
            "0049891234567",
        ] {
            let typed_number = Number::of(typed, germany()).unwrap();
            assert!(typed_number.ending_of(number).is_some(), "{typed}");
        }
        for typed in ["5678", "0171 1234567"] {
            let typed_number = Number::of(typed, germany()).unwrap();
            assert_eq!(typed_number.ending_of(number), None, "{typed}");
        }
        assert_eq!(Number::of("567", germany()), None);
    }

    proptest! {
        #[test]
        fn no_value_is_too_strange(value in "[-+0-9xX()/.,; *#e٣]{0,60}|\\PC{0,30}", country in "(DE|US|IT|RU|AR|BR|MX|JP)?") {
            let region = Region::of_country(&country);
            for number in region.numbers(&value) {
                prop_assert!(number.bytes().all(|it| it.is_ascii_digit()), "{number}");
            }
        }

        #[test]
        fn a_number_typed_as_it_is_stored_is_found(value in "[-+0-9()/. ]{4,25}", country in "(DE|US|IT|RU)?") {
            let region = Region::of_country(&country);
            prop_assume!(value.chars().filter(char::is_ascii_digit).count() <= MOST_DIGITS);
            if let Some(typed) = Number::of(&value, region) {
                let stored = region.numbers(&value);
                prop_assert!(stored.iter().any(|it| typed.ending_of(it).is_some() || it == typed.whole()), "{stored:?} {typed:?}");
            }
        }

        #[test]
        fn a_value_with_the_number_is_never_passed_over(
            value in "[-+0-9xX()/.,; ]{4,30}|(\\+|00|0)?[0-9]{2,14}( ?x[0-9]{1,4})?",
            last in 1_usize..16,
            country in "(DE|US|IT|RU|AR|BR|MX|JP|GB)?",
        ) {
            let region = Region::of_country(&country);
            for stored in region.numbers(&value) {
                let from = stored.len().saturating_sub(last);
                let typed = [stored.get(from..).unwrap_or_default(), &stored, &value];
                for typed in typed.into_iter().filter_map(|typed| Number::of(typed, region)) {
                    let is_found = typed.ending_of(&stored).is_some() || stored == typed.whole();
                    prop_assert!(!is_found || typed.may_be_in(&value), "{stored} {typed:?}");
                }
            }
        }
    }
}
