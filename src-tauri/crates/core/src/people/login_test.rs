//! Does this password let this customer user in, and if not, why (`otobo-behaviour.md 4.7`, 5.6)?
//!
//! The modules of the sign-in are asked in turn, as OTOBO does. Nothing is written: OTOBO counts failed
//! logins, a test is none. A directory counts them all the same.

mod stored;
#[cfg(test)]
mod tests;

use deskbook_domain::ids::Login;
use deskbook_domain::password::StoredForm;
use deskbook_domain::secret::Secret;
use deskbook_domain::sign_in::{
    SignInDirectory, SignInFinding, SignInModule, SignInName, SignInNumber, SignInWay, typed_for,
};
use deskbook_domain::text::{is_false, lower};

use super::Tried;
use crate::back_end::BackEndError;
use crate::connecting::{SignInAnswer, SignInReason, SignInStep, sign_in_steps};
use crate::installation::Installation;
use stored::test_stored;
pub use stored::{StoredTest, StoredVerdict};

/// Who signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginTry {
    /// Whose login is tested.
    pub login: Login,
    /// What is typed as the name: a module may put a suffix behind it.
    pub typed: String,
}

impl From<Login> for LoginTry {
    /// Somebody who types the whole login.
    fn from(login: Login) -> Self {
        Self {
            typed: login.as_str().to_owned(),
            login,
        }
    }
}

/// How a login would end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The password is right and the customer user valid.
    Accepted,
    /// The password is right, but signs in another customer user: the name is not this one's login.
    Another,
    /// The password is right, but no source has a record of this login: OTOBO's login page refuses.
    NoRecord,
    /// The password is right, but the customer user is not valid (C81).
    NotValid,
    /// The password is another one.
    Wrong,
    /// Nothing was typed, or `0`, which lets nobody in (C79).
    Empty,
    /// No password is stored (C60).
    NoneStored,
    /// The table of the sign-in has no such login.
    Unknown,
    /// What is stored lets nobody in, whatever is typed: `*0`, or bcrypt of a cost that never ends.
    Unusable,
    /// None of the modules lets anybody in; each has its own reason.
    Refused,
    /// Nobody is let in, but a module could not be asked that might do it.
    Undecided,
}

/// How a login would end, and how well its password is kept.
#[derive(Clone, Debug)]
pub struct LoginTest {
    /// How it would end.
    pub verdict: Verdict,
    /// The name that is signed in; `None` where nobody is.
    pub name: Option<Login>,
    /// Every module of the sign-in, in the order in which they are tried.
    pub modules: Vec<TestedModule>,
}

/// A module of the sign-in, and what it says.
#[derive(Clone, Debug)]
pub struct TestedModule {
    /// Which.
    pub number: SignInNumber,
    /// What it says.
    pub outcome: ModuleOutcome,
}

/// What a module says.
#[derive(Clone, Debug)]
pub enum ModuleOutcome {
    /// A table with passwords.
    Stored(StoredTest),
    /// A directory.
    Directory {
        /// What was to be tried.
        steps: Vec<SignInStep>,
        /// How it answered.
        answer: SignInAnswer,
    },
    /// A directory that was not asked, since nothing was typed that could let anybody in (C91).
    Empty,
    /// Deskbook cannot ask it, though OTOBO would.
    CannotAsk(CannotAsk),
    /// It is not asked: a module before it has let somebody in, or ended the sign-in.
    NotReached,
}

/// Why a module cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannotAsk {
    /// Its table is in a database of its own.
    OwnDatabase,
    /// Another program of OTOBO's.
    Other(String),
    /// Its settings make no sense.
    Broken(Vec<SignInFinding>),
    /// The local directory asks no directory.
    NoWay,
}

/// What is known before somebody tries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginPreview {
    /// What the customer user types as the name.
    pub typed: String,
    /// The hosts of the directories that may be asked: a refused try counts there.
    pub directories: Vec<String>,
}

/// What a try would ask, before anybody is asked anything.
pub fn preview_login(installation: &Installation, login: &Login) -> LoginPreview {
    let directories: Vec<_> = installation
        .rules
        .sign_in
        .iter()
        .filter_map(directory_of)
        .collect();
    let suffix = directories
        .iter()
        .find(|it| login.as_str().ends_with(&it.suffix));
    let suffix = suffix.map_or("", |it| &it.suffix);
    LoginPreview {
        typed: typed_for(login.as_str(), suffix).to_owned(),
        directories: directories
            .iter()
            .flat_map(|it| it.directory.hosts.iter().map(ToString::to_string))
            .collect(),
    }
}

fn directory_of(module: &SignInModule) -> Option<&SignInDirectory> {
    match &module.way {
        Ok(SignInWay::Directory(directory)) => Some(directory),
        _ => None,
    }
}

/// Tries a password as the customers' sign-in does. Takes as long for a wrong stored password as for the
/// right one.
#[tracing::instrument(skip_all)]
pub async fn test_login(
    installation: &Installation,
    tried: &LoginTry,
    password: Secret<String>,
) -> Result<LoginTest, BackEndError> {
    let mut modules = Vec::new();
    let mut name = None;
    let mut is_over = false;
    for module in &installation.rules.sign_in {
        let outcome = if is_over {
            ModuleOutcome::NotReached
        } else {
            ask(installation, module, &tried.typed, &password).await?
        };
        if outcome.lets_in() {
            name = Some(name_in(module, &tried.typed));
            is_over = true;
        }
        is_over |= outcome.is_silent() && directory_of(module).is_some_and(|it| it.dies);
        modules.push(TestedModule {
            number: module.number,
            outcome,
        });
    }
    let verdict = match &name {
        Some(name) => signed_in(installation, name, &tried.login).await?,
        None => refused(&modules),
    };
    Ok(LoginTest {
        verdict,
        name,
        modules,
    })
}

