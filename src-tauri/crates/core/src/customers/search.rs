//! Finding customers.

use std::sync::Arc;

use deskbook_domain::ids::Var;
use deskbook_domain::search::Language;
use deskbook_domain::source::Subject;

use crate::back_end::BackEndError;
use crate::customer_back_end::{CustomerBackEnd, FoundCustomer};
use crate::hits::{Page, Place};
use crate::installation::Installation;
use crate::instant::InstantSearch;
use crate::instant_search::{Asked, Index, tell_away};
use crate::marks::Mark;
use crate::merged::Standing;
use crate::search::{Beginning, Found, Request, StartError};

/// A hit with all that a list shows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The hit.
    pub found: FoundCustomer,
    /// Where the term occurs.
    pub marks: Vec<Mark>,
}

/// Starts a search for customers: in Deskbook's own language where there is an index for it, else in OTOBO's, where `(`,
/// `)`, `&&` and `||` are operators (`otobo-behaviour.md 3.2`, 6).
#[tracing::instrument(skip_all)]
pub async fn start(
    installation: &Installation,
    request: Request,
) -> Result<Found<FoundCustomer>, StartError> {
    if let Some(index) = Index::of(installation, Subject::Customers, &request).await {
        return instantly(installation, index, &request).await;
    }
    let mut beginning = Beginning::new();
    // Of two sources with the same customer the later one's is kept (C38)
    for back_end in installation.customers.iter().rev() {
        let source = back_end.source();
        if !request.asks(source.id) {
            continue;
        }
        let query = request.query(Language::Customer, &source.affixes())?;
        let condition = query.condition.clone();
        let hits = back_end.search(query).await;
        beginning.add(source.id, condition, hits, &back_end.health());
    }
    beginning.found()
}

async fn instantly(
    installation: &Installation,
    index: Index,
    request: &Request,
) -> Result<Found<FoundCustomer>, StartError> {
    // Of two sources with the same customer the later one's is kept (C38)
    let sources = installation.customers.iter().rev();
    let sources: Vec<_> = sources
        .map(|back_end| {
            let source = back_end.source();
            Asked {
                id: source.id,
                name: &source.name,
                map: &source.map,
                affixes: source.affixes(),
                health: back_end.health(),
                back_end,
            }
        })
        .collect();
    let look =
        |index: Arc<dyn InstantSearch>, question| async move { index.customers(question).await };
    let ask =
        |back_end: Arc<dyn CustomerBackEnd>, query| async move { back_end.search(query).await };
    let found = index.found(request, Language::Customer, &sources, look, ask);
    Ok(found.await?)
}

/// One page of an open search, with the marks, and which sources it is of.
#[tracing::instrument(skip_all)]
pub async fn page(
    installation: &Installation,
    search: &Found<FoundCustomer>,
    place: Place,
    size: u32,
) -> Result<(Page<Row>, Standing), BackEndError> {
    let (page, mut standing) = search.hits.page(place, size).await?;
    if search.is_instant() {
        let sources = installation.customers.iter();
        let healths = sources.map(|it| (it.source().id, it.health()));
        tell_away(installation, healths, &mut standing).await;
    }
    let mut rows = Vec::with_capacity(page.rows.len());
    for found in page.rows {
        let source = installation.customers.of(found.source)?.source();
        let searched: Vec<Var> = source
            .map
            .vars_stored_in(&source.search_fields)
            .cloned()
            .collect();
        rows.push(Row {
            marks: search.marks(found.source, &found.record, &searched, source.case()),
            found,
        });
    }
    let page = Page {
        start: page.start,
        rows,
        total: page.total,
    };
    Ok((page, standing))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Order, ValidityFilter};
    use crate::search::Wanted;
    use crate::twin::{Twin, record};

    #[tokio::test]
    async fn c38_of_two_customers_with_the_same_id_the_later_ones_source_is_kept() {
        let company = |id: &str, name: &str| {
            record(&[
                ("CustomerID", id),
                ("CustomerCompanyName", name),
                ("ValidID", "1"),
            ])
        };
        let twin = Twin::of_customers([
            vec![company("ACME", "First"), company("ONE", "First")],
            vec![company("ACME", "Second"), company("acme", "Second")],
            vec![company("ACME", "Third")],
        ]);
        let request = Request {
            term: String::new(),
            validity: ValidityFilter::All,
            order: Order::Best,
            sources: None,
            language: Wanted::Instant,
        };
        let search = start(&twin.installation, request).await.unwrap();
        let page = page(&twin.installation, &search, Place::From(0), 10).await;
        let rows = page.unwrap().0.rows;
        let told = rows.iter().map(|row| {
            let name = row.found.record.text("CustomerCompanyName");
            (row.found.id.as_str(), name)
        });
        let expected = [("ACME", "Third"), ("acme", "Second"), ("ONE", "First")];
        assert_eq!(told.collect::<Vec<_>>(), expected);
        let sources = rows.iter().map(|row| row.found.source);
        let in_order = twin.installation.customers.iter().rev();
        assert!(sources.eq(in_order.map(|it| it.source().id)));
    }
}
