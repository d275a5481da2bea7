//! Generated passwords.

use rand::{CryptoRng, RngExt};

use crate::secret::Secret;

/// Letters and digits that are not taken for one another in any usual typeface.
const ALPHABET: &[u8; 55] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

const LENGTH: usize = 20;

/// A password of 20 characters, among them at least one small letter, one capital and one digit.
/// Some 115 bits: all such passwords are equally likely, since one that lacks something is thrown
/// away as a whole.
pub fn make_password(rng: &mut impl CryptoRng) -> Secret<String> {
    loop {
        let mut password = String::with_capacity(LENGTH);
        for _ in 0..LENGTH {
            password.push(random_character(rng));
        }
        let password = Secret::new(password);
        if is_mixed(password.expose()) {
            return password;
        }
    }
}

fn random_character(rng: &mut impl CryptoRng) -> char {
    char::from(ALPHABET[rng.random_range(0..ALPHABET.len())])
}

fn is_mixed(password: &str) -> bool {
    password.contains(|it: char| it.is_ascii_lowercase())
        && password.contains(|it: char| it.is_ascii_uppercase())
        && password.contains(|it: char| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn a_password_is_twenty_mixed_characters_of_the_alphabet() {
        let mut rng = StdRng::seed_from_u64(1);
        for _ in 0..2_000 {
            let password = make_password(&mut rng);
            let password = password.expose();
            assert_eq!(password.len(), 20);
            assert!(
                password.bytes().all(|byte| ALPHABET.contains(&byte)),
                "{password}"
            );
            assert!(is_mixed(password), "{password}");
        }
    }

    #[test]
    fn each_kind_of_character_is_asked_for() {
        assert!(is_mixed("aB3"));
        for password in ["ab3", "AB3", "abC", ""] {
            assert!(!is_mixed(password), "{password}");
        }
    }

    #[test]
    fn nothing_in_the_alphabet_looks_like_something_else() {
        let unique: std::collections::BTreeSet<_> = ALPHABET.iter().collect();
        assert_eq!(unique.len(), ALPHABET.len());
        for byte in b"0OoIl1i" {
            assert!(!ALPHABET.contains(byte), "{}", char::from(*byte));
        }
    }

    #[test]
    fn all_characters_are_about_equally_frequent() {
        let mut rng = StdRng::seed_from_u64(2);
        let mut counts = BTreeMap::new();
        for _ in 0..5_500 {
            *counts.entry(random_character(&mut rng)).or_insert(0) += 1;
        }
        assert_eq!(counts.len(), ALPHABET.len());
        assert!(
            counts.values().all(|count| (50..=150).contains(count)),
            "{counts:?}"
        );
    }
}
