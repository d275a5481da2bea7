//! Logins that would suit a new customer user.

use chrono::NaiveDateTime;
use unicode_normalization::UnicodeNormalization;

use crate::ids::Login;

/// A login as OTOBO makes them where `AutoLoginCreation` is on: the minute, and a number from 0 to 98 right
/// behind it (otobo-behaviour.md 4.3, C71).
pub fn automatic_login(prefix: &str, now: NaiveDateTime, number: u8) -> Login {
    Login::from(format!("{prefix}-{}{number}", now.format("%Y%m%d%H%M")))
}

/// Proposals in the order of preference, for somebody to take the first that is free:
/// `j.meyerhoff`, `juergen.meyerhoff`, `j.meyerhoff2`, `j.meyerhoff3` … without end. There is none
/// if neither name has a letter or digit that ASCII can stand for.
pub fn login_candidates(first_name: &str, last_name: &str) -> impl Iterator<Item = String> {
    let (first, last) = (ascii_word(first_name), ascii_word(last_name));
    let initial: String = first.chars().take(1).collect();
    let (short, long) = match (first.is_empty(), last.is_empty()) {
        (false, false) => (format!("{initial}.{last}"), Some(format!("{first}.{last}"))),
        (true, _) => (last, None),
        (_, true) => (first, None),
    };
    let long = long.filter(|long| *long != short);
    let base = (!short.is_empty()).then_some(short);
    let numbered = base
        .clone()
        .into_iter()
        .flat_map(|base| (2_u64..).map(move |number| format!("{base}{number}")));
    base.into_iter().chain(long).chain(numbered)
}

/// Small letters, digits and inner hyphens: `Anna-Maria` is `anna-maria`, `von der Heide`
/// `vonderheide`, `Größe` `groesse`.
fn ascii_word(name: &str) -> String {
    let mut word = String::with_capacity(name.len());
    for character in name.nfc() {
        match replacement(character) {
            Some(replacement) => word.push_str(replacement),
            None => word.extend(
                std::iter::once(character)
                    .nfd()
                    .filter(|it| it.is_ascii_alphanumeric() || *it == '-')
                    .map(|it| it.to_ascii_lowercase()),
            ),
        }
    }
    word.trim_matches('-').to_owned()
}

/// Letters that do not become ASCII by losing an accent, and the German ones that are not to.
fn replacement(character: char) -> Option<&'static str> {
    Some(match character {
        'ä' | 'Ä' | 'æ' | 'Æ' => "ae",
        'ö' | 'Ö' | 'œ' | 'Œ' => "oe",
        'ü' | 'Ü' => "ue",
        'ß' | 'ẞ' => "ss",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        'ħ' | 'Ħ' => "h",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_four(first_name: &str, last_name: &str) -> Vec<String> {
        login_candidates(first_name, last_name).take(4).collect()
    }

    #[test]
    fn initial_and_name_then_both_names_then_numbers() {
        assert_eq!(
            first_four("Jürgen", "Meyerhoff"),
            [
                "j.meyerhoff",
                "juergen.meyerhoff",
                "j.meyerhoff2",
                "j.meyerhoff3"
            ]
        );
    }

    #[test]
    fn letters_become_ascii() {
        let cases = [
            ("Jörg", "Groß", "joerg.gross"),
            ("Jo\u{308}rg", "Müller", "joerg.mueller"),
            ("Renée", "Nuñez", "renee.nunez"),
            ("Anna-Maria", "von der Heide", "anna-maria.vonderheide"),
            ("Seán", "O'Brien", "sean.obrien"),
            ("Søren", "Łukasz", "soren.lukasz"),
            ("Đỗ", "Nguyễn", "do.nguyen"),
            ("IŞIK", "İnan", "isik.inan"),
            ("-Ann-", "Lee", "ann.lee"),
        ];
        for (first_name, last_name, expected) in cases {
            assert_eq!(
                login_candidates(first_name, last_name).nth(1).as_deref(),
                Some(expected)
            );
        }
    }

    #[test]
    fn one_name_is_enough() {
        assert_eq!(first_four("", "Lee"), ["lee", "lee2", "lee3", "lee4"]);
        assert_eq!(first_four("Ann", "李"), ["ann", "ann2", "ann3", "ann4"]);
        assert_eq!(
            first_four("A", "Lee"),
            ["a.lee", "a.lee2", "a.lee3", "a.lee4"]
        );
    }

    #[test]
    fn without_a_letter_there_is_no_proposal() {
        assert_eq!(first_four("小明", "王"), [""; 0]);
        assert_eq!(first_four("", ""), [""; 0]);
    }
}
