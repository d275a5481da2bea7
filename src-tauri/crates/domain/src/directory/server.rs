//! The servers of a directory (`Params.Host`, otobo-behaviour.md 5.1). A name such as `_ldap._tcp.example.org` is
//! no server's own: DNS tells the servers behind it (RFC 2782), which OTOBO does not ask.

use std::fmt;

use crate::database::{Host, HostError};

/// One server of a directory, and how a conversation with it begins.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DirectoryHost {
    /// Where it is.
    pub host: Host,
    /// TLS from the first byte on (`ldaps://`).
    pub ldaps: bool,
}

/// Why a text names no server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryHostError {
    /// It is a URI of another kind, or asks for LDAPS of a service that speaks LDAP.
    #[error("the address is neither ldap:// nor ldaps://")]
    Scheme,
    /// There is more than a host and a port.
    #[error("behind the host stands more than a port")]
    Rest,
    /// The host or the port is none.
    #[error(transparent)]
    Host(#[from] HostError),
}

impl DirectoryHost {
    /// Reads a name, an address, or a URI. Several may stand in one text, separated by commas or blanks.
    /// `port` is what holds where none is said; without it the protocol's own.
    pub fn list(text: &str, port: Option<u16>) -> Result<Vec<Self>, DirectoryHostError> {
        let texts = text.split([',', ' ', '\t']).filter(|it| !it.is_empty());
        let mut hosts = Vec::new();
        for text in texts {
            hosts.push(Self::parse(text, port)?);
        }
        if hosts.is_empty() {
            return Err(HostError::Empty.into());
        }
        Ok(hosts)
    }

    fn parse(text: &str, port: Option<u16>) -> Result<Self, DirectoryHostError> {
        let (ldaps, rest) = match text.split_once("://") {
            None => (false, text),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("ldap") => (false, rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("ldaps") => (true, rest),
            Some(_) => return Err(DirectoryHostError::Scheme),
        };
        let host = rest.strip_suffix('/').unwrap_or(rest);
        if host.contains(['/', '?']) {
            return Err(DirectoryHostError::Rest);
        }
        let own = if ldaps { 636 } else { 389 };
        let mut hosts = Host::list(host, port.unwrap_or(own))?;
        let host = hosts.pop().ok_or(HostError::Empty)?;
        match service_of(&host.name) {
            Some(Service::Ldap) if ldaps => Err(DirectoryHostError::Scheme),
            Some(Service::Ldaps) => Ok(Self { host, ldaps: true }),
            _ => Ok(Self { host, ldaps }),
        }
    }

    /// The domain whose servers stand behind the name of a service; `None` for a server's own name. Labels with
    /// an underscore, and what stands before them, name the service: `_ldap._tcp.dc._msdcs.example.org`.
    pub fn domain(&self) -> Option<&str> {
        service_of(&self.host.name)?;
        let after_labels = self.host.name.rmatch_indices('_').next();
        let (at, _) = after_labels?;
        let (_, domain) = self.host.name.get(at..)?.split_once('.')?;
        (!domain.is_empty()).then_some(domain)
    }

    /// A server that DNS named for the service. `None` if it stands outside the domain: whoever answers for a
    /// domain must not send a password elsewhere.
    pub fn served_by(&self, server: Host) -> Option<Self> {
        let domain = self.domain()?.to_ascii_lowercase();
        let name = server.name.to_ascii_lowercase();
        let before = name.strip_suffix(&domain)?;
        let is_within = before.is_empty() || before.ends_with('.');
        is_within.then_some(Self {
            host: server,
            ldaps: self.ldaps,
        })
    }
}

/// What a service speaks.
enum Service {
    Ldap,
    Ldaps,
}

fn service_of(name: &str) -> Option<Service> {
    let name = name.to_ascii_lowercase();
    if name.starts_with("_ldap._tcp.") {
        Some(Service::Ldap)
    } else if name.starts_with("_ldaps._tcp.") {
        Some(Service::Ldaps)
    } else {
        None
    }
}

impl fmt::Display for DirectoryHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.ldaps { "ldaps" } else { "ldap" };
        write!(f, "{scheme}://{}", self.host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(text: &str, port: Option<u16>) -> Vec<String> {
        let hosts = DirectoryHost::list(text, port).unwrap();
        hosts.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn names_addresses_and_uris_are_taken() {
        assert_eq!(listed("ldap.test", None), ["ldap://ldap.test:389"]);
        assert_eq!(
            listed("LDAPS://ldap.test/", None),
            ["ldaps://ldap.test:636"]
        );
        assert_eq!(
            listed("ldap://a, b:1389 ldaps://[::1]:1636", Some(3389)),
            ["ldap://a:3389", "ldap://b:1389", "ldaps://[::1]:1636"]
        );
    }

    #[test]
    fn a_service_is_served_within_its_domain() {
        let domain = |text| {
            DirectoryHost::list(text, None).unwrap()[0]
                .domain()
                .map(str::to_owned)
        };
        assert_eq!(domain("_ldap._tcp.ad.test").as_deref(), Some("ad.test"));
        let of_site = domain("_LDAP._tcp.Bonn._sites.dc._msdcs.ad.test");
        assert_eq!(of_site.as_deref(), Some("ad.test"));
        assert_eq!(domain("ldap.ad.test"), None);
        assert_eq!(domain("_ldap._tcp."), None);
        let service = &DirectoryHost::list("_ldaps._tcp.ad.test", None).unwrap()[0];
        assert!(service.ldaps);
        let served = |name: &str| {
            let server = Host {
                name: name.to_owned(),
                port: 636,
            };
            service.served_by(server).map(|it| it.to_string())
        };
        assert_eq!(
            served("DC1.AD.test").as_deref(),
            Some("ldaps://DC1.AD.test:636")
        );
        assert_eq!(served("ad.test").as_deref(), Some("ldaps://ad.test:636"));
        for outside in [
            "dc1.bad.test",
            "evilad.test",
            "192.0.2.1",
            "ad.test.evil.org",
        ] {
            assert_eq!(served(outside), None, "{outside}");
        }
    }

    #[test]
    fn what_is_no_server_is_told() {
        let cases = [
            ("http://a", DirectoryHostError::Scheme),
            ("ldapi:///x", DirectoryHostError::Scheme),
            ("ldaps://_ldap._tcp.a.test", DirectoryHostError::Scheme),
            ("ldap://a/dc=x", DirectoryHostError::Rest),
            ("ldap://a:x", DirectoryHostError::Host(HostError::Port)),
            ("ldap://", DirectoryHostError::Host(HostError::Empty)),
            ("", DirectoryHostError::Host(HostError::Empty)),
        ];
        for (text, error) in cases {
            assert_eq!(DirectoryHost::list(text, None), Err(error), "{text}");
        }
    }
}