async fn ask(
    installation: &Installation,
    module: &SignInModule,
    typed: &str,
    password: &Secret<String>,
) -> Result<ModuleOutcome, BackEndError> {
    let cannot = |why| Ok(ModuleOutcome::CannotAsk(why));
    let directory = match &module.way {
        Ok(SignInWay::Database(database)) => {
            let login = Login::from(typed);
            let tested = test_stored(installation, database, &login, password).await?;
            return Ok(ModuleOutcome::Stored(tested));
        }
        Ok(SignInWay::Directory(directory)) => directory,
        Ok(SignInWay::OwnDatabase) => return cannot(CannotAsk::OwnDatabase),
        Ok(SignInWay::Other(program)) => return cannot(CannotAsk::Other(program.clone())),
        Err(findings) => return cannot(CannotAsk::Broken(findings.clone())),
    };
    let Some(directories) = &installation.directories else {
        return cannot(CannotAsk::NoWay);
    };
    let name = SignInName::of(typed, &directory.suffix);
    let name = name.filter(|_| !is_false(Some(password.expose())));
    let Some(name) = name else {
        return Ok(ModuleOutcome::Empty);
    };
    let asked = directories.ask(module.number, directory, &name, password);
    Ok(ModuleOutcome::Directory {
        steps: sign_in_steps(directory),
        answer: asked.await,
    })
}

/// The name that a module lets in.
fn name_in(module: &SignInModule, typed: &str) -> Login {
    let directory = directory_of(module);
    let name = directory.and_then(|directory| SignInName::of(typed, &directory.suffix));
    name.map_or_else(|| Login::from(typed), |name| Login::from(name.as_str()))
}

/// What OTOBO looks at once the password is right.
async fn signed_in(
    installation: &Installation,
    name: &Login,
    tested: &Login,
) -> Result<Verdict, BackEndError> {
    let record = installation.customer_users.find(name).await?;
    // A name as it was tested is nobody else's, even if the database takes it for one that is spelled
    // otherwise: MariaDB does not see blanks at the end
    let is_other =
        |found: &Login| name != tested && lower(found.as_str()) != lower(tested.as_str());
    Ok(match record {
        None => Verdict::NoRecord,
        Some(record) if is_other(&record.login) => Verdict::Another,
        Some(record) if !record.validity.is_valid() => Verdict::NotValid,
        Some(_) => Verdict::Accepted,
    })
}

/// What it comes to that no module lets anybody in.
fn refused(modules: &[TestedModule]) -> Verdict {
    match modules {
        [
            TestedModule {
                outcome: ModuleOutcome::Stored(only),
                ..
            },
        ] => only.verdict.alone(),
        _ if modules.iter().any(|it| it.outcome.is_unreached()) => Verdict::Undecided,
        _ if modules.iter().any(|it| it.outcome.is_empty()) => Verdict::Empty,
        _ => Verdict::Refused,
    }
}

impl ModuleOutcome {
    fn lets_in(&self) -> bool {
        match self {
            Self::Stored(test) => test.verdict == StoredVerdict::Right,
            Self::Directory { answer, .. } => answer.outcome.is_ok(),
            Self::Empty | Self::CannotAsk(_) | Self::NotReached => false,
        }
    }

    /// Whether it is open what the module says.
    fn is_unreached(&self) -> bool {
        match self {
            Self::CannotAsk(_) => true,
            Self::Directory { answer, .. } => matches!(
                &answer.outcome,
                Err(failure) if matches!(failure.reason, SignInReason::Server(_))
            ),
            Self::Stored(_) | Self::Empty | Self::NotReached => false,
        }
    }

    /// Whether a directory could not be reached. What it refuses later on ends no sign-in.
    fn is_silent(&self) -> bool {
        match self {
            Self::Directory { answer, .. } => matches!(
                &answer.outcome,
                Err(failure) if failure.step == SignInStep::Connect
            ),
            _ => false,
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Stored(test) => test.verdict == StoredVerdict::Empty,
            Self::Empty => true,
            _ => false,
        }
    }

    fn refused_password(&self) -> bool {
        match self {
            Self::Stored(test) => test.verdict == StoredVerdict::Wrong,
            Self::Directory { answer, .. } => matches!(
                &answer.outcome,
                Err(failure) if matches!(failure.reason, SignInReason::Refused { .. })
            ),
            Self::Empty | Self::CannotAsk(_) | Self::NotReached => false,
        }
    }
}

impl LoginTest {
    /// What it says of who tries.
    pub fn tried(&self) -> Tried {
        if self.verdict == Verdict::Accepted {
            return Tried::Accepted;
        }
        // Whoever guessed right for somebody else has guessed
        let is_guess = self.verdict == Verdict::Another
            || self.modules.iter().any(|it| it.outcome.refused_password());
        if is_guess {
            Tried::Refused
        } else {
            Tried::Neither
        }
    }

    /// The first stored password that was compared, as far as its shape tells.
    pub fn form(&self) -> Option<StoredForm> {
        let mut modules = self.modules.iter();
        modules.find_map(|module| match &module.outcome {
            ModuleOutcome::Stored(test) => Some(test.form),
            _ => None,
        })
    }
}
