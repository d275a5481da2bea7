//! Changing what a customer user prefers (`otobo-behaviour.md 4.6`, C72).

use deskbook_domain::ids::Login;

use super::find::find_stored;
use super::preference_forms::preference_forms;
use crate::ErrorCode;
use crate::back_end::BackEndError;
use crate::caches::{CacheTypes, Written};
use crate::changes::Topic;
use crate::installation::Installation;
use crate::otobo_system::{PreferenceChange, PreferenceOver, is_secret_preference};

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

/// How many of the values that would do an error tells.
const MOST_TOLD: usize = 12;

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
    /// The settings offer other values for the key.
    #[error("the settings offer other values")]
    NotOffered {
        /// These.
        offered: Vec<String>,
    },
    /// The key stands for a number.
    #[error("the value is no whole number")]
    NoNumber,
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
            Self::NotOffered { .. } => ErrorCode::PreferenceNotOffered,
            Self::NoNumber => ErrorCode::PreferenceNoNumber,
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
            Self::NotOffered { offered } => {
                let told = offered.iter().take(MOST_TOLD).map(String::as_str);
                let mut told: Vec<_> = told.collect();
                if offered.len() > MOST_TOLD {
                    told.push("…");
                }
                vec![("offered", told.join(", "))]
            }
            Self::KeyRefused | Self::NoNumber | Self::Hidden => Vec::new(),
        }
    }

    /// The part of the form that is at fault.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::KeyRefused | Self::KeyTooLong => Some("key"),
            Self::ValueTooLong | Self::NotOffered { .. } | Self::NoNumber => Some("value"),
            Self::Hidden | Self::BackEnd(_) => None,
        }
    }
}

/// A preference as it shall be, and as it was read; `None` where there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreferenceDraft {
    /// Its key.
    pub key: String,
    /// What is stored; `None` takes it away.
    pub value: Option<String>,
    /// What that is written over, and nothing else.
    pub was: Option<String>,
    /// Why it is stored.
    pub reason: PreferenceReason,
}

/// Why a preference is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreferenceReason {
    /// Somebody typed or chose it, so it has to be what the settings offer.
    Typed,
    /// A change is taken back: what stood there stands there again, whatever it is.
    Undone,
}

/// How a change of a preference ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreferenceOutcome {
    /// It is stored, or taken away.
    Stored {
        /// What OTOBO still holds of it (C115).
        stale_caches: CacheTypes,
    },
    /// Nothing was written: it is not any more what was read.
    Conflict {
        /// What is stored now; `None` where there is none.
        theirs: Option<String>,
    },
}

