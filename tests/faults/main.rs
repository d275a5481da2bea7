//! What goes wrong between Deskbook and a database server: each trouble has an error of its own, told in
//! time, and is over when it is over.

#![cfg(target_os = "linux")]

mod connecting;
mod copying;
mod cuts;
mod during_work;
mod elsewhere;
mod endings;
mod first_copies;
mod grants;
mod hostile;
mod hosts;
mod locks;
mod logins;
mod names;
mod secrets;
mod tables;
mod tls;
mod writing;

use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use deskbook_core::ErrorCode;
use deskbook_core::back_end::{BackEnd, BackEndError};
use deskbook_core::connecting::{ConnectionTest, Step, StepOutcome};
use deskbook_core::hits::Place;
use deskbook_core::server_error::ServerError;
use deskbook_domain::database::DatabaseAddress;
use deskbook_domain::secret::Secret;
use deskbook_domain::source::CustomerUserSource;
use deskbook_sql::server::{Server, test_connection};
use deskbook_tests::clock::SetClock;
use deskbook_tests::found::everything;
use deskbook_tests::server_stand::TIMING;

/// The error of a back end that should have one.
fn error_of<A>(outcome: Result<A, BackEndError>) -> Result<BackEndError> {
    match outcome {
        Ok(_) => Err(anyhow!("it answered")),
        Err(error) => Ok(error),
    }
}

/// Lists everybody; only the number counts.
async fn list(server: &Server) -> Result<usize, BackEndError> {
    let people = server.customer_users(CustomerUserSource::shipped());
    let hits = people.search(everything()).await?;
    Ok(hits.page(Place::From(0), 100).await?.rows.len())
}

/// The code of what keeps a list from coming, and how long it took to be told.
async fn trouble(server: &Server) -> Result<(ErrorCode, Duration)> {
    let began = Instant::now();
    let error = error_of(list(server).await)?;
    Ok((error.code(), began.elapsed()))
}

/// Tries a connection as the window does.
async fn tested(address: &DatabaseAddress, password: &str) -> ConnectionTest {
    let clock = SetClock::at(1_700_000_000);
    test_connection(address, &Secret::new(password.to_owned()), TIMING, &clock).await
}

/// The step that failed, and why.
fn failed_step(test: &ConnectionTest) -> Result<(Step, &ServerError)> {
    let mut failed = test.steps.iter().filter_map(|step| match &step.outcome {
        StepOutcome::Failed(error) => Some((step.step, error)),
        StepOutcome::Passed { .. } | StepOutcome::NotTried => None,
    });
    failed.next().ok_or_else(|| anyhow!("every step passed"))
}
