//! The form over the settings of a source: every key of OTOBO's, plain.

mod check;
mod form;
mod read;
mod remove;
mod save;
mod test;

pub use check::check;
pub use form::{Form, FormKey};
pub use read::{NewSource, arrange, find, new};
pub use remove::remove;
pub use save::{Saved, save};
pub use test::{Tested, TestedDirectory, TestedRow, test};

use deskbook_domain::settings::SourceSettings;
use deskbook_domain::source::SourceId;

use crate::connecting::{ConnectingError, OpenInstallations};
use crate::installations::InstallationRecord;

/// What is stored of the current installation.
async fn stored(installations: &OpenInstallations) -> Result<InstallationRecord, ConnectingError> {
    let current = installations.current();
    if current.id().is_local() {
        return Err(ConnectingError::LocalDirectory);
    }
    let record = installations.outside().store.find(current.id()).await?;
    record.ok_or(ConnectingError::InstallationUnknown)
}

impl InstallationRecord {
    fn position_of(&self, id: SourceId) -> Option<usize> {
        self.sources.iter().position(|(source, _)| *source == id)
    }

    fn settings_of(&self, id: SourceId) -> Option<&SourceSettings> {
        let found = self.sources.iter().find(|(source, _)| *source == id);
        found.map(|(_, settings)| settings)
    }
}
