//! The form of a stored source, or of a new one.

use deskbook_domain::settings::SourceSettings;
use deskbook_domain::source::{DirectoryProduct, SourceId, Subject};

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

/// A form whose module was changed, with the keys of what it stands for now.
#[tracing::instrument(skip_all)]
pub async fn arrange(
    installations: &OpenInstallations,
    form: Form,
) -> Result<Form, ConnectingError> {
    let record = stored(installations).await?;
    let settings = record.settings_of(form.id).cloned().unwrap_or_default();
    Ok(form.arranged(&settings))
}

/// What a new source is of. OTOBO has customers in databases alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "wire",
    derive(serde::Serialize, serde::Deserialize, specta::Type)
)]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum NewSource {
    /// Customer users in a table.
    CustomerUsers,
    /// Customers in a table.
    Customers,
    /// Customer users in a directory of `inetOrgPerson`.
    OpenLdap,
    /// Customer users in the domain of an Active Directory.
    ActiveDirectory,
}

impl NewSource {
    fn subject(self) -> Subject {
        match self {
            Self::CustomerUsers | Self::OpenLdap | Self::ActiveDirectory => Subject::CustomerUsers,
            Self::Customers => Subject::Customers,
        }
    }

    fn settings(self) -> SourceSettings {
        match self {
            Self::CustomerUsers | Self::Customers => SourceSettings::shipped(self.subject()),
            Self::OpenLdap => SourceSettings::directory(DirectoryProduct::OpenLdap),
            Self::ActiveDirectory => SourceSettings::directory(DirectoryProduct::ActiveDirectory),
        }
    }
}

/// A form for a new source: what such a source usually has, under the first free number.
#[tracing::instrument(skip_all)]
pub async fn new(
    installations: &OpenInstallations,
    of: NewSource,
) -> Result<Form, ConnectingError> {
    let record = stored(installations).await?;
    let free = SourceId::all(of.subject()).find(|id| record.position_of(*id).is_none());
    let id = free.ok_or(ConnectingError::NoRoom)?;
    Ok(Form::of(id, &of.settings()))
}
