//! Text as SQL and Perl see it.
//!
//! `str::to_lowercase` is not SQL's LOWER: it looks at the neighbours of a sigma and may turn one
//! character into two. PostgreSQL goes character by character (otobo-behaviour.md 1.1), and all
//! that is searched or compared here does the same.

/// The lower-case form of one character, by itself and never more than one character.
///
/// `Σ` is always `σ`, `İ` is `i` (as the C library's `towlower` has it, where Unicode's full
/// mapping has an `i` and a combining dot).
pub fn lower_char(character: char) -> char {
    if character.is_ascii() {
        character.to_ascii_lowercase()
    } else {
        character.to_lowercase().next().unwrap_or(character)
    }
}

/// SQL's LOWER as PostgreSQL does it: as many characters as before.
pub fn lower(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.chars().map(lower_char).collect()
    }
}

/// Perl's false: undefined, empty, or the text `0`. Many of OTOBO's checks ask for it.
pub fn is_false(value: Option<&str>) -> bool {
    matches!(value, None | Some("" | "0"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_goes_character_by_character() {
        let cases = [
            ("MÜLLER", "müller"),
            ("ΓΙΏΡΓΟΣ", "γιώργοσ"),
            ("İSTANBUL", "istanbul"),
            ("Straße ẞ", "straße ß"),
            ("ǅ", "ǆ"),
            ("ПЕТРОВ", "петров"),
            ("王小明", "王小明"),
            ("ABC-1", "abc-1"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(lower(text), expected, "{text}");
        }
    }

    #[test]
    fn every_character_has_exactly_one_lower_form_which_is_its_own() {
        for character in '\0'..=char::MAX {
            let lowered = lower_char(character);
            assert_eq!(
                lower_char(lowered),
                lowered,
                "{character:?} is folded once for all"
            );
            assert_eq!(
                lower(&character.to_string()),
                lowered.to_string(),
                "{character:?}"
            );
        }
    }

    #[test]
    fn only_nothing_the_empty_text_and_zero_are_false() {
        assert!(is_false(None));
        assert!(is_false(Some("")));
        assert!(is_false(Some("0")));
        for value in [" ", "00", "0.0", "0 ", "a"] {
            assert!(!is_false(Some(value)), "{value:?} is true in Perl");
        }
    }
}
