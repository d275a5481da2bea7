//! OTOBO's settings.

use deskbook_core::system_settings::{
    Origin, OverrideProblem, PutOver, SystemSetting, SystemSettings,
};
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
    /// What an override stands over.
    read: Option<ReadSettingView>,
}

/// A value that an override stands over.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReadSettingView {
    value: String,
    /// What nobody stored in OTOBO was not read there either.
    origin: Origin,
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
            read: setting.read.as_ref().map(|read| ReadSettingView {
                value: text(&read.value),
                origin: read.origin,
            }),
        }
    }
}

/// What became of a value that was to be put over another one.
#[derive(Debug, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SettingOverrideView {
    /// It is in force.
    Saved {
        /// All of them.
        settings: Vec<SystemSettingView>,
    },
    /// OTOBO could make nothing of it, so nothing was kept.
    Refused {
        /// What is wrong.
        problem: OverrideProblem,
    },
}

impl From<PutOver> for SettingOverrideView {
    fn from(outcome: PutOver) -> Self {
        match outcome {
            PutOver::Kept(settings) => Self::Saved {
                settings: system_settings(&settings),
            },
            PutOver::Refused(problem) => Self::Refused { problem },
        }
    }
}

/// All of them.
pub fn system_settings(settings: &SystemSettings) -> Vec<SystemSettingView> {
    settings.iter().map(Into::into).collect()
}
