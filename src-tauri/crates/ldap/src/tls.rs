//! What a server has to prove, and what we prove to it.

use std::sync::{Arc, Mutex, PoisonError};

use deskbook_core::Cause;
use deskbook_core::server_error::{ServerError, ServerPlace, Trouble};
use deskbook_domain::database::{ClientCertificate, Host, Tls, TlsMode};
use deskbook_transport::{CertificateFacts, authorities};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme};

use crate::fault::told;

/// How a conversation with one host is encrypted, and what was seen of the host's certificate.
pub(crate) struct Encryption {
    pub(crate) config: Arc<ClientConfig>,
    seen: Arc<Mutex<Option<CertificateFacts>>>,
}

impl Encryption {
    /// Files are read before anything is sent.
    pub(crate) async fn prepare(
        tls: &Tls,
        host: &Host,
        place: &ServerPlace,
    ) -> Result<Self, ServerError> {
        let unusable = |error: Cause| told(Trouble::CertificateFile, place, error);
        let file = match &tls.ca_file {
            Some(path) => Some(read(path).await.map_err(unusable)?),
            None => None,
        };
        let roots = authorities(file.as_deref()).map_err(|error| unusable(error.into()))?;
        let failed = |error: Cause| told(Trouble::TlsFailed, place, error);
        let provider = Arc::new(ring::default_provider());
        let chain =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
        let name = ServerName::try_from(host.name.clone())
            .map_err(|error| told(Trouble::CertificateName, place, error))?;
        let seen = Arc::new(Mutex::new(None));
        let verifier = Verifier {
            chain: chain.build().map_err(|error| failed(error.into()))?,
            mode: tls.mode,
            name,
            seen: Arc::clone(&seen),
        };
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| failed(error.into()))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier));
        let mut config = match &tls.client {
            None => builder.with_no_client_auth(),
            Some(client) => {
                let (certificates, key) = own(client).await.map_err(unusable)?;
                builder
                    .with_client_auth_cert(certificates, key)
                    .map_err(|error| unusable(error.into()))?
            }
        };
        // An address is no name to be told
        config.enable_sni = host.name.parse::<std::net::IpAddr>().is_err();
        Ok(Self {
            config: Arc::new(config),
            seen,
        })
    }

    /// The certificate that the host showed, if it came to that.
    pub(crate) fn seen(&self) -> Option<CertificateFacts> {
        let seen = self.seen.lock();
        seen.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn read(path: &str) -> Result<Vec<u8>, Cause> {
    Ok(tokio::fs::read(path).await?)
}

async fn own(
    client: &ClientCertificate,
) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), Cause> {
    let certificates = read(&client.certificate_file).await?;
    let certificates =
        CertificateDer::pem_slice_iter(&certificates).collect::<Result<Vec<_>, _>>()?;
    let key = PrivateKeyDer::from_pem_slice(&read(&client.key_file).await?)?;
    Ok((certificates, key))
}

/// Verifies as much as the user wants, and notes what was seen. The name is the configured one, whatever the
/// library would compare with.
#[derive(Debug)]
struct Verifier {
    chain: Arc<WebPkiServerVerifier>,
    mode: TlsMode,
    name: ServerName<'static>,
    seen: Arc<Mutex<Option<CertificateFacts>>>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        *seen = CertificateFacts::read(end_entity);
        let verified = self.chain.verify_server_cert(
            end_entity,
            intermediates,
            &self.name,
            ocsp_response,
            now,
        );
        match (self.mode, verified) {
            // The name is looked at last, once the chain was found good
            (TlsMode::Require, _)
            | (
                TlsMode::VerifyCa,
                Err(rustls::Error::InvalidCertificate(
                    CertificateError::NotValidForName
                    | CertificateError::NotValidForNameContext { .. },
                )),
            ) => Ok(ServerCertVerified::assertion()),
            (TlsMode::VerifyCa | TlsMode::VerifyFull | TlsMode::Disable, verified) => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.chain
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.chain
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.chain.supported_verify_schemes()
    }
}
