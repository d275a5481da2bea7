//! Connections that are cut or hang in the middle of the work, statements that take too long, searches
//! that nobody wants any more.

use std::time::{Duration, Instant};

use anyhow::Result;
use deskbook_core::ErrorCode;
use deskbook_core::back_end::BackEnd;
use deskbook_core::connecting::Timing;
use deskbook_core::health::State;
use deskbook_core::hits::Place;
use deskbook_domain::database::{DatabaseAddress, Host};
use deskbook_domain::settings::SourceSettings;
use deskbook_domain::source::{CustomerUserSource, SourceId, Subject};
use deskbook_tests::found::everything;
use deskbook_tests::server_stand::{address, open, open_within};
use deskbook_tests::servers::proxy::{Network, Proxy};
use deskbook_tests::servers::{Engine, Server, ServerOptions, TestDatabase, load_small_set};
use serde_json::json;

use super::{list, trouble};

const BOTH: [Engine; 2] = [Engine::MariaDb, Engine::PostgreSql];

#[tokio::test]
async fn a_server_that_was_stopped_is_told_and_recovers_by_itself() -> Result<()> {
    for engine in BOTH {
        let server = Server::with(engine, ServerOptions::default()).await?;
        let database = server.database("stopped").await?;
        load_small_set(&database).await?;
        let opened = open(&address(&database), &database.account.password);
        let people = opened.customer_users(CustomerUserSource::shipped());
        assert_eq!(people.count().await?, 300);
        server.stop().await?;
        // The first question finds the broken session, the next one that nobody listens
        let first = super::error_of(people.count().await)?.code();
        assert!(
            matches!(
                first,
                ErrorCode::ConnectionLost | ErrorCode::HostUnreachable
            ),
            "{engine:?}: {first:?}"
        );
        let then = super::error_of(people.count().await)?.code();
        assert_eq!(then, ErrorCode::HostUnreachable, "{engine:?}");
        assert!(matches!(people.health().state, State::Failing(_)));
        server.start().await?;
        assert_eq!(people.count().await?, 300, "{engine:?}");
        assert_eq!(people.health().state, State::Answering);
    }
    Ok(())
}

async fn through(database: &TestDatabase) -> Result<(Proxy, DatabaseAddress)> {
    let proxy = Proxy::to(database.port).await?;
    let hosts = vec![Host {
        name: "127.0.0.1".to_owned(),
        port: proxy.port(),
    }];
    let address = DatabaseAddress {
        hosts,
        ..address(database)
    };
    Ok((proxy, address))
}

