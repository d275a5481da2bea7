//! A source of either subject, read from its settings.

use deskbook_domain::settings::{SourceFinding, SourceSettings};
use deskbook_domain::source::{
    CustomerSource, CustomerUserSource, OwnDatabase, SessionSetting, SourceId, Subject,
};

/// A source that was read from its settings.
pub(crate) enum Source {
    /// Of customer users.
    CustomerUsers(Box<CustomerUserSource>),
    /// Of customers.
    Customers(Box<CustomerSource>),
}

impl Source {
    /// Reads settings, of whichever subject.
    pub(crate) fn read(
        id: SourceId,
        settings: &SourceSettings,
    ) -> Result<Self, Vec<SourceFinding>> {
        Ok(match id.subject() {
            Subject::CustomerUsers => {
                Self::CustomerUsers(Box::new(CustomerUserSource::read(id, settings)?))
            }
            Subject::Customers => Self::Customers(Box::new(CustomerSource::read(id, settings)?)),
        })
    }

    pub(crate) fn session(&self) -> Vec<SessionSetting> {
        match self {
            Self::CustomerUsers(source) => source.session.clone(),
            Self::Customers(source) => source.session.clone(),
        }
    }

    pub(crate) fn own_database(&self) -> Option<&OwnDatabase> {
        match self {
            Self::CustomerUsers(source) => source.own_database.as_ref(),
            Self::Customers(source) => source.own_database.as_ref(),
        }
    }
}
