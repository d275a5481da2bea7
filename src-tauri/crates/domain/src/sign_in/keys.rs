//! The settings of a module, by OTOBO's names.

use super::SignInNumber;

/// The setting that names a module's program, before its number.
pub const MODULE: &str = "Customer::AuthModule";

/// A setting of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInKey {
    /// What a form calls it.
    pub name: &'static str,
    /// What stands before it in OTOBO's settings.
    prefix: &'static str,
    /// What its values are.
    pub kind: SignInKeyKind,
    /// Whether the module cannot do without.
    pub required: bool,
}

/// What the values of a setting are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum SignInKeyKind {
    /// Any text.
    Text,
    /// Named values: `port: 389, timeout: 60`.
    Table,
    /// 0 or 1.
    Flag,
    /// What a server has to prove.
    Encryption,
}

impl SignInKey {
    /// Its name in the settings of a module.
    pub fn setting(&self, number: SignInNumber) -> String {
        format!("{}{}{number}", self.prefix, self.name)
    }
}

const DIRECTORY: &str = "Customer::AuthModule::LDAP::";
const DATABASE: &str = "Customer::AuthModule::DB::";
/// Ours: OTOBO has no such settings.
const OURS: &str = "Deskbook::Customer::AuthModule::LDAP::";

const fn key(prefix: &'static str, name: &'static str) -> SignInKey {
    SignInKey {
        name,
        prefix,
        kind: SignInKeyKind::Text,
        required: false,
    }
}

const fn required(prefix: &'static str, name: &'static str) -> SignInKey {
    SignInKey {
        required: true,
        ..key(prefix, name)
    }
}

/// The settings of a directory, in the order of a form. The password of `SearchUserDN` is none of them: it is
/// neither read nor kept as a setting.
pub const DIRECTORY_KEYS: [SignInKey; 14] = [
    required(DIRECTORY, "Host"),
    required(DIRECTORY, "BaseDN"),
    required(DIRECTORY, "UID"),
    key(DIRECTORY, "SearchUserDN"),
    key(DIRECTORY, "GroupDN"),
    key(DIRECTORY, "AccessAttr"),
    key(DIRECTORY, "UserAttr"),
    key(DIRECTORY, "UserSuffix"),
    key(DIRECTORY, "AlwaysFilter"),
    SignInKey {
        kind: SignInKeyKind::Table,
        ..key(DIRECTORY, "Params")
    },
    key(DIRECTORY, "StartTLS"),
    SignInKey {
        kind: SignInKeyKind::Flag,
        ..key(DIRECTORY, "Die")
    },
    SignInKey {
        kind: SignInKeyKind::Encryption,
        ..key(OURS, "TLSMode")
    },
    key(OURS, "CAFile"),
];

/// The settings of a table with passwords, in the order of a form.
pub const DATABASE_KEYS: [SignInKey; 5] = [
    required(DATABASE, "Table"),
    required(DATABASE, "CustomerKey"),
    required(DATABASE, "CustomerPassword"),
    key(DATABASE, "CryptType"),
    key(DATABASE, "DSN"),
];

/// The names of all settings of all modules, those of ours among them.
pub(crate) fn all_settings() -> impl Iterator<Item = (String, SignInKeyKind)> {
    SignInNumber::all().flat_map(settings_of)
}

/// The names of all settings of a module.
pub(crate) fn settings_of(number: SignInNumber) -> impl Iterator<Item = (String, SignInKeyKind)> {
    let module = (format!("{MODULE}{number}"), SignInKeyKind::Text);
    let keys = DIRECTORY_KEYS.iter().chain(&DATABASE_KEYS);
    std::iter::once(module).chain(keys.map(move |key| (key.setting(number), key.kind)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_has_its_number_at_the_end() {
        let names: Vec<_> = all_settings().map(|(name, _)| name).collect();
        for name in [
            "Customer::AuthModule",
            "Customer::AuthModule3",
            "Customer::AuthModule::LDAP::Host",
            "Customer::AuthModule::LDAP::Host10",
            "Customer::AuthModule::DB::CryptType2",
        ] {
            assert!(names.iter().any(|it| it == name), "{name}");
        }
    }

    #[test]
    fn no_password_is_a_setting() {
        assert!(all_settings().all(|(name, _)| !name.contains("Pw")));
    }
}