/// Stores a preference of a customer user under its stored spelling, or takes it away, over what was read of
/// it. Customer users of sources that only read have preferences, too (`otobo-behaviour.md 5.5`).
#[tracing::instrument(skip_all)]
pub async fn set_preference(
    installation: &Installation,
    login: &Login,
    draft: &PreferenceDraft,
) -> Result<PreferenceOutcome, PreferenceError> {
    let PreferenceDraft {
        key,
        value,
        was,
        reason,
    } = draft;
    check_preference(installation, key, value.as_deref())?;
    if *reason == PreferenceReason::Typed
        && value != was
        && let Some(value) = value
        && let Some(form) = preference_forms(installation).await?.get(key)
    {
        form.check(value)?;
    }
    let stored = find_stored(installation, login).await?;
    let source = installation.customer_users.of(stored.source)?.source();
    if !source.shows_preferences {
        return Err(PreferenceError::Hidden);
    }
    let change = PreferenceChange {
        login: &stored.login,
        key,
        value: value.as_deref(),
        over: PreferenceOver::Read(was.as_deref()),
    };
    match installation.system.set_preference(change).await {
        Ok(()) => {}
        Err(BackEndError::Conflict { theirs }) => {
            let theirs = theirs.get(key).map(str::to_owned);
            return Ok(PreferenceOutcome::Conflict { theirs });
        }
        Err(error) => return Err(error.into()),
    }
    installation.listener.changed(&[Topic::CustomerUsers]);
    Ok(PreferenceOutcome::Stored {
        stale_caches: installation.stale_caches(&[Written::Preferences(stored.source)]),
    })
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

    /// What is set for the one person of the city.
    async fn set(
        installation: &Installation,
        key: &str,
        [was, value]: [Option<&str>; 2],
    ) -> Result<PreferenceOutcome, PreferenceError> {
        let draft = PreferenceDraft {
            key: key.to_owned(),
            value: value.map(str::to_owned),
            was: was.map(str::to_owned),
            reason: PreferenceReason::Typed,
        };
        set_preference(installation, &Login::from("USER0"), &draft).await
    }

    async fn stored(installation: &Installation) -> Vec<(String, String)> {
        let stored = preferences(installation, &Login::from("user0")).await;
        stored.unwrap().into_iter().collect()
    }

    #[tokio::test]
    async fn c72_a_preference_replaces_the_old_one_and_can_be_taken_away() {
        let city = City::new();
        city.add_people(1);
        let installations = connected(&city).await;
        let installation = installations.current().installation();
        for versions in [[None, Some("de")], [Some("de"), Some("en")]] {
            let outcome = set(&installation, "UserLanguage", versions).await.unwrap();
            let PreferenceOutcome::Stored { stale_caches } = outcome else {
                panic!("nobody else wrote it, but {outcome:?}");
            };
            let stale = stale_caches.to_string();
            assert_eq!(stale, "CustomerUser, CustomerUserPreferencesDB", "C115");
            let value = versions[1].unwrap().to_owned();
            assert_eq!(
                stored(&installation).await,
                [("UserLanguage".to_owned(), value)]
            );
        }
        let removed = set(&installation, "UserLanguage", [Some("en"), None]).await;
        assert!(matches!(removed, Ok(PreferenceOutcome::Stored { .. })));
        assert!(stored(&installation).await.is_empty());
    }

    #[tokio::test]
    async fn a_preference_that_somebody_else_stored_meanwhile_stays() {
        let city = City::new();
        city.add_people(1);
        let installations = connected(&city).await;
        let installation = installations.current().installation();
        city.prefer("user0", "UserLanguage", "de");
        for versions in [
            [None, Some("en")],
            [Some("hu"), Some("en")],
            [Some("hu"), None],
        ] {
            let outcome = set(&installation, "UserLanguage", versions).await.unwrap();
            let theirs = Some("de".to_owned());
            assert_eq!(outcome, PreferenceOutcome::Conflict { theirs });
        }
        let gone = set(&installation, "UserSkin", [Some("slim"), Some("wide")]).await;
        let gone = gone.unwrap();
        assert_eq!(gone, PreferenceOutcome::Conflict { theirs: None });
        let untouched = [("UserLanguage".to_owned(), "de".to_owned())];
        assert_eq!(stored(&installation).await, untouched);
    }

    #[tokio::test]
    async fn a_value_that_otobo_could_make_nothing_of_is_only_put_back() {
        let city = City::new();
        city.add_people(1);
        let installations = connected(&city).await;
        let installation = installations.current().installation();
        let typed = set(&installation, "UserShowTickets", [None, Some("many")]).await;
        assert!(matches!(typed, Err(PreferenceError::NoNumber)), "{typed:?}");
        let zone = set(&installation, "UserTimeZone", [None, Some("Mars")]).await;
        assert_eq!(zone.unwrap_err().field(), Some("value"));
        assert!(stored(&installation).await.is_empty());
        city.prefer("user0", "UserShowTickets", "many");
        let kept = [Some("many"), Some("many")];
        assert!(set(&installation, "UserShowTickets", kept).await.is_ok());
        let draft = |value: Option<&str>, was: Option<&str>| PreferenceDraft {
            key: "UserShowTickets".to_owned(),
            value: value.map(str::to_owned),
            was: was.map(str::to_owned),
            reason: PreferenceReason::Undone,
        };
        let login = Login::from("user0");
        for (value, was) in [(None, Some("many")), (Some("many"), None)] {
            let outcome = set_preference(&installation, &login, &draft(value, was)).await;
            let outcome = outcome.unwrap();
            assert!(matches!(outcome, PreferenceOutcome::Stored { .. }));
        }
    }

    #[tokio::test]
    async fn c72_keys_of_the_record_and_of_secrets_are_refused() {
        let city = City::new();
        city.add_people(1);
        let installations = connected(&city).await;
        let installation = installations.current().installation();
        for key in ["UserEmail", "ValidID", "UserToken", "UserLastPw2", ""] {
            let outcome = set(&installation, key, [None, Some("x")]).await;
            assert!(
                matches!(outcome, Err(PreferenceError::KeyRefused)),
                "{key}: {outcome:?}"
            );
        }
        let long = "x".repeat(251);
        let outcome = set(&installation, "UserSkin", [None, Some(&long)]).await;
        assert!(matches!(outcome, Err(PreferenceError::ValueTooLong)));
        assert!(stored(&installation).await.is_empty());
    }
}
