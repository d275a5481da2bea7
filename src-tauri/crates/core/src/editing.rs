//! What a form that changes a record was opened with.

use deskbook_domain::record::Record;

use crate::back_end::BackEndError;

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

/// Reads a record that was just stored. A connection that broke right then is no reason to call it not
/// stored, so it is asked for once more.
pub(crate) async fn read_back<R, F>(read: impl Fn() -> F) -> Result<R, BackEndError>
where
    F: Future<Output = Result<Option<R>, BackEndError>>,
{
    let found = match read().await {
        Err(error) if error.is_of_the_source() => read().await,
        found => found,
    };
    found?.ok_or(BackEndError::NotFound)
}
