//! Which form OTOBO gives to a new password: the setting `Customer::AuthModule::DB::CryptType`
//! (otobo-behaviour.md 4.7).

/// A way of storing passwords. What is stored already keeps its own form: only
/// [`CryptType::Plain`] changes how it is compared (C77).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CryptType {
    /// The password itself.
    Plain,
    /// DES of the `crypt` of old, with the login for a salt. It is understood, and never written
    /// (C80).
    Crypt,
    /// MD5 in a thousand rounds, `$1$…`, with the login for a salt.
    Md5,
    /// The same as Apache writes it, `$apr1$…`.
    Apr1,
    /// SHA-1 without a salt.
    Sha1,
    /// SHA-256 without a salt, OTOBO's default.
    #[default]
    Sha2,
    /// SHA-512 without a salt.
    Sha512,
    /// bcrypt with a random salt.
    Bcrypt,
}

impl CryptType {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Plain,
        Self::Crypt,
        Self::Md5,
        Self::Apr1,
        Self::Sha1,
        Self::Sha2,
        Self::Sha512,
        Self::Bcrypt,
    ];

    /// The type that a setting means. OTOBO takes whatever it does not know, another spelling
    /// (`Bcrypt`) and nothing included, for `sha2`.
    pub fn from_setting(setting: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|it| it.setting() == setting)
            .unwrap_or_default()
    }

    /// How the setting is written.
    pub const fn setting(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Crypt => "crypt",
            Self::Md5 => "md5",
            Self::Apr1 => "apr1",
            Self::Sha1 => "sha1",
            Self::Sha2 => "sha2",
            Self::Sha512 => "sha512",
            Self::Bcrypt => "bcrypt",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_is_read_back_from_its_setting() {
        for kind in CryptType::ALL {
            assert_eq!(CryptType::from_setting(kind.setting()), kind);
        }
    }

    #[test]
    fn what_otobo_does_not_know_is_sha2() {
        for setting in [
            "", "0", "sha256", "SHA2", "Bcrypt", "PLAIN", " plain", "argon2",
        ] {
            assert_eq!(
                CryptType::from_setting(setting),
                CryptType::Sha2,
                "{setting}"
            );
        }
    }
}
