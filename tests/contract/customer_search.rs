//! The language of a customer search, where parentheses and doubled operators are operators.

use std::collections::BTreeSet;

use anyhow::Result;
use deskbook_core::hits::{LARGEST_PAGE, Place};
use deskbook_core::query::Tier;
use deskbook_tests::builders::a_customer;
use deskbook_tests::found::{self, Searched as _, everything, matching};
use deskbook_tests::stand::Stand;

async fn put_companies(stand: &Stand) -> Result<()> {
    stand
        .put_customers([
            a_customer().id("ACME").named("ACME Corporation"),
            a_customer().id("acme-east").named("Roadrunner (East)"),
            a_customer().id("GLOBEX").named("Globex East"),
            a_customer().id("OLD").named("Globex Old").invalid(),
        ])
        .await
}

pub(crate) async fn parentheses_and_doubled_operators_are_operators(stand: &Stand) -> Result<()> {
    put_companies(stand).await?;
    let cases: &[(&str, &[&str])] = &[
        ("acme&&east", &["acme-east"]),
        ("acme||globex", &["ACME", "GLOBEX", "acme-east"]),
        ("(acme OR globex) east", &["GLOBEX", "acme-east"]),
        ("(east)", &["GLOBEX", "acme-east"]),
        ("acme(east)", &["acme-east"]),
        ("!(acme)", &["GLOBEX"]),
        ("corp", &["ACME"]),
    ];
    for (typed, expected) in cases {
        assert_eq!(
            stand.customers.sorted_keys(typed).await?,
            *expected,
            "{typed}"
        );
    }
    Ok(())
}

pub(crate) async fn unbalanced_parentheses_find_nothing(stand: &Stand) -> Result<()> {
    put_companies(stand).await?;
    for typed in ["(acme", "acme)", "((acme)", r"acme\"] {
        assert_eq!(stand.customers.keys(typed).await?, [""; 0], "{typed}");
    }
    Ok(())
}

pub(crate) async fn empty_parentheses_find_every_customer(stand: &Stand) -> Result<()> {
    put_companies(stand).await?;
    for typed in ["()", "*", "%"] {
        assert_eq!(stand.customers.keys(typed).await?.len(), 3, "{typed}");
    }
    Ok(())
}

pub(crate) async fn an_or_of_parentheses_leaves_out_invalid_ones(stand: &Stand) -> Result<()> {
    put_companies(stand).await?;
    let found = stand.customers.sorted_keys("(globex) OR (old)").await?;
    assert_eq!(
        found,
        ["GLOBEX"],
        "a loss not copied: OTOBO's validity binds to the first part"
    );
    let found = stand.customers.sorted_keys("(old) OR (globex)").await?;
    assert_eq!(found, ["GLOBEX"]);
    Ok(())
}

pub(crate) async fn customers_are_found_by_id_and_name(stand: &Stand) -> Result<()> {
    let elsewhere = a_customer()
        .id("ÄÖ-1")
        .named("Straßenbau")
        .with("CustomerCompanyCity", "Zebrastadt")
        .without("CustomerCompanyURL");
    stand.put_customers([elsewhere]).await?;
    for typed in ["äö", "STRAßE", "1", "ÄÖ-1"] {
        assert_eq!(stand.customers.keys(typed).await?, ["ÄÖ-1"], "{typed}");
    }
    assert_eq!(
        stand.customers.keys("zebra").await?,
        [""; 0],
        "OTOBO does not search there"
    );
    Ok(())
}

pub(crate) async fn customers_come_in_tiers(stand: &Stand) -> Result<()> {
    stand
        .put_customers([
            a_customer().id("1").named("The East"),
            a_customer().id("EAST").named("Compass"),
            a_customer().id("2").named("Eastern"),
        ])
        .await?;
    let query = matching(stand.customers.understand("east")?);
    let found = found::all(&*stand.customers.search(query).await?).await?;
    let found: Vec<_> = found
        .iter()
        .map(|hit| (hit.id.as_str(), hit.tier))
        .collect();
    let expected = [
        ("EAST", Tier::Exact),
        ("2", Tier::Prefix),
        ("1", Tier::Substring),
    ];
    assert_eq!(found, expected.map(|(id, tier)| (id, Some(tier))));
    Ok(())
}

pub(crate) async fn the_pages_of_customers_hold_every_row_once(stand: &Stand) -> Result<()> {
    let customer = |number| {
        a_customer()
            .id(&format!("C{number:05}"))
            .named(&format!("Company {number}"))
    };
    stand.put_customers((0..1_000).map(customer)).await?;
    for size in [1, 7, 100, LARGEST_PAGE] {
        let hits = stand.customers.search(everything()).await?;
        let mut seen = BTreeSet::new();
        loop {
            let start = u32::try_from(seen.len())?;
            let page = hits.page(Place::From(start), size).await?;
            if page.rows.is_empty() {
                break;
            }
            for row in page.rows {
                assert!(seen.insert(row.id), "no row comes twice, pages of {size}");
            }
        }
        assert_eq!(seen.len(), 1_000, "none is missing with pages of {size}");
        assert_eq!(hits.count().await?, 1_000);
    }
    Ok(())
}
