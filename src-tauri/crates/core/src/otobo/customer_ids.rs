//! `CustomerIDs`: the customers that grant a login access (`otobo-behaviour.md 3.8`).

use deskbook_domain::customer_ids::split_customer_ids;
use deskbook_domain::ids::{CustomerId, Login};
use deskbook_domain::text::is_false;
use deskbook_domain::vars;

use super::answers::{AnswerError, Answers};
use super::customer_user_data::record_of;
use crate::back_end::{BackEnd, BackEndError};
use crate::installation::Installation;
use crate::otobo_system::OtoboSystem;

/// What the first source with an answer has: the IDs of `UserCustomerIDs` (C54), then the customer user's
/// own unless it is excluded; behind them the additional ones of the login, in the order of their IDs
/// and as far as they are new (C55). Nobody's validity matters.
#[tracing::instrument(skip_all)]
pub async fn customer_ids(
    installation: &Installation,
    login: &Login,
) -> Result<Vec<CustomerId>, AnswerError> {
    if is_false(Some(login.as_str())) {
        return Ok(Vec::new());
    }
    let mut answers = Answers::default();
    let mut ids = Vec::new();
    for back_end in installation.customer_users.iter() {
        let own = own_ids(&*installation.system, back_end.as_ref(), login).await;
        ids = answers.of(own)?;
        if !ids.is_empty() {
            break;
        }
    }
    answers.finish()?;
    for additional in installation.system.additional_customers(login).await? {
        if !ids.contains(&additional) {
            ids.push(additional);
        }
    }
    Ok(ids)
}

async fn own_ids(
    system: &dyn OtoboSystem,
    back_end: &dyn BackEnd,
    login: &Login,
) -> Result<Vec<CustomerId>, BackEndError> {
    let Some(found) = back_end.find(login).await? else {
        return Ok(Vec::new());
    };
    let record = record_of(system, back_end, &found).await?;
    let mut ids = split_customer_ids(record.text(vars::USER_CUSTOMER_IDS));
    let primary = record.get(vars::USER_CUSTOMER_ID);
    if let Some(primary) = primary.filter(|primary| !is_false(Some(primary)))
        && !back_end.source().exclude_primary
    {
        ids.push(primary.into());
    }
    Ok(ids)
}
