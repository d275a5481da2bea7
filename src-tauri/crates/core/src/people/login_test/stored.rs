//! A module that compares with a stored password (`otobo-behaviour.md 4.7`).

use deskbook_domain::ids::Login;
use deskbook_domain::password::{CryptType, StoredForm, StoredPassword, verify};
use deskbook_domain::secret::Secret;
use deskbook_domain::sign_in::SignInDatabase;
use deskbook_domain::text::is_false;

use super::Verdict;
use crate::back_end::BackEndError;
use crate::installation::Installation;
use crate::otobo_system::SignInPassword;

/// Steps of bcrypt beyond this one take minutes, and let nobody in who waits for a page.
const MOST_COSTLY: u32 = 17;

/// A password that was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredTest {
    /// How it ended.
    pub verdict: StoredVerdict,
    /// What is stored, as far as its shape tells.
    pub form: StoredForm,
}

/// How a password compares with the stored one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredVerdict {
    /// It is this one.
    Right,
    /// It is another one.
    Wrong,
    /// Nothing was typed, or `0` (C79).
    Empty,
    /// No password is stored (C60).
    NoneStored,
    /// The table has no such login.
    Unknown,
    /// What is stored lets nobody in.
    Unusable,
}

impl StoredVerdict {
    /// How a login ends where this is the only module.
    pub(super) fn alone(self) -> Verdict {
        match self {
            Self::Right => Verdict::Accepted,
            Self::Wrong => Verdict::Wrong,
            Self::Empty => Verdict::Empty,
            Self::NoneStored => Verdict::NoneStored,
            Self::Unknown => Verdict::Unknown,
            Self::Unusable => Verdict::Unusable,
        }
    }
}

/// Compares a password with the stored one.
pub(super) async fn test_stored(
    installation: &Installation,
    database: &SignInDatabase,
    login: &Login,
    password: &Secret<String>,
) -> Result<StoredTest, BackEndError> {
    let kind = database.kind.unwrap_or(installation.rules.passwords.kind);
    let system = &installation.system;
    let stored = system.sign_in_password(&database.table, login).await?;
    let told = |verdict, form| Ok(StoredTest { verdict, form });
    let stored = match stored {
        SignInPassword::NoRow => return told(StoredVerdict::Unknown, StoredForm::None),
        SignInPassword::NoPassword => return told(StoredVerdict::NoneStored, StoredForm::None),
        SignInPassword::Stored(stored) => stored,
    };
    let form = StoredForm::of(&stored, kind);
    if is_false(Some(password.expose())) {
        return told(StoredVerdict::Empty, form);
    }
    if is_unusable(form) {
        return told(StoredVerdict::Unusable, form);
    }
    let is_right = is_right(kind, stored, login.clone(), password.clone()).await?;
    let verdict = if is_right {
        StoredVerdict::Right
    } else {
        StoredVerdict::Wrong
    };
    told(verdict, form)
}

fn is_unusable(form: StoredForm) -> bool {
    match form {
        StoredForm::Broken => true,
        StoredForm::Bcrypt { cost } => cost > MOST_COSTLY,
        _ => false,
    }
}

/// Takes a tenth of a second or more, on purpose, and therefore a thread of its own.
async fn is_right(
    configured: CryptType,
    stored: StoredPassword,
    login: Login,
    password: Secret<String>,
) -> Result<bool, BackEndError> {
    let compare = move || verify(configured, &stored, login.as_str(), &password);
    tokio::task::spawn_blocking(compare)
        .await
        .map_err(|error| BackEndError::Failed(error.into()))
}
