//! Preferences of customer users.

use std::collections::BTreeMap;

use deskbook_core::caches::CacheTypes;
use serde::Serialize;
use specta::Type;

use super::caches::names;

/// One preference; the secret ones never cross.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreferenceView {
    key: String,
    value: String,
}

/// A preference that was stored or taken away.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreferenceSetView {
    /// All of them as they are now.
    preferences: Vec<PreferenceView>,
    /// The types of OTOBO's cache that still hold what was there before (C115), for `caches_clear`.
    stale_caches: Vec<String>,
}

impl PreferenceSetView {
    pub(crate) fn new(found: BTreeMap<String, String>, stale_caches: &CacheTypes) -> Self {
        Self {
            preferences: preferences(found),
            stale_caches: names(stale_caches),
        }
    }
}

/// All of them in the order of their keys.
pub fn preferences(preferences: BTreeMap<String, String>) -> Vec<PreferenceView> {
    let view = |(key, value)| PreferenceView { key, value };
    preferences.into_iter().map(view).collect()
}
