//! Why Deskbook's own file could not be used.

use std::path::{Path, PathBuf};

use deskbook_core::mirror::MirrorError;
use deskbook_core::{Cause, ErrorCode};
use deskbook_migrations::MigrationError;
use deskbook_migrations::fault::Fault;
use sea_orm::DbErr;

/// Why Deskbook's own file could not be opened, read or written.
///
/// A file that could not be opened is as it was.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be used", path.display())]
pub struct OwnStoreError {
    code: ErrorCode,
    path: PathBuf,
    #[source]
    source: Cause,
}

impl OwnStoreError {
    pub(crate) fn migration(path: &Path, source: MigrationError) -> Self {
        let code = match &source {
            MigrationError::Folder { .. } => ErrorCode::DataFolderUnwritable,
            MigrationError::Newer { .. } => ErrorCode::NewerDatabase,
            MigrationError::Foreign { .. } => ErrorCode::NotADatabase,
            MigrationError::Sqlite { source, .. } => code_of(Fault::of(source)),
        };
        Self {
            code,
            path: path.to_owned(),
            source: source.into(),
        }
    }

    pub(crate) fn sqlite(path: &Path, source: DbErr) -> Self {
        Self {
            code: code_of(Fault::of(&source)),
            path: path.to_owned(),
            source: source.into(),
        }
    }

    /// What the UI tells apart.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// The values that the UI's words need.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        vec![("path", self.path.display().to_string())]
    }
}

pub(crate) fn code_of(fault: Fault) -> ErrorCode {
    match fault {
        Fault::DiskFull => ErrorCode::DiskFull,
        Fault::Busy => ErrorCode::DatabaseBusy,
        Fault::Unwritable => ErrorCode::DataFolderUnwritable,
        Fault::NotADatabase => ErrorCode::NotADatabase,
        Fault::Damaged => ErrorCode::DatabaseDamaged,
        Fault::Other => ErrorCode::Internal,
    }
}

impl From<OwnStoreError> for MirrorError {
    fn from(error: OwnStoreError) -> Self {
        Self {
            code: error.code(),
            params: error.params(),
            source: error.into(),
        }
    }
}
