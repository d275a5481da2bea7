//! What an installation's settings say of writing.

use chrono_tz::Tz;
use deskbook_domain::email::EmailRules;
use deskbook_domain::ids::{Identifier, TableName};
use deskbook_domain::password::{BcryptCost, CryptType, PasswordScheme};
use deskbook_domain::system_settings::SystemSettings;

/// Read from OTOBO's settings and from what the user puts over them.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Which addresses it takes (`CheckEmail…` of `otobo-behaviour.md 1.3`).
    pub email: EmailRules,
    /// In which zone its times are (`OTOBOTimeZone`, C2).
    pub zone: Tz,
    /// In which form passwords are stored (`Customer::AuthModule::DB::CryptType`, `otobo-behaviour.md 4.7`).
    pub passwords: PasswordScheme,
    /// Where the customers' sign-in looks for them.
    pub sign_in: SignInTable,
}

/// Where the customers' sign-in looks for passwords (`Customer::AuthModule::DB::…`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInTable {
    /// The table.
    pub table: TableName,
    /// The column of the login.
    pub key: Identifier,
    /// The column of the stored password.
    pub password: Identifier,
}

impl Default for SignInTable {
    fn default() -> Self {
        Self {
            table: TableName::fixed("customer_user"),
            key: Identifier::fixed("login"),
            password: Identifier::fixed("pw"),
        }
    }
}

impl Rules {
    /// What these settings say. A zone that nobody knows is UTC, as OTOBO takes it.
    pub fn of(settings: &SystemSettings) -> Self {
        Self {
            email: settings.email_rules(),
            zone: settings.time_zone().parse().unwrap_or(Tz::UTC),
            passwords: settings.password_scheme(),
            sign_in: sign_in(settings).unwrap_or_default(),
        }
    }
}

impl Default for Rules {
    /// As OTOBO ships it.
    fn default() -> Self {
        Self {
            email: EmailRules::default(),
            zone: Tz::UTC,
            passwords: PasswordScheme {
                kind: CryptType::default(),
                cost: BcryptCost::default(),
            },
            sign_in: SignInTable::default(),
        }
    }
}

/// What the settings name; `None` if one of the names is none.
fn sign_in(settings: &SystemSettings) -> Option<SignInTable> {
    let [table, key, password] = settings.sign_in_columns();
    Some(SignInTable {
        table: TableName::try_from(table).ok()?,
        key: Identifier::try_from(key).ok()?,
        password: Identifier::try_from(password).ok()?,
    })
}
