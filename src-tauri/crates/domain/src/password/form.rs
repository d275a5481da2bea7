//! Which form a stored password has, and how well it guards the password (otobo-behaviour.md 4.7).

use super::des_crypt::is_des_crypt;
use super::hex_digest::Hash;
use super::md5_crypt::Variant;
use super::otobo_bcrypt::cost_of;
use super::{CryptType, StoredPassword};
use crate::text::is_false;

/// The least cost of bcrypt that is called good.
const GOOD_COST: u32 = 10;

/// The form of what stands in a password column. OTOBO tells it by the shape of the text, unless
/// plain text is configured (C77).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredForm {
    /// Nothing, or `0`, which OTOBO takes for nothing: nobody can log in (C79).
    None,
    /// The password itself, since that is configured.
    Plain,
    /// DES of the `crypt` of old.
    DesCrypt,
    /// `$1$…`
    Md5Crypt,
    /// `$apr1$…`
    Apr1,
    /// 40 hexadecimal digits.
    Sha1,
    /// 64 hexadecimal digits.
    Sha256,
    /// 128 hexadecimal digits.
    Sha512,
    /// `BCRYPT:…`
    Bcrypt {
        /// Each step doubles the time.
        cost: u32,
    },
    /// `*0` or `*1`, which `crypt` gives when it fails. If it fails again, OTOBO lets any password
    /// pass (C80).
    Broken,
    /// No form that OTOBO understands. It may be a plain text of times when that was configured, a
    /// hash in capitals (C78) or one of another program (`$2y$…`).
    Unknown,
}

/// How well a stored form guards the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// Whoever reads the column has to spend noticeable time for each guess.
    Good,
    /// It had better be replaced.
    Weak(Weakness),
}

/// Why a stored form is weak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Whoever reads the column has the password.
    PlainText,
    /// A fast hash, the same for all who have the same password: it is looked up in a list.
    FastUnsaltedHash,
    /// Salted, but by an algorithm that was given up long ago.
    ObsoleteHash,
    /// bcrypt at a cost below 10.
    LowCost,
    /// OTOBO may let any password pass.
    Broken,
    /// Nobody can log in, and the text may be a password in the clear.
    NotRecognised,
}

impl StoredForm {
    /// The form of a stored text, where this type is configured.
    pub fn of(stored: &StoredPassword, configured: CryptType) -> Self {
        let text = stored.as_str();
        if is_false(Some(text)) {
            Self::None
        } else if matches!(text, "*0" | "*1") {
            Self::Broken
        } else if configured == CryptType::Plain {
            Self::Plain
        } else {
            Self::by_shape(text)
        }
    }

    fn by_shape(text: &str) -> Self {
        if let Some(hash) = Hash::of(text) {
            match hash {
                Hash::Sha1 => Self::Sha1,
                Hash::Sha256 => Self::Sha256,
                Hash::Sha512 => Self::Sha512,
            }
        } else if let Some(cost) = cost_of(text) {
            Self::Bcrypt { cost }
        } else if Variant::Md5.salt_of(text).is_some() {
            Self::Md5Crypt
        } else if Variant::Apr1.salt_of(text).is_some() {
            Self::Apr1
        } else if is_des_crypt(text) {
            Self::DesCrypt
        } else {
            Self::Unknown
        }
    }

