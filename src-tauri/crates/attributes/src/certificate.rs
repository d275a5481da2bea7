//! Certificates of people: whom they are for, who signed them, and how long they are good.

use chrono::{DateTime, Utc};
use x509_parser::prelude::{FromDer as _, X509Certificate};
use x509_parser::x509::X509Name;

use crate::text::shown;

/// What a certificate says of itself. Nothing of it is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Whom it is for.
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// The last second that it is good for; `None` if that is beyond all times.
    pub good_until: Option<DateTime<Utc>>,
}

/// The most bytes that are looked through.
const LARGEST: usize = 256 * 1024;

/// The most certificates of one value.
const MOST: usize = 8;

/// Whether an attribute holds certificates: alone, or in a signed message (`userSMIMECertificate`, RFC 2798).
pub(crate) fn may_hold(attribute: &str) -> bool {
    ["usercertificate", "usersmimecertificate", "cacertificate"].contains(&attribute)
}

/// The certificates of a value; `None` if there are none.
pub(crate) fn certificates(bytes: &[u8]) -> Option<Vec<Certificate>> {
    let bytes = bytes.get(..LARGEST).unwrap_or(bytes);
    let mut found = Vec::new();
    let mut at = 0;
    while found.len() < MOST {
        let Some(rest) = bytes.get(at..).filter(|rest| rest.len() > 4) else {
            break;
        };
        match certificate(rest) {
            Some((certificate, length)) => {
                found.push(certificate);
                at += length.max(1);
            }
            // Within a signed message they stand somewhere
            None => at += 1,
        }
    }
    (!found.is_empty()).then_some(found)
}

fn certificate(bytes: &[u8]) -> Option<(Certificate, usize)> {
    if !matches!(bytes, [0x30, 0x81..=0x83, ..]) {
        return None;
    }
    let (rest, read) = X509Certificate::from_der(bytes).ok()?;
    let certificate = Certificate {
        subject: name(read.subject()),
        issuer: name(read.issuer()),
        good_until: DateTime::from_timestamp(read.validity().not_after.timestamp(), 0),
    };
    Some((certificate, bytes.len() - rest.len()))
}

fn name(name: &X509Name<'_>) -> String {
    shown(&name.to_string())
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, date_time_ymd};

    use super::*;
    use crate::{Value, value_of};

    fn der(name: &str) -> Vec<u8> {
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, name);
        params.not_after = date_time_ymd(2020, 1, 2);
        let key = KeyPair::generate().unwrap();
        params.self_signed(&key).unwrap().der().to_vec()
    }

    #[test]
    fn a_certificate_tells_whom_it_is_for_and_how_long_it_is_good() {
        let Value::Certificates(found) = value_of("userCertificate;binary", &der("Eva Mayr"))
        else {
            panic!("it is one");
        };
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].subject.as_str(), found[0].issuer.as_str()),
            ("CN=Eva Mayr", "CN=Eva Mayr")
        );
        let until = found[0].good_until.unwrap().to_rfc3339();
        assert_eq!(until, "2020-01-02T00:00:00+00:00");
    }

    #[test]
    fn the_certificates_of_a_signed_message_are_found_within_it() {
        let message = [
            &[0x30, 0x80, 6, 9][..],
            &der("Eva"),
            &[0xA0, 3],
            &der("Bob"),
        ]
        .concat();
        let found = certificates(&message).unwrap();
        let names: Vec<_> = found.iter().map(|it| it.subject.as_str()).collect();
        assert_eq!(names, ["CN=Eva", "CN=Bob"]);
    }

    #[test]
    fn what_is_none_comes_as_bytes() {
        let mut cut = der("Eva");
        cut.truncate(40);
        assert!(matches!(value_of("userCertificate", &cut), Value::Bytes(_)));
        assert_eq!(certificates(&[]), None);
    }
}
