//! What a form that changes a record was opened with.

use deskbook_domain::record::Record;

/// The record that a form was opened with.
#[derive(Clone, Debug)]
pub struct Editing<K> {
    /// Its key when the form was opened.
    pub key: K,
    /// What it was then: a save writes over this and nothing else. `None` takes what is stored now.
    pub was: Option<Record>,
}

impl<K> Editing<K> {
    /// A record as it is stored when it is saved.
    pub fn as_stored(key: impl Into<K>) -> Self {
        Self {
            key: key.into(),
            was: None,
        }
    }
}
