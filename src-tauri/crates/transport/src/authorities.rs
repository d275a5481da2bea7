//! The authorities that servers' certificates are believed from.

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{self, PemObject as _};

/// The public authorities, and those of a PEM file beside them.
pub fn authorities(file: Option<&[u8]>) -> Result<RootCertStore, CaFileError> {
    let mut roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    if let Some(file) = file {
        add(&mut roots, file)?;
    }
    Ok(roots)
}

fn add(roots: &mut RootCertStore, file: &[u8]) -> Result<(), CaFileError> {
    let mut found = false;
    for certificate in CertificateDer::pem_slice_iter(file) {
        roots.add(certificate?)?;
        found = true;
    }
    if found {
        Ok(())
    } else {
        Err(CaFileError::Empty)
    }
}

/// What is wrong with a file of authorities.
#[derive(Debug, thiserror::Error)]
pub enum CaFileError {
    /// It may be anything, but it holds none.
    #[error("the file holds no certificate")]
    Empty,
    /// It is no PEM file.
    #[error("the file is no PEM file")]
    NoPem(#[from] pem::Error),
    /// One of them is none that could be used.
    #[error("a certificate in the file cannot be used")]
    Unusable(#[from] rustls::Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_certificate_is_told() {
        assert!(authorities(None).is_ok());
        assert!(matches!(authorities(Some(b"")), Err(CaFileError::Empty)));
        let broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert!(matches!(
            authorities(Some(broken)),
            Err(CaFileError::Unusable(_))
        ));
    }
}
