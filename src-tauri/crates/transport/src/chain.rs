//! What lies at the bottom of an error that libraries have wrapped.

use std::error::Error;
use std::io;
use std::sync::Arc;

use deskbook_core::server_error::Trouble;

use crate::of_kind;

/// What the first error of the chain means that says something; `of_tls` judges those of TLS.
pub fn of_chain(error: &(dyn Error + 'static), of_tls: fn(&rustls::Error) -> Trouble) -> Trouble {
    let mut next = Some(error);
    let mut trouble = Trouble::Other;
    while let Some(error) = next {
        if let Some(tls) = error.downcast_ref::<rustls::Error>() {
            return of_tls(tls);
        }
        next = if let Some(io) = error.downcast_ref::<io::Error>() {
            trouble = of_kind(io.kind());
            // What is wrapped in one is not its source
            io.get_ref().map(|inner| inner as &(dyn Error + 'static))
        } else if let Some(shared) = error.downcast_ref::<Arc<dyn Error + Send + Sync>>() {
            // Nor is what is shared
            Some(shared.as_ref())
        } else {
            error.source()
        };
    }
    trouble
}
