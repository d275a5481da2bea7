//! OTOBO's settings.

use deskbook_core::system_settings::{Origin, SystemSetting, SystemSettings};
use deskbook_domain::system_settings::SettingValue;
use serde::Serialize;
use specta::Type;

/// One setting.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SystemSettingView {
    name: String,
    /// In force. Lists are separated by commas; empty when the key is switched off.
    value: String,
    origin: Origin,
    /// Changed in OTOBO, but not deployed there: the running system still uses another value.
    undeployed: bool,
    /// What was read, when an override stands over it.
    read: Option<String>,
}

impl From<&SystemSetting> for SystemSettingView {
    fn from(setting: &SystemSetting) -> Self {
        let text = |value: &Option<SettingValue>| {
            let text = value.as_ref().map(ToString::to_string);
            text.unwrap_or_default()
        };
        Self {
            name: setting.name.clone(),
            value: text(&setting.value),
            origin: setting.origin,
            undeployed: setting.undeployed,
            read: setting.read.as_ref().map(text),
        }
    }
}

/// All of them.
pub fn system_settings(settings: &SystemSettings) -> Vec<SystemSettingView> {
    settings.iter().map(Into::into).collect()
}
