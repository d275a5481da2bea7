//! Whether a password is the stored one, as OTOBO's login finds it (otobo-behaviour.md 4.7).

use super::des_crypt::is_des_crypt_of;
use super::hex_digest::{Hash, hex_digest};
use super::md5_crypt::{Variant, md5_crypt};
use super::{CryptType, StoredForm, StoredPassword, verify_otobo_bcrypt};
use crate::secret::Secret;
use crate::text::is_false;

/// Whether this password belongs to this login, where this type is configured. Nobody logs in with
/// an empty password or `0` (C79), nor as a login of that kind; and a stored `*0` lets nobody pass,
/// other than in OTOBO (C80).
///
/// Whether the customer user is valid is for the caller to ask (C81). It takes as long as the
/// stored text wants: bcrypt at a high cost takes hours, so the cost is to be looked at first
/// ([`StoredForm::Bcrypt`]) where somebody waits.
pub fn verify(
    configured: CryptType,
    stored: &StoredPassword,
    login: &str,
    password: &Secret<String>,
) -> bool {
    let text = password.expose().as_str();
    if is_false(Some(text)) || is_false(Some(login)) {
        return false;
    }
    match StoredForm::of(stored, configured) {
        StoredForm::Plain => stored.is(text),
        StoredForm::DesCrypt => is_des_crypt_of(stored.as_str(), text),
        StoredForm::Md5Crypt => is_md5_crypt_of(Variant::Md5, stored, text),
        StoredForm::Apr1 => is_md5_crypt_of(Variant::Apr1, stored, text),
        StoredForm::Sha1 => *stored == hex_digest(Hash::Sha1, text),
        StoredForm::Sha256 => *stored == hex_digest(Hash::Sha256, text),
        StoredForm::Sha512 => *stored == hex_digest(Hash::Sha512, text),
        StoredForm::Bcrypt { .. } => verify_otobo_bcrypt(stored, password),
        // With a text of unknown shape OTOBO compares what `crypt` makes with the login for a salt.
        // That has 13 characters, as no such text has, or is the failure that must not pass.
        StoredForm::None | StoredForm::Broken | StoredForm::Unknown => false,
    }
}

