//! `SetPassword` (`otobo-behaviour.md 4.7`).

use deskbook_domain::ids::Login;
use deskbook_domain::secret::Secret;
use deskbook_domain::text::is_false;
use deskbook_domain::vars;
use rand::CryptoRng;

use super::write_error::WriteError;
use crate::installation::Installation;
use crate::people::{self, stored_form};

/// Stores a password of a login, which is read in any case and gives the salt as it is written. An empty
/// password is stored like any other, and lets nobody in (C79).
#[tracing::instrument(skip_all)]
pub async fn set_password(
    installation: &Installation,
    login: &Login,
    password: &Secret<String>,
    random: &mut (impl CryptoRng + Send),
) -> Result<(), WriteError> {
    if is_false(Some(login.as_str())) {
        return Err(WriteError::Needed(vars::USER_LOGIN.into()));
    }
    if installation.customer_users.find(login).await?.is_none() {
        return Err(WriteError::NoSuchUser);
    }
    let stored = stored_form(installation, login, password, random).await??;
    people::set_password(installation, login, stored).await?;
    Ok(())
}
