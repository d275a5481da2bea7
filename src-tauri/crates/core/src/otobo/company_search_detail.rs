//! `CustomerCompanySearchDetail`: customers by their fields (`otobo-behaviour.md 6`).
//!
//! There is no validity: OTOBO reads it from a key that sources of customers do not have, so all of them
//! are found. Dynamic fields are looked for in OTOBO's own database, wherever the source is.

use std::sync::Arc;

use deskbook_domain::ids::CustomerId;
use deskbook_domain::record::Record;
use deskbook_domain::vars;

use super::answers::AnswerError;
use super::company_get::company_get;
use super::detail::{Checked, SearchDetail};
use super::search_fields::company_search_fields;
use crate::customer_back_end::CustomerBackEnd;
use crate::installation::Installation;
use crate::otobo_system::DynamicFieldObject;
use crate::query::ValidityFilter;
use crate::selection::Selection;

/// The IDs in order. A source that fails makes the whole search fail.
#[tracing::instrument(skip_all)]
pub async fn company_search_detail(
    installation: &Installation,
    search: &SearchDetail,
) -> Result<Vec<CustomerId>, AnswerError> {
    let limit = search.limit.filter(|limit| *limit > 0);
    let mut answers = Vec::new();
    for (back_end, selection) in questions(installation, search).await? {
        let found = back_end.select(&selection, ValidityFilter::All, limit);
        let found = found.await?;
        if !found.is_empty() {
            answers.push(found.into_iter().map(|row| row.id));
        }
    }
    if answers.len() <= 1 {
        return Ok(answers.into_iter().flatten().collect());
    }
    let mut hits = Vec::new();
    for id in answers.into_iter().flatten() {
        hits.push(read_again(installation, id).await?);
    }
    search.order.sort(&mut hits, vars::CUSTOMER_ID);
    hits.truncate(limit.map_or(usize::MAX, |limit| limit as usize));
    Ok(hits.into_iter().map(|(id, _)| id).collect())
}

/// How many there are in all sources together; the limit does not count.
#[tracing::instrument(skip_all)]
pub async fn count_company_search_detail(
    installation: &Installation,
    search: &SearchDetail,
) -> Result<u32, AnswerError> {
    let mut count = 0_u32;
    for (back_end, selection) in questions(installation, search).await? {
        let of_source = back_end.count_selected(&selection, ValidityFilter::All);
        count = count.saturating_add(of_source.await?);
    }
    Ok(count)
}

/// What each source that takes part is asked, in the order of their names.
async fn questions<'i>(
    installation: &'i Installation,
    search: &SearchDetail,
) -> Result<Vec<(&'i Arc<dyn CustomerBackEnd>, Selection)>, AnswerError> {
    let offered = company_search_fields(installation).await?;
    let checked = Checked::new(search, &offered)?;
    let mut back_ends: Vec<_> = installation.customers.iter().collect();
    back_ends.sort_by_key(|back_end| back_end.source().id.to_string());
    let mut questions = Vec::new();
    for back_end in back_ends {
        let source = back_end.source();
        if !checked.is_about(&source.map) {
            continue;
        }
        let object = (&source.key, DynamicFieldObject::Customer);
        let detail = checked.detail(&*installation.system, &source.map, object);
        let Some(mut detail) = detail.await? else {
            continue;
        };
        let key = (vars::CUSTOMER_ID, &source.key);
        detail.order = search.order.columns(&source.map, &offered, key);
        questions.push((back_end, Selection::Detail(detail)));
    }
    Ok(questions)
}

/// A hit as it is read by its ID: in the spelling and with the values of the first source that has it.
async fn read_again(
    installation: &Installation,
    id: CustomerId,
) -> Result<(CustomerId, Record), AnswerError> {
    let record = company_get(installation, &id).await?.unwrap_or_default();
    let id = record.get(vars::CUSTOMER_ID).map_or(id, CustomerId::from);
    Ok((id, record))
}
