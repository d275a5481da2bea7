//! `CustomerUserUpdate`: a customer user's whole record (`otobo-behaviour.md 4.2`), without what the form
//! asks beyond that.

use std::sync::Arc;

use deskbook_domain::ids::Login;
use deskbook_domain::record::Record;
use deskbook_domain::secret::Secret;
use deskbook_domain::text::{is_false, lower};
use deskbook_domain::vars;
use rand::CryptoRng;

use super::write_error::{WriteError, need_required, refuse_taken};
use crate::back_end::{BackEndError, Change};
use crate::changes::Topic;
use crate::installation::Installation;
use crate::moves::MoveOptions;
use crate::people::{fault_of_address, fault_of_domain, stored_form};

/// What a customer user is to be.
#[derive(Debug)]
pub struct CustomerUserUpdate {
    /// Who, in any case.
    pub id: Login,
    /// The fields by the names of the map. What is missing is stored as empty (C65).
    pub record: Record,
    /// Another password; without one it is left alone (C65).
    pub password: Option<Secret<String>>,
}

/// Writes every field that is not read-only; what belongs to the login moves along with a new one, as far as
/// it does at OTOBO (`otobo-behaviour.md 4.5`). The checks come in OTOBO's order; what its columns would
/// refuse is refused before.
#[tracing::instrument(skip_all)]
pub async fn customer_user_update(
    installation: &Installation,
    update: CustomerUserUpdate,
    random: &mut (impl CryptoRng + Send),
) -> Result<(), WriteError> {
    let CustomerUserUpdate {
        id,
        record,
        password,
    } = update;
    if is_false(record.get(vars::USER_LOGIN)) {
        return Err(WriteError::Needed(vars::USER_LOGIN.into()));
    }
    if is_false(Some(id.as_str())) {
        return Err(WriteError::Needed("ID".into()));
    }
    let login = Login::from(record.text(vars::USER_LOGIN));
    if lower(login.as_str()) != lower(id.as_str()) {
        refuse_taken(installation, &login).await?;
    }
    let stored = installation.customer_users.find(&id).await?;
    let stored = stored.ok_or(WriteError::NoSuchUser)?;
    let back_end = installation.customer_users.of(stored.source)?;
    let writer = back_end.writer().ok_or(BackEndError::ReadOnly)?;
    need_required(&back_end.source().map, &record)?;
    let by = installation.sign().await?;
    let fault = fault_of_address(installation, &**back_end, &record, Some(&stored));
    if let Some(problem) = fault.await? {
        return Err(WriteError::AddressRefused(problem));
    }
    if let Some(problem) = fault_of_domain(installation, &record).await {
        return Err(WriteError::AddressRefused(problem));
    }
    let password = password.filter(|it| !is_false(Some(it.expose())));
    let password = match password {
        Some(password) => Some(stored_form(installation, &login, &password, random).await??),
        None => None,
    };
    let change = Change {
        login: stored.login,
        was: stored.record,
        record,
        password,
        by,
        options: MoveOptions::AS_OTOBO,
        progress: Arc::new(()),
    };
    let changed = writer.change(change).await;
    if changed
        .as_ref()
        .err()
        .is_none_or(BackEndError::may_be_stored)
    {
        installation.listener.changed(&[Topic::CustomerUsers]);
    }
    changed?;
    Ok(())
}
