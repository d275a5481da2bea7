//! Whether a domain takes mail: OTOBO's check of addresses by DNS (otobo-behaviour.md 4.4).
//!
//! The port of the adapter that asks name servers. Whether anything is asked is up to OTOBO's setting
//! `CheckMXRecord`, whom to ask to `CheckMXRecord::Nameserver`, and about what to
//! [`domain_to_look_up`](deskbook_domain::email::domain_to_look_up).

use std::collections::BTreeSet;

use async_trait::async_trait;
use deskbook_domain::database::Host;

use crate::Cause;

/// The port that name servers listen on.
pub const NAME_SERVER_PORT: u16 = 53;

/// Asks name servers about the domains of e-mail addresses.
#[async_trait]
pub trait MailDomains: Send + Sync {
    /// Whether a domain has an A record or, if not, an MX record. `name_server` is asked in place of
    /// those of this computer; [`Host::list`] reads it from the setting. Each look-up takes three
    /// seconds at most. There are two of them, and one more for a name server that has a name.
    async fn check(&self, domain: &str, name_server: Option<&Host>) -> Result<(), DnsProblem>;
}

/// Why a domain does not pass.
#[derive(Debug, thiserror::Error)]
pub enum DnsProblem {
    /// No name server gave a usable answer: whether the domain takes mail is not known. OTOBO calls it
    /// `InvalidDNS`. The network, or the setting of the name server, has to be looked at.
    #[error("no name server gave an answer")]
    Unresolved(#[source] Cause),
    /// There is no such domain, or it has neither an A nor an MX record. OTOBO calls it `InvalidMX`.
    #[error("the domain has neither an A nor an MX record")]
    NoMailServer,
}

/// Takes every domain without asking anybody: for the local directory, which needs no network.
#[derive(Clone, Copy, Debug, Default)]
pub struct EveryDomain;

#[async_trait]
impl MailDomains for EveryDomain {
    async fn check(&self, _: &str, _: Option<&Host>) -> Result<(), DnsProblem> {
        Ok(())
    }
}

/// Knows domains without asking anybody: for tests, and wherever there is no network.
#[derive(Clone, Debug, Default)]
pub struct KnownDomains(BTreeSet<String>);

impl KnownDomains {
    /// These take mail, and no others.
    pub fn new<'a>(domains: impl IntoIterator<Item = &'a str>) -> Self {
        Self(domains.into_iter().map(str::to_ascii_lowercase).collect())
    }
}

#[async_trait]
impl MailDomains for KnownDomains {
    async fn check(&self, domain: &str, _: Option<&Host>) -> Result<(), DnsProblem> {
        if self.0.contains(&domain.to_ascii_lowercase()) {
            Ok(())
        } else {
            Err(DnsProblem::NoMailServer)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn known_domains_take_mail_in_any_spelling() {
        let domains = KnownDomains::new(["Acme.test"]);
        assert!(domains.check("acme.TEST", None).await.is_ok());
        let other = domains.check("globex.test", None).await;
        assert!(matches!(other, Err(DnsProblem::NoMailServer)));
    }
}
