//! How keys and files are protected, as it crosses to the UI. No key crosses but as its recovery code.

use deskbook_core::connecting::KeyringState;
use deskbook_core::files::{
    Confirmation, OpenFiles, Protection, Recovery, RecoveryState, Standing, TypedGroup,
};
use deskbook_core::keys::LockState;
use deskbook_domain::recovery_code::{RecoveryCode, RecoveryCodeError};
use deskbook_domain::secret::Secret;
use serde::{Deserialize, Serialize};
use specta::Type;

/// How everything is protected.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SecurityView {
    /// Whether the app lock is on.
    locks: bool,
    /// Where the system has no keyring, only a passphrase can protect keys.
    keyring: KeyringState,
    own_store: Protection,
    local_directory: Protection,
    recovery: RecoveryState,
}

impl SecurityView {
    pub(crate) fn new(standing: Standing, files: OpenFiles) -> Self {
        Self {
            locks: standing.lock != LockState::Off,
            keyring: if standing.in_keyring {
                KeyringState::There
            } else {
                KeyringState::Absent
            },
            own_store: files.own_store,
            local_directory: files.local_directory,
            recovery: standing.recovery,
        }
    }
}

/// The groups of a recovery code.
#[derive(Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryCodeView {
    groups: Vec<String>,
}

impl From<RecoveryCode> for RecoveryCodeView {
    fn from(code: RecoveryCode) -> Self {
        Self {
            groups: code.groups().map(str::to_owned).collect(),
        }
    }
}

/// A group of the code, as it was typed back.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TypedGroupRequest {
    /// Which one, counted from 1.
    number: u32,
    text: String,
}

impl From<TypedGroupRequest> for TypedGroup {
    fn from(request: TypedGroupRequest) -> Self {
        Self {
            number: usize::try_from(request.number).unwrap_or_default(),
            text: Secret::new(request.text),
        }
    }
}

/// What came of typing groups back.
#[derive(Debug, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ConfirmationView {
    /// They are those of the code.
    Confirmed,
    /// This group is another one.
    Differs {
        /// Which one, counted from 1.
        group: u32,
    },
}

impl From<Confirmation> for ConfirmationView {
    fn from(confirmation: Confirmation) -> Self {
        match confirmation {
            Confirmation::Confirmed => Self::Confirmed,
            Confirmation::Differs(group) => Self::Differs {
                group: number(group),
            },
        }
    }
}

/// What came of a code that was typed because the key is gone.
#[derive(Debug, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum RecoveryView {
    /// The key is there again.
    Kept,
    /// Letters are missing, or there are too many.
    Length {
        /// How many there are.
        letters: u32,
        /// How many there should be.
        wanted: u32,
    },
    /// A group is mistyped.
    Mistyped {
        /// Which one, counted from 1.
        group: u32,
    },
    /// It is the code of another file.
    OfAnother,
    /// It is the right one, but without a keyring a new passphrase is needed.
    NeedsPassphrase,
}

impl From<Recovery> for RecoveryView {
    fn from(recovery: Recovery) -> Self {
        match recovery {
            Recovery::Kept => Self::Kept,
            Recovery::OfAnother => Self::OfAnother,
            Recovery::NeedsPassphrase => Self::NeedsPassphrase,
            Recovery::NoCode(RecoveryCodeError::Length { letters }) => Self::Length {
                letters: number(letters),
                wanted: number(RecoveryCode::LETTERS),
            },
            Recovery::NoCode(RecoveryCodeError::Mistyped { group }) => Self::Mistyped {
                group: number(group),
            },
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
