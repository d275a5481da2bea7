//! Why something about installations and their sources was not done.

use deskbook_domain::source::SourceId;

use crate::ErrorCode;
use crate::back_end::BackEndError;
use crate::caches::CacheError;
use crate::installations::InstallationStoreError;
use crate::secrets::SecretError;

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum ConnectingError {
    /// No such installation (any more).
    #[error("the installation is not known")]
    InstallationUnknown,
    /// No such source (any more).
    #[error("the source {0} is not there")]
    SourceUnknown(SourceId),
    /// All eleven sources of a kind are there already.
    #[error("there is no room for another source")]
    NoRoom,
    /// The local directory is what it is.
    #[error("the local directory cannot be changed like this")]
    LocalDirectory,
    /// A value that was typed cannot be used.
    #[error("the value of {field} cannot be used")]
    Unfit {
        /// The field, as the UI calls it.
        field: &'static str,
    },
    /// No such setting of OTOBO's.
    #[error("the setting is not known")]
    SettingUnknown,
    /// No password was typed, and none is kept for this connection.
    #[error("no password is kept for this connection")]
    PasswordMissing,
    /// The settings of a source cannot be used, or nothing of ours asks such a source.
    #[error("the source {0} cannot be asked")]
    SourceUnusable(SourceId),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] InstallationStoreError),
    /// The vault failed.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The installation failed.
    #[error(transparent)]
    BackEnd(#[from] BackEndError),
    /// OTOBO's caches could not be cleared.
    #[error(transparent)]
    Cache(#[from] CacheError),
}

impl ConnectingError {
    /// What the UI tells apart.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::InstallationUnknown => ErrorCode::InstallationUnknown,
            Self::SourceUnknown(_) => ErrorCode::NotFound,
            Self::LocalDirectory => ErrorCode::ReadOnly,
            Self::NoRoom | Self::Unfit { .. } | Self::SettingUnknown => ErrorCode::InvalidInput,
            Self::PasswordMissing => ErrorCode::PasswordMissing,
            Self::SourceUnusable(_) => ErrorCode::SourceUnusable,
            Self::Store(error) => error.code,
            Self::Secret(error) => error.code(),
            Self::BackEnd(error) => error.code(),
            Self::Cache(error) => error.code(),
        }
    }

    /// The values that the UI's words need.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::SourceUnknown(id) | Self::SourceUnusable(id) => {
                vec![("source", id.to_string())]
            }
            Self::Store(error) => error.params.clone(),
            Self::BackEnd(error) => error.params(),
            Self::Cache(error) => error.params(),
            Self::InstallationUnknown
            | Self::NoRoom
            | Self::LocalDirectory
            | Self::Unfit { .. }
            | Self::SettingUnknown
            | Self::PasswordMissing
            | Self::Secret(_) => Vec::new(),
        }
    }

    /// The field that it happened at.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Unfit { field } => Some(field),
            Self::PasswordMissing => Some("password"),
            Self::Cache(error) => error.field(),
            _ => None,
        }
    }
}
