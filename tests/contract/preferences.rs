//! Preferences: stored over what was read of them, and over nothing else.

use std::sync::Arc;

use anyhow::Result;
use deskbook_core::back_end::BackEndError;
use deskbook_core::otobo_system::{PreferenceChange, PreferenceOver};
use deskbook_domain::ids::Login;
use deskbook_tests::stand::Stand;
use tokio::task::JoinSet;

const KEY: &str = "UserLanguage";

/// Stores a value over another one; `None` stands for no preference.
async fn set(stand: &Stand, [was, value]: [Option<&str>; 2]) -> Result<(), BackEndError> {
    let login = Login::from("j.doe");
    let change = PreferenceChange {
        login: &login,
        key: KEY,
        value,
        over: PreferenceOver::Read(was),
    };
    stand.system.set_preference(change).await
}

/// All values of the key, as they are in the table.
async fn stored(stand: &Stand) -> Result<Vec<String>> {
    let all = "SELECT preferences_value FROM customer_preferences \
               WHERE user_id = 'j.doe' AND preferences_key = 'UserLanguage'";
    stand.outside.texts(all).await
}

async fn put(stand: &Stand, value: &str) -> Result<()> {
    let insert = "INSERT INTO customer_preferences (user_id, preferences_key, preferences_value)";
    let row = format!("{insert} VALUES ('j.doe', 'UserLanguage', {value})");
    stand.outside.run(&row).await
}

pub(crate) async fn a_preference_is_stored_over_what_was_read(stand: &Stand) -> Result<()> {
    set(stand, [None, Some("de")]).await?;
    set(stand, [Some("de"), Some("en")]).await?;
    assert_eq!(stored(stand).await?, ["en"]);
    set(stand, [Some("en"), None]).await?;
    assert!(stored(stand).await?.is_empty());
    put(stand, "NULL").await?;
    set(stand, [Some(""), Some("hu")]).await?;
    assert_eq!(stored(stand).await?, ["hu"], "NULL was read as nothing");
    Ok(())
}

pub(crate) async fn a_preference_that_was_stored_meanwhile_is_not_written_over(
    stand: &Stand,
) -> Result<()> {
    put(stand, "'de'").await?;
    for versions in [
        [None, Some("en")],
        [Some("hu"), Some("en")],
        [Some("DE"), Some("en")],
        [Some("hu"), None],
    ] {
        let Err(BackEndError::Conflict { theirs }) = set(stand, versions).await else {
            panic!("{versions:?}: it is another value")
        };
        assert_eq!(theirs.get(KEY), Some("de"));
    }
    assert_eq!(stored(stand).await?, ["de"], "nothing was written");
    stand
        .outside
        .run("DELETE FROM customer_preferences")
        .await?;
    let Err(BackEndError::Conflict { theirs }) = set(stand, [Some("de"), Some("en")]).await else {
        panic!("it was taken away")
    };
    assert!(!theirs.contains(KEY));
    assert!(stored(stand).await?.is_empty());
    Ok(())
}

/// A preference that is not there yet has no row that could be locked.
pub(crate) async fn of_many_who_add_the_same_preference_at_once_one_succeeds(
    stand: &Stand,
) -> Result<()> {
    let mut additions = JoinSet::new();
    for number in 0..6 {
        let system = Arc::clone(&stand.system);
        additions.spawn(async move {
            let (login, value) = (Login::from("j.doe"), number.to_string());
            let change = PreferenceChange {
                login: &login,
                key: KEY,
                value: Some(&value),
                over: PreferenceOver::Read(None),
            };
            system.set_preference(change).await
        });
    }
    let outcomes = additions.join_all().await;
    let done = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(done, 1, "{outcomes:?}");
    assert_eq!(stored(stand).await?.len(), 1, "one row for a pair");
    Ok(())
}
