//! Preferences of customer users.

use std::collections::BTreeMap;

use deskbook_core::people::{PreferenceDraft, PreferenceForm, PreferenceOutcome, PreferenceReason};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::app::ChoiceView;
use super::caches::names;

/// One preference; the secret ones never cross.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreferenceView {
    key: String,
    value: String,
}

/// A preference as it shall be, and as it was read; `null` where there is none.
#[derive(Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreferenceDraftRequest {
    key: String,
    value: Option<String>,
    was: Option<String>,
    /// Whether a change is taken back: what stood there needs not be what the settings offer.
    undo: bool,
}

impl From<PreferenceDraftRequest> for PreferenceDraft {
    fn from(request: PreferenceDraftRequest) -> Self {
        let PreferenceDraftRequest {
            key,
            value,
            was,
            undo,
        } = request;
        let reason = if undo {
            PreferenceReason::Undone
        } else {
            PreferenceReason::Typed
        };
        Self {
            key,
            value,
            was,
            reason,
        }
    }
}

/// What may stand under a key.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreferenceFormView {
    key: String,
    kind: PreferenceKind,
    /// What can be chosen from; empty for a number or a time.
    choices: Vec<ChoiceView>,
}

/// What a preference is.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PreferenceKind {
    /// One of some values.
    Choice,
    /// A whole number.
    Number,
    /// A time, in seconds since 1970.
    Moment,
}

/// What may stand under which keys.
pub fn forms(forms: BTreeMap<String, PreferenceForm>) -> Vec<PreferenceFormView> {
    let view = |(key, form)| {
        let (kind, choices) = match form {
            PreferenceForm::Choices(choices) => (PreferenceKind::Choice, choices),
            PreferenceForm::Number => (PreferenceKind::Number, Vec::new()),
            PreferenceForm::Moment => (PreferenceKind::Moment, Vec::new()),
        };
        let choices = choices.into_iter();
        PreferenceFormView {
            key,
            kind,
            choices: choices
                .map(|it| ChoiceView {
                    value: it.value,
                    text: it.text,
                })
                .collect(),
        }
    };
    forms.into_iter().map(view).collect()
}

/// How a change of a preference ended.
#[derive(Debug, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum PreferenceSetView {
    /// It is stored, or taken away.
    Saved {
        /// All of them as they are now.
        preferences: Vec<PreferenceView>,
        /// The types of OTOBO's cache that still hold what was there before (C115), for `caches_clear`.
        stale_caches: Vec<String>,
    },
    /// Nothing was written: it is not any more what was read.
    Conflict {
        /// All of them as they are now.
        preferences: Vec<PreferenceView>,
        /// What is stored now; `null` where there is none.
        theirs: Option<String>,
    },
}

impl PreferenceSetView {
    pub(crate) fn new(outcome: PreferenceOutcome, found: BTreeMap<String, String>) -> Self {
        let preferences = preferences(found);
        match outcome {
            PreferenceOutcome::Stored { stale_caches } => Self::Saved {
                preferences,
                stale_caches: names(&stale_caches),
            },
            PreferenceOutcome::Conflict { theirs } => Self::Conflict {
                preferences,
                theirs,
            },
        }
    }
}

/// All of them in the order of their keys.
pub fn preferences(preferences: BTreeMap<String, String>) -> Vec<PreferenceView> {
    let view = |(key, value)| PreferenceView { key, value };
    preferences.into_iter().map(view).collect()
}
