//! The form of a stored source, or of a new one.

use deskbook_domain::settings::SourceSettings;
use deskbook_domain::source::{SourceId, Subject};

use super::{Form, stored};
use crate::connecting::{ConnectingError, OpenInstallations};

/// The form of a source of the current installation. The local directory has the shipped ones.
#[tracing::instrument(skip_all)]
pub async fn find(
    installations: &OpenInstallations,
    id: SourceId,
) -> Result<Form, ConnectingError> {
    if installations.current().id().is_local() {
        return Ok(Form::of(id, &SourceSettings::shipped(id.subject())));
    }
    let record = stored(installations).await?;
    let found = record.sources.iter().find(|(source, _)| *source == id);
    let (_, settings) = found.ok_or(ConnectingError::SourceUnknown(id))?;
    Ok(Form::of(id, settings))
}

/// A form for a new source: the shipped settings under the first free number.
#[tracing::instrument(skip_all)]
pub async fn new(
    installations: &OpenInstallations,
    subject: Subject,
) -> Result<Form, ConnectingError> {
    let record = stored(installations).await?;
    let free = SourceId::all(subject).find(|id| record.position_of(*id).is_none());
    let id = free.ok_or(ConnectingError::NoRoom)?;
    Ok(Form::of(id, &SourceSettings::shipped(subject)))
}
