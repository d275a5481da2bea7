//! Adding and changing customers.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use chrono::TimeDelta;
use deskbook_core::back_end::BackEndError;
use deskbook_core::customer_back_end::{Customer, CustomerChange};
use deskbook_core::moves::MoveOptions;
use deskbook_domain::check::Problem;
use deskbook_tests::builders::a_customer;
use deskbook_tests::found::Searched as _;
use deskbook_tests::stand::Stand;

pub(crate) async fn read(stand: &Stand, id: &str) -> Result<Customer> {
    stand
        .customers
        .find(&id.into())
        .await?
        .with_context(|| format!("{id} is not there"))
}

/// The only finding of a refusal: its field and what is wrong.
pub(crate) fn finding(outcome: Result<(), BackEndError>) -> (String, Problem) {
    match outcome {
        Err(BackEndError::Refused { mut findings }) if findings.len() == 1 => {
            let finding = findings.remove(0);
            (finding.field.as_str().to_owned(), finding.problem)
        }
        other => panic!("one field was to be refused: {other:?}"),
    }
}

pub(crate) async fn an_added_customer_can_be_read_and_found(stand: &Stand) -> Result<()> {
    let customer = a_customer()
        .id("MÜLLER-SÖHNE")
        .named("Müller & Söhne GmbH")
        .with("CustomerCompanyCity", "Düsseldorf")
        .with("CustomerCompanyURL", "https://mueller.test/?a=1&b=2");
    stand.add_customer(customer.clone()).await?;
    let stored = read(stand, "müller-söhne").await?;
    for (var, text) in customer.record().iter() {
        assert_eq!(stored.record.get(var), text, "{var}");
    }
    let changes = stored.changes.context("who wrote it is stored")?;
    assert_eq!(changes.created, stand.signature().at);
    assert_eq!(changes.created_by, "root@localhost");
    assert_eq!(stand.customers.keys("SÖHNE").await?, ["MÜLLER-SÖHNE"]);
    Ok(())
}

pub(crate) async fn what_is_not_said_of_a_customer_is_null(stand: &Stand) -> Result<()> {
    stand
        .add_customer(a_customer().without("CustomerCompanyStreet"))
        .await?;
    let sql = "SELECT 'x' FROM customer_company WHERE street IS NULL AND city IS NULL";
    assert_eq!(stand.outside.texts(sql).await?, ["x"], "as OTOBO stores it");
    Ok(())
}

pub(crate) async fn a_customer_keeps_its_name_when_it_is_saved_again(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    stand.clock.advance(TimeDelta::minutes(1));
    let invalid = a_customer().invalid().with("CustomerCompanyCity", "Rom");
    stand.change_customer("acme", invalid).await?;
    let stored = read(stand, "ACME").await?;
    assert_eq!(stored.record.text("CustomerCompanyCity"), "Rom");
    assert!(!stored.validity.is_valid());
    let changes = stored.changes.context("who wrote it is stored")?;
    assert_eq!(changes.changed - changes.created, TimeDelta::minutes(1));
    assert_eq!(
        stand.customers.keys("acme").await?,
        [""; 0],
        "gone from the valid list"
    );
    Ok(())
}

pub(crate) async fn an_unknown_customer_cannot_be_changed(stand: &Stand) -> Result<()> {
    let changed = stand
        .change_customer("NOBODY", a_customer().id("NOBODY"))
        .await;
    assert!(
        matches!(changed, Err(BackEndError::NotFound)),
        "{changed:?}"
    );
    assert_eq!(stand.customers.count().await?, 0);
    Ok(())
}

pub(crate) async fn any_character_may_stand_in_a_customer_id(stand: &Stand) -> Result<()> {
    for id in [
        "C++",
        "(PAREN)",
        "100%",
        "A_B",
        r"BACK\SLASH",
        "O'NEILL",
        "\"Q\"",
        "<TAG>",
        "🦀",
    ] {
        stand.add_customer(a_customer().id(id).named(id)).await?;
        assert_eq!(read(stand, id).await?.id.as_str(), id);
    }
    Ok(())
}

pub(crate) async fn a_customer_is_found_by_its_new_id(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    for (from, to) in [("ACME", "Acme"), ("Acme", "NEW & OLD")] {
        let renamed = a_customer().id(to).named("New Name");
        stand.change_customer(from, renamed).await?;
        let stored = read(stand, to).await?;
        assert_eq!(
            (stored.id.as_str(), stored.record.text("CustomerID")),
            (to, to)
        );
    }
    assert_eq!(stand.customers.keys("new name").await?, ["NEW & OLD"]);
    assert_eq!(stand.customers.keys("corporation").await?, [""; 0]);
    assert!(stand.customers.find(&"ACME".into()).await?.is_none());
    Ok(())
}

pub(crate) async fn a_customer_that_was_changed_meanwhile_is_not_written_over(
    stand: &Stand,
) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    let opened = read(stand, "ACME").await?;
    let theirs = a_customer().with("CustomerCompanyCity", "Bonn");
    stand.change_customer("ACME", theirs).await?;
    let before = read(stand, "ACME").await?;
    let mine = CustomerChange {
        id: opened.id,
        was: opened.record,
        record: a_customer().with("CustomerCompanyStreet", "1").record(),
        by: stand.signature(),
        people: Vec::new(),
        options: MoveOptions::default(),
        progress: Arc::new(()),
    };
    let writer = stand.customers.writer().context("it can be written")?;
    let outcome = writer.change(mine).await;
    let Err(BackEndError::Conflict { theirs }) = outcome else {
        panic!("the city was changed, but {outcome:?}")
    };
    assert_eq!(theirs.text("CustomerCompanyCity"), "Bonn");
    assert_eq!(read(stand, "ACME").await?, before, "nothing was written");
    Ok(())
}
