//! A login that is refused: servers lock accounts, so it is not tried again until a person acts.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use async_trait::async_trait;
use deskbook_core::ErrorCode;
use deskbook_core::back_end::BackEnd;
use deskbook_core::connecting::{Connector as _, PasswordSource};
use deskbook_core::customer_back_end::CustomerBackEnd;
use deskbook_core::secrets::SecretError;
use deskbook_domain::database::DatabaseAddress;
use deskbook_domain::secret::Secret;
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use deskbook_sql::server::Servers;
use deskbook_tests::clock::SetClock;
use deskbook_tests::server_stand::{TIMING, address, open, open_with};
use deskbook_tests::servers::{Engine, Server, ServerOptions, TestDatabase, load_small_set};
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use tokio::sync::Mutex;

use super::{error_of, failed_step, list, tested};

/// How many logins a server of its own refused so far.
async fn refusals(database: &TestDatabase) -> Result<u32> {
    let status = Statement::from_string(
        DbBackend::MySql,
        "SELECT CAST(variable_value AS CHAR) FROM information_schema.global_status \
         WHERE variable_name = 'ACCESS_DENIED_ERRORS'",
    );
    let row = database.admin().query_one_raw(status).await?;
    let count: String = row.context("the server counts them")?.try_get_by_index(0)?;
    Ok(count.parse()?)
}

/// A password that a test changes.
struct Changing(Mutex<String>);

#[async_trait]
impl PasswordSource for Changing {
    async fn password(&self) -> std::result::Result<Option<Secret<String>>, SecretError> {
        Ok(Some(Secret::new(self.0.lock().await.clone())))
    }
}

async fn mariadb() -> Result<(Server, TestDatabase)> {
    let server = Server::with(Engine::MariaDb, ServerOptions::default()).await?;
    let database = server.database("logins").await?;
    load_small_set(&database).await?;
    Ok((server, database))
}

#[tokio::test]
async fn a_wrong_password_is_tried_once_whoever_asks_until_a_person_acts() -> Result<()> {
    let (_server, database) = mariadb().await?;
    let before = refusals(&database).await?;
    let opened = open(&address(&database), "wrong");
    let people = opened.customer_users(CustomerUserSource::shipped());
    let customers = opened.customers(CustomerSource::shipped());
    for _ in 0..10 {
        let (people, customers, listed) =
            tokio::join!(people.ping(), customers.ping(), list(&opened));
        for error in [error_of(people)?, error_of(customers)?, error_of(listed)?] {
            assert_eq!(error.code(), ErrorCode::RefusedLogin);
        }
    }
    assert_eq!(refusals(&database).await? - before, 1);
    opened.admit();
    error_of(people.ping().await)?;
    assert_eq!(refusals(&database).await? - before, 2);
    Ok(())
}

#[tokio::test]
async fn a_password_that_is_rotated_is_asked_for_and_then_all_is_well() -> Result<()> {
    let (_server, database) = mariadb().await?;
    let account = &database.account;
    let password = Arc::new(Changing(Mutex::new(account.password.clone())));
    let opened = open_with(&address(&database), password.clone(), TIMING);
    let people = opened.customer_users(CustomerUserSource::shipped());
    people.ping().await?;
    let rotate = format!("ALTER USER {}@'%' IDENTIFIED BY 'rotated'", account.user);
    database.execute(&rotate).await?;
    let kill = format!("KILL USER {}@'%'", account.user);
    database.execute(&kill).await?;
    // The broken session is found out first
    let _ = people.ping().await;
    let before = refusals(&database).await?;
    for _ in 0..5 {
        let _ = people.ping().await;
    }
    assert!(refusals(&database).await? - before <= 1);
    assert_eq!(
        error_of(people.ping().await)?.code(),
        ErrorCode::RefusedLogin
    );
    *password.0.lock().await = "rotated".to_owned();
    opened.admit();
    people.ping().await?;
    Ok(())
}

#[tokio::test]
async fn a_test_tries_a_wrong_password_at_one_host_only() -> Result<()> {
    let (_server, database) = mariadb().await?;
    let right = address(&database);
    let hosts = [right.hosts.clone(), right.hosts.clone()].concat();
    let twice = DatabaseAddress { hosts, ..right };
    let before = refusals(&database).await?;
    let test = tested(&twice, "wrong").await;
    assert_eq!(failed_step(&test)?.1.code(), ErrorCode::RefusedLogin);
    assert_eq!(refusals(&database).await? - before, 1);
    Ok(())
}

#[tokio::test]
async fn a_password_is_tried_before_it_is_kept() -> Result<()> {
    for engine in [Engine::MariaDb, Engine::PostgreSql] {
        let server = Server::shared(engine).await?;
        let database = server.database("unlock").await?;
        let servers = Servers::new(Arc::new(SetClock::at(1_700_000_000)));
        let log_in = async |password: &str| {
            let password = Secret::new(password.to_owned());
            servers.log_in(&address(&database), &password, TIMING).await
        };
        assert!(log_in(&database.account.password).await.is_ok());
        let refused = log_in("wrong").await.err().context("it is refused")?;
        assert_eq!(refused.code(), ErrorCode::RefusedLogin, "{engine:?}");
        let words = refused.words().unwrap_or_default();
        assert!(
            words.contains(&database.account.user) && !words.contains("at line"),
            "the server's words and nothing else: {words}"
        );
    }
    Ok(())
}
