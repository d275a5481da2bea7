//! How a server is to be started.

use std::path::PathBuf;

use super::certificates::Certificate;

/// Plain, writable and silent, unless said otherwise.
#[derive(Clone, Debug, Default)]
pub struct ServerOptions {
    pub(super) tls: Option<Tls>,
    pub(super) is_read_only: bool,
    pub(super) logs_statements: bool,
    pub(super) has_much_memory: bool,
}

/// What the server shows, and what it wants to see.
#[derive(Clone, Debug)]
pub struct Tls {
    /// The server's own certificate.
    pub certificate: Certificate,
    /// Whose client certificates it trusts.
    pub authority: PathBuf,
    /// Whether clients need one.
    pub clients: ClientCertificates,
}

/// Whether clients need a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientCertificates {
    /// They do not; they do not even need TLS.
    NotAsked,
    /// All but the administrator of the test do.
    Demanded,
}

impl ServerOptions {
    /// The server offers TLS.
    #[must_use]
    pub fn with_tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// The server takes no change but the administrator's (MariaDB's `read_only`). A PostgreSQL that
    /// takes none is a [standby](super::Server::standby).
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.is_read_only = true;
        self
    }

    /// The server logs each statement, see [`Server::statements`](super::Server::statements).
    #[must_use]
    pub fn logging_statements(mut self) -> Self {
        self.logs_statements = true;
        self
    }

    /// The server keeps much of its data in memory and takes files of data, for benchmarks.
    #[must_use]
    pub fn for_much_data(mut self) -> Self {
        self.has_much_memory = true;
        self
    }

    pub(super) fn demands_certificates(&self) -> bool {
        self.tls
            .as_ref()
            .is_some_and(|tls| tls.clients == ClientCertificates::Demanded)
    }
}
