//! A directory (LDAP) where none can be started. It tells its settings, and notes when it was needed for
//! more; whether reading one login needed it tells the error, since an earlier source may have it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use deskbook_core::back_end::{
    BackEnd, BackEndError, BackEndWriter, CustomerUser, FoundCustomerUser,
};
use deskbook_core::health::Health;
use deskbook_core::hits::Hits;
use deskbook_core::mirror::Readable;
use deskbook_core::query::{ContactQuery, ValidityFilter};
use deskbook_core::selection::Selection;
use deskbook_domain::check::Limits;
use deskbook_domain::ids::Login;
use deskbook_domain::source::CustomerUserSource;

/// What it says it lacks.
const A_DIRECTORY: &str = "a directory";

/// Whether an error is that of a directory which cannot be asked.
pub fn is_later(error: &BackEndError) -> bool {
    matches!(error, BackEndError::Unknown { what } if what == A_DIRECTORY)
}

/// Stands where a directory would be.
pub struct LaterDirectory {
    source: CustomerUserSource,
    needed: Arc<AtomicBool>,
}

impl LaterDirectory {
    /// With these settings; the flag is set when it is asked for records.
    pub fn new(source: CustomerUserSource, needed: Arc<AtomicBool>) -> Self {
        Self { source, needed }
    }

    fn later<A>(&self) -> Result<A, BackEndError> {
        self.needed.store(true, Ordering::Relaxed);
        Err(lacking())
    }
}

fn lacking() -> BackEndError {
    BackEndError::Unknown {
        what: A_DIRECTORY.to_owned(),
    }
}

#[async_trait]
impl BackEnd for LaterDirectory {
    fn source(&self) -> &CustomerUserSource {
        &self.source
    }

    fn limits(&self) -> Arc<Limits> {
        Arc::default()
    }

    fn health(&self) -> Health {
        Health::default()
    }

    async fn ping(&self) -> Result<(), BackEndError> {
        self.later()
    }

    async fn search(
        &self,
        _: ContactQuery,
    ) -> Result<Box<dyn Hits<FoundCustomerUser>>, BackEndError> {
        self.later()
    }

    async fn find(&self, _: &Login) -> Result<Option<CustomerUser>, BackEndError> {
        Err(lacking())
    }

    async fn holders_of_email(&self, _: &str) -> Result<Vec<CustomerUser>, BackEndError> {
        self.later()
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        self.later()
    }

    async fn select(
        &self,
        _: &Selection,
        _: ValidityFilter,
        _: Option<u32>,
    ) -> Result<Vec<FoundCustomerUser>, BackEndError> {
        self.later()
    }

    fn writer(&self) -> Option<&dyn BackEndWriter> {
        None
    }

    fn readable(&self) -> Option<Arc<dyn Readable>> {
        None
    }
}
