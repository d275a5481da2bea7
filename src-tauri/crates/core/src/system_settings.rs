//! OTOBO's settings: read from the installation, with what the user put over them.

mod preference_groups;
mod yaml;

use deskbook_domain::system_settings::StoredValue;
pub use deskbook_domain::system_settings::{
    Origin, OverrideProblem, SystemSetting, SystemSettings,
};

pub(crate) use preference_groups::{PreferenceGroup, PreferenceGroups, read_preference_groups};

use crate::back_end::BackEndError;
use crate::connecting::{ConnectingError, OpenInstallations};
use crate::otobo_system::OtoboSystem;

/// The settings of the current installation.
#[tracing::instrument(skip_all)]
pub async fn read(installations: &OpenInstallations) -> Result<SystemSettings, ConnectingError> {
    Ok(installations.current().settings().await?)
}

/// What became of a value that was to be put over another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PutOver {
    /// It is in force.
    Kept(SystemSettings),
    /// It cannot be in force, so nothing was kept.
    Refused(OverrideProblem),
}

/// Puts a value over the one that was read, or takes it away. Nothing is kept if the settings cannot be
/// read, or if OTOBO could make nothing of the value.
#[tracing::instrument(skip_all)]
pub async fn put_over(
    installations: &OpenInstallations,
    name: &str,
    value: Option<String>,
) -> Result<PutOver, ConnectingError> {
    let _changing = installations.changing.lock().await;
    let current = installations.current();
    let settings = current.settings().await?;
    if !settings.has(name) {
        return Err(ConnectingError::SettingUnknown);
    }
    let problem = value.as_ref().and_then(|text| settings.check(name, text));
    if let Some(problem) = problem {
        return Ok(PutOver::Refused(problem));
    }
    let store = &installations.outside().store;
    store
        .set_override(current.id(), name, value.as_deref())
        .await?;
    current.set_override(name, value);
    Ok(PutOver::Kept(current.settings().await?))
}

/// What an installation stores. A value that makes no sense counts as not stored.
pub(crate) async fn read_stored(
    system: &dyn OtoboSystem,
) -> Result<Vec<StoredValue>, BackEndError> {
    let names = SystemSettings::names();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let stored = system.settings(&names).await?;
    let mut values = Vec::with_capacity(stored.len());
    for setting in stored {
        let value = match setting.yaml.as_deref().map(yaml::value).transpose() {
            Ok(value) => value.flatten(),
            Err(error) => {
                tracing::warn!(name = setting.name, %error, "a setting makes no sense");
                continue;
            }
        };
        values.push(StoredValue {
            name: setting.name,
            value,
            modified: setting.modified,
            undeployed: setting.undeployed,
        });
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::otobo_system::StoredSetting;
    use crate::twin::server::{City, connected};

    fn stored(name: &str, yaml: Option<&str>, undeployed: bool) -> StoredSetting {
        StoredSetting {
            name: name.to_owned(),
            yaml: yaml.map(str::to_owned),
            modified: true,
            undeployed,
        }
    }

    fn shown(settings: &SystemSettings, name: &str) -> (String, Origin, bool) {
        let setting = settings.iter().find(|it| it.name == name).unwrap();
        let text = setting.value.as_ref().map(ToString::to_string);
        (text.unwrap_or_default(), setting.origin, setting.undeployed)
    }

    async fn kept(
        installations: &OpenInstallations,
        name: &str,
        value: Option<&str>,
    ) -> SystemSettings {
        let value = value.map(str::to_owned);
        match put_over(installations, name, value).await.unwrap() {
            PutOver::Kept(settings) => settings,
            PutOver::Refused(problem) => panic!("it is kept, but {problem:?}"),
        }
    }

    #[tokio::test]
    async fn c10_what_the_tables_say_is_read_and_the_user_has_the_last_word() {
        let city = City::new();
        city.store_settings(vec![
            stored(
                "System::Customer::Permission",
                Some("---\n- ro\n- note\n"),
                true,
            ),
            stored("CheckEmailInvalidAddress", None, false),
            stored("SwitchToCustomer", Some("--- [broken\n"), false),
        ]);
        let installations = connected(&city).await;
        let settings = read(&installations).await.unwrap();
        let name = "System::Customer::Permission";
        assert_eq!(
            shown(&settings, name),
            ("ro, note".to_owned(), Origin::Modified, true)
        );
        assert_eq!(shown(&settings, "CheckEmailInvalidAddress").0, "");
        assert_eq!(shown(&settings, "SwitchToCustomer").1, Origin::Shipped);
        let ours = kept(&installations, name, Some("rw")).await;
        assert_eq!(shown(&ours, name).1, Origin::Override);
        let stored = city.store.overrides(installations.current().id()).await;
        assert_eq!(stored.unwrap().get(name).map(String::as_str), Some("rw"));
        let back = kept(&installations, name, None).await;
        assert_eq!(shown(&back, name).1, Origin::Modified);
    }

    #[tokio::test]
    async fn addresses_are_checked_by_the_rules_of_the_installation() {
        let city = City::new();
        let installations = connected(&city).await;
        let off = Some("0".to_owned());
        put_over(&installations, "CheckEmailAddresses", off)
            .await
            .unwrap();
        let rules = installations.current().installation().rules.email.clone();
        assert!(deskbook_domain::email::check_email("no address", &rules).is_ok());
    }

    #[tokio::test]
    async fn a_value_that_otobo_could_make_nothing_of_is_told_and_not_kept() {
        let city = City::new();
        let installations = connected(&city).await;
        let name = "CheckEmailInvalidAddress";
        let told = put_over(&installations, name, Some("(@acme".to_owned())).await;
        assert_eq!(told.unwrap(), PutOver::Refused(OverrideProblem::NoPattern));
        let stored = city.store.overrides(installations.current().id()).await;
        assert!(stored.unwrap().is_empty());
    }

    #[tokio::test]
    async fn an_unknown_setting_is_refused() {
        let city = City::new();
        let installations = connected(&city).await;
        let refused = put_over(&installations, "DatabasePw", Some("x".to_owned())).await;
        assert!(matches!(refused, Err(ConnectingError::SettingUnknown)));
    }

    #[tokio::test]
    async fn nothing_is_kept_while_the_settings_cannot_be_read() {
        let city = City::new();
        let installations = connected(&city).await;
        city.stop();
        let value = Some("1".to_owned());
        let refused = put_over(&installations, "SwitchToCustomer", value).await;
        assert!(refused.is_err());
        let kept = city.store.overrides(installations.current().id()).await;
        assert!(kept.unwrap().is_empty());
    }
}
