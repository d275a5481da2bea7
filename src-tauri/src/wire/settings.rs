//! The user's choices for the window.

use deskbook_core::settings::{Density, Language, Settings, Theme};
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
        } = settings;
        Self {
            theme,
            language,
            density,
            include_invalid,
            customer_user_columns,
            customer_columns,
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
        } = view;
        Self {
            theme,
            language,
            density,
            include_invalid,
            customer_user_columns,
            customer_columns,
        }
    }
}
