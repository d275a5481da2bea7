//! From the errors of Redis, TLS and the operating system to what is told.
//!
//! Redis is understood by its codes. Its words are not passed on: it may quote what it was sent, which
//! is a password or keys with logins in them.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use deskbook_core::Cause;
use deskbook_core::caches::{CacheError, RedisCache};
use deskbook_core::server_error::{ServerError, ServerPlace, Trouble};
use deskbook_transport::{of_certificate, of_chain};
use redis::{ErrorKind as RedisErrorKind, RedisError};

/// What was being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Signing in.
    SignIn {
        /// Whether a password was given.
        has_password: bool,
    },
    /// Choosing the database.
    Select,
    /// Anything after that.
    Work,
}

/// No answer within the time.
pub(super) fn silent(cache: &RedisCache, waited: Duration) -> ServerError {
    ServerError {
        trouble: Trouble::Silent(waited),
        place: place(cache),
        source: None,
    }
}

/// The server speaks in the clear only.
pub(super) fn no_tls(cache: &RedisCache) -> ServerError {
    ServerError {
        trouble: Trouble::TlsUnavailable,
        place: place(cache),
        source: None,
    }
}

/// Something with its cause.
pub(super) fn told(trouble: Trouble, cache: &RedisCache, error: impl Into<Cause>) -> ServerError {
    ServerError {
        trouble,
        place: place(cache),
        source: Some(Arc::from(error.into())),
    }
}

/// An error of the operating system's, or of TLS.
pub(super) fn of_io(error: io::Error, cache: &RedisCache) -> ServerError {
    told(of_chain(&error, of_rustls), cache, error)
}

/// An error of the library's.
pub(super) fn of_redis(error: &RedisError, step: Step, cache: &RedisCache) -> CacheError {
    if let Some(code) = error.code() {
        return match of_code(code, step) {
            Some(trouble) => told(trouble, cache, code.to_owned()).into(),
            None => CacheError::NotPermitted(place(cache)),
        };
    }
    let (trouble, words) = match error.kind() {
        RedisErrorKind::Io => (of_chain(error, of_rustls), error.to_string()),
        _ => (Trouble::Other, error.category().to_owned()),
    };
    told(trouble, cache, words).into()
}

/// What a server means by a code; `None` if the user may not do it.
fn of_code(code: &str, step: Step) -> Option<Trouble> {
    Some(match (code, step) {
        ("NOPERM", _) => return None,
        ("DENIED", _) => Trouble::HostNotAllowed,
        ("NOAUTH", Step::Work | Step::Select)
        | (
            _,
            Step::SignIn {
                has_password: false,
            },
        ) => Trouble::PasswordMissing,
        (_, Step::SignIn { has_password: true }) => Trouble::RefusedLogin,
        ("READONLY", _) => Trouble::ServerReadOnly,
        ("ERR", Step::Select) => Trouble::DatabaseUnknown,
        _ => Trouble::Other,
    })
}

fn place(cache: &RedisCache) -> ServerPlace {
    ServerPlace {
        host: cache.host.to_string().into(),
        database: cache.database.to_string().into(),
        user: cache.user.as_deref().unwrap_or("default").into(),
        source: None,
    }
}

fn of_rustls(error: &rustls::Error) -> Trouble {
    match error {
        rustls::Error::InvalidCertificate(certificate) => of_certificate(certificate),
        // It answered in the clear
        rustls::Error::InvalidMessage(_) => Trouble::TlsUnavailable,
        _ => Trouble::TlsFailed,
    }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use rustls::CertificateError;

    use super::*;

    #[test]
    fn codes_are_told_apart_by_what_was_being_done() {
        let with = Step::SignIn { has_password: true };
        let without = Step::SignIn {
            has_password: false,
        };
        let table = [
            ("WRONGPASS", with, Some(Trouble::RefusedLogin)),
            ("ERR", with, Some(Trouble::RefusedLogin)),
            ("WRONGPASS", without, Some(Trouble::PasswordMissing)),
            ("NOAUTH", Step::Select, Some(Trouble::PasswordMissing)),
            ("NOAUTH", Step::Work, Some(Trouble::PasswordMissing)),
            ("DENIED", Step::Work, Some(Trouble::HostNotAllowed)),
            ("ERR", Step::Select, Some(Trouble::DatabaseUnknown)),
            ("READONLY", Step::Work, Some(Trouble::ServerReadOnly)),
            ("NOPERM", Step::Work, None),
            ("LOADING", Step::Work, Some(Trouble::Other)),
        ];
        for (code, step, trouble) in table {
            assert_eq!(of_code(code, step), trouble, "{code} at {step:?}");
        }
    }

    #[test]
    fn tls_is_found_however_deep_it_is_wrapped() {
        let tls = rustls::Error::InvalidCertificate(CertificateError::Expired);
        let error = io::Error::other(io::Error::new(ErrorKind::InvalidData, tls));
        assert_eq!(of_chain(&error, of_rustls), Trouble::CertificateExpired);
        let tls = rustls::Error::InvalidCertificate(CertificateError::NotValidForName);
        let error = RedisError::from(io::Error::new(ErrorKind::InvalidData, tls));
        assert_eq!(of_chain(&error, of_rustls), Trouble::CertificateName);
        let refused = RedisError::from(io::Error::from(ErrorKind::ConnectionRefused));
        assert_eq!(of_chain(&refused, of_rustls), Trouble::HostUnreachable);
    }
}
