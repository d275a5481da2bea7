//! What preferences may be, as far as OTOBO's settings or their own nature say. Whatever else is stored under a
//! key is any text.

use std::collections::BTreeMap;

use chrono_tz::{TZ_VARIANTS, Tz};

use super::PreferenceError;
use crate::back_end::BackEndError;
use crate::installation::Installation;
use crate::system_settings::{PreferenceGroup, PreferenceGroups, read_preference_groups};

/// Keys that are numbers wherever nothing else is said of them (`otobo-behaviour.md 4.6`).
const NUMBERS: [&str; 3] = ["UserLoginFailed", "UserRefreshTime", "UserShowTickets"];

/// Keys that are times in seconds since 1970.
const MOMENTS: [&str; 2] = ["UserLastLogin", "UserLastPwChangeTime"];

const TIME_ZONE: &str = "UserTimeZone";

/// The most digits of a number: more than any time or count has.
const MOST_DIGITS: usize = 15;

/// What may stand under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreferenceForm {
    /// One of these.
    Choices(Vec<PreferenceChoice>),
    /// A whole number.
    Number,
    /// A time, in whole seconds since 1970.
    Moment,
}

/// A value that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreferenceChoice {
    /// As it is stored.
    pub value: String,
    /// What OTOBO calls it, untranslated.
    pub text: String,
}

impl PreferenceForm {
    /// Refuses a value that OTOBO could make nothing of.
    pub(super) fn check(&self, value: &str) -> Result<(), PreferenceError> {
        match self {
            Self::Choices(choices) => {
                if choices.iter().any(|it| it.value == value) {
                    return Ok(());
                }
                let offered = choices.iter().map(|it| it.value.clone()).collect();
                Err(PreferenceError::NotOffered { offered })
            }
            Self::Number | Self::Moment => {
                let is_number = value.bytes().all(|byte| byte.is_ascii_digit())
                    && (1..=MOST_DIGITS).contains(&value.len());
                is_number.then_some(()).ok_or(PreferenceError::NoNumber)
            }
        }
    }
}

/// What may stand under which keys; under all others any text.
#[tracing::instrument(skip_all)]
pub async fn preference_forms(
    installation: &Installation,
) -> Result<BTreeMap<String, PreferenceForm>, BackEndError> {
    let said = read_preference_groups(installation.system.as_ref()).await?;
    Ok(forms(&said))
}

fn forms(said: &PreferenceGroups) -> BTreeMap<String, PreferenceForm> {
    let mut forms = BTreeMap::new();
    for key in NUMBERS {
        forms.insert(key.to_owned(), PreferenceForm::Number);
    }
    for key in MOMENTS {
        forms.insert(key.to_owned(), PreferenceForm::Moment);
    }
    forms.insert(TIME_ZONE.to_owned(), PreferenceForm::Choices(time_zones()));
    for group in &said.groups {
        let choices = choices_of(group, &said.languages);
        if !choices.is_empty() {
            forms.insert(group.key.clone(), PreferenceForm::Choices(choices));
        }
    }
    forms
}

/// What a group offers; nothing where only its module knows.
fn choices_of(
    group: &PreferenceGroup,
    languages: &BTreeMap<String, String>,
) -> Vec<PreferenceChoice> {
    let is_language = group.module.ends_with("::Language");
    let named = if is_language { languages } else { &group.data };
    let mut choices: Vec<_> = named
        .iter()
        .map(|(value, text)| PreferenceChoice {
            value: value.clone(),
            text: text.clone(),
        })
        .collect();
    // As numbers where they are numbers: 5 comes before 15
    let number = |choice: &PreferenceChoice| choice.value.parse::<u64>().ok();
    choices.sort_by_key(|choice| (number(choice), choice.text.clone()));
    choices
}

/// A zone has no other name.
fn time_zones() -> Vec<PreferenceChoice> {
    let zone = |zone: &Tz| PreferenceChoice {
        value: zone.name().to_owned(),
        text: zone.name().to_owned(),
    };
    TZ_VARIANTS.iter().map(zone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::otobo_system::StoredSetting;
    use crate::twin::server::{City, connected};

    fn stored(name: &str, yaml: Option<&str>) -> StoredSetting {
        StoredSetting {
            name: name.to_owned(),
            yaml: yaml.map(str::to_owned),
            modified: false,
            undeployed: false,
        }
    }

    /// As OTOBO ships them, in part.
    fn settings() -> Vec<StoredSetting> {
        let language = "---\nActive: '1'\nModule: Kernel::Output::HTML::Preferences::Language\n\
                        PrefKey: UserLanguage\n";
        let tickets = "---\nBlock: Option\nData:\n  '15': '15'\n  '20': '20'\n  '5': '5'\n\
                       Module: Kernel::Output::HTML::Preferences::Generic\nPrefKey: UserShowTickets\n";
        let password = "---\nModule: Kernel::Output::HTML::Preferences::Password\nPrefKey: ''\n";
        vec![
            stored("CustomerPreferencesGroups###Language", Some(language)),
            stored("CustomerPreferencesGroups###ShownTickets", Some(tickets)),
            stored("CustomerPreferencesGroups###Password", Some(password)),
            stored("CustomerPreferencesGroups###RefreshTime", None),
            stored("CustomerPreferencesGroups###Broken", Some("--- [x\n")),
            stored(
                "DefaultUsedLanguages",
                Some("---\nde: Deutsch\nen: English (United States)\n"),
            ),
        ]
    }

    fn values(form: &PreferenceForm) -> Vec<&str> {
        match form {
            PreferenceForm::Choices(choices) => {
                choices.iter().map(|it| it.value.as_str()).collect()
            }
            other => panic!("it can be chosen, but {other:?}"),
        }
    }

    #[tokio::test]
    async fn the_settings_say_what_can_be_chosen() {
        let city = City::new();
        city.store_settings(settings());
        let installation = connected(&city).await.current().installation();
        let forms = preference_forms(&installation).await.unwrap();
        assert_eq!(values(&forms["UserLanguage"]), ["de", "en"]);
        assert_eq!(values(&forms["UserShowTickets"]), ["5", "15", "20"]);
        assert_eq!(
            forms["UserRefreshTime"],
            PreferenceForm::Number,
            "it is off"
        );
        assert!(values(&forms["UserTimeZone"]).contains(&"Europe/Berlin"));
        assert!(!forms.contains_key("UserSkin"), "nothing is said of it");
    }

    #[tokio::test]
    async fn without_settings_numbers_are_numbers_and_languages_any_text() {
        let city = City::new();
        let installation = connected(&city).await.current().installation();
        let forms = preference_forms(&installation).await.unwrap();
        assert_eq!(forms["UserShowTickets"], PreferenceForm::Number);
        assert_eq!(forms["UserLastLogin"], PreferenceForm::Moment);
        assert!(!forms.contains_key("UserLanguage"));
    }

    #[test]
    fn a_number_has_digits_and_nothing_else() {
        let form = PreferenceForm::Number;
        for value in ["0", "25", "1794211260"] {
            assert!(form.check(value).is_ok(), "{value}");
        }
        for value in ["", "-1", "2.5", "many", " 5", "١", "9999999999999999"] {
            assert!(form.check(value).is_err(), "{value:?}");
        }
    }
}
