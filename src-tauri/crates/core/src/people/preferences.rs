//! What a customer user prefers, and what OTOBO noted with it (`otobo-behaviour.md 4.6`).

use std::collections::BTreeMap;

use deskbook_domain::ids::Login;

use super::find::find_stored;
use crate::back_end::BackEndError;
use crate::installation::Installation;

/// The preferences of a customer user by their keys, without the secret ones; none where its source
/// hides them (C19). They are stored under the login in its stored spelling.
#[tracing::instrument(skip_all)]
pub async fn preferences(
    installation: &Installation,
    login: &Login,
) -> Result<BTreeMap<String, String>, BackEndError> {
    let found = find_stored(installation, login).await?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources_form;
    use crate::twin::server::{City, connected};

    #[tokio::test]
    async fn preferences_are_those_of_the_stored_spelling_and_the_last_row_wins() {
        let city = City::new();
        city.add_people(1);
        let installations = connected(&city).await;
        city.prefer("user0", "UserLanguage", "en");
        city.prefer("user0", "UserLanguage", "de");
        city.prefer("USER0", "UserSkin", "slim");
        let installation = installations.current().installation();
        let found = preferences(&installation, &Login::from("USER0")).await;
        let found: Vec<_> = found.unwrap().into_iter().collect();
        assert_eq!(found, [("UserLanguage".to_owned(), "de".to_owned())]);
        let stranger = preferences(&installation, &Login::from("nobody")).await;
        assert!(matches!(stranger, Err(BackEndError::NotFound)));
    }

    #[tokio::test]
    async fn c19_a_source_that_hides_preferences_gives_none() {
        let city = City::new();
        city.add_people(1);
        let installations = connected(&city).await;
        city.prefer("user0", "UserLanguage", "en");
        let first = installations.current().sources()[0].id;
        let mut form = sources_form::find(&installations, first).await.unwrap();
        form.values = vec![("AdminSetPreferences".to_owned(), "0".to_owned())];
        sources_form::save(&installations, form).await.unwrap();
        let installation = installations.current().installation();
        let found = preferences(&installation, &Login::from("user0")).await;
        assert!(found.unwrap().is_empty());
    }
}
