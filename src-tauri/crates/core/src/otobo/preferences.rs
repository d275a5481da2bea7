//! `GetPreferences` and `SearchPreferences` (`otobo-behaviour.md 4.6`). Secret ones never come out.

use std::collections::BTreeMap;

use deskbook_domain::ids::Login;
use deskbook_domain::text::is_false;

use super::answers::AnswerError;
use crate::installation::Installation;

/// The preferences of a login in the spelling that is asked for; of several with one key the last one
/// counts. Fails for a login that no source has.
#[tracing::instrument(skip_all)]
pub async fn get_preferences(
    installation: &Installation,
    login: &Login,
) -> Result<BTreeMap<String, Option<String>>, AnswerError> {
    let is_known =
        !is_false(Some(login.as_str())) && installation.customer_users.find(login).await?.is_some();
    if !is_known {
        return Err(AnswerError::NoSuchUser);
    }
    let preferences = installation.system.preferences(login).await?;
    let preferences = preferences.into_iter().map(|it| (it.key, it.value));
    Ok(preferences.collect())
}

/// All logins with a preference of this key, known to a source or not, and its value. `like` is LIKE's
/// pattern, in any case; a false one stands for any value.
#[tracing::instrument(skip_all)]
pub async fn search_preferences(
    installation: &Installation,
    key: &str,
    like: Option<&str>,
) -> Result<BTreeMap<Login, String>, AnswerError> {
    let like = like.filter(|like| !is_false(Some(like)));
    let found = installation.system.preferences_named(key, like).await?;
    Ok(found.into_iter().collect())
}
