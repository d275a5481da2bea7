//! Why the local directory could not be opened.

use std::path::PathBuf;

use deskbook_core::{Cause, ErrorCode};
use deskbook_migrations::MigrationError;
use deskbook_migrations::fault::Fault;
use sea_orm::DbErr;

/// Why the local directory could not be opened. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be made, or nothing can be written into it.
    #[error("nothing can be written at {}", path.display())]
    FolderUnwritable {
        /// The file.
        path: PathBuf,
        /// What was told.
        #[source]
        source: Cause,
    },
    /// The file is no database, or one of another program.
    #[error("{} is no local directory", path.display())]
    NotADatabase {
        /// The file.
        path: PathBuf,
        /// What was told.
        #[source]
        source: Cause,
    },
    /// A newer Deskbook has worked on it.
    #[error("{} is from a newer Deskbook", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// What was told.
        #[source]
        source: Cause,
    },
    /// No space is left.
    #[error("no space is left for {}", path.display())]
    DiskFull {
        /// The file.
        path: PathBuf,
        /// What was told.
        #[source]
        source: Cause,
    },
    /// The database has broken pages.
    #[error("{} is damaged", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was told.
        #[source]
        source: Cause,
    },
    /// Another program holds the lock.
    #[error("{} is held by another program", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
        /// What was told.
        #[source]
        source: Cause,
    },
    /// Anything else.
    #[error("{} cannot be opened", path.display())]
    Failed {
        /// The file.
        path: PathBuf,
        /// What was told.
        #[source]
        source: Cause,
    },
}

impl OpenError {
    /// What the UI tells apart.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::FolderUnwritable { .. } => ErrorCode::DataFolderUnwritable,
            Self::NotADatabase { .. } => ErrorCode::NotADatabase,
            Self::Newer { .. } => ErrorCode::NewerDatabase,
            Self::DiskFull { .. } => ErrorCode::DiskFull,
            Self::Damaged { .. } => ErrorCode::DatabaseDamaged,
            Self::Busy { .. } => ErrorCode::DatabaseBusy,
            Self::Failed { .. } => ErrorCode::Internal,
        }
    }

    /// The values that the UI's words need.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        let (Self::FolderUnwritable { path, .. }
        | Self::NotADatabase { path, .. }
        | Self::Newer { path, .. }
        | Self::DiskFull { path, .. }
        | Self::Damaged { path, .. }
        | Self::Busy { path, .. }
        | Self::Failed { path, .. }) = self;
        vec![("path", path.display().to_string())]
    }

    pub(crate) fn of_sqlite(path: PathBuf, source: DbErr) -> Self {
        let fault = Fault::of(&source);
        let source = source.into();
        match fault {
            Fault::Unwritable => Self::FolderUnwritable { path, source },
            Fault::NotADatabase => Self::NotADatabase { path, source },
            Fault::DiskFull => Self::DiskFull { path, source },
            Fault::Damaged => Self::Damaged { path, source },
            Fault::Busy => Self::Busy { path, source },
            Fault::Other => Self::Failed { path, source },
        }
    }
}

impl From<MigrationError> for OpenError {
    fn from(error: MigrationError) -> Self {
        match error {
            MigrationError::Sqlite { path, source } => Self::of_sqlite(path, source),
            MigrationError::Folder { ref path, .. } => Self::FolderUnwritable {
                path: path.clone(),
                source: error.into(),
            },
            MigrationError::Foreign { ref path } => Self::NotADatabase {
                path: path.clone(),
                source: error.into(),
            },
            MigrationError::Newer { ref path, .. } => Self::Newer {
                path: path.clone(),
                source: error.into(),
            },
        }
    }
}
