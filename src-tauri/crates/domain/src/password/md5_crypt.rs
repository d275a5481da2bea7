//! `crypt` with MD5, as FreeBSD made it up (`$1$`) and Apache took it over (`$apr1$`).
//!
//! The algorithm is written out here since a login is the salt (otobo-behaviour.md 4.7), and
//! libraries refuse a salt of other than letters and digits.

use md5::{Digest, Md5};

use super::StoredPassword;

/// Bytes of a salt.
pub(super) const MAX_SALT: usize = 8;
/// Characters of a hash.
const HASH_LENGTH: usize = 22;
const BASE64: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// In which order the bytes of the hash are written, three at a time.
const ORDER: [[usize; 3]; 5] = [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5]];

/// By what the two differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variant {
    Md5,
    Apr1,
}

impl Variant {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Md5 => "$1$",
            Self::Apr1 => "$apr1$",
        }
    }

    /// The salt of a stored text; `None` for any other text.
    pub(super) fn salt_of(self, stored: &str) -> Option<&str> {
        let (salt, hash) = stored.strip_prefix(self.prefix())?.split_once('$')?;
        let is_hash = hash.len() == HASH_LENGTH && hash.bytes().all(|it| BASE64.contains(&it));
        (is_hash && is_salt(salt)).then_some(salt)
    }
}

/// Whether OTOBO finds a salt again in what it stored: neither nothing, nor what looks like the end
/// of the salt or of the text.
pub(super) fn is_salt(text: &str) -> bool {
    (1..=MAX_SALT).contains(&text.len()) && !text.contains(['$', '\n'])
}

/// What is stored for a text with this salt.
pub(super) fn md5_crypt(variant: Variant, salt: &str, text: &str) -> StoredPassword {
    let hash = encode(&hash(variant, salt.as_bytes(), text.as_bytes()));
    StoredPassword::new(format!("{}{salt}${hash}", variant.prefix()))
}

fn hash(variant: Variant, salt: &[u8], text: &[u8]) -> [u8; 16] {
    let mut hash = first_hash(variant, salt, text);
    for round in 0..1_000 {
        let is_odd = round % 2 == 1;
        let mut hasher = Md5::new();
        hasher.update(if is_odd { text } else { &hash });
        if round % 3 != 0 {
            hasher.update(salt);
        }
        if round % 7 != 0 {
            hasher.update(text);
        }
        hasher.update(if is_odd { &hash } else { text });
        hash = hasher.finalize().into();
    }
    hash
}

fn first_hash(variant: Variant, salt: &[u8], text: &[u8]) -> [u8; 16] {
    let mixed = Md5::new()
        .chain_update(text)
        .chain_update(salt)
        .chain_update(text)
        .finalize();
    let mut hasher = Md5::new()
        .chain_update(text)
        .chain_update(variant.prefix())
        .chain_update(salt);
    // As many bytes of it as the text has
    for chunk in text.chunks(mixed.len()) {
        hasher.update(&mixed[..chunk.len()]);
    }
    // One byte for each bit of the length, the lowest first
    let mut bits = text.len();
    while bits > 0 {
        hasher.update(if bits & 1 == 1 { b"\0" } else { &text[..1] });
        bits >>= 1;
    }
    hasher.finalize().into()
}

/// Base64 that begins with the lowest bits.
fn encode(hash: &[u8; 16]) -> String {
    let mut text = String::with_capacity(HASH_LENGTH);
    let groups = ORDER.map(|places| (places.map(|place| hash[place]), 4));
    for ([high, middle, low], characters) in groups.into_iter().chain([([0, 0, hash[11]], 2)]) {
        let mut group = u32::from_be_bytes([0, high, middle, low]);
        for _ in 0..characters {
            text.push(char::from(BASE64[(group & 0x3f) as usize]));
            group >>= 6;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c75_texts_of_every_length_give_what_others_make_of_them() {
        // from Perl's Crypt::PasswdMD5 and OpenSSL, with the salt `saltsalt`
        let cases = [
            ("", "5Jhcit4zN9UlGiA0txPkO0", "a8ml/vK5HEjiZ5oypDWA7/"),
            ("secret", "9xy1btjgzLYfb7hivXtC//", "LrttParrLPdxvgutaSXWJ0"),
            ("ab\0cd", "fYQ6p.lJMZknU1x41WK1f0", "S.rmsrmefgE3iOdHLju4u1"),
            (
                "pässwört",
                "co0NuEZ/a7JwWi2ApCvzo.",
                "szQTyDpiWijyHfv3EcfuF0",
            ),
            ("日本🔑", "Sfd3.uF1RFNErwQZCLnbp/", "bHFpIavU1VRSZXWiLRdIJ/"),
            (
                "xxxxxxxxxxxxxxx",
                "2heMowpWsdqv5dFvsNwIX1",
                "KT/R1ecJHgOw6cqqTS.8z.",
            ),
            (
                "xxxxxxxxxxxxxxxx",
                "VAeOIBZkIkZ3oIWL3NWV51",
                "ZgfwSCcRr6vApOwKUCU0O.",
            ),
            (
                "xxxxxxxxxxxxxxxxx",
                "Y9ypZFJoGoPCqgoCb6XXK0",
                "lDPsZjB/hKZ4rr8./gpQn.",
            ),
            (
                &"x".repeat(80),
                "cdp3mv1pRxGa6vHES2lPv.",
                "hKkggCZZFYq6lmH2u3zcE.",
            ),
        ];
        for (text, md5, apr1) in cases {
            let stored = md5_crypt(Variant::Md5, "saltsalt", text);
            assert_eq!(stored.as_str(), format!("$1$saltsalt${md5}"), "{text}");
            let stored = md5_crypt(Variant::Apr1, "saltsalt", text);
            assert_eq!(stored.as_str(), format!("$apr1$saltsalt${apr1}"), "{text}");
        }
    }

    #[test]
    fn a_salt_is_found_again_in_what_is_stored() {
        for variant in [Variant::Md5, Variant::Apr1] {
            for salt in ["a", "john.doe", "müller", "o'brien", "a b@c:d"] {
                let stored = md5_crypt(variant, salt, "secret");
                assert_eq!(variant.salt_of(stored.as_str()), Some(salt));
            }
        }
    }

    #[test]
    fn no_other_text_has_a_salt() {
        let hash = "PyhA7uiVHNLE9w6BSqMcF.";
        let others = [
            String::new(),
            "$1$".to_owned(),
            "$1$tina".to_owned(),
            format!("$1$${hash}"),
            format!("$1$a$b${hash}"),
            format!("$1$a\nb${hash}"),
            format!("$1$tina.long${hash}"),
            format!("$1$tina${hash}."),
            format!("$1$tina${}", hash.replace('P', "-")),
            format!("$1$tina${}", hash.trim_end_matches('.')),
            format!("$apr1$tina${hash}"),
            format!("$5$tina${hash}"),
            format!("x$1$tina${hash}"),
        ];
        for other in others {
            assert_eq!(Variant::Md5.salt_of(&other), None, "{other}");
        }
    }
}
