//! Why a file of ours could not be opened.

use std::path::PathBuf;

use crate::keys::KeyError;
use crate::settings::SettingsError;
use crate::{Cause, ErrorCode};

/// Why a file could not be looked at or encrypted. It is as it was.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be used", path.display())]
pub struct FileError {
    /// What the UI tells apart.
    pub code: ErrorCode,
    /// Which file.
    pub path: PathBuf,
    /// What was told.
    #[source]
    pub source: Cause,
}

/// Why Deskbook's files could not be opened. They are as they were.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The file is encrypted, and its key is not where keys are kept.
    #[error("the key of {} is not there", path.display())]
    KeyMissing {
        /// Which file.
        path: PathBuf,
    },
    /// The same of the local directory, whose key somebody has noted.
    #[error("the key of {} is not there, its recovery code is needed", path.display())]
    RecoveryNeeded {
        /// The local directory.
        path: PathBuf,
    },
    /// The key could not be had.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The file could not be used.
    #[error(transparent)]
    File(#[from] FileError),
    /// What is remembered of the recovery code could not be read or kept.
    #[error(transparent)]
    Notes(#[from] SettingsError),
}

impl FilesError {
    /// What the UI tells apart.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::KeyMissing { .. } => ErrorCode::KeyMissing,
            Self::RecoveryNeeded { .. } => ErrorCode::RecoveryNeeded,
            Self::Key(error) => error.code(),
            Self::File(error) => error.code,
            Self::Notes(error) => error.code,
        }
    }

    /// The values that the UI's words need.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Key(_) => Vec::new(),
            Self::Notes(error) => error.params.clone(),
            Self::KeyMissing { path }
            | Self::RecoveryNeeded { path }
            | Self::File(FileError { path, .. }) => vec![("path", path.display().to_string())],
        }
    }
}
