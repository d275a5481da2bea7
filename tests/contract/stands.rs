//! The back ends that are tried, each with a stand of its own for every test.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use deskbook_tests::local_directory;
#[cfg(unix)]
use deskbook_tests::server_stand;
use deskbook_tests::stand::Stand;

/// The local directory, which is always there.
pub(crate) async fn sqlite_local_directory() -> Result<Option<Stand>> {
    local_directory::fresh().await.map(Some)
}

/// A MariaDB that is started here, or the one that the environment names.
#[cfg(unix)]
pub(crate) async fn mariadb() -> Result<Option<Stand>> {
    server_stand::mariadb().await.map(Some)
}

/// A PostgreSQL that is started here, or the one that the environment names.
#[cfg(unix)]
pub(crate) async fn postgresql() -> Result<Option<Stand>> {
    server_stand::postgresql().await.map(Some)
}

/// The MySQL that the environment names, if it names one.
#[cfg(unix)]
pub(crate) async fn mysql() -> Result<Option<Stand>> {
    server_stand::mysql().await
}

/// Tells once that a back end's tests did not run, and why.
pub(crate) fn skip(test: &str) -> Result<()> {
    static BACK_ENDS: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let back_end = test.split("::").nth(1).unwrap_or(test);
    let mut told = BACK_ENDS.lock().unwrap_or_else(PoisonError::into_inner);
    if told.insert(back_end.to_owned()) {
        writeln!(
            std::io::stderr(),
            "skipped {back_end}: the environment names no such server"
        )?;
    }
    Ok(())
}
