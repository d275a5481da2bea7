//! From the errors of the library, of TLS and of directories to what is told.
//!
//! Directories are understood by their result codes (RFC 4511, A), never by their words.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use deskbook_core::Cause;
use deskbook_core::server_error::{ServerError, ServerPlace, Trouble};
use deskbook_transport::{of_chain, of_rustls};
use ldap3::{LdapError, LdapResult};

use crate::start_tls::StartTlsError;

/// What was being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    /// Saying who asks.
    Bind,
    /// Anything after that.
    Ask,
}

/// No answer within the time.
pub(crate) fn silent(place: &ServerPlace, waited: Duration) -> ServerError {
    ServerError {
        trouble: Trouble::Silent(waited),
        place: place.clone(),
        source: None,
    }
}

/// Something without a cause.
pub(crate) fn plain(trouble: Trouble, place: &ServerPlace) -> ServerError {
    ServerError {
        trouble,
        place: place.clone(),
        source: None,
    }
}

/// Something with its cause.
pub(crate) fn told(trouble: Trouble, place: &ServerPlace, error: impl Into<Cause>) -> ServerError {
    ServerError {
        trouble,
        place: place.clone(),
        source: Some(Arc::from(error.into())),
    }
}

/// An error of the operating system's, or of TLS.
pub(crate) fn of_io(error: io::Error, place: &ServerPlace) -> ServerError {
    told(of_chain(&error, of_tls), place, error)
}

/// An error of StartTLS.
pub(crate) fn of_start_tls(error: StartTlsError, place: &ServerPlace) -> ServerError {
    let trouble = match &error {
        StartTlsError::Refused { .. } => Trouble::TlsUnavailable,
        StartTlsError::Nonsense | StartTlsError::Injected => Trouble::TlsFailed,
        StartTlsError::Io(error) => of_chain(error, of_tls),
    };
    told(trouble, place, error)
}

/// An error of the library's.
pub(crate) fn of_ldap(error: LdapError, place: &ServerPlace, doing: Doing) -> ServerError {
    let trouble = match error {
        LdapError::LdapResult { result } => return of_result(&result, place, doing),
        LdapError::EndOfStream
        | LdapError::OpSend { .. }
        | LdapError::ResultRecv { .. }
        | LdapError::IdScrubSend { .. }
        | LdapError::MiscSend { .. } => Trouble::ConnectionLost,
        LdapError::DNSName { .. } => Trouble::CertificateName,
        ref error => of_chain(error, of_tls),
    };
    told(trouble, place, error)
}

/// A directory's words.
#[derive(Debug, thiserror::Error)]
#[error("{words}")]
struct Words {
    words: String,
}

/// What a directory answered.
pub(crate) fn of_result(result: &LdapResult, place: &ServerPlace, doing: Doing) -> ServerError {
    let words = if result.text.is_empty() {
        format!("LDAP result code {}", result.rc)
    } else {
        format!("{} (LDAP result code {})", result.text, result.rc)
    };
    let trouble = of_code(result.rc, doing, place, &result.refs);
    told(trouble, place, Words { words })
}

fn of_code(code: u32, doing: Doing, place: &ServerPlace, referrals: &[String]) -> Trouble {
    let base = || place.database.to_string();
    match (code, doing) {
        // A name that is none is no user
        (49 | 48 | 7, _) | (32 | 34 | 53, Doing::Bind) => Trouble::RefusedLogin,
        (8 | 13, _) => Trouble::TlsRequired,
        (3, _) => Trouble::StatementTimedOut,
        (10, _) => Trouble::Referred(referrals.join(" ")),
        (32, Doing::Ask) => Trouble::BaseMissing(base()),
        // Active Directory says 1 to those who did not say who they are
        (50 | 1, _) => Trouble::GrantMissing(base()),
        (51, _) => Trouble::TooManyConnections,
        (52 | 88, _) => Trouble::ConnectionLost,
        _ => Trouble::Other,
    }
}

fn of_tls(error: &rustls::Error) -> Trouble {
    match error {
        // It answered in the clear
        rustls::Error::InvalidMessage(_) => Trouble::TlsUnavailable,
        error => of_rustls(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_apart_by_what_was_being_done() {
        let place = ServerPlace {
            database: "dc=x".into(),
            ..ServerPlace::default()
        };
        let cases = [
            (49, Doing::Bind, Trouble::RefusedLogin),
            (34, Doing::Bind, Trouble::RefusedLogin),
            (8, Doing::Bind, Trouble::TlsRequired),
            (32, Doing::Ask, Trouble::BaseMissing("dc=x".to_owned())),
            (50, Doing::Ask, Trouble::GrantMissing("dc=x".to_owned())),
            (51, Doing::Ask, Trouble::TooManyConnections),
            (52, Doing::Ask, Trouble::ConnectionLost),
            (
                10,
                Doing::Ask,
                Trouble::Referred("ldap://elsewhere".to_owned()),
            ),
            (80, Doing::Ask, Trouble::Other),
        ];
        let referrals = ["ldap://elsewhere".to_owned()];
        for (code, doing, trouble) in cases {
            assert_eq!(of_code(code, doing, &place, &referrals), trouble, "{code}");
        }
    }

    #[test]
    fn the_first_cause_that_says_something_decides() {
        let untrusted = rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer);
        let error = LdapError::from(io::Error::other(untrusted));
        let place = ServerPlace::default();
        let told = of_ldap(error, &place, Doing::Bind);
        assert_eq!(told.trouble, Trouble::CertificateUntrusted);
        let gone = LdapError::from(io::Error::from(io::ErrorKind::ConnectionReset));
        let told = of_ldap(gone, &place, Doing::Ask);
        assert_eq!(told.trouble, Trouble::ConnectionLost);
    }
}
