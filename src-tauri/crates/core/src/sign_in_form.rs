//! The form over the modules of the customers' sign-in. What it keeps are values over OTOBO's settings, since
//! directories of the sign-in mostly stand in `Kernel/Config.pm`; passwords go to the vault.

mod read;
mod save;

pub use read::read;
pub use save::save;

use deskbook_domain::secret::Secret;
use deskbook_domain::settings::SourceProblem;
use deskbook_domain::sign_in::{SignInFinding, SignInKey, SignInNumber};

use crate::connecting::SecretState;

/// What a form calls the password of the user that searches. It is no setting.
pub const PASSWORD: &str = "SearchUserPw";

/// OTOBO's name of the module that compares with stored passwords.
const DATABASE: &str = "Kernel::System::CustomerAuth::DB";
/// The one that asks a directory.
const DIRECTORY: &str = "Kernel::System::CustomerAuth::LDAP";

/// A module, or the place of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleForm {
    /// Which.
    pub number: SignInNumber,
    /// What it asks.
    pub kind: ModuleKind,
    /// The settings of a directory, in the order of the form.
    pub directory: Vec<ModuleKey>,
    /// The settings of a table with passwords.
    pub database: Vec<ModuleKey>,
    /// Where the password of the user that searches is.
    pub secret: SecretState,
    /// What is wrong with its settings as they are.
    pub findings: Vec<SignInFinding>,
}

/// What a module asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModuleKind {
    /// Nothing: there is no module here.
    None,
    /// A table with passwords.
    Database,
    /// A directory.
    Directory,
    /// Another program of OTOBO's, by its name.
    Other(String),
}

/// A setting of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleKey {
    /// Which.
    pub key: SignInKey,
    /// Its name in OTOBO.
    pub setting: String,
    /// In force, as text.
    pub value: String,
    /// What OTOBO's database says, where something stands over it.
    pub read: Option<String>,
}

/// A module as it was typed.
#[derive(Debug)]
pub struct ModuleDraft {
    /// Which.
    pub number: SignInNumber,
    /// What it asks.
    pub kind: DraftKind,
    /// The values of its settings, by the form's names. Those that are missing stay.
    pub values: Vec<(String, String)>,
    /// The password of the user that searches; `None` leaves the one that is kept.
    pub password: Option<Secret<String>>,
}

/// What a module is to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftKind {
    /// Nothing: it is taken away.
    None,
    /// A table with passwords.
    Database,
    /// A directory.
    Directory,
}

/// How a save ended: what is wrong; nothing was kept unless this is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SavedModule {
    /// What is wrong at which key.
    pub findings: Vec<SignInFinding>,
}

fn finding(key: &'static str, problem: SourceProblem) -> SignInFinding {
    SignInFinding { key, problem }
}
