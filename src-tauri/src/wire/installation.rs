//! Installations as they cross to the UI.

use deskbook_core::connecting::{
    Entry, InstallationDraft, KeyringState, SaveOutcome, SecretState, SettingFinding,
    SettingProblem, Unlocked,
};
use deskbook_core::installations::InstallationId;
use deskbook_core::secrets::Kept;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::connection::ConnectionView;
use super::error::CommandError;
use super::secret;

/// An OTOBO system, or the embedded local directory.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InstallationView {
    /// `local` for the local directory.
    id: String,
    kind: InstallationKind,
    /// As the user calls it; empty for the local directory, whose name the UI has.
    name: String,
    /// OKLCH hue of the accent colour, so that production never looks like test.
    hue: u32,
    /// The user marked it as read-only.
    read_only: bool,
    /// The installation that the window shows.
    current: bool,
    /// Host and database, such as `otobo-db.nord.example/otobo`; empty for the local directory.
    place: String,
    /// Where its password is; `null` for the local directory.
    secret: Option<SecretState>,
    /// Whether the operating system has a keyring.
    keyring: KeyringState,
}

impl From<Entry> for InstallationView {
    fn from(entry: Entry) -> Self {
        let Entry {
            id,
            name,
            hue,
            read_only,
            current,
            place,
            secret,
            keyring,
        } = entry;
        Self {
            kind: if id.is_local() {
                InstallationKind::LocalDirectory
            } else {
                InstallationKind::Otobo
            },
            id: id.as_str().to_owned(),
            name,
            hue: hue.into(),
            read_only,
            current,
            place,
            secret,
            keyring,
        }
    }
}

/// What stands behind an installation.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum InstallationKind {
    /// The SQLite file that Deskbook made itself.
    LocalDirectory,
    /// A database of OTOBO, Znuny or OTRS.
    Otobo,
}

/// Where a password is kept from now on.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SecretKept {
    /// In the operating system's keyring.
    Keyring,
    /// In memory, until Deskbook is closed.
    SessionOnly,
}

impl From<Kept> for SecretKept {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::Keyring => Self::Keyring,
            Kept::SessionOnly => Self::SessionOnly,
        }
    }
}

/// What became of a password.
#[derive(Debug, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum UnlockView {
    /// It is kept.
    Kept {
        /// Where.
        kept: SecretKept,
    },
    /// The server refused it, so it is not kept.
    Refused {
        /// In the server's words.
        error: CommandError,
    },
    /// The server could not be asked, so it is not kept unless that is wanted.
    Unreached {
        /// Why not.
        error: CommandError,
    },
}

impl From<Unlocked> for UnlockView {
    fn from(unlocked: Unlocked) -> Self {
        match unlocked {
            Unlocked::Kept(kept) => Self::Kept { kept: kept.into() },
            Unlocked::Refused(error) => Self::Refused {
                error: error.into(),
            },
            Unlocked::Unreached(error) => Self::Unreached {
                error: error.into(),
            },
        }
    }
}

/// An installation as it was typed.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InstallationRequest {
    /// `null` for a new one.
    id: Option<String>,
    name: String,
    hue: u32,
    read_only: bool,
    connection: ConnectionView,
    /// Passes through and is kept in the vault alone; `null` leaves the kept one.
    password: Option<String>,
}

impl From<InstallationRequest> for InstallationDraft {
    fn from(request: InstallationRequest) -> Self {
        let InstallationRequest {
            id,
            name,
            hue,
            read_only,
            connection,
            password,
        } = request;
        Self {
            id: id.map(InstallationId::from_text),
            name,
            hue,
            read_only,
            connection: connection.into(),
            password: secret(password),
        }
    }
}

/// How a save ended.
#[derive(Debug, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum InstallationSaveView {
    /// It is kept.
    Saved {
        /// Its id.
        id: String,
        /// Where its password is.
        kept: SecretKept,
    },
    /// Nothing was kept.
    Refused {
        /// What is wrong with which field.
        findings: Vec<SettingFindingView>,
    },
}

impl From<SaveOutcome> for InstallationSaveView {
    fn from(outcome: SaveOutcome) -> Self {
        match outcome {
            SaveOutcome::Saved { id, kept } => Self::Saved {
                id: id.as_str().to_owned(),
                kept: kept.into(),
            },
            SaveOutcome::Refused { findings } => Self::Refused {
                findings: findings.into_iter().map(Into::into).collect(),
            },
        }
    }
}

/// What is wrong with a typed value.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SettingFindingView {
    /// A name of `InstallationRequest` or `ConnectionView`.
    field: String,
    problem: SettingProblem,
}

impl From<SettingFinding> for SettingFindingView {
    fn from(finding: SettingFinding) -> Self {
        Self {
            field: finding.field.to_owned(),
            problem: finding.problem,
        }
    }
}
