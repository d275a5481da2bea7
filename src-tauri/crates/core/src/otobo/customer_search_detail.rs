//! `CustomerSearchDetail`: customer users by their fields (`otobo-behaviour.md 3.6`).

use std::sync::Arc;

use deskbook_domain::ids::{CustomerId, Login};
use deskbook_domain::record::Record;
use deskbook_domain::vars;

use super::answers::AnswerError;
use super::customer_user_data::customer_user_data;
use super::detail::{Checked, SearchDetail};
use super::search_fields::customer_user_search_fields;
use crate::back_end::BackEnd;
use crate::installation::Installation;
use crate::otobo_system::DynamicFieldObject;
use crate::query::ValidityFilter;
use crate::selection::Selection;

/// Whom the search is about.
#[derive(Clone, Debug)]
pub struct CustomerSearchDetail {
    /// What their fields must be, and in which order they come.
    pub detail: SearchDetail,
    /// Only customer users of these customers, unless there is none
    /// (`CustomerCompanySearchCustomerIDs`).
    pub customer_ids: Vec<CustomerId>,
    /// Without these (`ExcludeUserLogins`).
    pub excluded: Vec<Login>,
    /// Who takes part.
    pub validity: ValidityFilter,
}

/// The logins in order. A source that fails makes the whole search fail.
#[tracing::instrument(skip_all)]
pub async fn customer_search_detail(
    installation: &Installation,
    search: &CustomerSearchDetail,
) -> Result<Vec<Login>, AnswerError> {
    let limit = search.detail.limit.filter(|limit| *limit > 0);
    let mut answers = Vec::new();
    for (back_end, selection) in questions(installation, search).await? {
        let found = back_end.select(&selection, search.validity, limit).await?;
        if !found.is_empty() {
            answers.push(found.into_iter().map(|row| row.login));
        }
    }
    if answers.len() <= 1 {
        return Ok(answers.into_iter().flatten().collect());
    }
    let mut hits = Vec::new();
    for login in answers.into_iter().flatten() {
        hits.push(read_again(installation, login).await?);
    }
    search.detail.order.sort(&mut hits, vars::USER_LOGIN);
    hits.truncate(limit.map_or(usize::MAX, |limit| limit as usize));
    Ok(hits.into_iter().map(|(login, _)| login).collect())
}

/// How many there are in all sources together; the limit does not count.
#[tracing::instrument(skip_all)]
pub async fn count_customer_search_detail(
    installation: &Installation,
    search: &CustomerSearchDetail,
) -> Result<u32, AnswerError> {
    let mut count = 0_u32;
    for (back_end, selection) in questions(installation, search).await? {
        let of_source = back_end.count_selected(&selection, search.validity).await?;
        count = count.saturating_add(of_source);
    }
    Ok(count)
}

/// What each source that takes part is asked, in the order of their names: `CustomerUser10` comes before
/// `CustomerUser2`.
async fn questions<'i>(
    installation: &'i Installation,
    search: &CustomerSearchDetail,
) -> Result<Vec<(&'i Arc<dyn BackEnd>, Selection)>, AnswerError> {
    let offered = customer_user_search_fields(installation, None).await?;
    let checked = Checked::new(&search.detail, &offered)?;
    let mut back_ends: Vec<_> = installation.customer_users.iter().collect();
    back_ends.sort_by_key(|back_end| back_end.source().id.to_string());
    let mut questions = Vec::new();
    for back_end in back_ends {
        let source = back_end.source();
        if !checked.is_about(&source.map) {
            continue;
        }
        let object = (&source.key, DynamicFieldObject::CustomerUser);
        let detail = checked.detail(&*installation.system, &source.map, object);
        let Some(mut detail) = detail.await? else {
            continue;
        };
        if !search.customer_ids.is_empty() {
            let ids = search.customer_ids.iter().map(ToString::to_string);
            let choice = (source.customer_id.clone(), ids.collect());
            detail.choices.push(choice);
        }
        if !search.excluded.is_empty() {
            let logins = search.excluded.iter().map(ToString::to_string);
            let exclusion = (source.key.clone(), logins.collect());
            detail.exclusions.push(exclusion);
        }
        let key = (vars::USER_LOGIN, &source.key);
        detail.order = search.detail.order.columns(&source.map, &offered, key);
        questions.push((back_end, Selection::Detail(detail)));
    }
    Ok(questions)
}

/// A hit as it is read by its login: in the spelling and with the values of the first source that has it.
async fn read_again(
    installation: &Installation,
    login: Login,
) -> Result<(Login, Record), AnswerError> {
    let record = customer_user_data(installation, &login).await?;
    let record = record.unwrap_or_default();
    let login = record.get(vars::USER_LOGIN).map_or(login, Login::from);
    Ok((login, record))
}
