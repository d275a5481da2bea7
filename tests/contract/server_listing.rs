//! In which order a server lists records: by their keys, as its own index does, or sorted by a field,
//! however many there are.

use anyhow::Result;
use deskbook_core::hits::{LARGEST_PAGE, Place, Total};
use deskbook_core::query::{Direction, MOST_HITS_TO_SORT};
use deskbook_tests::found::{everything, sorted};
use deskbook_tests::stand::Stand;

use crate::hits::{assert_complete, many};
use crate::listing::listed;

pub(crate) async fn everything_is_listed_by_login_and_id(stand: &Stand) -> Result<()> {
    assert_eq!(listed(stand).await?, ["amz", "amz"]);
    Ok(())
}

pub(crate) async fn any_number_of_hits_is_sorted(stand: &Stand) -> Result<()> {
    let count = MOST_HITS_TO_SORT + 1;
    stand.put(many(count)).await?;
    let query = sorted(everything(), "UserLastname", Direction::Descending);
    let hits = stand.customer_users.search(query).await?;
    let first = hits.page(Place::From(0), 2).await?.rows;
    let first: Vec<_> = first.iter().map(|row| row.login.as_str()).collect();
    assert_eq!(first, ["user010000", "user009999"]);
    let end = hits.page(Place::End, 2).await?;
    let last: Vec<_> = end.rows.iter().map(|row| row.login.as_str()).collect();
    assert_eq!(last, ["user000001", "user000000"]);
    assert_eq!((end.start, end.total), (count - 2, Total::Exact(count)));
    assert_complete(&*hits, count, LARGEST_PAGE).await
}
