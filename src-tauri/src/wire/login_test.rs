//! How a login would end.

use deskbook_core::connecting::{Refusal, SignInFailure, SignInReason, SignInStep};
use deskbook_core::people::login_test::{
    CannotAsk, LoginPreview, LoginTest, ModuleOutcome, StoredVerdict, TestedModule, Verdict,
};
use deskbook_domain::password::{StoredForm, Strength, Weakness};
use serde::Serialize;
use specta::Type;

use super::error::CommandError;

/// What a test of a login would ask.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LoginPreviewView {
    /// What the customer user types as the name: without a suffix that is put behind it.
    typed: String,
    /// The hosts of directories that may be asked; a refused try counts for their lock-out.
    directories: Vec<String>,
}

impl From<LoginPreview> for LoginPreviewView {
    fn from(preview: LoginPreview) -> Self {
        Self {
            typed: preview.typed,
            directories: preview.directories,
        }
    }
}

/// How a login would end, and how well its password is kept.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LoginTestView {
    verdict: VerdictView,
    /// The name that would be signed in; `null` where nobody is.
    name: Option<String>,
    /// The modules of the sign-in in the order in which they are asked.
    modules: Vec<TestedModuleView>,
    /// Whether a stored password was looked for.
    has_stored: bool,
    /// The form that the password is stored in; `null` when none is stored.
    form: Option<StoredFormView>,
    /// Why the stored form is weak; `null` when it is not.
    weakness: Option<WeaknessView>,
}

/// How it would end.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum VerdictView {
    /// The login page lets this customer user in.
    Accepted,
    /// The password is right, but signs in somebody else.
    Another,
    /// The password is right, but no source has a record.
    NoRecord,
    /// The password is right, but the customer user is not valid.
    NotValid,
    /// Another password is stored.
    Wrong,
    /// Nothing was typed that could let anybody in.
    Empty,
    /// No password is stored.
    NoneStored,
    /// The table of the sign-in has no such login.
    Unknown,
    /// What is stored lets nobody in.
    Unusable,
    /// None of the modules lets anybody in.
    Refused,
    /// Nobody is let in, but a module could not be asked.
    Undecided,
}

/// A module of the sign-in, and what it says.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TestedModuleView {
    /// 0 for the first.
    number: u32,
    outcome: ModuleOutcomeView,
}

/// What it says.
#[derive(Debug, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ModuleOutcomeView {
    /// A table with passwords.
    Stored {
        /// How the password compares with the stored one.
        verdict: StoredVerdictView,
    },
    /// A directory.
    Directory {
        /// The host that was asked; of several that were not reached the last.
        host: String,
        /// What was to be tried, in this order.
        steps: Vec<SignInStep>,
        /// The step that failed, and why; `null` where it lets in.
        failure: Option<SignInFailureView>,
    },
    /// A directory that is not asked with nothing.
    Empty,
    /// Deskbook cannot ask it.
    CannotAsk {
        /// Why.
        why: CannotAskView,
        /// The program of OTOBO's; empty for others.
        program: String,
    },
    /// Not asked: it was over before.
    NotReached,
}

/// How a password compares with a stored one.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum StoredVerdictView {
    /// It is this one.
    Right,
    /// It is another one.
    Wrong,
    /// Nothing was typed that could let anybody in.
    Empty,
    /// No password is stored.
    NoneStored,
    /// The table has no such login.
    Unknown,
    /// What is stored lets nobody in.
    Unusable,
}

/// Why a module cannot be asked.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CannotAskView {
    /// Its table is in a database of its own.
    OwnDatabase,
    /// Another program of OTOBO's.
    Other,
    /// Its settings make no sense.
    Broken,
    /// The local directory asks no directory.
    NoWay,
}

/// The step of a directory that failed.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignInFailureView {
    step: SignInStep,
    reason: SignInReasonView,
}

/// Why a step failed.
#[derive(Debug, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SignInReasonView {
    /// The directory could not be asked.
    Server {
        /// Why.
        error: CommandError,
    },
    /// No entry has the name.
    NoEntry,
    /// The entry is in none of the groups.
    NotInGroup,
    /// The entry is not let in.
    Refused {
        /// Why, as far as the directory tells.
        refusal: Refusal,
        /// The directory's own words; empty for none.
        words: String,
    },
}

/// A stored form, as OTOBO's setting calls it.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum StoredFormView {
    /// Plain text.
    Plain,
    /// DES crypt.
    Crypt,
    /// MD5 crypt.
    Md5,
    /// Apache's MD5 crypt.
    Apr1,
    /// SHA-1, unsalted.
    Sha1,
    /// SHA-256, unsalted.
    Sha2,
    /// SHA-512, unsalted.
    Sha512,
    /// bcrypt.
    Bcrypt,
    /// `*0`: what crypt stores for a login that is no salt.
    Broken,
    /// None that is known.
    Unknown,
}

