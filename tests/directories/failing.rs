//! What goes wrong, and what is told of it.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use deskbook_core::ErrorCode;
use deskbook_core::back_end::BackEndError;
use deskbook_core::connecting::{Directories as _, DirectoryStep, StepOutcome};
use deskbook_core::health::State;
use deskbook_ldap::LdapDirectories;
use deskbook_tests::directory::{at_port, open, opening, read, settings};
use deskbook_tests::servers::slapd::{Asked, READER, READER_PASSWORD, SlapdOptions, SlapdServer};
use serde_json::json;

use super::code;

fn binds(server: &SlapdServer) -> usize {
    let operations = server.operations().into_iter();
    operations
        .filter(|it| matches!(it.what, Asked::Bind { .. }))
        .count()
}

#[tokio::test]
async fn a_refused_password_is_tried_once_until_a_person_acts() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let user = [("Params.UserDN", json!(READER))];
    let directory = at_port(server.port(), &user, Some("wrong"))?;
    let people = directory.customer_users();
    for _ in 0..3 {
        assert_eq!(code(people.count().await)?, ErrorCode::RefusedLogin);
    }
    assert_eq!(binds(&server), 1);
    assert!(matches!(people.health().state, State::Failing(_)));
    directory.admit();
    assert_eq!(code(people.count().await)?, ErrorCode::RefusedLogin);
    assert_eq!(binds(&server), 2);
    let directory = at_port(server.port(), &user, Some(READER_PASSWORD))?;
    assert!(directory.customer_users().count().await? > 0);
    Ok(())
}

#[tokio::test]
async fn c85_a_user_is_never_sent_without_a_password() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let user = [("Params.UserDN", json!(READER))];
    let directory = at_port(server.port(), &user, None)?;
    let refused = directory.customer_users().count().await;
    assert_eq!(code(refused)?, ErrorCode::PasswordMissing);
    assert_eq!(binds(&server), 0);
    Ok(())
}

#[tokio::test]
async fn the_next_host_is_asked_where_the_first_does_not_answer() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let hosts = json!([
        "ldap://127.0.0.1:1",
        format!("ldap://localhost:{}", server.port())
    ]);
    let (source, directory) = read(&settings(&hosts, &[])?)?;
    let directory = open(source, directory, None);
    assert!(directory.customer_users().ping().await.is_ok());
    let answering = directory.answering().context("one answered")?;
    assert_eq!(answering.name, "localhost");
    Ok(())
}

#[tokio::test]
async fn a_conversation_that_the_server_ended_is_begun_anew() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let directory = at_port(server.port(), &[], None)?;
    let people = directory.customer_users();
    let count = people.count().await?;
    server.stop().await?;
    assert_eq!(code(people.count().await)?, ErrorCode::HostUnreachable);
    server.start_again().await?;
    assert_eq!(people.count().await?, count);
    server.stop().await?;
    server.start_again().await?;
    assert_eq!(
        people.count().await?,
        count,
        "nobody noticed that it was away"
    );
    assert_eq!(people.health().state, State::Answering);
    Ok(())
}

#[tokio::test]
async fn a_server_that_hangs_is_told_as_silent_in_time() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let hosts = json!(format!("ldap://127.0.0.1:{}", server.port()));
    let (source, directory) = read(&settings(&hosts, &[])?)?;
    let mut opened = opening(source, directory, None);
    opened.timing.statement = Duration::from_millis(500);
    let directory = LdapDirectories::default().open(opened);
    let people = directory.customer_users();
    people.ping().await?;
    server.pause().await?;
    let began = Instant::now();
    // It stops at some time after it was told to: an answer may still get through
    let mut outcome = people.ping().await;
    while outcome.is_ok() && began.elapsed() < Duration::from_secs(5) {
        outcome = people.ping().await;
    }
    assert_eq!(code(outcome)?, ErrorCode::ServerSilent);
    assert!(began.elapsed() < Duration::from_secs(6));
    server.resume().await?;
    assert!(people.ping().await.is_ok());
    Ok(())
}

#[tokio::test]
async fn a_base_that_is_not_there_is_named() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let base = "ou=nowhere,dc=directory,dc=test";
    let directory = at_port(server.port(), &[("Params.BaseDN", json!(base))], None)?;
    let people = directory.customer_users();
    let Err(error) = people.count().await else {
        anyhow::bail!("nothing is there");
    };
    assert_eq!(error.code(), ErrorCode::DirectoryBaseMissing);
    assert!(error.params().contains(&("base", base.to_owned())));
    Ok(())
}

#[tokio::test]
async fn a_directory_that_wants_to_know_who_asks_is_told_so() -> Result<()> {
    let options = SlapdOptions::small_set().without_anonymous();
    let server = SlapdServer::start(options).await?;
    let people = at_port(server.port(), &[], None)?.customer_users();
    let refused = people.count().await;
    assert!(
        matches!(refused, Err(BackEndError::Server(_))),
        "{refused:?}"
    );
    Ok(())
}

#[tokio::test]
async fn a_test_tells_each_step_and_the_first_people() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let hosts = json!([
        "ldap://127.0.0.1:1",
        format!("ldap://127.0.0.1:{}", server.port())
    ]);
    let steps = async |changes: &[(&str, serde_json::Value)], password: Option<&str>| {
        let (source, directory) = read(&settings(&hosts, changes)?)?;
        let opening = opening(source, directory, password);
        let directories = LdapDirectories::default();
        let tested = directories.test(opening);
        anyhow::Ok(tested.await)
    };
    let passed = steps(&[], None).await?;
    assert!(passed.passed(), "{:?}", passed.steps);
    assert_eq!(passed.rows.len(), 10);
    assert_eq!(passed.passed_over.len(), 1);
    let user = [("Params.UserDN", json!(READER))];
    let refused = steps(&user, Some("wrong")).await?;
    let failed = refused
        .steps
        .iter()
        .find(|it| matches!(it.outcome, StepOutcome::Failed(_)));
    assert_eq!(failed.context("one failed")?.step, DirectoryStep::Login);
    let base = [("Params.BaseDN", json!("ou=nowhere,dc=directory,dc=test"))];
    let missing = steps(&base, None).await?;
    let failed = missing
        .steps
        .iter()
        .find(|it| matches!(it.outcome, StepOutcome::Failed(_)));
    assert_eq!(failed.context("one failed")?.step, DirectoryStep::Base);
    Ok(())
}
