//! From SQLite's errors to what a back end tells.

use std::path::Path;
use std::sync::Arc;

use deskbook_core::back_end::BackEndError;
use deskbook_migrations::fault::Fault;
use sea_orm::DbErr;

/// What a back end tells of an error of SQLite's. An error can be told more than once: a search
/// that failed has more than one page.
pub(crate) fn told(path: &Path, error: impl Into<Arc<DbErr>>) -> BackEndError {
    let error = error.into();
    let (path, fault) = (path.to_owned(), Fault::of(&error));
    let source = Box::new(error);
    match fault {
        Fault::DiskFull => BackEndError::DiskFull { path, source },
        Fault::Busy => BackEndError::Busy { path, source },
        Fault::Unwritable => BackEndError::Unwritable { path, source },
        Fault::Damaged | Fault::NotADatabase => BackEndError::Damaged { path, source },
        Fault::Other => BackEndError::Failed(source),
    }
}
