//! `CustomerName`: the full name of a login (`otobo-behaviour.md 3.7`).

use deskbook_domain::display::full_name;
use deskbook_domain::ids::Login;
use deskbook_domain::text::is_false;

use super::answers::{AnswerError, Answers};
use super::dynamic_fields;
use crate::back_end::{BackEnd, BackEndError, CustomerUser};
use crate::installation::Installation;
use crate::otobo_system::{DynamicFieldObject, OtoboSystem};

/// The name fields that are not empty, joined (C56); the first source with a name wins. `None` for a
/// login that no source has, and for the logins that Perl takes for false.
#[tracing::instrument(skip_all)]
pub async fn customer_name(
    installation: &Installation,
    login: &Login,
) -> Result<Option<String>, AnswerError> {
    if is_false(Some(login.as_str())) {
        return Ok(None);
    }
    let mut answers = Answers::default();
    for back_end in installation.customer_users.iter() {
        let name = name_in(&*installation.system, back_end.as_ref(), login).await;
        if let Some(name) = answers.of(name)? {
            return Ok(Some(name));
        }
    }
    answers.finish()?;
    Ok(None)
}

async fn name_in(
    system: &dyn OtoboSystem,
    back_end: &dyn BackEnd,
    login: &Login,
) -> Result<Option<String>, BackEndError> {
    match back_end.find(login).await? {
        Some(found) => name_of(system, back_end, &found).await,
        None => Ok(None),
    }
}

/// The name of a customer user that was read already; `None` if it is empty.
pub(super) async fn name_of(
    system: &dyn OtoboSystem,
    back_end: &dyn BackEnd,
    found: &CustomerUser,
) -> Result<Option<String>, BackEndError> {
    let source = back_end.source();
    let mut record = found.record.clone();
    let object = (found.login.as_str(), DynamicFieldObject::CustomerUser);
    let (map, names) = (&source.map, &source.name_fields);
    dynamic_fields::read_among(system, map, names, &mut record, object).await?;
    let name = full_name(source, &record);
    Ok((!name.is_empty()).then_some(name))
}
