//! Encrypted keys: version, algorithm, nonce, and what XChaCha20-Poly1305 made of the key. What the key is
//! for is authenticated with it, so that one cannot be put in the place of another.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use deskbook_core::keys::{KEY_BYTES, Key};
use deskbook_domain::secret::Secret;
use zeroize::Zeroizing;

use super::random::random;

const VERSION: u8 = 1;
const XCHACHA20_POLY1305: u8 = 1;
const NONCE_BYTES: usize = 24;
const HEAD_BYTES: usize = 2;

/// It was made with another key or for something else, or is not what was made.
#[derive(Debug, thiserror::Error)]
#[error("the seal is not that of this key")]
pub(crate) struct Unopened;

/// Encrypts a key under another one.
pub(crate) fn seal(under: &Key, purpose: &str, key: &Key) -> Result<Vec<u8>, getrandom::Error> {
    let nonce: [u8; NONCE_BYTES] = random()?;
    let mut sealed = vec![VERSION, XCHACHA20_POLY1305];
    let associated = associated(&sealed, purpose);
    let cipher = XChaCha20Poly1305::new(under.expose().into());
    let payload = Payload {
        msg: key.expose(),
        aad: &associated,
    };
    // It fails for texts of many gigabytes only
    let encrypted = cipher.encrypt(&XNonce::from(nonce), payload);
    sealed.extend(nonce);
    sealed.extend(encrypted.unwrap_or_default());
    Ok(sealed)
}

/// The key that was encrypted.
pub(crate) fn open(under: &Key, purpose: &str, sealed: &[u8]) -> Result<Key, Unopened> {
    let (head, rest) = sealed.split_at_checked(HEAD_BYTES).ok_or(Unopened)?;
    let (nonce, encrypted) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(Unopened)?;
    if head != [VERSION, XCHACHA20_POLY1305] {
        return Err(Unopened);
    }
    let associated = associated(head, purpose);
    let cipher = XChaCha20Poly1305::new(under.expose().into());
    let payload = Payload {
        msg: encrypted,
        aad: &associated,
    };
    let key = cipher.decrypt(&XNonce::from(*nonce), payload);
    let key = Zeroizing::new(key.map_err(|_| Unopened)?);
    let key: [u8; KEY_BYTES] = key.as_slice().try_into().map_err(|_| Unopened)?;
    Ok(Secret::new(key))
}

fn associated(head: &[u8], purpose: &str) -> Vec<u8> {
    [head, purpose.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Key {
        Secret::new([byte; KEY_BYTES])
    }

    #[test]
    fn what_is_sealed_opens_under_its_key_and_for_its_purpose_only() {
        let sealed = seal(&key(1), "keys/own-store", &key(7)).unwrap();
        let opened = open(&key(1), "keys/own-store", &sealed).unwrap();
        assert_eq!(opened.expose(), key(7).expose());
        assert!(open(&key(2), "keys/own-store", &sealed).is_err());
        assert!(open(&key(1), "keys/local-directory", &sealed).is_err());
    }

    #[test]
    fn two_seals_of_one_key_differ() {
        let seal = || seal(&key(1), "x", &key(7)).unwrap();
        assert_ne!(seal(), seal());
    }

    #[test]
    fn whatever_byte_is_changed_or_missing_nothing_opens() {
        let sealed = seal(&key(1), "x", &key(7)).unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(open(&key(1), "x", &changed).is_err(), "byte {at}");
            assert!(open(&key(1), "x", &sealed[..at]).is_err(), "{at} bytes");
        }
    }
}