/// Why a stored form is weak.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum WeaknessView {
    /// Whoever reads the table reads the password.
    PlainText,
    /// Guessed by the billion a second, and the same for everybody with the same password.
    FastUnsaltedHash,
    /// Long broken.
    ObsoleteHash,
    /// bcrypt of a cost that is too low.
    LowCost,
    /// Any password may pass in OTOBO.
    Broken,
    /// It is not known what it is.
    NotRecognised,
}

impl From<LoginTest> for LoginTestView {
    fn from(test: LoginTest) -> Self {
        let stored = test.form();
        Self {
            verdict: test.verdict.into(),
            name: test.name.map(|name| name.to_string()),
            has_stored: stored.is_some(),
            weakness: match stored.and_then(StoredForm::strength) {
                Some(Strength::Weak(weakness)) => Some(weakness.into()),
                Some(Strength::Good) | None => None,
            },
            form: stored.and_then(form),
            modules: test.modules.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Verdict> for VerdictView {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Accepted => Self::Accepted,
            Verdict::Another => Self::Another,
            Verdict::NoRecord => Self::NoRecord,
            Verdict::NotValid => Self::NotValid,
            Verdict::Wrong => Self::Wrong,
            Verdict::Empty => Self::Empty,
            Verdict::NoneStored => Self::NoneStored,
            Verdict::Unknown => Self::Unknown,
            Verdict::Unusable => Self::Unusable,
            Verdict::Refused => Self::Refused,
            Verdict::Undecided => Self::Undecided,
        }
    }
}

impl From<TestedModule> for TestedModuleView {
    fn from(module: TestedModule) -> Self {
        Self {
            number: module.number.get(),
            outcome: module.outcome.into(),
        }
    }
}

impl From<ModuleOutcome> for ModuleOutcomeView {
    fn from(outcome: ModuleOutcome) -> Self {
        match outcome {
            ModuleOutcome::Stored(test) => Self::Stored {
                verdict: test.verdict.into(),
            },
            ModuleOutcome::Directory { steps, answer } => Self::Directory {
                host: answer.host,
                steps,
                failure: answer.outcome.err().map(Into::into),
            },
            ModuleOutcome::Empty => Self::Empty,
            ModuleOutcome::NotReached => Self::NotReached,
            ModuleOutcome::CannotAsk(why) => {
                let (why, program) = match why {
                    CannotAsk::OwnDatabase => (CannotAskView::OwnDatabase, String::new()),
                    CannotAsk::Other(program) => (CannotAskView::Other, program),
                    CannotAsk::Broken(_) => (CannotAskView::Broken, String::new()),
                    CannotAsk::NoWay => (CannotAskView::NoWay, String::new()),
                };
                Self::CannotAsk { why, program }
            }
        }
    }
}

impl From<StoredVerdict> for StoredVerdictView {
    fn from(verdict: StoredVerdict) -> Self {
        match verdict {
            StoredVerdict::Right => Self::Right,
            StoredVerdict::Wrong => Self::Wrong,
            StoredVerdict::Empty => Self::Empty,
            StoredVerdict::NoneStored => Self::NoneStored,
            StoredVerdict::Unknown => Self::Unknown,
            StoredVerdict::Unusable => Self::Unusable,
        }
    }
}

impl From<SignInFailure> for SignInFailureView {
    fn from(failure: SignInFailure) -> Self {
        Self {
            step: failure.step,
            reason: match failure.reason {
                SignInReason::Server(error) => SignInReasonView::Server {
                    error: error.into(),
                },
                SignInReason::NoEntry => SignInReasonView::NoEntry,
                SignInReason::NotInGroup => SignInReasonView::NotInGroup,
                SignInReason::Refused { refusal, words } => {
                    SignInReasonView::Refused { refusal, words }
                }
            },
        }
    }
}

impl From<Weakness> for WeaknessView {
    fn from(weakness: Weakness) -> Self {
        match weakness {
            Weakness::PlainText => Self::PlainText,
            Weakness::FastUnsaltedHash => Self::FastUnsaltedHash,
            Weakness::ObsoleteHash => Self::ObsoleteHash,
            Weakness::LowCost => Self::LowCost,
            Weakness::Broken => Self::Broken,
            Weakness::NotRecognised => Self::NotRecognised,
        }
    }
}

fn form(form: StoredForm) -> Option<StoredFormView> {
    Some(match form {
        StoredForm::None => return None,
        StoredForm::Plain => StoredFormView::Plain,
        StoredForm::DesCrypt => StoredFormView::Crypt,
        StoredForm::Md5Crypt => StoredFormView::Md5,
        StoredForm::Apr1 => StoredFormView::Apr1,
        StoredForm::Sha1 => StoredFormView::Sha1,
        StoredForm::Sha256 => StoredFormView::Sha2,
        StoredForm::Sha512 => StoredFormView::Sha512,
        StoredForm::Bcrypt { .. } => StoredFormView::Bcrypt,
        StoredForm::Broken => StoredFormView::Broken,
        StoredForm::Unknown => StoredFormView::Unknown,
    })
}
