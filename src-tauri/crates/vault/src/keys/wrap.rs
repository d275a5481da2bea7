//! A key wrapped by a passphrase: Argon2id makes a key of it (RFC 9106), and that encrypts the wrapped one.
//!
//! What Argon2id was told stands in the wrap, so that a later Deskbook may ask more of it and still read
//! this one.

use argon2::{Algorithm, Argon2, Params, Version};
use deskbook_core::Cause;
use deskbook_core::keys::{KEY_BYTES, Key, KeyError};
use deskbook_domain::secret::Secret;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::hex;
use super::random::random;
use super::sealed;

const VERSION: u32 = 1;
const SALT_BYTES: usize = 16;

/// What the wrapped key is for, as it is authenticated.
const PURPOSE: &str = "keys/lock";

/// What Argon2id is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// RFC 9106's second recommendation, but for the lanes, of which the library works on one at a time;
    /// more than OWASP asks for (19 MiB, 2 passes).
    pub(crate) const USUAL: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 1,
    };

    /// What is taken from a wrap at most: one that was tampered with must not stop the computer.
    const MOST: Self = Self {
        memory_kib: 1024 * 1024,
        passes: 32,
        lanes: 16,
    };

    /// So little that tests need not wait.
    #[cfg(test)]
    pub(crate) fn cheap() -> Self {
        Self {
            memory_kib: 64,
            passes: 1,
            lanes: 1,
        }
    }

    fn is_bearable(self) -> bool {
        self.memory_kib <= Self::MOST.memory_kib
            && self.passes <= Self::MOST.passes
            && self.lanes <= Self::MOST.lanes
    }
}

/// A wrapped key as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wrap {
    version: u32,
    argon2id: Cost,
    #[serde(with = "hex")]
    salt: Vec<u8>,
    #[serde(with = "hex")]
    sealed: Vec<u8>,
}

impl Wrap {
    /// Wraps a key. Takes a moment and some memory, on purpose.
    pub(crate) fn make(
        key: &Key,
        passphrase: &Secret<String>,
        cost: Cost,
    ) -> Result<Self, KeyError> {
        let failed = |error: getrandom::Error| KeyError::Failed(error.into());
        let salt: [u8; SALT_BYTES] = random().map_err(failed)?;
        let under = derive(passphrase, &salt, cost)?;
        Ok(Self {
            version: VERSION,
            argon2id: cost,
            salt: salt.to_vec(),
            sealed: sealed::seal(&under, PURPOSE, key).map_err(failed)?,
        })
    }

    /// The key. A wrong passphrase takes as long as the right one.
    pub(crate) fn open(&self, passphrase: &Secret<String>) -> Result<Key, KeyError> {
        self.open_by(derive, passphrase)
    }