#[tokio::test]
async fn a_connection_cut_at_any_byte_is_told_and_the_next_question_is_answered() -> Result<()> {
    for engine in BOTH {
        let server = Server::shared(engine).await?;
        let database = server.database("cut").await?;
        load_small_set(&database).await?;
        let (proxy, address) = through(&database).await?;
        let opened = open(&address, &database.account.password);
        for bytes in [0, 1, 5, 40, 100, 300, 1_000, 5_000] {
            proxy.set(Network::CutsAfter(bytes)).await?;
            proxy.drop_all().await;
            let (code, took) = trouble(&opened).await?;
            let told = [
                ErrorCode::ConnectionLost,
                ErrorCode::HostUnreachable,
                ErrorCode::ServerFailed,
            ];
            assert!(
                told.contains(&code),
                "{engine:?} after {bytes} bytes: {code:?}"
            );
            assert!(
                took < Duration::from_secs(5),
                "{engine:?} after {bytes} bytes: {took:?}"
            );
            proxy.set(Network::Works).await?;
            assert!(list(&opened).await? > 0, "{engine:?} after {bytes} bytes");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_network_that_swallows_everything_is_told_within_the_time_out() -> Result<()> {
    for engine in BOTH {
        let server = Server::shared(engine).await?;
        let database = server.database("swallow").await?;
        load_small_set(&database).await?;
        let (proxy, address) = through(&database).await?;
        let timing = Timing {
            connect: Duration::from_secs(1),
            statement: Duration::from_secs(2),
        };
        let opened = open_within(&address, &database.account.password, timing);
        assert!(list(&opened).await? > 0);
        proxy.set(Network::Hangs).await?;
        let (code, took) = trouble(&opened).await?;
        assert_eq!(code, ErrorCode::ServerSilent, "{engine:?}");
        assert!(took < Duration::from_secs(5), "{engine:?}: {took:?}");
        proxy.set(Network::Works).await?;
        assert!(list(&opened).await? > 0, "{engine:?} recovers");
    }
    Ok(())
}

/// A view whose rows take a second each.
fn slow_source() -> Result<CustomerUserSource> {
    let mut settings = SourceSettings::shipped(Subject::CustomerUsers);
    settings.set("Params.Table", Some(json!("slow_persons")));
    let id = SourceId::first(Subject::CustomerUsers);
    CustomerUserSource::read(id, &settings).map_err(|findings| anyhow::anyhow!("{findings:?}"))
}

async fn make_slow(database: &TestDatabase) -> Result<()> {
    let condition = match database.engine {
        Engine::PostgreSql => "pg_sleep(1) IS NOT NULL",
        Engine::MariaDb | Engine::MySql => "SLEEP(1) = 0",
    };
    let view = format!("CREATE VIEW slow_persons AS SELECT * FROM customer_user WHERE {condition}");
    database.execute(&view).await
}

/// How many statements about the slow view run at the server.
async fn running(database: &TestDatabase) -> Result<usize> {
    let sql = match database.engine {
        Engine::PostgreSql => {
            "SELECT query FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%slow_persons%' \
             AND pid <> pg_backend_pid()"
        }
        Engine::MariaDb | Engine::MySql => {
            "SELECT info FROM information_schema.processlist WHERE info LIKE '%slow_persons%' \
             AND id <> CONNECTION_ID()"
        }
    };
    Ok(database.outside().texts(sql).await?.len())
}

async fn until_running(database: &TestDatabase, wanted: bool) -> Result<Duration> {
    let began = Instant::now();
    while (running(database).await? > 0) != wanted {
        anyhow::ensure!(
            began.elapsed() < Duration::from_secs(10),
            "still {}",
            !wanted
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(began.elapsed())
}

#[tokio::test]
async fn a_search_that_is_typed_over_ends_at_the_server() -> Result<()> {
    for engine in BOTH {
        let server = Server::shared(engine).await?;
        let database = server.database("cancel").await?;
        load_small_set(&database).await?;
        make_slow(&database).await?;
        let opened = open(&address(&database), &database.account.password);
        let people = opened.customer_users(slow_source()?);
        let hits = people.search(everything()).await?;
        until_running(&database, true).await?;
        drop(hits);
        let took = until_running(&database, false).await?;
        assert!(took < Duration::from_secs(3), "{engine:?}: {took:?}");
        assert!(list(&opened).await? > 0, "{engine:?}: other work goes on");
    }
    Ok(())
}

#[tokio::test]
async fn a_count_that_is_cancelled_ends_at_the_server_while_somebody_waits() -> Result<()> {
    for engine in BOTH {
        let server = Server::shared(engine).await?;
        let database = server.database("count").await?;
        load_small_set(&database).await?;
        make_slow(&database).await?;
        let opened = open(&address(&database), &database.account.password);
        let people = opened.customer_users(slow_source()?);
        let hits = std::sync::Arc::new(people.search(everything()).await?);
        let waiting = std::sync::Arc::clone(&hits);
        let page = tokio::spawn(async move { waiting.page(Place::From(0), 10).await.map(|_| ()) });
        until_running(&database, true).await?;
        hits.cancel();
        let outcome = tokio::time::timeout(Duration::from_secs(3), page).await??;
        assert_eq!(
            super::error_of(outcome)?.code(),
            ErrorCode::Cancelled,
            "{engine:?}"
        );
        until_running(&database, false).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_ended_by_the_server_and_told() -> Result<()> {
    for engine in BOTH {
        let server = Server::shared(engine).await?;
        let database = server.database("slow").await?;
        load_small_set(&database).await?;
        make_slow(&database).await?;
        let timing = Timing {
            connect: Duration::from_secs(3),
            statement: Duration::from_secs(1),
        };
        let opened = open_within(&address(&database), &database.account.password, timing);
        let people = opened.customer_users(slow_source()?);
        let began = Instant::now();
        let error = super::error_of(people.count().await)?;
        assert_eq!(error.code(), ErrorCode::StatementTimedOut, "{engine:?}");
        assert!(
            began.elapsed() < Duration::from_secs(3),
            "{engine:?}: {:?}",
            began.elapsed()
        );
    }
    Ok(())
}

/// Nothing can be written through a session, whatever is asked of it.
#[tokio::test]
async fn sessions_cannot_write() -> Result<()> {
    for engine in BOTH {
        let options = ServerOptions::default().logging_statements();
        let server = Server::with(engine, options).await?;
        let database = server.database("readonly").await?;
        load_small_set(&database).await?;
        let opened = open(&address(&database), &database.account.password);
        assert!(list(&opened).await? > 0);
        let log = server.statements()?;
        assert!(
            log.contains("READ ONLY"),
            "{engine:?}: sessions begin as read-only"
        );
        for word in ["INSERT INTO", "UPDATE ", "DELETE FROM"] {
            let by_us = log
                .lines()
                .filter(|line| line.contains(&database.account.user));
            assert!(
                by_us.clone().all(|line| !line.contains(word)),
                "{engine:?}: {word}"
            );
        }
    }
    Ok(())
}
