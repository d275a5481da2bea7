//! Writing to real servers: no change is lost, none is half written, and no text is stored as another one.

#![cfg(target_os = "linux")]

mod foreign;
mod hostile;
mod kills;
mod two_writers;

use std::sync::Arc;

use anyhow::Result;
use deskbook_core::back_end::BackEndError;
use deskbook_core::editing::Editing;
use deskbook_core::installation::Installation;
use deskbook_core::moves::MoveOptions;
use deskbook_core::people;
use deskbook_core::people::draft::{Draft, PasswordChoice};
use deskbook_core::people::save::Outcome;
use deskbook_domain::ids::Login;
use deskbook_domain::record::Record;
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use deskbook_tests::builders::a_customer;
use deskbook_tests::server_stand;
use deskbook_tests::servers::{Server, TestDatabase, make_otobo_tables, make_tables};
use deskbook_tests::stand::Stand;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

/// OTOBO's database with the customer that the builders name.
async fn database_on(server: &Server, name: &str) -> Result<TestDatabase> {
    let database = server.database(name).await?;
    make_tables(&database).await?;
    make_otobo_tables(&database).await?;
    stand(&database)?.put_customers([a_customer()]).await?;
    Ok(database)
}

/// The shipped sources of a database.
fn stand(database: &TestDatabase) -> Result<Stand> {
    server_stand::with(
        database,
        CustomerUserSource::shipped(),
        CustomerSource::shipped(),
    )
}

/// Saves a record as the window does; `was` is what its form was opened with, none for a new one.
async fn save(
    installation: &Installation,
    was: Option<&Record>,
    record: &Record,
) -> Result<Outcome, BackEndError> {
    let editing = was.map(|was| Editing {
        key: Login::from(was.text("UserLogin")),
        was: Some(was.clone()),
    });
    let draft = Draft {
        editing,
        source: None,
        record: record.clone(),
        password: PasswordChoice::Keep,
        options: MoveOptions::default(),
    };
    let mut random = StdRng::seed_from_u64(7);
    people::save(installation, draft, &mut random, Arc::new(())).await
}

/// What is stored of a customer user.
async fn read(installation: &Installation, login: &str) -> Result<Record, BackEndError> {
    let found = people::find(installation, &Login::from(login)).await?;
    let found = found.ok_or(BackEndError::NotFound)?;
    Ok(found.customer_user.record)
}
