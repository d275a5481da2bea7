//! In which order records are listed when nothing is searched for: in the order of their names, where that is
//! known beforehand.

use anyhow::Result;
use deskbook_tests::builders::{a_customer, a_customer_user};
use deskbook_tests::found::{everything, keys};
use deskbook_tests::stand::Stand;

/// Puts three records of each kind, whose names run against their keys; tells the keys as they are listed.
pub(crate) async fn listed(stand: &Stand) -> Result<[String; 2]> {
    let names = [("m", "Alpha"), ("z", "Beta"), ("a", "Gamma")];
    stand
        .put(names.map(|(login, name)| a_customer_user().login(login).named(name, name)))
        .await?;
    stand
        .put_customers(names.map(|(id, name)| a_customer().id(id).named(name)))
        .await?;
    let customer_users = stand.customer_users.search(everything()).await?;
    let customers = stand.customers.search(everything()).await?;
    Ok([
        keys(&*customer_users).await?.concat(),
        keys(&*customers).await?.concat(),
    ])
}

pub(crate) async fn everything_is_listed_by_name(stand: &Stand) -> Result<()> {
    assert_eq!(listed(stand).await?, ["mza", "mza"]);
    Ok(())
}
