//! One error for all commands: a code that the UI words, and the chain of causes for the copy button.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;

use deskbook_core::back_end::BackEndError;
use deskbook_core::caches::CacheError;
use deskbook_core::connecting::ConnectingError;
use deskbook_core::health::Reason;
use deskbook_core::people::PreferenceError;
use deskbook_core::people::everywhere::EverywhereError;
use deskbook_core::search::StartError;
use deskbook_core::server_error::ServerError;
use deskbook_core::settings::SettingsError;
use deskbook_core::{ErrorCode, error_chain};
use serde::Serialize;
use specta::Type;

/// What a command throws.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CommandError {
    /// What happened, for the UI's words.
    pub code: ErrorCode,
    /// The field it happened at, if any.
    pub field: Option<String>,
    /// The values that the words need, such as `path`.
    pub params: BTreeMap<String, String>,
    /// The chain of causes in English, free of secrets and contact data.
    pub detail: String,
}

/// What every command returns.
pub type CommandResult<T> = Result<T, CommandError>;

impl CommandError {
    /// An error with its chain of causes.
    pub fn new(code: ErrorCode, params: Vec<(&'static str, String)>, error: &dyn Error) -> Self {
        let params = params
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        Self {
            code,
            field: None,
            params,
            detail: error_chain(error),
        }
    }

    /// An error that has no cause beneath it.
    pub fn plain(code: ErrorCode, detail: &str) -> Self {
        Self {
            code,
            field: None,
            params: BTreeMap::new(),
            detail: detail.to_owned(),
        }
    }
}

impl From<&BackEndError> for CommandError {
    fn from(error: &BackEndError) -> Self {
        Self::new(error.code(), error.params(), error)
    }
}

impl From<Arc<BackEndError>> for CommandError {
    fn from(error: Arc<BackEndError>) -> Self {
        Self::from(&*error)
    }
}

impl From<BackEndError> for CommandError {
    fn from(error: BackEndError) -> Self {
        Self::from(&error)
    }
}

impl From<PreferenceError> for CommandError {
    fn from(error: PreferenceError) -> Self {
        Self {
            field: error.field().map(str::to_owned),
            ..Self::new(error.code(), error.params(), &error)
        }
    }
}

impl From<ServerError> for CommandError {
    fn from(error: ServerError) -> Self {
        Self::new(error.code(), error.params(), &error)
    }
}

impl From<CacheError> for CommandError {
    fn from(error: CacheError) -> Self {
        Self {
            field: error.field().map(str::to_owned),
            ..Self::new(error.code(), error.params(), &error)
        }
    }
}

impl From<ConnectingError> for CommandError {
    fn from(error: ConnectingError) -> Self {
        Self {
            field: error.field().map(str::to_owned),
            ..Self::new(error.code(), error.params(), &error)
        }
    }
}

impl From<Reason> for CommandError {
    fn from(reason: Reason) -> Self {
        let Reason {
            code,
            params,
            detail,
        } = reason;
        let params = params.into_iter();
        Self {
            code,
            field: None,
            params: params
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            detail,
        }
    }
}

impl From<StartError> for CommandError {
    fn from(error: StartError) -> Self {
        let params = match &error {
            StartError::BackEnd(error) => error.params(),
            StartError::NotUnderstood(_) => Vec::new(),
        };
        Self::new(error.code(), params, &error)
    }
}

impl From<EverywhereError> for CommandError {
    fn from(error: EverywhereError) -> Self {
        match error {
            EverywhereError::Start(error) => error.into(),
            EverywhereError::Installations(error) => error.into(),
        }
    }
}

impl From<SettingsError> for CommandError {
    fn from(error: SettingsError) -> Self {
        Self::new(error.code, error.params.clone(), &error)
    }
}
