//! The modules of the customers' sign-in, as they cross to the UI. No password comes back.

use std::fmt;

use deskbook_core::connecting::{ConnectingError, SecretState};
use deskbook_core::sign_in_form::{
    DraftKind, ModuleDraft, ModuleForm, ModuleKey, ModuleKind, SavedModule,
};
use deskbook_domain::settings::SourceProblem;
use deskbook_domain::sign_in::{SignInFinding, SignInKeyKind, SignInNumber};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::error::CommandResult;
use super::secret;

/// A module, or the place of one.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignInModuleView {
    /// 0 for the first.
    number: u32,
    kind: SignInKind,
    /// The program of OTOBO's, where it is another one.
    program: String,
    /// The settings of a directory, in the order of the form.
    directory: Vec<SignInKeyView>,
    /// The settings of a table with passwords.
    database: Vec<SignInKeyView>,
    /// Where the password of the user that searches is.
    secret: SecretState,
    /// What is wrong with the settings as they are.
    findings: Vec<SignInFindingView>,
}

/// What a module asks.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SignInKind {
    /// Nothing: there is no module.
    None,
    /// A table with passwords.
    Database,
    /// A directory.
    Directory,
    /// Another program of OTOBO's.
    Other,
}

/// A setting of a module.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignInKeyView {
    /// The form's name: `Host`, `BaseDN` …
    key: String,
    /// OTOBO's name, with the module's number.
    setting: String,
    kind: SignInKeyKind,
    required: bool,
    /// As text; empty for none.
    value: String,
    /// What OTOBO's database says, where a value stands over it.
    read: Option<String>,
}

/// Something that is wrong.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignInFindingView {
    /// The form's name of the setting; `SearchUserPw` for the password.
    key: String,
    problem: SourceProblem,
}

/// A module as it was typed.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignInRequest {
    number: u32,
    kind: SignInRequestKind,
    values: Vec<SignInValue>,
    /// The password of the user that searches; `null` leaves the one that is kept.
    password: Option<String>,
}

/// What a module is to ask.
#[derive(Clone, Copy, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SignInRequestKind {
    /// Nothing: the module is taken away.
    None,
    /// A table with passwords.
    Database,
    /// A directory.
    Directory,
}

/// The value of a setting.
#[derive(Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignInValue {
    /// The form's name.
    key: String,
    value: String,
}

/// What is wrong; nothing was kept unless it is empty.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignInSaveView {
    findings: Vec<SignInFindingView>,
}

impl SignInRequest {
    /// The draft, unless OTOBO looks for no module of this number.
    pub fn into_draft(self) -> CommandResult<ModuleDraft> {
        let number = SignInNumber::new(self.number);
        let number = number.ok_or(ConnectingError::Unfit { field: "number" })?;
        let values = self.values.into_iter();
        Ok(ModuleDraft {
            number,
            kind: match self.kind {
                SignInRequestKind::None => DraftKind::None,
                SignInRequestKind::Database => DraftKind::Database,
                SignInRequestKind::Directory => DraftKind::Directory,
            },
            values: values.map(|it| (it.key, it.value)).collect(),
            password: secret(self.password),
        })
    }
}

impl fmt::Debug for SignInRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignInRequest({})", self.number)
    }
}

impl From<ModuleForm> for SignInModuleView {
    fn from(form: ModuleForm) -> Self {
        let (kind, program) = match form.kind {
            ModuleKind::None => (SignInKind::None, String::new()),
            ModuleKind::Database => (SignInKind::Database, String::new()),
            ModuleKind::Directory => (SignInKind::Directory, String::new()),
            ModuleKind::Other(program) => (SignInKind::Other, program),
        };
        Self {
            number: form.number.get(),
            kind,
            program,
            directory: form.directory.into_iter().map(Into::into).collect(),
            database: form.database.into_iter().map(Into::into).collect(),
            secret: form.secret,
            findings: form.findings.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<ModuleKey> for SignInKeyView {
    fn from(key: ModuleKey) -> Self {
        Self {
            key: key.key.name.to_owned(),
            setting: key.setting,
            kind: key.key.kind,
            required: key.key.required,
            value: key.value,
            read: key.read,
        }
    }
}

impl From<SignInFinding> for SignInFindingView {
    fn from(finding: SignInFinding) -> Self {
        Self {
            key: finding.key.to_owned(),
            problem: finding.problem,
        }
    }
}

impl From<SavedModule> for SignInSaveView {
    fn from(saved: SavedModule) -> Self {
        Self {
            findings: saved.findings.into_iter().map(Into::into).collect(),
        }
    }
}
