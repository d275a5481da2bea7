//! What is written into the password column for a new password.

use deskbook_domain::ids::Login;
use deskbook_domain::password::{CannotStore, Salt, StoredPassword, derive};
use deskbook_domain::secret::Secret;
use rand::CryptoRng;

use crate::back_end::BackEndError;
use crate::installation::Installation;

/// The stored form, in the type that the settings name. Takes a tenth of a second or more, on purpose, and
/// therefore a thread of its own.
pub(crate) async fn stored_form(
    installation: &Installation,
    login: &Login,
    password: &Secret<String>,
    random: &mut (impl CryptoRng + Send),
) -> Result<Result<StoredPassword, CannotStore>, BackEndError> {
    let (scheme, login) = (installation.rules.passwords, login.clone());
    let (salt, password) = (Salt::make(random), password.clone());
    let work = move || derive(scheme, login.as_str(), &password, &salt);
    let derived = tokio::task::spawn_blocking(work).await;
    derived.map_err(|error| BackEndError::Failed(error.into()))
}
