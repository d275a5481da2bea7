//! Finding customers.

use deskbook_domain::ids::Var;
use deskbook_domain::search::Language;

use crate::back_end::BackEndError;
use crate::customer_back_end::FoundCustomer;
use crate::hits::{Page, Place};
use crate::installation::Installation;
use crate::marks::Mark;
use crate::search::{Found, Request, StartError};

/// A hit with all that a list shows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The hit.
    pub found: FoundCustomer,
    /// Where the term occurs.
    pub marks: Vec<Mark>,
}

/// Starts a search in OTOBO's language for customers, where `(`, `)`, `&&` and `||` are operators
/// (`otobo-behaviour.md 3.2`, 6).
#[tracing::instrument(skip_all)]
pub async fn start(
    installation: &Installation,
    request: Request,
) -> Result<Found<FoundCustomer>, StartError> {
    let back_end = &installation.customers;
    let query = request.into_query(Language::Customer, &back_end.source().affixes())?;
    let condition = query.condition.clone();
    Ok(Found {
        hits: back_end.search(query).await?,
        condition,
    })
}

/// One page of an open search, with the marks.
#[tracing::instrument(skip_all)]
pub async fn page(
    installation: &Installation,
    search: &Found<FoundCustomer>,
    place: Place,
    size: u32,
) -> Result<Page<Row>, BackEndError> {
    let page = search.hits.page(place, size).await?;
    let source = installation.customers.source();
    let searched: Vec<Var> = source
        .map
        .vars_stored_in(&source.search_fields)
        .cloned()
        .collect();
    let rows = page.rows.into_iter().map(|found| Row {
        marks: search.marks(&found.record, &searched, source.case()),
        found,
    });
    Ok(Page {
        start: page.start,
        rows: rows.collect(),
        total: page.total,
    })
}
