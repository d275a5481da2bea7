//! What a customer user prefers, and what OTOBO noted with it (`otobo-behaviour.md 4.6`).

use std::collections::BTreeMap;

use deskbook_domain::ids::Login;

use crate::back_end::BackEndError;
use crate::installation::Installation;

/// The preferences of a customer user by their keys, without the secret ones; none where its source
/// hides them (C19). They are stored under the login in its stored spelling.
#[tracing::instrument(skip_all)]
pub async fn preferences(
    installation: &Installation,
    login: &Login,
) -> Result<BTreeMap<String, String>, BackEndError> {
    let found = installation.customer_users.find(login).await?;
    let found = found.ok_or(BackEndError::NotFound)?;
    let source = installation.customer_users.of(found.source)?.source();
    if !source.shows_preferences {
        return Ok(BTreeMap::new());
    }
    let stored = installation.system.preferences(&found.login).await?;
    // Of rows with the same key the last one wins
    Ok(stored
        .into_iter()
        .map(|it| (it.key, it.value.unwrap_or_default()))
        .collect())
}
