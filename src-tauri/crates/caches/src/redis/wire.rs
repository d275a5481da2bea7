//! The way to the server, in the clear or through TLS.

use std::sync::Arc;
use std::time::Duration;

use deskbook_core::caches::{RedisCache, RedisTls};
use deskbook_core::server_error::{ServerError, Trouble};
use deskbook_transport::authorities;
use rustls::crypto::ring;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::fault;

/// How long a server may take to return a greeting.
const PATIENCE: Duration = Duration::from_secs(1);

/// What a session goes over.
pub(super) trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

/// Connects. Files are read before anything is sent.
pub(super) async fn connect(cache: &RedisCache) -> Result<Box<dyn Wire>, ServerError> {
    let tls = match &cache.tls {
        RedisTls::Off => None,
        RedisTls::On { ca_file } => {
            let roots = roots(ca_file.as_deref(), cache).await?;
            Some(config(roots, cache)?)
        }
    };
    let host = (cache.host.name.as_str(), cache.host.port);
    let found = tokio::net::lookup_host(host).await;
    let addresses: Vec<_> = found
        .map_err(|error| fault::told(Trouble::HostUnknown, cache, error))?
        .collect();
    let tcp = TcpStream::connect(addresses.as_slice()).await;
    let tcp = tcp.map_err(|error| fault::of_io(error, cache))?;
    let Some(config) = tls else {
        return Ok(Box::new(tcp));
    };
    let name = ServerName::try_from(cache.host.name.clone())
        .map_err(|error| fault::told(Trouble::CertificateName, cache, error))?;
    let encrypted = TlsConnector::from(Arc::new(config)).connect(name, tcp);
    let encrypted = encrypted
        .await
        .map_err(|error| fault::of_io(error, cache))?;
    Ok(Box::new(encrypted))
}

/// Whether a server that was to speak TLS and says nothing speaks in the clear. A Redis without TLS takes
/// the beginning of it for a long command and waits for the rest. It is told nothing but a greeting.
pub(super) async fn is_in_the_clear(cache: &RedisCache) -> bool {
    let greeted = async {
        let mut tcp = TcpStream::connect((cache.host.name.as_str(), cache.host.port)).await?;
        tcp.write_all(b"PING\r\n").await?;
        tcp.read_u8().await
    };
    let encrypted = matches!(cache.tls, RedisTls::On { .. });
    // An error is an answer, too: it may want a password
    encrypted && matches!(timeout(PATIENCE, greeted).await, Ok(Ok(b'+' | b'-')))
}

fn config(roots: RootCertStore, cache: &RedisCache) -> Result<ClientConfig, ServerError> {
    // Named, since another crate of the application could have made another provider the usual one
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| fault::told(Trouble::TlsFailed, cache, error))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// The public authorities, and those of the file beside them.
async fn roots(ca_file: Option<&str>, cache: &RedisCache) -> Result<RootCertStore, ServerError> {
    let unusable = |error: Box<dyn std::error::Error + Send + Sync>| {
        fault::told(Trouble::CertificateFile, cache, error)
    };
    let file = match ca_file {
        Some(path) => {
            let file = tokio::fs::read(path).await;
            Some(file.map_err(|error| unusable(error.into()))?)
        }
        None => None,
    };
    authorities(file.as_deref()).map_err(|error| unusable(error.into()))
}
