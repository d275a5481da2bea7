//! How the sources of an installation stand, customer users and customers alike.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use deskbook_domain::source::{SourceId, Subject};

use crate::back_end::{BackEnd, BackEndError};
use crate::customer_back_end::CustomerBackEnd;
use crate::health::Health;

/// How a source stands.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceStanding {
    /// Its key.
    pub id: SourceId,
    /// Its name.
    pub name: String,
    /// How it stands.
    pub health: Health,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// A back end of any kind that can be asked how it stands.
#[derive(Clone)]
pub(super) enum Probe {
    CustomerUsers(Arc<dyn BackEnd>),
    Customers(Arc<dyn CustomerBackEnd>),
}

impl Probe {
    pub(super) fn subject(&self) -> Subject {
        match self {
            Self::CustomerUsers(_) => Subject::CustomerUsers,
            Self::Customers(_) => Subject::Customers,
        }
    }

    /// How it stands; before it was asked since its installation was opened.
    pub(super) fn standing(&self, opened: DateTime<Utc>) -> SourceStanding {
        let health = self.health();
        SourceStanding {
            id: self.id(),
            name: self.name().to_owned(),
            since: health.since.unwrap_or(opened),
            health,
        }
    }

    fn id(&self) -> SourceId {
        match self {
            Self::CustomerUsers(back_end) => back_end.source().id,
            Self::Customers(back_end) => back_end.source().id,
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::CustomerUsers(back_end) => &back_end.source().name,
            Self::Customers(back_end) => &back_end.source().name,
        }
    }

    pub(super) fn health(&self) -> Health {
        match self {
            Self::CustomerUsers(back_end) => back_end.health(),
            Self::Customers(back_end) => back_end.health(),
        }
    }

    pub(super) async fn ping(&self) -> Result<(), BackEndError> {
        match self {
            Self::CustomerUsers(back_end) => back_end.ping().await,
            Self::Customers(back_end) => back_end.ping().await,
        }
    }
}
