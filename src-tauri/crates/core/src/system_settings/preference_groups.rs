//! What OTOBO's settings say of preferences: the groups of `CustomerPreferencesGroups`, of which the customers'
//! own screen is made, and the languages.

use std::collections::BTreeMap;

use super::yaml;
use crate::back_end::BackEndError;
use crate::otobo_system::OtoboSystem;

const GROUPS: &str = "CustomerPreferencesGroups";
const LANGUAGES: &str = "DefaultUsedLanguages";

/// What customers may choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PreferenceGroups {
    /// The groups that are switched on.
    pub(crate) groups: Vec<PreferenceGroup>,
    /// Languages by their codes, and what they are called; empty where nothing is stored.
    pub(crate) languages: BTreeMap<String, String>,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PreferenceGroup {
    /// The key of its preference.
    pub(crate) key: String,
    /// The Perl module behind it.
    pub(crate) module: String,
    /// The values to choose from, and what they are called; empty where the module knows them.
    pub(crate) data: BTreeMap<String, String>,
}

/// Reads them. A group that makes no sense is left out.
pub(crate) async fn read_preference_groups(
    system: &dyn OtoboSystem,
) -> Result<PreferenceGroups, BackEndError> {
    let mut found = PreferenceGroups::default();
    for setting in system.settings(&[GROUPS, LANGUAGES]).await? {
        let Some(yaml) = setting.yaml else { continue };
        let table = match yaml::tables(&yaml) {
            Ok(table) => table,
            Err(error) => {
                tracing::warn!(name = setting.name, %error, "a setting makes no sense");
                continue;
            }
        };
        if setting.name == LANGUAGES {
            found.languages = table.texts;
        } else if setting.name.starts_with(GROUPS)
            && let Some(key) = table.texts.get("PrefKey").filter(|key| !key.is_empty())
        {
            found.groups.push(PreferenceGroup {
                key: key.clone(),
                module: table.texts.get("Module").cloned().unwrap_or_default(),
                data: table.tables.get("Data").cloned().unwrap_or_default(),
            });
        }
    }
    Ok(found)
}
