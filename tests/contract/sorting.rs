//! Sorting by a field where all that is to be sorted is read first: up to a number of hits.

use anyhow::Result;
use deskbook_core::back_end::BackEndError;
use deskbook_core::hits::Place;
use deskbook_core::query::{Direction, MOST_HITS_TO_SORT};
use deskbook_tests::found::{everything, sorted};
use deskbook_tests::stand::Stand;

use crate::hits::many;

pub(crate) async fn a_sort_beyond_the_limit_is_refused(stand: &Stand) -> Result<()> {
    stand.put(many(MOST_HITS_TO_SORT + 1)).await?;
    let query = sorted(everything(), "UserLastname", Direction::Ascending);
    let first_page = async {
        stand
            .customer_users
            .search(query)
            .await?
            .page(Place::From(0), 1)
            .await
    };
    let Err(BackEndError::TooManyToSort { limit }) = first_page.await else {
        panic!("{} hits are too many to sort", MOST_HITS_TO_SORT + 1)
    };
    assert_eq!(limit, MOST_HITS_TO_SORT);
    Ok(())
}

pub(crate) async fn a_sort_at_the_limit_is_done(stand: &Stand) -> Result<()> {
    stand.put(many(MOST_HITS_TO_SORT)).await?;
    let query = sorted(everything(), "UserLastname", Direction::Descending);
    let hits = stand.customer_users.search(query).await?;
    let first = hits.page(Place::From(0), 2).await?.rows;
    let first: Vec<_> = first.iter().map(|row| row.login.as_str()).collect();
    assert_eq!(first, ["user009999", "user009998"]);
    assert_eq!(hits.count().await?, MOST_HITS_TO_SORT);
    Ok(())
}
