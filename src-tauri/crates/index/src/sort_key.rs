//! The order of names in a list.
//!
//! Accents are set aside first, so that Müller stands with Muller and not behind Mzyk; names that
//! only differ in accents are ordered by them.

use deskbook_domain::text::lower;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Parts are apart by what sorts before every letter: `Lee, Zoe` before `Leeds, Ann`.
const BETWEEN: &str = "\u{1}";

/// A text that sorts byte by byte as people would sort the parts: last name, first name … Empty
/// parts are left out.
pub fn sort_key<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    let folded = parts.map(lower).collect::<Vec<_>>().join(BETWEEN);
    if folded.is_ascii() {
        return folded;
    }
    let base: String = folded
        .nfd()
        .filter(|character| !is_combining_mark(*character))
        .collect();
    let base = base.replace('ß', "ss");
    if base == folded {
        base
    } else {
        base + BETWEEN + BETWEEN + &folded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_where_people_look_for_them() {
        let mut names = [
            ["Mzyk", "Ann"],
            ["Müller", "Zoe"],
            ["Muller", "Bob"],
            ["muller", "ann"],
            ["Müller", "Ann"],
            ["Strasser", "A"],
            ["Straße", "A"],
            ["Leeds", "Ann"],
            ["Lee", "Zoe"],
            ["", "Nora"],
        ];
        names.sort_by_key(|name| sort_key(name.iter().copied()));
        let expected = [
            ["Lee", "Zoe"],
            ["Leeds", "Ann"],
            ["muller", "ann"],
            ["Müller", "Ann"],
            ["Muller", "Bob"],
            ["Müller", "Zoe"],
            ["Mzyk", "Ann"],
            ["", "Nora"],
            ["Straße", "A"],
            ["Strasser", "A"],
        ];
        assert_eq!(names, expected);
    }
}
