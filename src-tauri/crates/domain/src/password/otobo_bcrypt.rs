//! OTOBO's own form of bcrypt: `BCRYPT:<cost>:<salt>:<hash>`, the salt in clear, the hash in
//! bcrypt's base64 (otobo-behaviour.md 4.7, C76).

use rand::distr::Alphanumeric;
use rand::{CryptoRng, RngExt};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{StoredPassword, text_to_store};
use crate::secret::Secret;
use crate::text::is_false;

/// Bytes of a password that bcrypt looks at, the NUL behind it included.
const MAX_PASSWORD: usize = 72;
/// Octets of a hash that are stored; bcrypt makes one more.
const HASH_OCTETS: usize = 23;
/// Characters of base64 that they make.
const HASH_LENGTH: usize = 31;
const MAX_COST: u32 = 31;
const BASE64: &[u8; 64] = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Work factor: each step doubles the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BcryptCost(u32);

impl BcryptCost {
    /// The cost, brought into 9 to 31 as OTOBO does.
    pub fn new(cost: u32) -> Self {
        Self(cost.clamp(9, MAX_COST))
    }

    /// The cost.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl Default for BcryptCost {
    /// OTOBO's default, 12.
    fn default() -> Self {
        Self(12)
    }
}

/// 16 characters of `[0-9A-Za-z]`, used as bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Salt([u8; 16]);

/// A text is no [`Salt`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a salt has 16 letters and digits")]
pub struct SaltError;

impl Salt {
    /// A new salt.
    pub fn make(rng: &mut impl CryptoRng) -> Self {
        Self(std::array::from_fn(|_| rng.sample(Alphanumeric)))
    }
}

impl TryFrom<&str> for Salt {
    type Error = SaltError;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        let bytes: [u8; 16] = text.as_bytes().try_into().map_err(|_| SaltError)?;
        if bytes.iter().all(u8::is_ascii_alphanumeric) {
            Ok(Self(bytes))
        } else {
            Err(SaltError)
        }
    }
}

/// What is stored for a password with a salt of our own making. A false password (`0`) is stored as
/// the empty text is; neither can be used to log in.
pub fn derive_otobo_bcrypt(
    password: &Secret<String>,
    cost: BcryptCost,
    salt: &Salt,
) -> StoredPassword {
    let hash = hash(password, cost.0, salt.0);
    let salt: String = salt.0.into_iter().map(char::from).collect();
    StoredPassword::new(format!("BCRYPT:{}:{salt}:{hash}", cost.0))
}

/// What is stored for a password, with a new salt.
pub fn make_otobo_bcrypt(
    password: &Secret<String>,
    cost: BcryptCost,
    rng: &mut impl CryptoRng,
) -> StoredPassword {
    derive_otobo_bcrypt(password, cost, &Salt::make(rng))
}

/// Whether a password is the stored one. An empty password, `0`, and any other stored form never
/// are (C79). Takes as long for a wrong password as for the right one.
pub fn verify_otobo_bcrypt(stored: &StoredPassword, password: &Secret<String>) -> bool {
    if is_false(Some(password.expose())) {
        return false;
    }
    let Some((cost, salt, expected)) = parse(stored.as_str()) else {
        return false;
    };
    let found = hash(password, cost, salt);
    found.as_bytes().ct_eq(expected).into()
}

/// The cost of a stored text of this form; `None` for any other text.
pub(super) fn cost_of(stored: &str) -> Option<u32> {
    parse(stored).map(|(cost, ..)| cost)
}

/// Cost, salt and hash. Any salt of 16 bytes will do: somebody else wrote it.
fn parse(stored: &str) -> Option<(u32, [u8; 16], &[u8])> {
    let (cost, rest) = stored.strip_prefix("BCRYPT:")?.split_once(':')?;
    let is_number = cost.bytes().all(|byte| byte.is_ascii_digit());
    let cost = cost.parse().ok().filter(|cost| *cost <= MAX_COST)?;
    let (salt, hash) = rest.as_bytes().split_first_chunk::<16>()?;
    let hash = hash.strip_prefix(b":")?;
    let is_hash = hash.len() == HASH_LENGTH && hash.iter().all(|byte| BASE64.contains(byte));
    (is_number && is_hash).then_some((cost, *salt, hash))
}

/// The password as OTOBO hands it to bcrypt, hashed, in bcrypt's base64.
fn hash(password: &Secret<String>, cost: u32, salt: [u8; 16]) -> String {
    let password = text_to_store(password);
    let mut bytes = Zeroizing::new(Vec::with_capacity(password.len() + 1));
    bytes.extend_from_slice(password.as_bytes());
    bytes.push(0);
    bytes.truncate(MAX_PASSWORD);
    let hash = bcrypt::bcrypt(cost, salt, &bytes);
    let (kept, _) = hash.split_at(HASH_OCTETS);
    base64(kept)
}