fn is_md5_crypt_of(variant: Variant, stored: &StoredPassword, text: &str) -> bool {
    let salt = variant.salt_of(stored.as_str());
    salt.is_some_and(|salt| *stored == md5_crypt(variant, salt, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA256: &str = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    fn passes(configured: CryptType, stored: &str, login: &str, password: &str) -> bool {
        let password = Secret::new(password.to_owned());
        verify(configured, &StoredPassword::new(stored), login, &password)
    }

    fn hashed() -> impl Iterator<Item = CryptType> {
        CryptType::ALL
            .into_iter()
            .filter(|kind| *kind != CryptType::Plain)
    }

    #[test]
    fn c75_c76_every_vector_passes_whatever_is_configured() {
        let vectors = [
            ("secret", "tiBi1YzM.aGb6"),
            ("secret", "$1$tina$PyhA7uiVHNLE9w6BSqMcF."),
            ("secret", "$1$john.doe$7ldaokoMmJUH0is.ApqPO."),
            ("secret", "$1$müller$AMB7pI36n//vpVb5mpSMJ."),
            ("secret", "$apr1$tina$PyKfum6OS04rM5P2Uz7ML0"),
            ("secret", "$apr1$john.doe$uij/4c5Y6pDNYntbcli3G."),
            ("secret", "e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4"),
            ("secret", SHA256),
            (
                "secret",
                "bd2b1aaf7ef4f09be9f52ce2d8d599674d81aa9d6a4421696dc4d93dd0619d68\
                 2ce56b4d64a9ef097761ced99e0f67265b5f76085e5b0ee7ca4696b2ad6fe2b2",
            ),
            (
                "secret",
                "BCRYPT:9:abcdefghijklmnop:YCZwYw1C2XpU3jIG92Mt0dgubd4zFr.",
            ),
            ("pässwört", "c807450be4d073ac0e9cf7426b9eff173365cebd"),
            (
                "pässwört",
                "cb09d5a0b18f824486c1897881835055e9783f7a5887245ea009d324691bb70a",
            ),
            (
                "pässwört",
                "BCRYPT:9:abcdefghijklmnop:sxcqM2rxY4zPiIjfokPogSgDUj2OLDi",
            ),
            (
                &"x".repeat(80),
                "BCRYPT:9:abcdefghijklmnop:gJaMn5G2Abu9fTbNke13EMTXQphCGNC",
            ),
        ];
        for (password, stored) in vectors {
            for configured in [CryptType::Sha2, CryptType::Crypt, CryptType::Bcrypt] {
                assert!(passes(configured, stored, "tina", password), "{stored}");
            }
            assert!(!passes(CryptType::Sha2, stored, "tina", "another"));
            assert!(!passes(CryptType::Plain, stored, "tina", password), "C77");
        }
    }

    /// The users `pw.…` of `tests/data/small`.
    #[test]
    fn c77_stored_passwords_of_the_test_data_pass_by_their_shape() {
        let users = [
            ("pw.crypt", "pwJE997AiecyQ"),
            ("pw.md5", "$1$pw.md5$Lf2eN65E85WaER7r40LIm."),
            ("pw.apr1", "$apr1$pw.apr1$ppa0OueZH1q7q8ZscAzov."),
            ("pw.sha1", "0852ec092c28f9f3ef5e3106f798fa60295dfacb"),
            (
                "pw.sha256",
                "83aeb0c6678c4184dfad301844e867c0e1a756e674c66f1e8eb217b585eaf3b6",
            ),
            (
                "pw.sha512",
                "052530936cdd6ad7a7a87c52e956ff739b8f8a5ce2903a208716750cda10a7e7\
                 173605e153c3ca4e946432e2951653ac8ca3aa2db114bbe33d9caa7261562484",
            ),
            (
                "pw.bcrypt",
                "BCRYPT:9:abcdEFGH01234567:aKHcXJ5RkOVf7XFjtUNH0Vvu2lgE02S",
            ),
        ];
        for (login, stored) in users {
            assert!(
                passes(CryptType::Sha2, stored, login, "Secret-1"),
                "{login}"
            );
            for password in ["secret-1", "Secret-", " Secret-1", "pw.crypt"] {
                assert!(!passes(CryptType::Sha2, stored, login, password));
            }
        }
        let utf8 = "f72cf77f724ab420d45b616448c1605b05a96e6fc677b8605bbbd7a490e46370";
        assert!(passes(CryptType::Sha2, utf8, "pw.utf8", "Pässwörd-日本"));
    }

    #[test]
    fn c77_where_plain_is_configured_texts_are_compared() {
        assert!(passes(CryptType::Plain, "Secret-1", "pw.plain", "Secret-1"));
        assert!(passes(CryptType::Plain, SHA256, "tina", SHA256));
        for password in ["secret-1", "Secret-", "Secret-1 ", "Secret-11"] {
            assert!(!passes(CryptType::Plain, "Secret-1", "pw.plain", password));
        }
        for configured in hashed() {
            assert!(!passes(configured, "Secret-1", "pw.plain", "Secret-1"));
        }
    }

    #[test]
    fn c77_the_salt_is_that_of_the_text_and_not_the_login() {
        let stored = "$1$tina$PyhA7uiVHNLE9w6BSqMcF.";
        for login in ["tina", "TINA", "another"] {
            assert!(passes(CryptType::Md5, stored, login, "secret"));
        }
        assert!(passes(
            CryptType::Crypt,
            "tiBi1YzM.aGb6",
            "another",
            "secret"
        ));
    }

    #[test]
    fn c78_a_hash_in_capitals_never_passes() {
        let stored = SHA256.to_ascii_uppercase();
        for configured in hashed() {
            assert!(!passes(configured, &stored, "tina", "secret"));
        }
    }

    #[test]
    fn c79_an_empty_password_and_zero_never_pass() {
        // each is that of the empty password
        let texts = [
            "",
            "0",
            "tizZm89nduftw",
            "$1$tina$98Rty65LBknXf2wt21PJm0",
            "$apr1$tina$ry/3lPuVuSsIgIBI4cRYb0",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce\
             47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
        ];
        for configured in CryptType::ALL {
            for stored in texts {
                for password in ["", "0"] {
                    assert!(!passes(configured, stored, "tina", password), "{stored}");
                }
            }
        }
    }

    #[test]
    fn c79_an_empty_stored_password_and_zero_never_pass() {
        for configured in CryptType::ALL {
            for stored in ["", "0"] {
                for password in ["", "0", "secret", "\0"] {
                    assert!(!passes(configured, stored, "tina", password));
                }
            }
        }
    }

    #[test]
    fn nobody_logs_in_as_an_empty_login_or_zero() {
        for login in ["", "0"] {
            assert!(!passes(CryptType::Sha2, SHA256, login, "secret"));
            assert!(!passes(CryptType::Plain, "secret", login, "secret"));
        }
        assert!(passes(CryptType::Sha2, SHA256, "00", "secret"));
    }

    #[test]
    fn c80_a_failure_of_crypt_lets_nobody_pass() {
        for configured in CryptType::ALL {
            for stored in ["*0", "*1"] {
                for login in ["jörg.müller", "x", "*0", "tina"] {
                    for password in ["secret", "*0", "*1", "Pässwörd-日本"] {
                        assert!(!passes(configured, stored, login, password));
                    }
                }
            }
        }
    }

    #[test]
    fn forms_of_other_programs_never_pass() {
        // each is that of `secret`
        let texts = [
            "$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA",
            "$2y$09$WUHhXETkX0fnYkrqZU3ta.YCZwYw1C2XpU3jIG92Mt0dgubd4zFr.",
            "$2a$09$WUHhXETkX0fnYkrqZU3ta.YCZwYw1C2XpU3jIG92Mt0dgubd4zFr.",
        ];
        for configured in CryptType::ALL {
            for stored in texts {
                assert!(!passes(configured, stored, "tina", "secret"), "{stored}");
            }
        }
    }
}
