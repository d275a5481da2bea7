//! A customer user's form while it is being filled in.

use std::sync::Arc;

use deskbook_domain::ids::Login;
use deskbook_domain::record::Record;
use deskbook_domain::secret::Secret;
use deskbook_domain::source::SourceId;

use super::find::find_stored;
use crate::back_end::{BackEnd, BackEndError};
use crate::editing::Editing;
use crate::installation::Installation;
use crate::moves::MoveOptions;

/// A form that is being filled in.
#[derive(Debug)]
pub struct Draft {
    /// The record being changed; `None` for a new one.
    pub editing: Option<Editing<Login>>,
    /// Where a new one goes; `None` for the first source that can be written. For a record that is changed
    /// the source it was read from: another source may have the same key, and the record of somebody else.
    pub source: Option<SourceId>,
    /// Every field of the map but the password, as typed.
    pub record: Record,
    /// What becomes of the password.
    pub password: PasswordChoice,
    /// What a new login moves beyond what OTOBO does.
    pub options: MoveOptions,
}

/// What becomes of the password.
#[derive(Debug)]
pub enum PasswordChoice {
    /// It stays as it is. A new customer user then has none and cannot log in (C60).
    Keep,
    /// One is made up and returned once.
    Generate,
    /// What was typed.
    Typed(Secret<String>),
}

/// The source whose map a form follows: that of the record being changed, or the one that takes new ones.
pub async fn source_of(
    installation: &Installation,
    editing: Option<&Login>,
    source: Option<SourceId>,
) -> Result<Arc<dyn BackEnd>, BackEndError> {
    let sources = &installation.customer_users;
    let Some(login) = editing else {
        return Ok(Arc::clone(sources.writable(source)?.0));
    };
    if let Some(source) = source {
        return Ok(Arc::clone(sources.of(source)?));
    }
    let stored = find_stored(installation, login).await?;
    Ok(Arc::clone(sources.of(stored.source)?))
}
