//! Finding customer users by what the caller remembers of them.

use std::sync::Arc;

use deskbook_domain::ids::{CustomerId, Var};
use deskbook_domain::search::Language;
use deskbook_domain::source::Subject;

use crate::back_end::{BackEnd, BackEndError, FoundCustomerUser};
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
    pub found: FoundCustomerUser,
    /// The name of the customer, if there is such a customer.
    pub customer_name: Option<String>,
    /// Where the term occurs.
    pub marks: Vec<Mark>,
}

/// Starts a search for customer users: in Deskbook's own language where there is an index for it, else in OTOBO's
/// (`otobo-behaviour.md 3.1`, 3.2).
#[tracing::instrument(skip_all)]
pub async fn start(
    installation: &Installation,
    request: Request,
) -> Result<Found<FoundCustomerUser>, StartError> {
    if let Some(index) = Index::of(installation, Subject::CustomerUsers, &request).await {
        return instantly(installation, index, &request).await;
    }
    let mut beginning = Beginning::new();
    for back_end in installation.customer_users.iter() {
        let source = back_end.source();
        if !request.asks(source.id) {
            continue;
        }
        let query = request.query(Language::CustomerUser, &source.affixes())?;
        let condition = query.condition.clone();
        let hits = back_end.search(query).await;
        beginning.add(source.id, condition, hits, &back_end.health());
    }
    beginning.found()
}

/// Starts a search in what is on this computer of an installation; `None` where that is nothing.
pub(super) async fn start_at_hand(
    installation: &Installation,
    request: &Request,
) -> Option<Result<Found<FoundCustomerUser>, StartError>> {
    let index = Index::of(installation, Subject::CustomerUsers, request).await?;
    Some(instantly(installation, index, request).await)
}

async fn instantly(
    installation: &Installation,
    index: Index,
    request: &Request,
) -> Result<Found<FoundCustomerUser>, StartError> {
    let sources = installation.customer_users.iter();
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
    let look = |index: Arc<dyn InstantSearch>, question| async move {
        index.customer_users(question).await
    };
    let ask = |back_end: Arc<dyn BackEnd>, query| async move { back_end.search(query).await };
    let found = index.found(request, Language::CustomerUser, &sources, look, ask);
    Ok(found.await?)
}

/// One page of an open search, with the customers' names and the marks, and which sources it is of.
#[tracing::instrument(skip_all)]
pub async fn page(
    installation: &Installation,
    search: &Found<FoundCustomerUser>,
    place: Place,
    size: u32,
) -> Result<(Page<Row>, Standing), BackEndError> {
    let (page, mut standing) = search.hits.page(place, size).await?;
    if search.is_instant() {
        let sources = installation.customer_users.iter();
        let healths = sources.map(|it| (it.source().id, it.health()));
        tell_away(installation, healths, &mut standing).await;
        search.confirming.begin(installation, &page.rows);
    }
    let customers = page
        .rows
        .iter()
        .map(|row| customer_of(installation, row))
        .collect::<Result<Vec<_>, _>>()?;
    let mut ids: Vec<CustomerId> = customers.iter().flatten().cloned().collect();
    ids.sort();
    ids.dedup();
    let names = installation.customers.names(&ids).await;
    let mut rows = Vec::with_capacity(page.rows.len());
    for (found, customer) in page.rows.into_iter().zip(customers) {
        let source = installation.customer_users.of(found.source)?.source();
        let searched: Vec<Var> = source
            .map
            .vars_stored_in(&source.search_fields)
            .cloned()
            .collect();
        rows.push(Row {
            customer_name: customer.and_then(|id| names.get(&id).cloned()),
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

fn customer_of(
    installation: &Installation,
    row: &FoundCustomerUser,
) -> Result<Option<CustomerId>, BackEndError> {
    let source = installation.customer_users.of(row.source)?.source();
    let field = source.map.field_stored_in(&source.customer_id);
    let id = field.and_then(|field| row.record.get(&field.var));
    Ok(id.map(CustomerId::from))
}

#[cfg(test)]
mod tests {
    use deskbook_domain::source::SourceId;

    use super::*;
    use crate::query::{Order, ValidityFilter};
    use crate::search::Wanted;
    use crate::twin::{Twin, eva};

    #[tokio::test]
    async fn c38_of_two_customer_users_with_the_same_login_the_earlier_ones_source_is_kept() {
        let named = |login: &str, name: &str| eva(&[("UserLogin", login), ("UserLastname", name)]);
        let twin = Twin::of_people([
            vec![named("tina", "First")],
            vec![named("tina", "Second"), named("Tina", "Second")],
            vec![named("Tina", "Third"), named("bob", "Third")],
        ]);
        let request = Request {
            term: "t".to_owned(),
            validity: ValidityFilter::All,
            order: Order::Best,
            sources: None,
            language: Wanted::Instant,
        };
        let search = start(&twin.installation, request).await.unwrap();
        let page = page(&twin.installation, &search, Place::From(0), 10).await;
        let rows = page.unwrap().0.rows;
        let told = rows.iter().map(|row| {
            let name = row.found.record.text("UserLastname");
            (row.found.login.as_str(), name)
        });
        let expected = [("tina", "First"), ("Tina", "Second"), ("bob", "Third")];
        assert_eq!(told.collect::<Vec<_>>(), expected);
        let sources = rows.iter().map(|row| row.found.source);
        let in_order = twin.installation.customer_users.iter();
        assert!(sources.eq(in_order.map(|it| it.source().id)));
    }

    #[tokio::test]
    async fn sources_that_were_switched_off_are_not_asked_and_hide_nobody() {
        let named = |login: &str, name: &str| eva(&[("UserLogin", login), ("UserLastname", name)]);
        let twin = Twin::of_people([vec![named("tina", "First")], vec![named("tina", "Second")]]);
        let second = twin.installation.customer_users.iter().nth(1).unwrap();
        let only = |sources: &[SourceId]| Request {
            term: "t".to_owned(),
            validity: ValidityFilter::All,
            order: Order::Best,
            sources: Some(sources.iter().copied().collect()),
            language: Wanted::Instant,
        };
        let search = start(&twin.installation, only(&[second.source().id])).await;
        let listed = page(&twin.installation, &search.unwrap(), Place::From(0), 10).await;
        let rows = listed.unwrap().0.rows;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].found.record.text("UserLastname"), "Second");
        let search = start(&twin.installation, only(&[])).await;
        let listed = page(&twin.installation, &search.unwrap(), Place::From(0), 10).await;
        assert!(listed.unwrap().0.rows.is_empty(), "nobody is asked");
    }
}