    fn open_by(
        &self,
        derive: impl FnOnce(&Secret<String>, &[u8], Cost) -> Result<Key, KeyError>,
        passphrase: &Secret<String>,
    ) -> Result<Key, KeyError> {
        if self.version != VERSION || !self.argon2id.is_bearable() {
            return Err(KeyError::Damaged);
        }
        let under = derive(passphrase, &self.salt, self.argon2id)?;
        sealed::open(&under, PURPOSE, &self.sealed).map_err(|_| KeyError::WrongPassphrase)
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self, KeyError> {
        serde_json::from_slice(bytes).map_err(|_| KeyError::Damaged)
    }

    pub(crate) fn written(&self) -> Result<Vec<u8>, KeyError> {
        serde_json::to_vec(self).map_err(|error| KeyError::Failed(error.into()))
    }
}

/// One passphrase is one text, however its letters were put together on the keyboard.
fn derive(passphrase: &Secret<String>, salt: &[u8], cost: Cost) -> Result<Key, KeyError> {
    let failed = |error: argon2::Error| KeyError::Failed(Cause::from(error.to_string()));
    let Cost {
        memory_kib,
        passes,
        lanes,
    } = cost;
    let params = Params::new(memory_kib, passes, lanes, Some(KEY_BYTES)).map_err(failed)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let text: Zeroizing<String> = Zeroizing::new(passphrase.expose().nfc().collect());
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    let derived = argon2.hash_password_into(text.as_bytes(), salt, &mut *key);
    derived.map_err(failed)?;
    Ok(Secret::new(*key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrase(text: &str) -> Secret<String> {
        Secret::new(text.to_owned())
    }

    fn key() -> Key {
        Secret::new([7; KEY_BYTES])
    }

    #[test]
    fn a_wrap_opens_with_its_passphrase_only() {
        let wrap = Wrap::make(&key(), &phrase("correct horse"), Cost::cheap()).unwrap();
        let kept = Wrap::read(&wrap.written().unwrap()).unwrap();
        assert_eq!(
            kept.open(&phrase("correct horse")).unwrap().expose(),
            key().expose()
        );
        for wrong in ["", "correct hors", "Correct horse", "correct horse "] {
            let opened = kept.open(&phrase(wrong));
            assert!(
                matches!(opened, Err(KeyError::WrongPassphrase)),
                "{wrong:?}"
            );
        }
    }

    #[test]
    fn a_passphrase_is_the_same_from_every_keyboard() {
        let wrap = Wrap::make(&key(), &phrase("M\u{fc}ller"), Cost::cheap()).unwrap();
        assert!(wrap.open(&phrase("Mu\u{308}ller")).is_ok());
    }

    /// Structure, and no clock, which would tell a busy machine from an idle one. All that a passphrase can cost is in
    /// `derive`: whichever it is, it comes to that once, with salt and cost of the wrap, and nothing is compared before.
    /// There the work is that of memory and passes (RFC 9106, 3.2): the passphrase goes into one hash at the beginning, a
    /// few microseconds for pages of text, and every block is filled whatever comes of it. What is left to do with the
    /// derived key is one tag over 32 bytes, which the library compares in constant time.
    #[test]
    fn whichever_passphrase_it_is_argon2_has_the_same_work() {
        let cost = Cost {
            memory_kib: 72,
            passes: 2,
            ..Cost::cheap()
        };
        let wrap = Wrap::make(&key(), &phrase("correct horse"), cost).unwrap();
        let long = "correct horse".repeat(1_000);
        let others = [
            "",
            "\0",
            "c",
            "correct hors",
            "correct horsf",
            "correct horse ",
        ];
        let others = others
            .into_iter()
            .chain(["Correct Horse", "中文字元密碼", "🦀", &long]);
        for typed in others.chain(["correct horse"]) {
            let mut derived = None;
            let opened = wrap.open_by(
                |passphrase, salt, cost| {
                    derived = Some((salt.to_vec(), cost));
                    derive(passphrase, salt, cost)
                },
                &phrase(typed),
            );
            assert_eq!(derived, Some((wrap.salt.clone(), cost)), "{typed:?}");
            assert_eq!(opened.is_ok(), typed == "correct horse", "{typed:?}");
        }
    }

    #[test]
    fn the_usual_cost_is_at_least_owasps() {
        const { assert!(Cost::USUAL.memory_kib >= 19 * 1024 && Cost::USUAL.passes >= 2) };
        assert!(Cost::USUAL.is_bearable());
    }

    #[test]
    fn a_wrap_that_asks_too_much_or_is_a_newer_one_is_refused_at_once() {
        let wrap = Wrap::make(&key(), &phrase("x"), Cost::cheap()).unwrap();
        let greedy = Wrap {
            argon2id: Cost {
                memory_kib: u32::MAX,
                ..Cost::cheap()
            },
            ..wrap.clone()
        };
        let newer = Wrap { version: 2, ..wrap };
        for wrap in [greedy, newer] {
            assert!(matches!(wrap.open(&phrase("x")), Err(KeyError::Damaged)));
        }
        assert!(matches!(Wrap::read(b"{}"), Err(KeyError::Damaged)));
    }
}
