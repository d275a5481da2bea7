//! The way to servers, as core asks for it.

use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::{BackEnd, BackEndError};
use deskbook_core::clock::Clock;
use deskbook_core::connecting::{ConnectionTest, Connector, OpenServer, Opening, Timing};
use deskbook_core::customer_back_end::CustomerBackEnd;
use deskbook_core::otobo_system::OtoboSystem;
use deskbook_core::server_error::ServerError;
use deskbook_domain::database::{DatabaseAddress, Host};
use deskbook_domain::secret::Secret;
use deskbook_domain::source::{CustomerSource, CustomerUserSource};

use super::sessions::log_in;
use super::{Server, ServerOptions, test_connection};

/// Every MySQL, MariaDB and PostgreSQL server.
pub struct Servers {
    clock: Arc<dyn Clock>,
}

impl Servers {
    /// Certificates are looked at by this clock.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock }
    }
}

#[async_trait]
impl Connector for Servers {
    async fn test(
        &self,
        address: &DatabaseAddress,
        password: &Secret<String>,
        timing: Timing,
    ) -> ConnectionTest {
        test_connection(address, password, timing, self.clock.as_ref()).await
    }

    async fn log_in(
        &self,
        address: &DatabaseAddress,
        password: &Secret<String>,
        timing: Timing,
    ) -> Result<(), ServerError> {
        log_in(address, password, timing).await
    }

    fn open(&self, opening: Opening) -> Arc<dyn OpenServer> {
        Arc::new(Server::new(opening.into()))
    }
}

impl From<Opening> for ServerOptions {
    fn from(opening: Opening) -> Self {
        let Opening {
            address,
            password,
            timing,
            listener,
            clock,
            session,
            source,
        } = opening;
        Self {
            address,
            password,
            timing,
            listener,
            clock,
            session,
            source,
        }
    }
}

#[async_trait]
impl OpenServer for Server {
    fn customer_users(&self, source: CustomerUserSource) -> Arc<dyn BackEnd> {
        Arc::new(Self::customer_users(self, source))
    }

    fn customers(&self, source: CustomerSource) -> Arc<dyn CustomerBackEnd> {
        Arc::new(Self::customers(self, source))
    }

    fn system(&self) -> Arc<dyn OtoboSystem> {
        Arc::new(self.clone())
    }

    fn beside(&self, opening: Opening) -> Arc<dyn OpenServer> {
        Arc::new(Self::beside(opening.into(), self))
    }

    async fn missing_indexes(
        &self,
        source: CustomerUserSource,
    ) -> Result<Vec<String>, BackEndError> {
        Self::customer_users(self, source).missing_indexes().await
    }

    fn admit(&self) {
        Self::admit(self);
    }

    fn answering(&self) -> Option<Host> {
        Self::answering(self)
    }

    async fn close(&self) {
        Self::close(self).await;
    }
}
