//! `Auth`: the customers' sign-in (`otobo-behaviour.md 4.7`).
//!
//! OTOBO counts who signs in and who fails in preferences. Nobody signs in here, so nothing is counted.

use deskbook_domain::ids::Login;
use deskbook_domain::secret::Secret;

use crate::back_end::BackEndError;
use crate::installation::Installation;
use crate::people::login_test::test_login;

/// The name that the password lets in, as a module of the sign-in has it (C91). Whether a source has a record
/// of it is asked by OTOBO's login page only; an invalid one is refused (C81).
#[tracing::instrument(skip_all)]
pub async fn auth(
    installation: &Installation,
    login: Login,
    password: Secret<String>,
) -> Result<Option<Login>, BackEndError> {
    let test = test_login(installation, &login.into(), password).await?;
    let Some(name) = test.name else {
        return Ok(None);
    };
    let record = installation.customer_users.find(&name).await?;
    let is_valid = record.is_none_or(|it| it.validity.is_valid());
    Ok(is_valid.then_some(name))
}
