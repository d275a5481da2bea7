//! `Auth`: the customers' sign-in (`otobo-behaviour.md 4.7`).
//!
//! OTOBO counts who signs in and who fails in preferences. Nobody signs in here, so nothing is counted.

use deskbook_domain::ids::Login;
use deskbook_domain::secret::Secret;

use crate::back_end::BackEndError;
use crate::installation::Installation;
use crate::people::login_test::{Verdict, test_login};

/// The login as it was given, if the password lets it in. Whether a source has a record of it is asked by
/// OTOBO's login page only; an invalid one is refused (C81).
#[tracing::instrument(skip_all)]
pub async fn auth(
    installation: &Installation,
    login: Login,
    password: Secret<String>,
) -> Result<Option<Login>, BackEndError> {
    let test = test_login(installation, &login.clone().into(), password).await?;
    Ok(match test.verdict {
        Verdict::Accepted | Verdict::NoRecord => Some(login),
        _ => None,
    })
}