/// Base64 with bcrypt's alphabet and without padding.
fn base64(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len() * 4 / 3 + 1);
    for chunk in octets.chunks(3) {
        let mut group = [0; 4];
        for (place, octet) in group.iter_mut().skip(1).zip(chunk) {
            *place = *octet;
        }
        let group = u32::from_be_bytes(group);
        for place in 0..=chunk.len() {
            let sextet = group >> (18 - 6 * place) & 0x3f;
            text.push(char::from(BASE64[sextet as usize]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    fn secret(password: &str) -> Secret<String> {
        Secret::new(password.to_owned())
    }

    fn derived(password: &str) -> StoredPassword {
        let salt = Salt::try_from("abcdefghijklmnop").unwrap();
        derive_otobo_bcrypt(&secret(password), BcryptCost::new(9), &salt)
    }

    fn stored(cost: &str, salt: &str, hash: &str) -> StoredPassword {
        StoredPassword::new(format!("BCRYPT:{cost}:{salt}:{hash}"))
    }

    const SECRET: &str = "YCZwYw1C2XpU3jIG92Mt0dgubd4zFr.";

    #[test]
    fn c76_the_vectors_of_otobo_hold() {
        let cases = [
            ("secret".to_owned(), SECRET),
            ("pässwört".to_owned(), "sxcqM2rxY4zPiIjfokPogSgDUj2OLDi"),
            ("x".repeat(80), "gJaMn5G2Abu9fTbNke13EMTXQphCGNC"),
        ];
        for (password, hash) in cases {
            let expected = format!("BCRYPT:9:abcdefghijklmnop:{hash}");
            assert_eq!(derived(&password).as_str(), expected, "C76");
            assert!(verify_otobo_bcrypt(&derived(&password), &secret(&password)));
        }
    }

    #[test]
    fn only_the_first_seventy_two_bytes_count() {
        assert_eq!(derived(&"x".repeat(72)), derived(&"x".repeat(80)));
        assert_ne!(
            derived(&"x".repeat(71)),
            derived(&"x".repeat(72)),
            "a NUL is the 72nd byte"
        );
    }

    #[test]
    fn c79_a_false_password_is_stored_as_the_empty_one_and_never_verifies() {
        assert_eq!(derived("0"), derived(""));
        for password in ["", "0"] {
            assert!(!verify_otobo_bcrypt(&derived(""), &secret(password)), "C79");
        }
        assert!(
            !verify_otobo_bcrypt(&StoredPassword::new(""), &secret("secret")),
            "C79"
        );
    }

    #[test]
    fn another_password_does_not_verify() {
        let stored = derived("secret");
        for password in ["Secret", "secre", "secret ", "x"] {
            assert!(
                !verify_otobo_bcrypt(&stored, &secret(password)),
                "{password}"
            );
        }
    }

    #[test]
    fn a_damaged_or_foreign_text_does_not_verify() {
        let salt = "abcdefghijklmnop";
        let damaged = [
            stored("9", salt, SECRET.trim_end_matches('.')),
            stored("9", salt, &format!("{SECRET}.")),
            stored("9", salt, ""),
            stored("9", salt, &SECRET.replace('Y', "-")),
            stored("9", "abcdefghijklmno", SECRET),
            stored("9", "abcdefghijklmnopq", SECRET),
            stored("32", salt, SECRET),
            stored("-1", salt, SECRET),
            stored("+9", salt, SECRET),
            stored("x", salt, SECRET),
            StoredPassword::new(format!("bcrypt:9:{salt}:{SECRET}")),
            StoredPassword::new("BCRYPT:9"),
            StoredPassword::new("BCRYPT:9:ääääääää"),
            StoredPassword::new("2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"),
        ];
        for stored in damaged {
            assert!(
                !verify_otobo_bcrypt(&stored, &secret("secret")),
                "{}",
                stored.as_str()
            );
        }
        assert!(verify_otobo_bcrypt(
            &stored("9", salt, SECRET),
            &secret("secret")
        ));
    }

    #[test]
    fn costs_and_salts_of_others_are_understood() {
        let salt = *b":-)5678901234567";
        let hash = hash(&secret("secret"), 0, salt);
        assert_eq!(hash.len(), HASH_LENGTH);
        assert!(verify_otobo_bcrypt(
            &stored("09", "abcdefghijklmnop", SECRET),
            &secret("secret")
        ));
        assert!(verify_otobo_bcrypt(
            &stored("0", ":-)5678901234567", &hash),
            &secret("secret")
        ));
        assert!(parse(&format!("BCRYPT:31:abcdefghijklmnop:{hash}")).is_some());
    }

    #[test]
    fn the_cost_is_brought_into_its_bounds() {
        let costs = [0, 8, 9, 12, 31, 32].map(|cost| BcryptCost::new(cost).get());
        assert_eq!(costs, [9, 9, 9, 12, 31, 31]);
        assert_eq!(BcryptCost::default().get(), 12);
    }

    #[test]
    fn a_salt_is_sixteen_letters_and_digits_and_never_the_same() {
        let mut rng = StdRng::seed_from_u64(3);
        let (one, other) = (Salt::make(&mut rng), Salt::make(&mut rng));
        assert_ne!(one, other);
        assert!(one.0.iter().all(u8::is_ascii_alphanumeric));
        for text in [
            "",
            "abcdefghijklmno",
            "abcdefghijklmnopq",
            "abcdefghijklmno-",
            "abcdefghijklmnö",
        ] {
            assert_eq!(Salt::try_from(text), Err(SaltError), "{text}");
        }
    }

    #[test]
    fn a_made_password_has_its_cost_and_verifies() {
        let mut rng = StdRng::seed_from_u64(4);
        let stored = make_otobo_bcrypt(&secret("secret"), BcryptCost::new(9), &mut rng);
        assert!(stored.as_str().starts_with("BCRYPT:9:"));
        assert_eq!(stored.as_str().len(), "BCRYPT:9:".len() + 16 + 1 + 31);
        assert!(verify_otobo_bcrypt(&stored, &secret("secret")));
        let again = make_otobo_bcrypt(&secret("secret"), BcryptCost::new(9), &mut rng);
        assert_ne!(again, stored, "each has its own salt");
    }

    #[test]
    fn base64_is_that_of_bcrypt() {
        assert_eq!(base64(b"abcdefghijklmnop"), "WUHhXETkX0fnYkrqZU3ta.");
        assert_eq!(base64(&[0xff; 4]), "99999u");
        assert_eq!(base64(&[]), "");
    }
}
