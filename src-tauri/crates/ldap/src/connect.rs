//! One conversation with one host.

use std::net::{Ipv6Addr, SocketAddr};
use std::time::Duration;

use deskbook_core::connecting::Timing;
use deskbook_core::server_error::{ServerError, ServerPlace, Trouble};
use deskbook_domain::database::{Host, TlsMode};
use deskbook_domain::directory::{Bind, Directory, DirectoryHost};
use deskbook_domain::secret::Secret;
use deskbook_transport::CertificateFacts;
use ldap3::{Ldap, LdapConnAsync, LdapConnSettings, StdStream};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::fault::{Doing, of_io, of_ldap, of_result, of_start_tls, plain, silent, told};
use crate::start_tls;
use crate::tls::Encryption;

/// What stands for a host in the library's eyes where its address is none that the library takes for a
/// name. Nobody is told this name, and nothing is compared with it.
const NAMELESS: &str = "address.invalid";

/// How long a good end may take.
const FAREWELL: Duration = Duration::from_secs(1);

/// An open conversation, in which it is known who asks.
pub(crate) struct Session {
    pub(crate) ldap: Ldap,
    pub(crate) host: Host,
    pub(crate) place: ServerPlace,
}

impl Session {
    /// Whether the connection is still there, as far as is known without asking.
    pub(crate) fn is_open(&mut self) -> bool {
        !self.ldap.is_closed()
    }

    /// Takes leave without waiting for the server.
    pub(crate) fn leave(mut self) {
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                drop(timeout(FAREWELL, self.ldap.unbind()).await);
            });
        }
    }

    /// Takes leave.
    pub(crate) async fn close(mut self) {
        // It ends either way
        drop(timeout(FAREWELL, self.ldap.unbind()).await);
    }
}

/// Where something is being done.
pub(crate) fn place_of(directory: &Directory, host: &DirectoryHost) -> ServerPlace {
    ServerPlace {
        host: host.host.to_string().into(),
        database: directory.base.as_str().into(),
        user: directory.user().into(),
        source: None,
    }
}

/// Begins a conversation. Everything is done within the time for connecting.
pub(crate) async fn connect(
    directory: &Directory,
    host: &DirectoryHost,
    password: Option<&Secret<String>>,
    timing: Timing,
) -> Result<Session, ServerError> {
    let place = place_of(directory, host);
    let begin = async {
        let (line, _) = Line::open(directory, host, &place).await?;
        line.bind(directory, password).await
    };
    let outcome = timeout(timing.connect, Box::pin(begin)).await;
    outcome.unwrap_or_else(|_| Err(silent(&place, timing.connect)))
}

/// A host's addresses.
pub(crate) async fn resolve(
    host: &Host,
    place: &ServerPlace,
) -> Result<Vec<SocketAddr>, ServerError> {
    let found = tokio::net::lookup_host((host.name.as_str(), host.port)).await;
    let found = found.map_err(|error| told(Trouble::HostUnknown, place, error))?;
    Ok(found.collect())
}

/// A connection over which nobody has said yet who asks. Where it is to be encrypted it is, and the server
/// has proved itself.
pub(crate) struct Line {
    ldap: Ldap,
    host: Host,
    place: ServerPlace,
}

impl Line {
    /// Connects, and tells what was seen of the server's certificate.
    pub(crate) async fn open(
        directory: &Directory,
        host: &DirectoryHost,
        place: &ServerPlace,
    ) -> Result<(Self, Option<CertificateFacts>), ServerError> {
        let is_clear = !host.ldaps && directory.tls.mode == TlsMode::Disable;
        let encryption = if is_clear {
            None
        } else {
            Some(Encryption::prepare(&directory.tls, &host.host, place).await?)
        };
        let addresses = resolve(&host.host, place).await?;
        let stream = TcpStream::connect(addresses.as_slice()).await;
        let mut stream = stream.map_err(|error| of_io(error, place))?;
        // Questions are small, and answered one after the other
        stream
            .set_nodelay(true)
            .map_err(|error| of_io(error, place))?;
        if encryption.is_some() && !host.ldaps {
            let asked = start_tls::ask(&mut stream).await;
            asked.map_err(|error| of_start_tls(error, place))?;
        }
        let stream = stream.into_std().map_err(|error| of_io(error, place))?;
        let settings = LdapConnSettings::new().set_std_stream(StdStream::Tcp(stream));
        let name = name_for_library(&host.host);
        let opened = match &encryption {
            None => {
                let url = format!("ldap://{name}:{}", host.host.port);
                LdapConnAsync::with_settings(settings, &url).await
            }
            Some(encryption) => {
                let url = format!("ldaps://{name}:{}", host.host.port);
                let settings = settings.set_config(encryption.config.clone());
                LdapConnAsync::with_settings(settings, &url).await
            }
        };
        let seen = encryption.and_then(|encryption| encryption.seen());
        let (connection, ldap) = opened.map_err(|error| {
            let error = of_ldap(error, place, Doing::Bind);
            explained(error, seen.as_ref())
        })?;
        // It ends with the last one who asks, or when the server ends it. Its own end is told to those who
        // ask, even if the library falls over something malformed
        tokio::spawn(async move {
            drop(connection.drive().await);
        });
        let line = Self {
            ldap,
            host: host.host.clone(),
            place: place.clone(),
        };
        Ok((line, seen))
    }

    /// Says who asks. A name without a password is never sent: directories take that for nobody in
    /// particular, and say yes.
    pub(crate) async fn bind(
        mut self,
        directory: &Directory,
        password: Option<&Secret<String>>,
    ) -> Result<Session, ServerError> {
        let bound = match &directory.bind {
            Bind::Anonymous => None,
            Bind::External => Some(self.ldap.sasl_external_bind().await),
            Bind::Simple(user) => {
                let password = password.filter(|password| !password.expose().is_empty());
                let Some(password) = password else {
                    return Err(plain(Trouble::PasswordMissing, &self.place));
                };
                Some(self.ldap.simple_bind(user, password.expose()).await)
            }
        };
        match bound {
            None => {}
            Some(Ok(result)) if result.rc == 0 => {}
            Some(Ok(result)) => return Err(of_result(&result, &self.place, Doing::Bind)),
            Some(Err(error)) => return Err(of_ldap(error, &self.place, Doing::Bind)),
        }
        Ok(Session {
            ldap: self.ldap,
            host: self.host,
            place: self.place,
        })
    }
}

/// A certificate that nobody known signed may have signed itself.
fn explained(error: ServerError, seen: Option<&CertificateFacts>) -> ServerError {
    let signed_itself = seen.is_some_and(|seen| seen.signed_itself);
    if error.trouble == Trouble::CertificateUntrusted && signed_itself {
        return ServerError {
            trouble: Trouble::CertificateSelfSigned,
            ..error
        };
    }
    error
}

fn name_for_library(host: &Host) -> &str {
    let is_ipv6 = host.name.parse::<Ipv6Addr>().is_ok();
    // A zone of an address, or a name with characters that a URI would have to escape
    if is_ipv6 || host.name.contains([':', '%']) || !host.name.is_ascii() {
        NAMELESS
    } else {
        &host.name
    }
}
