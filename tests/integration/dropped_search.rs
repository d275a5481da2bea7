//! A search that nobody wants any more leaves the file alone.

use anyhow::Result;
use deskbook_core::hits::Place;
use deskbook_tests::builders::a_customer_user;
use deskbook_tests::found::{Searched as _, everything, matching};
use deskbook_tests::local_directory;

#[tokio::test]
async fn a_dropped_search_holds_nothing_of_the_file() -> Result<()> {
    let stand = local_directory::fresh().await?;
    let customer_user = |number| a_customer_user().login(&format!("user{number}"));
    stand.put((0..5_000).map(customer_user)).await?;
    let query = matching(stand.customer_users.understand("user")?);
    let searches = [
        stand.customer_users.search(everything()).await?,
        stand.customer_users.search(query).await?,
    ];
    for search in &searches {
        search.page(Place::From(0), 1).await?;
    }
    drop(searches);
    stand
        .outside
        .run("UPDATE customer_user SET phone = '1' WHERE login = 'user1'")
        .await?;
    assert!(
        stand.outside.empty_log().await?,
        "nobody reads the state before the change"
    );
    Ok(())
}
