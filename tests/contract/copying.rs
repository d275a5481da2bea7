//! Reading a source to its end, for a copy of it.

use anyhow::{Context as _, Result};
use deskbook_core::back_end::FoundCustomerUser;
use deskbook_core::customer_back_end::FoundCustomer;
use deskbook_core::mirror::{End, Row, mirrored};
use deskbook_domain::ids::Var;
use deskbook_domain::record::Record;
use deskbook_tests::builders::{a_customer, a_customer_user};
use deskbook_tests::copied::{batches, sorted_rows};
use deskbook_tests::found::{self, everything, with_invalid};
use deskbook_tests::stand::Stand;

use crate::hits::many;

/// More than come at once, and some who are not valid.
async fn put_plenty(stand: &Stand) -> Result<()> {
    stand.put(many(2_300)).await?;
    let strange = [
        a_customer_user().login("Größe").invalid(),
        a_customer_user().login("o'brien").with("UserPhone", ""),
        a_customer_user()
            .login("%_\\")
            .with("UserComment", "a\nb\t😀"),
    ];
    stand.put(strange).await
}

fn fields(stand: &Stand) -> Vec<Var> {
    mirrored(&stand.customer_users.source().map, &[])
}

pub(crate) async fn every_record_is_read_once_as_a_search_has_it(stand: &Stand) -> Result<()> {
    put_plenty(stand).await?;
    let source = stand.customer_users.readable().context("it is copied")?;
    let fields = fields(stand);
    let read = batches(source.as_ref(), &fields, None).await?;
    let ends: Vec<_> = read.iter().filter_map(|batch| batch.end).collect();
    assert_eq!(ends, [End::Whole]);
    let hits = stand
        .customer_users
        .search(with_invalid(everything()))
        .await?;
    let found = found::all(hits.as_ref()).await?;
    let row = |found: &FoundCustomerUser| Row {
        key: found.login.as_str().to_owned(),
        validity: found.validity,
        values: values(&found.record, &fields),
    };
    let mut expected: Vec<_> = found.iter().map(row).collect();
    expected.sort_by(|one, other| one.key.cmp(&other.key));
    assert_eq!(expected.len(), 2_303);
    assert_eq!(sorted_rows(read), expected);
    let total = source.total().await;
    assert!(total.is_none_or(|total| total == 2_303), "{total:?}");
    Ok(())
}

pub(crate) async fn customers_are_read_once_as_a_search_has_them(stand: &Stand) -> Result<()> {
    let some = (0..120).map(|number| a_customer().id(&format!("C{number}")));
    let some = some.map(|it| it.with("CustomerCompanyCity", "Köln"));
    let named = some.enumerate();
    let named = named.map(|(number, it)| it.named(&format!("Company {number}")));
    stand.put_customers(named).await?;
    let gone = a_customer().id("gone").named("Gone").invalid();
    stand.put_customers([gone]).await?;
    let source = stand.customers.readable().context("it is copied")?;
    let fields = mirrored(&stand.customers.source().map, &[]);
    let read = batches(source.as_ref(), &fields, None).await?;
    let hits = stand.customers.search(with_invalid(everything())).await?;
    let found = found::all(hits.as_ref()).await?;
    let row = |found: &FoundCustomer| Row {
        key: found.id.as_str().to_owned(),
        validity: found.validity,
        values: values(&found.record, &fields),
    };
    let mut expected: Vec<_> = found.iter().map(row).collect();
    expected.sort_by(|one, other| one.key.cmp(&other.key));
    assert_eq!(expected.len(), 121);
    assert_eq!(sorted_rows(read), expected);
    Ok(())
}

fn values(record: &Record, fields: &[Var]) -> Vec<Option<String>> {
    let values = fields.iter().map(|var| record.get(var).map(str::to_owned));
    values.collect()
}

pub(crate) async fn only_what_is_asked_for_is_read_and_never_a_password(
    stand: &Stand,
) -> Result<()> {
    stand.put([a_customer_user().login("one")]).await?;
    let source = stand.customer_users.readable().context("it is copied")?;
    let asked: Vec<Var> = ["UserEmail", "UserPassword", "UserShoeSize"]
        .map(Var::from)
        .to_vec();
    let read = sorted_rows(batches(source.as_ref(), &asked, None).await?);
    let [row] = read.as_slice() else {
        panic!("{read:?}");
    };
    assert_eq!(row.key, "one", "the login is always there");
    let [email, password, unknown] = row.values.as_slice() else {
        panic!("{row:?}");
    };
    assert!(email.is_some());
    assert_eq!((password, unknown), (&None, &None));
    Ok(())
}

pub(crate) async fn a_source_of_nobody_is_read_to_its_end(stand: &Stand) -> Result<()> {
    let source = stand.customer_users.readable().context("it is copied")?;
    let read = batches(source.as_ref(), &fields(stand), None).await?;
    let [batch] = read.as_slice() else {
        panic!("{read:?}");
    };
    assert_eq!((batch.rows.len(), batch.end), (0, Some(End::Whole)));
    Ok(())
}

pub(crate) async fn what_is_on_this_computer_is_not_copied(stand: &Stand) -> Result<()> {
    assert!(stand.customer_users.readable().is_none());
    assert!(stand.customers.readable().is_none());
    Ok(())
}
