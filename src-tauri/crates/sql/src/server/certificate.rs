//! Looks at the certificate that a server shows, without believing it: to say what it is, not to let
//! anything through.

use std::io;
use std::net::TcpStream;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use deskbook_domain::database::{Engine, Host};
use deskbook_transport::CertificateFacts;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme};

/// How long the look may take.
const PATIENCE: Duration = Duration::from_secs(4);

/// What a server showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// `TLSv1.3`.
    pub(super) protocol: String,
    /// What its certificate says.
    pub(super) certificate: CertificateFacts,
}

/// The certificate of a server; `None` if it offers no TLS.
pub(super) async fn look(host: &Host, engine: Engine) -> io::Result<Option<Shown>> {
    let host = host.clone();
    let look = tokio::task::spawn_blocking(move || look_blocking(&host, engine));
    look.await.map_err(io::Error::other)?
}

/// Whether a server shows a certificate that signed itself.
pub(super) async fn is_self_signed(host: &Host, engine: Engine) -> bool {
    let shown = look(host, engine).await;
    matches!(shown, Ok(Some(shown)) if shown.certificate.signed_itself)
}

fn look_blocking(host: &Host, engine: Engine) -> io::Result<Option<Shown>> {
    let mut tcp = connect(host)?;
    let offered = match engine {
        Engine::MySql => mysql_preamble(&mut tcp)?,
        Engine::PostgreSql => postgresql_preamble(&mut tcp)?,
    };
    if !offered {
        return Ok(None);
    }
    let seen = Arc::new(Witness {
        provider: Arc::new(ring::default_provider()),
        certificate: Mutex::default(),
    });
    let config = ClientConfig::builder_with_provider(Arc::clone(&seen.provider))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(&seen) as _)
        .with_no_client_auth();
    let name = ServerName::try_from(host.name.clone()).map_err(io::Error::other)?;
    let mut tls = ClientConnection::new(Arc::new(config), name).map_err(io::Error::other)?;
    // Whatever ends the handshake: the certificate was seen before
    drop(tls.complete_io(&mut tcp));
    let der = seen
        .certificate
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    let Some(der) = der else {
        return Err(io::ErrorKind::UnexpectedEof.into());
    };
    let certificate = CertificateFacts::read(&der);
    let certificate = certificate.ok_or(io::ErrorKind::InvalidData)?;
    let protocol = tls.protocol_version().and_then(|it| it.as_str());
    Ok(Some(Shown {
        protocol: protocol
            .unwrap_or("TLS")
            .replace('_', ".")
            .replace("TLSv1.", "TLS 1."),
        certificate,
    }))
}

fn connect(host: &Host) -> io::Result<TcpStream> {
    use std::net::ToSocketAddrs as _;
    let mut failure = io::Error::from(io::ErrorKind::NotFound);
    for address in (host.name.as_str(), host.port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(tcp) => {
                tcp.set_read_timeout(Some(PATIENCE))?;
                tcp.set_write_timeout(Some(PATIENCE))?;
                return Ok(tcp);
            }
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// Asks for TLS as PostgreSQL's protocol has it; tells whether it is offered.
fn postgresql_preamble(tcp: &mut (impl io::Read + io::Write)) -> io::Result<bool> {
    const REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];
    tcp.write_all(&REQUEST)?;
    let mut answer = [0];
    tcp.read_exact(&mut answer)?;
    Ok(answer == *b"S")
}

/// Reads MySQL's greeting and asks for TLS; tells whether it is offered.
fn mysql_preamble(tcp: &mut (impl io::Read + io::Write)) -> io::Result<bool> {
    const TLS: u32 = 0x0800;
    const WANTED: u32 = TLS | 0x0200 | 0x8000;
    let mut head = [0; 4];
    tcp.read_exact(&mut head)?;
    let length = u32::from_le_bytes([head[0], head[1], head[2], 0]) as usize;
    let mut greeting = vec![0; length];
    tcp.read_exact(&mut greeting)?;
    // Protocol 10, the version as a text that ends with NUL, then 13 bytes before the capabilities
    let end_of_version = greeting.iter().skip(1).position(|byte| *byte == 0);
    let at = end_of_version.unwrap_or_default() + 2 + 13;
    let low = greeting.get(at..at + 2).unwrap_or(&[0, 0]);
    if (u32::from(low[0]) | u32::from(low[1]) << 8) & TLS == 0 {
        return Ok(false);
    }
    let mut request = vec![32, 0, 0, 1];
    request.extend(WANTED.to_le_bytes());
    request.extend(0x0100_0000_u32.to_le_bytes());
    request.push(45);
    request.extend([0; 23]);
    tcp.write_all(&request)?;
    Ok(true)
}

/// Notes the certificate. It says yes to everything, and so nothing is ever sent over what it let through.
#[derive(Debug)]
struct Witness {
    provider: Arc<CryptoProvider>,
    certificate: Mutex<Option<Vec<u8>>>,
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let mut seen = self
            .certificate
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *seen = Some(end_entity.to_vec());
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A peer that says what it was told to say.
    struct Peer {
        says: io::Cursor<Vec<u8>>,
        heard: Vec<u8>,
    }

    impl io::Read for Peer {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.says.read(buffer)
        }
    }

    impl io::Write for Peer {
        fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
            self.heard.extend_from_slice(buffer);
            Ok(buffer.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn peer(says: &[u8]) -> Peer {
        Peer {
            says: io::Cursor::new(says.to_vec()),
            heard: Vec::new(),
        }
    }

    #[test]
    fn a_greeting_of_any_length_is_survived() {
        for length in 0..40_u8 {
            let mut greeting = vec![length, 0, 0, 0];
            greeting.extend(std::iter::repeat_n(7, length.into()));
            assert_eq!(
                mysql_preamble(&mut peer(&greeting)).ok(),
                Some(false),
                "{length}"
            );
        }
        assert!(mysql_preamble(&mut peer(&[9, 0, 0])).is_err());
    }

    #[test]
    fn a_server_without_tls_is_told() {
        assert!(!postgresql_preamble(&mut peer(b"N")).unwrap());
        assert!(postgresql_preamble(&mut peer(b"S")).unwrap());
    }
}
