//! Does this password let this customer user in, and if not, why (`otobo-behaviour.md 4.7`)?
//!
//! Nothing is written: OTOBO counts failed logins, a test is none.

use deskbook_domain::ids::Login;
use deskbook_domain::password::{CryptType, StoredForm, StoredPassword, verify};
use deskbook_domain::secret::Secret;
use deskbook_domain::text::is_false;

use crate::back_end::BackEndError;
use crate::installation::Installation;
use crate::otobo_system::SignInPassword;

/// Steps of bcrypt beyond this one take minutes, and let nobody in who waits for a page.
const MOST_COSTLY: u32 = 17;

/// How a login would end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The password is right and the customer user valid.
    Accepted,
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
}

/// How a login would end, and how well its password is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoginTest {
    /// How it would end.
    pub verdict: Verdict,
    /// What is stored, as far as its shape tells.
    pub form: StoredForm,
}

/// Tries a password as the customers' sign-in does. Takes as long for a wrong password as for the right one.
#[tracing::instrument(skip_all)]
pub async fn test_login(
    installation: &Installation,
    login: &Login,
    password: Secret<String>,
) -> Result<LoginTest, BackEndError> {
    let rules = &installation.rules;
    let stored = installation
        .system
        .sign_in_password(&rules.sign_in, login)
        .await?;
    let told = |verdict, form| Ok(LoginTest { verdict, form });
    let stored = match stored {
        SignInPassword::NoRow => return told(Verdict::Unknown, StoredForm::None),
        SignInPassword::NoPassword => return told(Verdict::NoneStored, StoredForm::None),
        SignInPassword::Stored(stored) => stored,
    };
    let form = StoredForm::of(&stored, rules.passwords.kind);
    if is_false(Some(password.expose())) {
        return told(Verdict::Empty, form);
    }
    if is_unusable(form) {
        return told(Verdict::Unusable, form);
    }
    if !is_right(rules.passwords.kind, stored, login.clone(), password).await? {
        return told(Verdict::Wrong, form);
    }
    let record = installation.customer_users.find(login).await?;
    told(
        match record {
            None => Verdict::NoRecord,
            Some(record) if !record.validity.is_valid() => Verdict::NotValid,
            Some(_) => Verdict::Accepted,
        },
        form,
    )
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
