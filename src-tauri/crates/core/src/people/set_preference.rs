//! Changing what a customer user prefers (`otobo-behaviour.md 4.6`, C72).

use deskbook_domain::ids::Login;

use super::find::find_stored;
use crate::ErrorCode;
use crate::back_end::BackEndError;
use crate::caches::{CacheTypes, Written};
use crate::changes::Topic;
use crate::installation::Installation;
use crate::otobo_system::is_secret_preference;

/// Keys that look like data of the record: OTOBO takes none of them for a preference.
const DATA: [&str; 23] = [
    "UserID",
    "UserLogin",
    "UserPassword",
    "UserFirstname",
    "UserLastname",
    "UserFullname",
    "UserStreet",
    "UserCity",
    "UserZip",
    "UserCountry",
    "UserComment",
    "UserCustomerID",
    "UserTitle",
    "UserEmail",
    "ChangeTime",
    "ChangeBy",
    "CreateTime",
    "CreateBy",
    "UserPhone",
    "UserMobile",
    "UserFax",
    "UserMailString",
    "ValidID",
];

/// The most characters of a key and of a value (`otobo-behaviour.md 1.2`, table `customer_preferences`).
const LONGEST_KEY: usize = 150;
const LONGEST_VALUE: usize = 250;

/// Why a preference was not changed.
#[derive(Debug, thiserror::Error)]
pub enum PreferenceError {
    /// The key is one of the record's fields, or a secret's, or no key at all.
    #[error("this key is no preference")]
    KeyRefused,
    /// The key has more characters than its column takes.
    #[error("the key is longer than {LONGEST_KEY} characters")]
    KeyTooLong,
    /// The value has more characters than its column takes.
    #[error("the value is longer than {LONGEST_VALUE} characters")]
    ValueTooLong,
    /// The source of the customer user hides preferences (C19).
    #[error("the source hides preferences")]
    Hidden,
    /// The back end did not do it.
    #[error(transparent)]
    BackEnd(#[from] BackEndError),
}

impl PreferenceError {
    /// What the UI tells apart.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::KeyRefused => ErrorCode::PreferenceRefused,
            Self::KeyTooLong | Self::ValueTooLong => ErrorCode::PreferenceTooLong,
            Self::Hidden => ErrorCode::ReadOnly,
            Self::BackEnd(error) => error.code(),
        }
    }

    /// The values that the UI's words need.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::KeyTooLong => vec![("limit", LONGEST_KEY.to_string())],
            Self::ValueTooLong => vec![("limit", LONGEST_VALUE.to_string())],
            Self::BackEnd(error) => error.params(),
            Self::KeyRefused | Self::Hidden => Vec::new(),
        }
    }

    /// The part of the form that is at fault.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::KeyRefused | Self::KeyTooLong => Some("key"),
            Self::ValueTooLong => Some("value"),
            Self::Hidden | Self::BackEnd(_) => None,
        }
    }
}

/// Stores a preference of a customer user under its stored spelling, or takes it away; tells what OTOBO
/// still holds of it (C115). Customer users of sources that only read have preferences, too
/// (`otobo-behaviour.md 5.5`).
#[tracing::instrument(skip_all)]
pub async fn set_preference(
    installation: &Installation,
    login: &Login,
    key: &str,
    value: Option<&str>,
) -> Result<CacheTypes, PreferenceError> {
    check_preference(installation, key, value)?;
    let stored = find_stored(installation, login).await?;
    let source = installation.customer_users.of(stored.source)?.source();
    if !source.shows_preferences {
        return Err(PreferenceError::Hidden);
    }
    installation
        .system
        .set_preference(&stored.login, key, value)
        .await?;
    installation.listener.changed(&[Topic::CustomerUsers]);
    Ok(installation.stale_caches(&[Written::Preferences(stored.source)]))
}

/// Whether a preference may be stored, as far as it tells by itself. The columns would refuse what is too
/// long after the old value is gone, so it is refused before.
pub(crate) fn check_preference(
    installation: &Installation,
    key: &str,
    value: Option<&str>,
) -> Result<(), PreferenceError> {
    if key.is_empty() || DATA.contains(&key) || is_secret_preference(key) {
        return Err(PreferenceError::KeyRefused);
    }
    if key.chars().count() > LONGEST_KEY {
        return Err(PreferenceError::KeyTooLong);
    }
    if value.is_some_and(|value| value.chars().count() > LONGEST_VALUE) {
        return Err(PreferenceError::ValueTooLong);
    }
    if installation.read_only {
        return Err(BackEndError::ReadOnly.into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::preferences;
    use crate::twin::server::{City, connected};

    #[tokio::test]
    async fn c72_a_preference_replaces_the_old_one_and_can_be_taken_away() {
        let city = City::new();
        city.add_people(1);
        let installations = connected(&city).await;
        let installation = installations.current().installation();
        let login = Login::from("USER0");
        for value in ["de", "en"] {
            let stale = set_preference(&installation, &login, "UserLanguage", Some(value)).await;
            let stale = stale.unwrap().to_string();
            assert_eq!(stale, "CustomerUser, CustomerUserPreferencesDB", "C115");
            let stored = preferences(&installation, &login).await.unwrap();
            let stored: Vec<_> = stored.into_iter().collect();
            assert_eq!(stored, [("UserLanguage".to_owned(), value.to_owned())]);
        }
        set_preference(&installation, &login, "UserLanguage", None)
            .await
            .unwrap();
        assert!(preferences(&installation, &login).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn c72_keys_of_the_record_and_of_secrets_are_refused() {
        let city = City::new();
        city.add_people(1);
        let installations = connected(&city).await;
        let installation = installations.current().installation();
        let login = Login::from("user0");
        for key in ["UserEmail", "ValidID", "UserToken", "UserLastPw2", ""] {
            let outcome = set_preference(&installation, &login, key, Some("x")).await;
            assert!(
                matches!(outcome, Err(PreferenceError::KeyRefused)),
                "{key}: {outcome:?}"
            );
        }
        let long = "x".repeat(251);
        let outcome = set_preference(&installation, &login, "UserSkin", Some(&long)).await;
        assert!(matches!(outcome, Err(PreferenceError::ValueTooLong)));
        assert!(preferences(&installation, &login).await.unwrap().is_empty());
    }
}
