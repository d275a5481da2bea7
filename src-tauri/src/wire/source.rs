//! Sources as they are listed.

use deskbook_core::connecting::{ListedSource, SourcePlace};
use deskbook_core::merged::Missing;
use deskbook_domain::source::{BackEndKind, Subject};
use serde::Serialize;
use specta::Type;

use super::error::CommandError;

/// A source of customer users or of customers.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SourceView {
    /// OTOBO's key: `CustomerUser`, `CustomerUser1`, `CustomerCompany` …
    id: String,
    kind: Subject,
    back_end: BackEndKind,
    name: String,
    read_only: bool,
    /// Empty for what is no database.
    table: String,
    /// Host and database, `otobo-db.nord.example/otobo`; of a directory its host, of a module its name.
    /// Empty for the local directory.
    place: String,
    /// `false`: Deskbook cannot ask this kind of back end yet, or its settings have findings.
    usable: bool,
}

impl SourceView {
    /// `otobo` is where OTOBO's own database is.
    pub(crate) fn new(listed: &ListedSource, otobo: &str) -> Self {
        let (table, place) = match &listed.place {
            SourcePlace::Table(table) => (table.as_str(), otobo),
            SourcePlace::OwnTable { table, database } => (table.as_str(), database.as_str()),
            SourcePlace::Directory(place) | SourcePlace::Module(place) => ("", place.as_str()),
        };
        Self {
            id: listed.id.to_string(),
            kind: listed.id.subject(),
            back_end: listed.kind,
            name: listed.name.clone(),
            read_only: listed.read_only,
            table: table.to_owned(),
            place: place.to_owned(),
            usable: listed.usable,
        }
    }
}

/// A source that did not answer a search.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MissingSourceView {
    id: String,
    name: String,
    error: CommandError,
}

impl MissingSourceView {
    pub(crate) fn new(missing: &Missing, name: &str) -> Self {
        Self {
            id: missing.source.to_string(),
            name: name.to_owned(),
            error: missing.error.as_ref().into(),
        }
    }
}
