//! Hashes without a salt, as lower-case hex (otobo-behaviour.md 4.7).

use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::StoredPassword;

/// Which hash. Its text tells it by its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    Sha1,
    Sha256,
    Sha512,
}

impl Hash {
    /// The hash whose text this is. Capitals are none of ours: OTOBO takes such a text for a hash,
    /// and then finds no password for it (C78).
    pub(super) fn of(stored: &str) -> Option<Self> {
        let is_hex = stored
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        match stored.len() {
            40 if is_hex => Some(Self::Sha1),
            64 if is_hex => Some(Self::Sha256),
            128 if is_hex => Some(Self::Sha512),
            _ => None,
        }
    }
}

/// The hash of a text in UTF-8.
pub(super) fn hex_digest(hash: Hash, text: &str) -> StoredPassword {
    StoredPassword::new(match hash {
        Hash::Sha1 => base16ct::lower::encode_string(&Sha1::digest(text)),
        Hash::Sha256 => base16ct::lower::encode_string(&Sha256::digest(text)),
        Hash::Sha512 => base16ct::lower::encode_string(&Sha512::digest(text)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_told_by_its_length_and_only_in_small_letters() {
        for hash in [Hash::Sha1, Hash::Sha256, Hash::Sha512] {
            let text = hex_digest(hash, "secret");
            let text = text.as_str();
            assert_eq!(Hash::of(text), Some(hash));
            let others = [
                text.to_ascii_uppercase(),
                format!("{text}0"),
                text.replacen(char::is_alphanumeric, "g", 1),
                text.chars().skip(1).collect(),
            ];
            for other in others {
                assert_eq!(Hash::of(&other), None, "{other}");
            }
        }
        assert_eq!(Hash::of(""), None);
    }
}
