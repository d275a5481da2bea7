//! Preferences of customer users.

use std::collections::BTreeMap;

use serde::Serialize;
use specta::Type;

/// One preference; the secret ones never cross.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreferenceView {
    key: String,
    value: String,
}

/// All of them in the order of their keys.
pub fn preferences(preferences: BTreeMap<String, String>) -> Vec<PreferenceView> {
    let view = |(key, value)| PreferenceView { key, value };
    preferences.into_iter().map(view).collect()
}
