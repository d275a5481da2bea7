//! How unlike two words are that sound alike.

/// How many letters have to be put in, left out or replaced to make one word of the other.
pub(super) fn letters_apart(one: &str, other: &str) -> u16 {
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
}
