//! Wrong host, port, user, password, database.

use std::time::Duration;

use anyhow::{Result, bail};
use deskbook_core::ErrorCode;
use deskbook_core::connecting::{Found, Step, StepOutcome};
use deskbook_domain::database::{DatabaseAddress, Host};
use deskbook_tests::server_stand::{TIMING, address, open};
use deskbook_tests::servers::{Engine, Server, load_small_set};

use super::{failed_step, tested, trouble};

/// Longer than this nobody has to wait.
const IN_TIME: Duration = Duration::from_secs(8);

async fn each_fault(engine: Engine) -> Result<()> {
    let server = Server::shared(engine).await?;
    let database = server.database("faults").await?;
    let right = address(&database);
    let password = database.account.password.as_str();
    let changed = |change: &dyn Fn(&mut DatabaseAddress)| {
        let mut address = right.clone();
        change(&mut address);
        address
    };
    let unused = std::net::TcpListener::bind("127.0.0.1:0")?
        .local_addr()?
        .port();
    let nowhere = changed(&|it| it.hosts = hosts("no-such-host.invalid", 3306));
    let closed = changed(&|it| it.hosts = hosts("127.0.0.1", unused));
    let stranger = changed(&|it| "nobody_here".clone_into(&mut it.user));
    let elsewhere = changed(&|it| "no_such_database".clone_into(&mut it.database));
    let cases = [
        (&nowhere, password, ErrorCode::HostUnknown, Step::Name),
        (&closed, password, ErrorCode::HostUnreachable, Step::Tls),
        (&right, "wrong", ErrorCode::RefusedLogin, Step::Login),
        (&stranger, password, ErrorCode::RefusedLogin, Step::Login),
        (
            &elsewhere,
            password,
            unknown_database(engine),
            Step::Database,
        ),
    ];
    for (address, password, code, step) in cases {
        let (told, took) = trouble(&open(address, password)).await?;
        assert_eq!(told, code, "{address:?}");
        assert!(took < IN_TIME, "{code:?} took {took:?}");
        let test = tested(address, password).await;
        let (failed, error) = failed_step(&test)?;
        assert_eq!((failed, error.code()), (step, code), "{address:?}");
        let later = test.steps.iter().skip_while(|it| it.step != failed).skip(1);
        for step in later {
            assert!(matches!(step.outcome, StepOutcome::NotTried), "{step:?}");
        }
    }
    Ok(())
}

/// MariaDB does not tell somebody without rights whether a database is there.
fn unknown_database(engine: Engine) -> ErrorCode {
    match engine {
        Engine::PostgreSql => ErrorCode::DatabaseUnknown,
        Engine::MariaDb | Engine::MySql => ErrorCode::DatabaseHidden,
    }
}

fn hosts(name: &str, port: u16) -> Vec<Host> {
    vec![Host {
        name: name.to_owned(),
        port,
    }]
}

#[tokio::test]
async fn each_wrong_part_of_an_address_is_told_apart_on_mariadb() -> Result<()> {
    each_fault(Engine::MariaDb).await
}

#[tokio::test]
async fn each_wrong_part_of_an_address_is_told_apart_on_postgresql() -> Result<()> {
    each_fault(Engine::PostgreSql).await
}

/// Connections are taken by the system, and nobody answers.
async fn a_hanging_server(engine: Engine) -> Result<()> {
    let server = Server::with(engine, deskbook_tests::servers::ServerOptions::default()).await?;
    let database = server.database("hang").await?;
    load_small_set(&database).await?;
    server.pause().await?;
    let opened = open(&address(&database), &database.account.password);
    let (code, took) = trouble(&opened).await?;
    assert_eq!(code, ErrorCode::ServerSilent);
    assert!(took < TIMING.connect + Duration::from_secs(2), "{took:?}");
    server.resume().await?;
    assert!(super::list(&opened).await? > 0, "it recovers by itself");
    Ok(())
}

#[tokio::test]
async fn a_hanging_mariadb_is_told_in_time() -> Result<()> {
    a_hanging_server(Engine::MariaDb).await
}

#[tokio::test]
async fn a_hanging_postgresql_is_told_in_time() -> Result<()> {
    a_hanging_server(Engine::PostgreSql).await
}

/// Every step passes, and says what it found.
async fn a_right_address(engine: Engine, words: &str) -> Result<()> {
    let server = Server::shared(engine).await?;
    let database = server.database("right").await?;
    load_small_set(&database).await?;
    let test = tested(&address(&database), &database.account.password).await;
    assert!(test.passed(), "{test:?}");
    let login = test.steps.iter().find(|step| step.step == Step::Login);
    let told = login.map(|step| format!("{:?}", step.outcome));
    assert!(
        told.as_deref().is_some_and(|told| told.contains(words)),
        "{told:?}"
    );
    let system = test
        .system
        .ok_or_else(|| anyhow::anyhow!("the system is known"))?;
    assert_eq!((system.customer_users, system.customers), (300, 40));
    assert_eq!(system.group_table, "groups_table");
    let settings = test.steps.iter().find(|step| step.step == Step::Settings);
    let outcome = settings.map(|step| &step.outcome);
    let Some(StepOutcome::Passed { found }) = outcome else {
        bail!("without its settings a system works, but {outcome:?}");
    };
    let table = "sysconfig_default".to_owned();
    assert_eq!(*found, Found::NoTable { table }, "and it is said");
    Ok(())
}

#[tokio::test]
async fn a_right_address_passes_every_step_on_mariadb() -> Result<()> {
    a_right_address(Engine::MariaDb, "MariaDB").await
}

#[tokio::test]
async fn a_right_address_passes_every_step_on_postgresql() -> Result<()> {
    a_right_address(Engine::PostgreSql, "PostgreSQL").await
}
