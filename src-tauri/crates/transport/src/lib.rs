#![doc = include_str!("../README.md")]

mod authorities;
mod certificate;
mod chain;
mod door;

pub use authorities::{CaFileError, authorities};
pub use certificate::CertificateFacts;
pub use chain::of_chain;
pub use door::Door;

use std::io::ErrorKind;

use deskbook_core::server_error::Trouble;
use rustls::{AlertDescription, CertificateError};

/// What an error of the operating system's means for a connection.
pub fn of_kind(kind: ErrorKind) -> Trouble {
    match kind {
        ErrorKind::ConnectionRefused
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::AddrNotAvailable
        | ErrorKind::NetworkDown
        | ErrorKind::TimedOut => Trouble::HostUnreachable,
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof
        | ErrorKind::NotConnected => Trouble::ConnectionLost,
        _ => Trouble::Other,
    }
}

/// What an error of TLS means where a server may ask for a certificate of ours.
pub fn of_rustls(error: &rustls::Error) -> Trouble {
    match error {
        rustls::Error::InvalidCertificate(certificate) => of_certificate(certificate),
        rustls::Error::AlertReceived(
            AlertDescription::CertificateRequired
            | AlertDescription::UnknownCA
            | AlertDescription::BadCertificate
            | AlertDescription::AccessDenied,
        ) => Trouble::TlsRequired,
        _ => Trouble::TlsFailed,
    }
}

/// What is wrong with a server's certificate.
pub fn of_certificate(error: &CertificateError) -> Trouble {
    match error {
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Trouble::CertificateName
        }
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => Trouble::CertificateExpired,
        // A certificate that signed itself is no authority for webpki either
        CertificateError::UnknownIssuer
        | CertificateError::BadSignature
        | CertificateError::Other(_) => Trouble::CertificateUntrusted,
        _ => Trouble::TlsFailed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_that_is_not_reached_is_told_from_a_connection_that_broke() {
        assert_eq!(
            of_kind(ErrorKind::ConnectionRefused),
            Trouble::HostUnreachable
        );
        assert_eq!(of_kind(ErrorKind::BrokenPipe), Trouble::ConnectionLost);
        assert_eq!(of_kind(ErrorKind::PermissionDenied), Trouble::Other);
    }

    #[test]
    fn certificates_are_told_apart_as_far_as_the_remedy_differs() {
        let table = [
            (CertificateError::NotValidForName, Trouble::CertificateName),
            (CertificateError::NotValidYet, Trouble::CertificateExpired),
            (
                CertificateError::UnknownIssuer,
                Trouble::CertificateUntrusted,
            ),
            (CertificateError::Revoked, Trouble::TlsFailed),
        ];
        for (error, trouble) in table {
            assert_eq!(of_certificate(&error), trouble, "{error:?}");
        }
    }
}
