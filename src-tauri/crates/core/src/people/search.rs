//! Finding customer users by what the caller remembers of them.

use std::collections::BTreeMap;

use deskbook_domain::ids::{CustomerId, Var};
use deskbook_domain::search::Language;

use crate::back_end::{BackEndError, FoundCustomerUser};
use crate::hits::{Page, Place};
use crate::installation::Installation;
use crate::marks::Mark;
use crate::search::{Found, Request, StartError};

/// A hit with all that a list shows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The hit.
    pub found: FoundCustomerUser,
    /// The name of the customer, if there is such a customer.
    pub customer_name: Option<String>,
    /// Where the term occurs.
    pub marks: Vec<Mark>,
}

/// Starts a search in OTOBO's language for customer users (`otobo-behaviour.md 3.1`, 3.2).
#[tracing::instrument(skip_all)]
pub async fn start(
    installation: &Installation,
    request: Request,
) -> Result<Found<FoundCustomerUser>, StartError> {
    let back_end = &installation.customer_users;
    let query = request.into_query(Language::CustomerUser, &back_end.source().affixes())?;
    let condition = query.condition.clone();
    Ok(Found {
        hits: back_end.search(query).await?,
        condition,
    })
}

/// One page of an open search, with the customers' names and the marks.
#[tracing::instrument(skip_all)]
pub async fn page(
    installation: &Installation,
    search: &Found<FoundCustomerUser>,
    place: Place,
    size: u32,
) -> Result<Page<Row>, BackEndError> {
    let page = search.hits.page(place, size).await?;
    let names = customer_names(installation, &page.rows).await?;
    let source = installation.customer_users.source();
    let searched: Vec<Var> = source
        .map
        .vars_stored_in(&source.search_fields)
        .cloned()
        .collect();
    let rows = page.rows.into_iter().map(|found| Row {
        customer_name: customer_of(installation, &found).and_then(|id| names.get(&id).cloned()),
        marks: search.marks(&found.record, &searched, source.case()),
        found,
    });
    Ok(Page {
        start: page.start,
        rows: rows.collect(),
        total: page.total,
    })
}

async fn customer_names(
    installation: &Installation,
    rows: &[FoundCustomerUser],
) -> Result<BTreeMap<CustomerId, String>, BackEndError> {
    let mut ids: Vec<CustomerId> = rows
        .iter()
        .filter_map(|row| customer_of(installation, row))
        .collect();
    ids.sort();
    ids.dedup();
    installation.customers.names(&ids).await
}

fn customer_of(installation: &Installation, row: &FoundCustomerUser) -> Option<CustomerId> {
    let source = installation.customer_users.source();
    let var = &source.map.field_stored_in(&source.customer_id)?.var;
    row.record.get(var).map(CustomerId::from)
}
