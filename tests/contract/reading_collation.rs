//! Reading single records where the collation tells what is the same: MySQL and MariaDB with
//! `utf8mb4_unicode_ci`, as their unique keys do (otobo-behaviour.md 1.1).

use anyhow::Result;
use deskbook_domain::ids::CustomerId;
use deskbook_tests::builders::{a_customer, a_customer_user};
use deskbook_tests::stand::Stand;

use crate::reading::{found, holders};

pub(crate) async fn c34_a_login_is_found_by_what_its_unique_key_takes_for_it(
    stand: &Stand,
) -> Result<()> {
    for login in ["jörg.MÜLLER", "straße", "ΣΙΣ", "a b"] {
        stand.put([a_customer_user().login(login)]).await?;
    }
    let cases = [
        ("jorg.muller", "jörg.MÜLLER"),
        ("strasse", "straße"),
        ("STRASSE", "straße"),
        ("σις", "ΣΙΣ"),
        ("a b ", "a b"),
    ];
    for (asked, stored) in cases {
        let login = found(stand, asked).await?;
        assert_eq!(login.as_deref(), Some(stored), "{asked:?}");
        let second = stand.put([a_customer_user().login(asked)]).await;
        assert!(second.is_err(), "{asked:?} would be a second {stored:?}");
    }
    Ok(())
}

pub(crate) async fn c34_a_customer_is_found_by_what_its_unique_keys_take_for_it(
    stand: &Stand,
) -> Result<()> {
    stand
        .put_customers([a_customer().id("MÜLLER-SÖHNE").named("Müller & Söhne")])
        .await?;
    for asked in ["muller-sohne", "müller-söhne "] {
        let customer = stand.customers.find(&asked.into()).await?;
        let id = customer.map(|customer| customer.id);
        assert_eq!(id, Some("MÜLLER-SÖHNE".into()), "{asked:?}");
    }
    for asked in ["Müller & Söhne ", "MÜLLER & SÖHNE", "Muller & Sohne"] {
        let customer = stand.customers.holder_of_name(asked).await?;
        let id = customer.map(|customer| customer.id);
        assert_eq!(id, Some("MÜLLER-SÖHNE".into()), "{asked:?} is taken");
    }
    Ok(())
}

pub(crate) async fn c34_names_and_counts_are_told_by_what_the_collation_takes_for_the_id(
    stand: &Stand,
) -> Result<()> {
    stand
        .put_customers([a_customer().id("MÜLLER").named("Müller GmbH")])
        .await?;
    stand
        .put([
            a_customer_user().login("1").of("Müller"),
            a_customer_user().login("2").of("muller"),
            a_customer_user().login("3").of("mueller"),
        ])
        .await?;
    let asked = ["MÜLLER", "müller", "Muller", "mueller"].map(CustomerId::from);
    let names = stand.customers.names(&asked).await?;
    let counts = stand.customers.customer_user_counts(&asked).await?;
    for id in &asked[..3] {
        let name = names.get(id).map(String::as_str);
        assert_eq!(
            (name, counts.get(id)),
            (Some("Müller GmbH"), Some(&2)),
            "{id}"
        );
    }
    let other = &asked[3];
    assert_eq!((names.get(other), counts.get(other)), (None, Some(&1)));
    Ok(())
}

pub(crate) async fn c34_an_address_is_compared_without_accents(stand: &Stand) -> Result<()> {
    stand
        .put([a_customer_user().login("umlaut").email("ärger@acme.test")])
        .await?;
    for asked in ["arger@acme.test", "ÄRGER@acme.test "] {
        assert_eq!(holders(stand, asked).await?, ["umlaut"], "{asked:?}");
    }
    assert_eq!(holders(stand, "aerger@acme.test").await?, [""; 0]);
    Ok(())
}
