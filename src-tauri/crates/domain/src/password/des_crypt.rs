//! `crypt` with DES, as Unix had it first: two characters of salt and eleven of hash.

/// Characters of salt and hash.
const LENGTH: usize = 13;

/// Whether a text is one. OTOBO takes any 13 characters for one, but none with other characters
/// ever has a password.
pub(super) fn is_des_crypt(stored: &str) -> bool {
    let is_character = |it: u8| matches!(it, b'.' | b'/') || it.is_ascii_alphanumeric();
    stored.len() == LENGTH && stored.bytes().all(is_character)
}

/// Whether a stored text is that of a password. Only the lower seven bits of the first eight bytes
/// count, and only those before a NUL, which ends a text in C.
pub(super) fn is_des_crypt_of(stored: &str, password: &str) -> bool {
    let key = password.split('\0').next().unwrap_or_default();
    is_des_crypt(stored) && pw_hash::unix_crypt::verify(key, stored)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c75_texts_of_libxcrypt_have_their_passwords() {
        let cases = [
            (
                "secret",
                ["tiBi1YzM.aGb6", "..EBVOMug1tuI", "aZGhHmJzLyhj2"],
            ),
            (
                "pässwört",
                ["tiIhQc/wpelSc", "..VjoufsVUYCc", "aZXpB2S.u7uSw"],
            ),
            (
                "日本🔑",
                ["tiskefaWCF8dM", "..IKx7T8/EiZA", "aZSkPxxGyEZ.2"],
            ),
            (
                "xxxxxxxxx",
                ["tiBuEkTySFCJ2", "..zVU3yhKAP0A", "aZDEpzYmyhOnk"],
            ),
            (
                "ab\0cd",
                ["tirCjMAjPDUUI", "..HPdYBZEJCRQ", "aZwBYwNY1m7Fg"],
            ),
            ("", ["tizZm89nduftw", "..X8NBuQ4l6uQ", "aZSOCzVolW39Y"]),
        ];
        for (password, texts) in cases {
            for stored in texts {
                assert!(is_des_crypt_of(stored, password), "{stored} {password:?}");
                assert!(!is_des_crypt_of(stored, &format!("ä{password}")));
            }
        }
    }

    #[test]
    fn no_other_text_is_one() {
        let others = [
            "",
            "*0",
            "*0iBi1YzM.aGb",
            "t:Bi1YzM.aGb6",
            "tiBi1YzM.aGb",
            "tiBi1YzM.aGb66",
            "äiBi1YzM.aGb",
            "\u{1}iBi1YzM.aGb6",
        ];
        for stored in others {
            assert!(!is_des_crypt(stored), "{stored:?}");
            assert!(!is_des_crypt_of(stored, "secret"), "{stored:?}");
        }
    }
}
