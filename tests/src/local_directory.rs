//! A fresh local directory in a folder of its own.

use std::sync::Arc;

use anyhow::Result;
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use deskbook_sql::LocalDirectory;

use crate::clock::SetClock;
use crate::outside::OutsideWriter;
use crate::stand::Stand;

/// What the file is called.
pub const FILE: &str = "local-directory.sqlite3";

/// An empty local directory, in use.
pub async fn fresh() -> Result<Stand> {
    with(CustomerUserSource::shipped(), CustomerSource::shipped()).await
}

/// The same with maps of one's own.
pub async fn with(customer_users: CustomerUserSource, customers: CustomerSource) -> Result<Stand> {
    let place = tempfile::tempdir()?;
    let path = place.path().join(FILE);
    let directory = LocalDirectory::open_with(&path, customer_users, customers).await?;
    Ok(Stand {
        customer_users: Arc::new(directory.customer_users().clone()),
        customers: Arc::new(directory.customers().clone()),
        system: Arc::new(directory.clone()),
        local_directory: Some(directory),
        #[cfg(target_os = "linux")]
        directory: None,
        outside: OutsideWriter::connect(&path).await?,
        clock: Arc::new(SetClock::at(1_700_000_000)),
        place,
    })
}
