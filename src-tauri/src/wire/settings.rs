//! The user's choices for the window.

use deskbook_core::settings::{Density, Language, LockAfter, Settings, Theme};
use serde::{Deserialize, Serialize};
use specta::Type;

/// The choices of one user on one computer.
#[derive(Debug, Deserialize, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    theme: Theme,
    language: Language,
    density: Density,
    include_invalid: bool,
    /// Columns of the customer user list in order; `null` lets the width decide.
    customer_user_columns: Option<Vec<String>>,
    /// Columns of the customer list in order; `null` lets the width decide.
    customer_columns: Option<Vec<String>>,
    /// Minutes without a key or a move of the pointer after which the app lock closes.
    lock_after_minutes: u32,
}

impl From<Settings> for SettingsView {
    fn from(settings: Settings) -> Self {
        let Settings {
            theme,
            language,
            density,
            include_invalid,
            customer_user_columns,
            customer_columns,
            lock_after,
        } = settings;
        Self {
            theme,
            language,
            density,
            include_invalid,
            customer_user_columns,
            customer_columns,
            lock_after_minutes: lock_after.in_minutes(),
        }
    }
}

impl From<SettingsView> for Settings {
    fn from(view: SettingsView) -> Self {
        let SettingsView {
            theme,
            language,
            density,
            include_invalid,
            customer_user_columns,
            customer_columns,
            lock_after_minutes,
        } = view;
        Self {
            theme,
            language,
            density,
            include_invalid,
            customer_user_columns,
            customer_columns,
            lock_after: LockAfter::minutes(lock_after_minutes),
        }
    }
}
