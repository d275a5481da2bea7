//! How unlike two words are that sound alike.

/// How many letters two words are apart that have a sound in common; `None` where they are so unlike that nobody meant one
/// by the other: more than three in five of the longer one (`Meier` and `Mayr` are just that). A code leaves the vowels
/// out, and all that is alike of `Maier` and `Moreau` is an M and an R.
pub(super) fn apart_if_alike(one: &str, other: &str) -> Option<u16> {
    let apart = letters_apart(one, other);
    let longer = one.chars().count().max(other.chars().count());
    (usize::from(apart) * 5 <= longer * 3).then_some(apart)
}

/// How many letters have to be put in, left out or replaced to make one word of the other.
fn letters_apart(one: &str, other: &str) -> u16 {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<u16> = (0..).take(other.len() + 1).collect();
    for (line, letter) in (1..).zip(one.chars()) {
        let mut diagonal = row[0];
        row[0] = line;
        for (at, another) in other.iter().enumerate() {
            let replaced = diagonal + u16::from(letter != *another);
            diagonal = row[at + 1];
            row[at + 1] = replaced.min(row[at].min(diagonal) + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted() {
        for (one, other, apart) in [
            ("meier", "meier", 0),
            ("meier", "mayer", 2),
            ("schmidt", "schmitt", 1),
            ("", "abc", 3),
            ("abc", "", 3),
            ("philipp", "filip", 3),
        ] {
            assert_eq!(letters_apart(one, other), apart, "{one} {other}");
        }
    }

    #[test]
    fn what_has_a_sound_in_common_and_little_else_is_not_alike() {
        for (one, other) in [
            ("meier", "mayr"),
            ("philipp", "filip"),
            ("catherine", "kathryn"),
            ("smith", "schmidt"),
            ("kwiatkowski", "quiatkovsky"),
        ] {
            assert!(apart_if_alike(one, other).is_some(), "{one} {other}");
        }
        assert_eq!(apart_if_alike("maier", "moreau"), None);
        assert_eq!(apart_if_alike("xyzzyqq", "suzuki"), None);
    }
}
