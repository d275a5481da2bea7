//! The servers of a directory (`Params.Host`, otobo-behaviour.md 5.1).

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
    /// It is a URI of another kind.
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
        Ok(Self { host, ldaps })
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
    fn what_is_no_server_is_told() {
        let cases = [
            ("http://a", DirectoryHostError::Scheme),
            ("ldapi:///x", DirectoryHostError::Scheme),
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
