//! `CustomerSourceList` and its like for customers (`otobo-behaviour.md` 2.5 and 6).

use std::collections::BTreeMap;

use deskbook_domain::source::{BackEndKind, CustomerUserSource, SourceId};

use crate::installation::Installation;

/// Which sources are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All.
    All,
    /// Those that new records may be added to (`ReadOnly` 0).
    Writable,
    /// Those that are read only (`ReadOnly` 1).
    ReadOnly,
}

/// Sources of customer users and their names. Read-only ones are at OTOBO only those that are directories
/// as well; what a program shows of them is decided by that, so it is the same here.
pub fn customer_user_source_list(
    installation: &Installation,
    wanted: Wanted,
) -> BTreeMap<SourceId, String> {
    let sources = installation.customer_users.iter().map(|it| it.source());
    let is_wanted = |source: &&CustomerUserSource| match wanted {
        Wanted::All => true,
        Wanted::Writable => source.is_writable(),
        Wanted::ReadOnly => source.read_only && source.kind == BackEndKind::Directory,
    };
    let listed = sources.filter(is_wanted);
    listed
        .map(|source| (source.id, source.name.clone()))
        .collect()
}

/// Sources of customers and their names.
pub fn company_source_list(
    installation: &Installation,
    wanted: Wanted,
) -> BTreeMap<SourceId, String> {
    let sources = installation.customers.iter().map(|it| it.source());
    let listed = sources.filter(|source| match wanted {
        Wanted::All => true,
        Wanted::Writable => !source.read_only,
        Wanted::ReadOnly => source.read_only,
    });
    listed
        .map(|source| (source.id, source.name.clone()))
        .collect()
}
