//! Reading customers.

use std::collections::BTreeMap;

use anyhow::Result;
use deskbook_domain::ids::CustomerId;
use deskbook_tests::builders::{a_customer, a_customer_user};
use deskbook_tests::stand::Stand;

pub(crate) async fn a_customer_is_found_by_the_id_in_any_case(stand: &Stand) -> Result<()> {
    let ids = ["ACME", "MÜLLER-SÖHNE", "株式会社", "100%", "A_B", "a b"];
    for id in ids {
        stand
            .put_customers([a_customer().id(id).named(id).invalid()])
            .await?;
    }
    let cases = [
        ("acme", "ACME"),
        ("müller-söhne", "MÜLLER-SÖHNE"),
        ("株式会社", "株式会社"),
        ("100%", "100%"),
        ("a_b", "A_B"),
        ("A B", "a b"),
    ];
    for (asked, stored) in cases {
        let found = stand.customers.find(&asked.into()).await?;
        assert_eq!(found.map(|found| found.id), Some(stored.into()), "{asked}");
    }
    for asked in ["ACM", "100", "AxB", "%", "MUELLER-SOEHNE", "", "a  b"] {
        assert_eq!(
            stand.customers.find(&asked.into()).await?,
            None,
            "{asked:?}"
        );
    }
    Ok(())
}

pub(crate) async fn a_customer_is_found_by_exactly_its_name(stand: &Stand) -> Result<()> {
    stand
        .put_customers([a_customer().id("1").named("O'Neill \"Brothers\"").invalid()])
        .await?;
    let found = stand
        .customers
        .holder_of_name("O'Neill \"Brothers\"")
        .await?;
    assert_eq!(found.map(|found| found.id), Some("1".into()));
    for asked in ["O'Neill", "%", " O'Neill \"Brothers\""] {
        assert_eq!(
            stand.customers.holder_of_name(asked).await?,
            None,
            "{asked}"
        );
    }
    Ok(())
}

pub(crate) async fn names_are_told_by_the_id_as_asked(stand: &Stand) -> Result<()> {
    stand
        .put_customers([a_customer(), a_customer().id("B").named("Bee")])
        .await?;
    let asked = ["acme", "ACME", "B", "nobody"].map(CustomerId::from);
    let names = stand.customers.names(&asked).await?;
    let expected = [
        ("acme", "ACME Corporation"),
        ("ACME", "ACME Corporation"),
        ("B", "Bee"),
    ];
    let expected = expected.map(|(id, name)| (CustomerId::from(id), name.to_owned()));
    assert_eq!(names, BTreeMap::from(expected));
    let other_spelling = [CustomerId::from("aCmE")];
    let names = stand.customers.names(&other_spelling).await?;
    assert_eq!(
        names.get(&other_spelling[0]).map(String::as_str),
        Some("ACME Corporation"),
        "though the stored spelling was not asked for"
    );
    assert_eq!(stand.customers.names(&[]).await?, BTreeMap::new());
    let page: Vec<_> = (0..500)
        .map(|number| CustomerId::from(format!("C{number}")))
        .collect();
    assert_eq!(
        stand.customers.names(&page).await?,
        BTreeMap::new(),
        "a whole page at once"
    );
    Ok(())
}

pub(crate) async fn customer_users_are_counted_by_their_customer(stand: &Stand) -> Result<()> {
    stand
        .put_customers([a_customer(), a_customer().id("B").named("Bee")])
        .await?;
    stand
        .put([
            a_customer_user().login("1").of("ACME"),
            a_customer_user().login("2").of("acme"),
            a_customer_user().login("3").of("ACME").invalid(),
            a_customer_user().login("4").of("ACME-EAST"),
        ])
        .await?;
    let asked = ["ACME", "B", "Acme"].map(CustomerId::from);
    let counts = stand.customers.customer_user_counts(&asked).await?;
    assert_eq!(counts.get(&asked[0]), Some(&3), "in any case and validity");
    assert_eq!(counts.get(&asked[1]).copied().unwrap_or(0), 0);
    assert_eq!(counts.get(&asked[2]), Some(&3), "as asked in any case");
    let nobody = stand.customers.customer_user_counts(&[]).await?;
    assert_eq!(nobody, BTreeMap::new());
    Ok(())
}

pub(crate) async fn all_customers_are_counted(stand: &Stand) -> Result<()> {
    assert_eq!(stand.customers.count().await?, 0);
    stand
        .put_customers([a_customer(), a_customer().id("B").named("Bee").invalid()])
        .await?;
    assert_eq!(stand.customers.count().await?, 2, "valid or not");
    Ok(())
}
