//! The order of names in a list.
//!
//! Accents are set aside first, so that Müller stands with Muller and not behind Mzyk; names that
//! only differ in accents are ordered by them. Lists keep the keys of all their rows, so the accents are not kept by saying
//! everything again.

use deskbook_domain::text::lower;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Parts are apart by what sorts before every letter: `Lee, Zoe` before `Leeds, Ann`.
const BETWEEN: &str = "\u{1}";

/// What stands for the places of accents: characters of two bytes. OTOBO has no names that need more of them.
const FIRST_PLACE: u32 = 0x7ff;
const LAST_PLACE: u32 = 0x80;

/// A text that sorts byte by byte as people would sort the parts: last name, first name … Empty
/// parts are left out.
pub fn sort_key<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    let folded = parts.map(lower).collect::<Vec<_>>().join(BETWEEN);
    if folded.is_ascii() {
        return folded;
    }
    let base: String = folded.chars().flat_map(base_letters).collect();
    if base == folded {
        return base;
    }
    let accents = if base.is_ascii() {
        accents(&folded)
    } else {
        folded
    };
    base + BETWEEN + BETWEEN + &accents
}

/// A character without its accents; nothing of one that is an accent itself.
fn base_letters(folded: char) -> impl Iterator<Item = char> {
    let letters = std::iter::once(folded).nfd();
    let letters = letters.filter(|character| !is_combining_mark(*character));
    letters
        .flat_map(|letter| match letter {
            'ß' => [Some('s'), Some('s')],
            other => [Some(other), None],
        })
        .flatten()
}

/// The characters that are not their own base letters, each behind its place. Texts with the same base letters, all of them
/// ASCII, are in the same order by this as by themselves: of two, the one where such a character comes first is the greater
/// one, so places count downwards.
fn accents(folded: &str) -> String {
    let mut accents = String::new();
    let mut place = FIRST_PLACE;
    for character in folded.chars() {
        if character.is_ascii() {
            place = place.saturating_sub(1);
        } else {
            accents.extend(char::from_u32(place.max(LAST_PLACE)));
            accents.push(character);
            let letters = base_letters(character);
            place = letters.fold(place, |place, _| place.saturating_sub(1));
        }
    }
    accents
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The order by base letters, then by the texts themselves.
    fn by_texts(one: &str, other: &str) -> std::cmp::Ordering {
        let folded = [one, other].map(lower);
        let base = folded.clone().map(|text| {
            let letters = text.chars().flat_map(base_letters);
            letters.collect::<String>()
        });
        base[0].cmp(&base[1]).then_with(|| {
            let has_accents = [0, 1].map(|at| folded[at] != base[at]);
            let [one, other] = &folded;
            has_accents[0].cmp(&has_accents[1]).then(one.cmp(other))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn names_that_differ_in_accents_are_ordered_by_them(
            one in "[aäáA\u{308}\u{301}sßſ]{0,5}[αάΆ]{0,1}",
            other in "[aäáA\u{308}\u{301}sßſ]{0,5}[αάΆ]{0,1}",
        ) {
            let [one_key, other_key] = [&one, &other].map(|text| sort_key([text.as_str()]));
            prop_assert_eq!(one_key.cmp(&other_key), by_texts(&one, &other));
        }
    }

    #[test]
    fn accents_weigh_little() {
        let key = sort_key(["Müller-Lüdenscheid", "Jörg"]);
        let base = sort_key(["Muller-Ludenscheid", "Jorg"]);
        assert_eq!(key.len(), base.len() + 2 + 3 * 4);
    }

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
