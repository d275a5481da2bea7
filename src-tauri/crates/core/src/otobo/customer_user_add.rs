//! `CustomerUserAdd`: a new customer user (`otobo-behaviour.md 4.1`), without what the form asks beyond
//! that: the customer need not be there.

use deskbook_domain::ids::Login;
use deskbook_domain::map::is_password;
use deskbook_domain::record::Record;
use deskbook_domain::secret::Secret;
use deskbook_domain::source::{SourceId, Subject};
use deskbook_domain::text::is_false;
use deskbook_domain::vars;
use rand::CryptoRng;

use super::write_error::{WriteError, need_required, refuse_taken};
use crate::back_end::{Addition, BackEndError};
use crate::changes::Topic;
use crate::installation::Installation;
use crate::people::{fault_of_address, fault_of_domain, make_login, stored_form};

/// What is to be added.
#[derive(Debug)]
pub struct CustomerUserAdd {
    /// Where; without it the source without a number.
    pub source: Option<SourceId>,
    /// The fields by the names of the map. What is missing is stored as empty (C59).
    pub record: Record,
    /// The password; without one none is stored (C60).
    pub password: Option<Secret<String>>,
}

/// The login, which may have been made. The checks come in OTOBO's order; what its columns would refuse is
/// refused before.
#[tracing::instrument(skip_all)]
pub async fn customer_user_add(
    installation: &Installation,
    add: CustomerUserAdd,
    random: &mut (impl CryptoRng + Send),
) -> Result<Login, WriteError> {
    let CustomerUserAdd {
        source,
        mut record,
        password,
    } = add;
    let password = password.filter(|it| !is_false(Some(it.expose())));
    let has_login = !is_false(record.get(vars::USER_LOGIN));
    if has_login {
        refuse_taken(installation, &login_of(&record)).await?;
    }
    let id = source.unwrap_or(SourceId::first(Subject::CustomerUsers));
    let Ok(back_end) = installation.customer_users.of(id) else {
        return Err(WriteError::NoSuchSource(id));
    };
    let writer = back_end.writer().ok_or(BackEndError::ReadOnly)?;
    let source = back_end.source();
    need_required(&source.map, &record)?;
    let mut fields = source.map.fields().iter();
    let asked = fields.find(|field| field.required && is_password(&field.var));
    if let (Some(field), None) = (asked, &password) {
        return Err(WriteError::Needed(field.var.clone()));
    }
    let by = installation.sign().await?;
    if !has_login {
        if source.automatic_login.is_none() {
            return Err(WriteError::Needed(vars::USER_LOGIN.into()));
        }
        make_login(installation, Some(id), &mut record, random).await?;
    }
    if let Some(problem) = fault_of_address(installation, &**back_end, &record, None).await? {
        return Err(WriteError::AddressRefused(problem));
    }
    if let Some(problem) = fault_of_domain(installation, &record).await {
        return Err(WriteError::AddressRefused(problem));
    }
    let login = login_of(&record);
    let password = match password {
        Some(password) => Some(stored_form(installation, &login, &password, random).await??),
        None => None,
    };
    let addition = Addition {
        record,
        password,
        by,
    };
    writer.add(addition).await?;
    installation.listener.changed(&[Topic::CustomerUsers]);
    Ok(login)
}

fn login_of(record: &Record) -> Login {
    Login::from(record.text(vars::USER_LOGIN))
}
