//! What an installation's settings say of writing.

use chrono_tz::Tz;
use deskbook_domain::database::Host;
use deskbook_domain::email::EmailRules;
use deskbook_domain::password::{BcryptCost, CryptType, PasswordScheme};
pub use deskbook_domain::sign_in::SignInTable;
use deskbook_domain::sign_in::{
    SignInDatabase, SignInModule, SignInNumber, SignInWay, sign_in_modules,
};
use deskbook_domain::system_settings::SystemSettings;

use crate::mail_domains::NAME_SERVER_PORT;

/// Read from OTOBO's settings and from what the user puts over them.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Which addresses it takes (`CheckEmail…` of `otobo-behaviour.md 1.3`).
    pub email: EmailRules,
    /// Who is asked about the domains of addresses (`CheckMXRecord…`).
    pub domains: DomainCheck,
    /// In which zone its times are (`OTOBOTimeZone`, C2).
    pub zone: Tz,
    /// In which form passwords are stored (`Customer::AuthModule::DB::CryptType`, `otobo-behaviour.md 4.7`).
    pub passwords: PasswordScheme,
    /// Who is asked when customers sign in, in this order.
    pub sign_in: Vec<SignInModule>,
}

/// Whether name servers are asked about the domains of e-mail addresses, and which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DomainCheck {
    /// Every domain passes.
    Off,
    /// Its mail server is looked up.
    On {
        /// Whom to ask in place of this computer's own name servers.
        name_server: Option<Host>,
    },
}

impl DomainCheck {
    /// What these settings say. A name server that is none leaves this computer's own.
    fn of(settings: &SystemSettings) -> Self {
        if !settings.checks_domains() {
            return Self::Off;
        }
        let named = Host::list(settings.name_server(), NAME_SERVER_PORT);
        Self::On {
            name_server: named.ok().and_then(|named| named.into_iter().next()),
        }
    }
}

impl Rules {
    /// What these settings say. A zone that nobody knows is UTC, as OTOBO takes it.
    pub fn of(settings: &SystemSettings) -> Self {
        Self {
            email: settings.email_rules(),
            domains: DomainCheck::of(settings),
            zone: settings.time_zone().parse().unwrap_or(Tz::UTC),
            passwords: settings.password_scheme(),
            sign_in: sign_in_modules(settings),
        }
    }
}

impl Default for Rules {
    /// As OTOBO ships it.
    fn default() -> Self {
        Self {
            email: EmailRules::default(),
            domains: DomainCheck::On { name_server: None },
            zone: Tz::UTC,
            passwords: PasswordScheme {
                kind: CryptType::default(),
                cost: BcryptCost::default(),
            },
            sign_in: vec![SignInModule {
                number: SignInNumber::FIRST,
                way: Ok(SignInWay::Database(SignInDatabase::default())),
            }],
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn domains_are_looked_up_as_the_settings_say() {
        let check = |over: &[(&str, &str)]| {
            let over: BTreeMap<_, _> = over
                .iter()
                .map(|&(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
            Rules::of(&SystemSettings::effective(&[], &over)).domains
        };
        let with = |name: &str, port| DomainCheck::On {
            name_server: Some(Host {
                name: name.to_owned(),
                port,
            }),
        };
        let own = DomainCheck::On { name_server: None };
        let server = "CheckMXRecord::Nameserver";
        assert_eq!(check(&[]), own);
        assert_eq!(check(&[("CheckMXRecord", "0")]), DomainCheck::Off);
        assert_eq!(check(&[(server, "10.0.0.1")]), with("10.0.0.1", 53));
        assert_eq!(check(&[(server, "dns.test:5353")]), with("dns.test", 5353));
        assert_eq!(check(&[(server, "no name")]), own);
    }
}
