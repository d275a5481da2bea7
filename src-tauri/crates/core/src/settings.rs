//! What the user chose for the window. Nothing in here is a secret.

use async_trait::async_trait;

use crate::{Cause, ErrorCode};

/// The choices of one user on one computer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Light or dark.
    pub theme: Theme,
    /// The language of the window.
    pub language: Language,
    /// The height of rows.
    pub density: Density,
    /// Lists show invalid records too.
    pub include_invalid: bool,
    /// Columns of the customer user list; `None` lets the width decide.
    pub customer_user_columns: Option<Vec<String>>,
    /// Columns of the customer list; `None` lets the width decide.
    pub customer_columns: Option<Vec<String>>,
    /// When the app lock closes by itself.
    pub lock_after: LockAfter,
}

/// Minutes without a key or a move of the pointer after which the app lock closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockAfter(u32);

impl LockAfter {
    /// A working day: who wants longer wants no lock.
    const MOST: u32 = 8 * 60;

    /// So many minutes, but at least one and at most eight hours.
    pub fn minutes(minutes: u32) -> Self {
        Self(minutes.clamp(1, Self::MOST))
    }

    /// In minutes.
    pub fn in_minutes(self) -> u32 {
        self.0
    }
}

impl Default for LockAfter {
    fn default() -> Self {
        Self(10)
    }
}

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $first:ident = $first_text:literal: $first_doc:literal $(, $variant:ident = $text:literal: $variant_doc:literal)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        #[cfg_attr(feature = "wire", derive(serde::Serialize, serde::Deserialize, specta::Type))]
        pub enum $name {
            #[doc = $first_doc]
            #[default]
            #[cfg_attr(feature = "wire", serde(rename = $first_text))]
            $first,
            $(#[doc = $variant_doc] #[cfg_attr(feature = "wire", serde(rename = $text))] $variant,)*
        }

        impl $name {
            /// As it is stored.
            pub fn as_str(self) -> &'static str {
                match self { Self::$first => $first_text, $(Self::$variant => $text,)* }
            }

            /// From the stored form; what an unknown Deskbook stored becomes the default.
            pub fn from_stored(text: &str) -> Self {
                match text { $($text => Self::$variant,)* _ => Self::$first }
            }
        }
    };
}

choice!(
    /// Light or dark.
    Theme { System = "system": "As the desktop is.", Light = "light": "Always light.", Dark = "dark": "Always dark." }
);
choice!(
    /// The language of the window.
    Language { System = "system": "As the desktop's.", English = "en": "English.", German = "de": "German." }
);
choice!(
    /// The height of rows in lists.
    Density { Normal = "normal": "32 px.", Compact = "compact": "26 px.", Roomy = "roomy": "40 px." }
);

/// Where the settings are kept.
#[async_trait]
pub trait SettingsStore: Send + Sync {
    /// What was saved last, or the defaults.
    async fn read(&self) -> Result<Settings, SettingsError>;

    /// Keeps them.
    async fn save(&self, settings: &Settings) -> Result<(), SettingsError>;
}

/// Why settings could not be read or kept.
#[derive(Debug, thiserror::Error)]
#[error("the settings could not be read or saved")]
pub struct SettingsError {
    /// What the UI tells apart.
    pub code: ErrorCode,
    /// The values that the UI's words need.
    pub params: Vec<(&'static str, String)>,
    /// What the store told.
    #[source]
    pub source: Cause,
}
