//! What a server's certificate says, for people to read.

use x509_parser::prelude::{FromDer as _, X509Certificate};

/// What a certificate says of itself. Nothing of it is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Whom it is for.
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// The last second that it is good for, in seconds since 1970.
    pub good_until: i64,
    /// It signed itself.
    pub signed_itself: bool,
}

impl CertificateFacts {
    /// Reads a certificate (DER); `None` if these bytes are none.
    pub fn read(der: &[u8]) -> Option<Self> {
        let (_, certificate) = X509Certificate::from_der(der).ok()?;
        Some(Self {
            subject: common_name(certificate.subject()),
            issuer: common_name(certificate.issuer()),
            good_until: certificate.validity().not_after.timestamp(),
            signed_itself: certificate.subject() == certificate.issuer(),
        })
    }
}

fn common_name(name: &x509_parser::x509::X509Name<'_>) -> String {
    let common = name
        .iter_common_name()
        .next()
        .and_then(|it| it.as_str().ok());
    common.map_or_else(|| name.to_string(), str::to_owned)
}
