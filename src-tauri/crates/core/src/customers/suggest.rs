//! Customers for the field of a form, best first.

use std::collections::BTreeMap;

use deskbook_domain::ids::CustomerId;
use deskbook_domain::record::Record;
use deskbook_domain::search::literal;
use deskbook_domain::validity::Validity;
use deskbook_domain::vars;

use crate::hits::Place;
use crate::installation::Installation;
use crate::query::{ContactQuery, Order, ValidityFilter};
use crate::search::{Beginning, StartError};

/// How many customers are proposed.
const MOST_PROPOSALS: u32 = 20;

/// A customer in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// In the stored spelling.
    pub id: CustomerId,
    /// Its name.
    pub name: String,
    /// Its validity.
    pub validity: Validity,
}

impl Brief {
    pub(crate) fn new(id: CustomerId, record: &Record, validity: Validity) -> Self {
        Self {
            id,
            name: record.text(vars::CUSTOMER_COMPANY_NAME).to_owned(),
            validity,
        }
    }
}

/// A customer that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The customer.
    pub customer: Brief,
    /// How many customer users have it as their own.
    pub customer_users: u32,
}

/// Valid customers whose ID or name contains the term; without a term the first ones by name.
///
/// The term is taken literally: what a form's field proposes has no operators.
#[tracing::instrument(skip_all)]
pub async fn suggest(
    installation: &Installation,
    term: &str,
) -> Result<Vec<Suggestion>, StartError> {
    let condition = match term.trim() {
        "" => None,
        term => Some(literal(term)?),
    };
    let query = ContactQuery {
        condition,
        validity: ValidityFilter::ValidOnly,
        order: Order::Best,
    };
    let mut beginning = Beginning::new();
    for back_end in installation.customers.iter().rev() {
        let hits = back_end.search(query.clone()).await;
        beginning.add(back_end.source().id, None, hits, &back_end.health());
    }
    let search = beginning.found()?;
    let (page, _) = search.hits.page(Place::From(0), MOST_PROPOSALS).await?;
    let found = page.rows;
    let ids: Vec<CustomerId> = found.iter().map(|customer| customer.id.clone()).collect();
    let mut counts: BTreeMap<CustomerId, u32> = BTreeMap::new();
    if let Some(back_end) = installation.customers.iter().next() {
        counts = back_end.customer_user_counts(&ids).await?;
    }
    Ok(found
        .into_iter()
        .map(|found| Suggestion {
            customer_users: counts.get(&found.id).copied().unwrap_or(0),
            customer: Brief::new(found.id, &found.record, found.validity),
        })
        .collect())
}
