//! `GetPreferences`, `SearchPreferences` and `SetPreferences` (`otobo-behaviour.md 4.6`). Secret ones never
//! come out, nor are they written.

use std::collections::BTreeMap;

use deskbook_domain::ids::Login;
use deskbook_domain::text::is_false;

use super::answers::AnswerError;
use super::write_error::WriteError;
use crate::back_end::BackEndError;
use crate::changes::Topic;
use crate::installation::Installation;
use crate::otobo_system::{PreferenceChange, PreferenceOver};
use crate::people::check_preference;

/// The preferences of a login in the spelling that is asked for; of several with one key the last one
/// counts. Fails for a login that no source has.
#[tracing::instrument(skip_all)]
pub async fn get_preferences(
    installation: &Installation,
    login: &Login,
) -> Result<BTreeMap<String, Option<String>>, AnswerError> {
    if !is_known(installation, login).await? {
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

/// Puts a preference in the place of what was there, under the login in the spelling that is given (C72);
/// without a value the empty text. Other than at OTOBO the old value stays if the new one cannot be stored.
#[tracing::instrument(skip_all)]
pub async fn set_preferences(
    installation: &Installation,
    login: &Login,
    key: &str,
    value: Option<&str>,
) -> Result<(), WriteError> {
    if !is_known(installation, login).await? {
        return Err(WriteError::NoSuchUser);
    }
    let value = value.unwrap_or_default();
    check_preference(installation, key, Some(value))?;
    let change = PreferenceChange {
        login,
        key,
        value: Some(value),
        over: PreferenceOver::Anything,
    };
    installation.system.set_preference(change).await?;
    installation.listener.changed(&[Topic::CustomerUsers]);
    Ok(())
}

async fn is_known(installation: &Installation, login: &Login) -> Result<bool, BackEndError> {
    let is_asked = !is_false(Some(login.as_str()));
    Ok(is_asked && installation.customer_users.find(login).await?.is_some())
}
