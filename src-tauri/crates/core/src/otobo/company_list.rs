//! `CustomerCompanyList`: the list of customers (`otobo-behaviour.md 6`).

use std::collections::BTreeMap;

use deskbook_domain::display::customer_string;
use deskbook_domain::ids::CustomerId;
use deskbook_domain::search::{Language, parse};
use deskbook_domain::text::is_false;

use super::answers::{AnswerError, Answers};
use super::dynamic_fields;
use crate::back_end::BackEndError;
use crate::customer_back_end::{CustomerBackEnd, FoundCustomer};
use crate::installation::Installation;
use crate::otobo_system::{DynamicFieldObject, OtoboSystem};
use crate::query::ValidityFilter;
use crate::selection::Selection;

/// Which customers the list is about.
#[derive(Clone, Debug)]
pub struct CompanyList {
    /// A text in the language of customer searches; without one all are listed.
    pub search: Option<String>,
    /// Which take part.
    pub validity: ValidityFilter,
    /// How many rows of one source.
    pub limit: ListLimit,
}

/// The most rows of a list of customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListLimit {
    /// The source's own: `Limit` is not given.
    OfSource,
    /// None: `Limit` is 0.
    Unlimited,
    /// This.
    AtMost(u32),
}

/// IDs and how they stand in a list. Of two sources with the same ID the later one's line is kept (C38).
#[tracing::instrument(skip_all)]
pub async fn company_list(
    installation: &Installation,
    list: &CompanyList,
) -> Result<BTreeMap<CustomerId, String>, AnswerError> {
    let mut answers = Answers::default();
    let mut lines = BTreeMap::new();
    for back_end in installation.customers.iter() {
        let found = lines_of(&*installation.system, back_end.as_ref(), list).await;
        lines.extend(answers.of(found)?);
    }
    answers.finish()?;
    Ok(lines)
}

async fn lines_of(
    system: &dyn OtoboSystem,
    back_end: &dyn CustomerBackEnd,
    list: &CompanyList,
) -> Result<Vec<(CustomerId, String)>, BackEndError> {
    let source = back_end.source();
    let search = list.search.as_deref();
    let search = search.filter(|search| !is_false(Some(search)));
    let limit = match list.limit {
        ListLimit::OfSource => Some(source.list_limit),
        ListLimit::Unlimited => None,
        ListLimit::AtMost(limit) => Some(limit),
    };
    let mut found = match search {
        Some(text) => by_dynamic_fields(system, back_end, text, list.validity).await?,
        None => Vec::new(),
    };
    let condition = search.map(|text| parse(text, Language::Customer, &source.affixes()));
    let selection = match condition.transpose() {
        Ok(None) => Some(Selection::Everything),
        Ok(Some(condition)) => Some(Selection::Matching {
            condition,
            columns: source.search_columns(),
        }),
        Err(error) if found.is_empty() => return Err(error.into()),
        Err(_) => None,
    };
    if let Some(selection) = selection {
        found.extend(back_end.select(&selection, list.validity, limit).await?);
    }
    let mut lines = Vec::with_capacity(found.len());
    for mut row in found {
        let object = (row.id.as_str(), DynamicFieldObject::Customer);
        let (map, names) = (&source.map, &source.list_fields);
        dynamic_fields::read_among(system, map, names, &mut row.record, object).await?;
        let line = customer_string(source, &row.record);
        lines.push((row.id, line));
    }
    Ok(lines)
}

/// Those that have the whole text in a dynamic field that is searched, by exactly the ID that the field
/// knows (`otobo-behaviour.md 3.4`, C50).
async fn by_dynamic_fields(
    system: &dyn OtoboSystem,
    back_end: &dyn CustomerBackEnd,
    text: &str,
    validity: ValidityFilter,
) -> Result<Vec<FoundCustomer>, BackEndError> {
    let source = back_end.source();
    let (map, names) = (&source.map, &source.search_fields);
    let kind = DynamicFieldObject::Customer;
    let mut found = Vec::new();
    for id in dynamic_fields::holders(system, map, names, text, kind).await? {
        let selection = Selection::Equal {
            text: id.clone(),
            columns: vec![source.key.clone()],
        };
        let rows = back_end.select(&selection, validity, None).await?;
        found.extend(rows.into_iter().filter(|row| row.id.as_str() == id));
    }
    Ok(found)
}
