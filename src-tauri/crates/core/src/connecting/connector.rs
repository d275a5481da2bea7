//! The port of the adapters for servers.

use std::sync::Arc;

use async_trait::async_trait;
use deskbook_domain::database::{DatabaseAddress, Host};
use deskbook_domain::secret::Secret;
use deskbook_domain::source::{CustomerSource, CustomerUserSource, SessionSetting, SourceId};

use super::{ConnectionTest, SharedPassword, Timing};
use crate::back_end::{BackEnd, BackEndError};
use crate::clock::Clock;
use crate::customer_back_end::CustomerBackEnd;
use crate::health::HealthListener;
use crate::otobo_system::OtoboSystem;
use crate::server_error::ServerError;

/// What a database is opened with.
#[derive(Clone)]
pub struct Opening {
    /// Where it is.
    pub address: DatabaseAddress,
    /// Gives the password when a session begins.
    pub password: SharedPassword,
    /// How long things may take.
    pub timing: Timing,
    /// Hears when a source begins or ceases to answer.
    pub listener: Arc<dyn HealthListener>,
    /// Dates what is heard.
    pub clock: Arc<dyn Clock>,
    /// What is set when a session begins.
    pub session: Vec<SessionSetting>,
    /// The source whose own database it is; none for OTOBO's.
    pub source: Option<SourceId>,
}

/// The way to servers.
#[async_trait]
pub trait Connector: Send + Sync {
    /// Tries a connection step by step and leaves nothing behind.
    async fn test(
        &self,
        address: &DatabaseAddress,
        password: &Secret<String>,
        timing: Timing,
    ) -> ConnectionTest;

    /// Logs in once, with the first host that answers, and leaves again.
    async fn log_in(
        &self,
        address: &DatabaseAddress,
        password: &Secret<String>,
        timing: Timing,
    ) -> Result<(), ServerError>;

    /// OTOBO's own database. Nothing connects yet.
    fn open(&self, opening: Opening) -> Arc<dyn OpenServer>;
}

/// A database that can be asked. It connects when it is needed. Once a login was refused it tries none
/// until [`Self::admit`] says that a person did something about it: servers lock accounts.
#[async_trait]
pub trait OpenServer: Send + Sync {
    /// The customer users of a source in this database.
    fn customer_users(&self, source: CustomerUserSource) -> Arc<dyn BackEnd>;

    /// The customers of a source in this database.
    fn customers(&self, source: CustomerSource) -> Arc<dyn CustomerBackEnd>;

    /// What OTOBO's own database holds beside the sources.
    fn system(&self) -> Arc<dyn OtoboSystem>;

    /// A database that only a source is in. What belongs to OTOBO is asked of this one.
    fn beside(&self, opening: Opening) -> Arc<dyn OpenServer>;

    /// The statements that would make looking up customer users of a source fast; none if it is.
    async fn missing_indexes(
        &self,
        source: CustomerUserSource,
    ) -> Result<Vec<String>, BackEndError>;

    /// A person did something: the next question may try to log in again.
    fn admit(&self);

    /// The host that let us in last.
    fn answering(&self) -> Option<Host>;

    /// Ends all sessions in good order. What still uses them fails.
    async fn close(&self);
}