    /// How well it guards the password; `None` where there is none.
    pub const fn strength(self) -> Option<Strength> {
        let weakness = match self {
            Self::None => return None,
            Self::Bcrypt { cost } if cost >= GOOD_COST => return Some(Strength::Good),
            Self::Bcrypt { .. } => Weakness::LowCost,
            Self::Plain => Weakness::PlainText,
            Self::Sha1 | Self::Sha256 | Self::Sha512 => Weakness::FastUnsaltedHash,
            Self::DesCrypt | Self::Md5Crypt | Self::Apr1 => Weakness::ObsoleteHash,
            Self::Broken => Weakness::Broken,
            Self::Unknown => Weakness::NotRecognised,
        };
        Some(Strength::Weak(weakness))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA1: &str = "e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4";
    const SHA256: &str = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    fn form(stored: &str, configured: CryptType) -> StoredForm {
        StoredForm::of(&StoredPassword::new(stored), configured)
    }

    fn bcrypt(cost: u32) -> String {
        format!("BCRYPT:{cost}:abcdefghijklmnop:YCZwYw1C2XpU3jIG92Mt0dgubd4zFr.")
    }

    #[test]
    fn c77_the_shape_tells_the_form_whatever_is_configured_but_plain() {
        let cases = [
            ("tiBi1YzM.aGb6".to_owned(), StoredForm::DesCrypt),
            (
                "$1$tina$PyhA7uiVHNLE9w6BSqMcF.".to_owned(),
                StoredForm::Md5Crypt,
            ),
            (
                "$apr1$tina$PyKfum6OS04rM5P2Uz7ML0".to_owned(),
                StoredForm::Apr1,
            ),
            (SHA1.to_owned(), StoredForm::Sha1),
            (SHA256.to_owned(), StoredForm::Sha256),
            (SHA256.repeat(2), StoredForm::Sha512),
            (bcrypt(12), StoredForm::Bcrypt { cost: 12 }),
        ];
        for (stored, expected) in cases {
            for configured in CryptType::ALL {
                let expected = if configured == CryptType::Plain {
                    StoredForm::Plain
                } else {
                    expected
                };
                assert_eq!(form(&stored, configured), expected, "{configured:?}");
            }
        }
    }

    #[test]
    fn c78_a_hash_in_capitals_is_no_form_of_otobo() {
        for stored in [SHA1, SHA256, &SHA256.repeat(2)] {
            let stored = stored.to_ascii_uppercase();
            assert_eq!(form(&stored, CryptType::Sha2), StoredForm::Unknown);
        }
    }

    #[test]
    fn c79_nothing_and_zero_are_no_password() {
        for configured in CryptType::ALL {
            for stored in ["", "0"] {
                assert_eq!(form(stored, configured), StoredForm::None);
            }
        }
        assert_eq!(StoredForm::None.strength(), None);
    }

    #[test]
    fn c80_a_failure_of_crypt_is_flagged_whatever_is_configured() {
        for configured in CryptType::ALL {
            for stored in ["*0", "*1"] {
                let form = form(stored, configured);
                assert_eq!(form, StoredForm::Broken);
                assert_eq!(form.strength(), Some(Strength::Weak(Weakness::Broken)));
            }
        }
    }

    #[test]
    fn forms_of_other_programs_are_not_known() {
        let others = [
            "Secret-1",
            "Passwort-1234",
            "*2",
            "*",
            "$5$salt$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc8",
            "$2y$12$abcdefghijklmnopqrstuuYCZwYw1C2XpU3jIG92Mt0dgubd4zFr.",
            "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaA",
            "_J9..rasmBYk8r9AiWNc",
        ];
        for stored in others {
            let form = form(stored, CryptType::Sha2);
            assert_eq!(form, StoredForm::Unknown, "{stored}");
            let expected = Some(Strength::Weak(Weakness::NotRecognised));
            assert_eq!(form.strength(), expected);
        }
    }

    #[test]
    fn only_bcrypt_from_a_cost_of_ten_is_good() {
        let weak = |weakness| Some(Strength::Weak(weakness));
        let cases = [
            (StoredForm::Bcrypt { cost: 31 }, Some(Strength::Good)),
            (StoredForm::Bcrypt { cost: 10 }, Some(Strength::Good)),
            (StoredForm::Bcrypt { cost: 9 }, weak(Weakness::LowCost)),
            (StoredForm::Plain, weak(Weakness::PlainText)),
            (StoredForm::Sha1, weak(Weakness::FastUnsaltedHash)),
            (StoredForm::Sha256, weak(Weakness::FastUnsaltedHash)),
            (StoredForm::Sha512, weak(Weakness::FastUnsaltedHash)),
            (StoredForm::DesCrypt, weak(Weakness::ObsoleteHash)),
            (StoredForm::Md5Crypt, weak(Weakness::ObsoleteHash)),
            (StoredForm::Apr1, weak(Weakness::ObsoleteHash)),
        ];
        for (form, strength) in cases {
            assert_eq!(form.strength(), strength, "{form:?}");
        }
    }
}
