//! Why one of our files could not be brought up to date.

use std::path::{Path, PathBuf};

use sea_orm::DbErr;

/// Why one of our files could not be brought up to date. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// The folder of the file cannot be made.
    #[error("the folder of {} cannot be made", path.display())]
    Folder {
        /// The file.
        path: PathBuf,
        /// What the operating system told.
        #[source]
        source: std::io::Error,
    },
    /// A newer Deskbook has worked on the file.
    #[error("{} has the change {change} of a newer Deskbook", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The change that this Deskbook does not know.
        change: String,
    },
    /// The file is a database, but somebody else's.
    #[error("{} is a database of another program", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// SQLite did not do it; [`crate::fault::Fault::of`] tells why.
    #[error("SQLite refused to open or change {}", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite told.
        #[source]
        source: DbErr,
    },
}

impl MigrationError {
    pub(crate) fn sqlite(path: &Path) -> impl Fn(DbErr) -> Self + '_ {
        move |source| Self::Sqlite {
            path: path.to_owned(),
            source,
        }
    }
}
