//! Several hosts: the first one that answers is asked, and a replica says so.

use anyhow::{Result, bail};
use deskbook_core::ErrorCode;
use deskbook_core::back_end::BackEnd;
use deskbook_domain::database::{DatabaseAddress, Host};
use deskbook_domain::source::CustomerUserSource;
use deskbook_tests::server_stand::{address, open};
use deskbook_tests::servers::{Engine, Server, ServerOptions, load_small_set};

use super::{list, tested};

fn host(port: u16) -> Host {
    Host {
        name: "127.0.0.1".to_owned(),
        port,
    }
}

#[tokio::test]
async fn a_host_that_is_down_is_passed_over() -> Result<()> {
    let unused = std::net::TcpListener::bind("127.0.0.1:0")?
        .local_addr()?
        .port();
    for engine in [Engine::MariaDb, Engine::PostgreSql] {
        let server = Server::shared(engine).await?;
        let database = server.database("failover").await?;
        load_small_set(&database).await?;
        let right = address(&database);
        let mut hosts = vec![host(unused)];
        hosts.extend(right.hosts.clone());
        let both = DatabaseAddress { hosts, ..right };
        let opened = open(&both, &database.account.password);
        assert!(list(&opened).await? > 0, "{engine:?}");
        let answering = opened.answering().map(|host| host.port);
        assert_eq!(answering, Some(database.port), "{engine:?}");
        let test = tested(&both, &database.account.password).await;
        assert!(test.passed(), "{test:?}");
        let [error] = test.passed_over.as_slice() else {
            bail!("one host was passed over, but {test:?}");
        };
        assert_eq!(error.code(), ErrorCode::HostUnreachable);
        assert_eq!(*error.place.host, *host(unused).to_string());
    }
    Ok(())
}

#[tokio::test]
async fn a_standby_is_read_and_says_that_it_is_one() -> Result<()> {
    let first = Server::with(Engine::PostgreSql, ServerOptions::default()).await?;
    let database = first.database("standby").await?;
    load_small_set(&database).await?;
    let standby = first.standby().await?;
    let hosts = vec![host(first.port()), host(standby.port())];
    let both = DatabaseAddress {
        hosts,
        ..address(&database)
    };
    let opened = open(&both, &database.account.password);
    let people = opened.customer_users(CustomerUserSource::shipped());
    assert_eq!(people.count().await?, 300);
    assert!(!people.health().replica, "the first host takes changes");
    first.stop().await?;
    let again = people.count().await;
    let count = match again {
        Ok(count) => count,
        // The broken session is found out by the first question after the cut
        Err(_) => people.count().await?,
    };
    assert_eq!(count, 300, "the standby answers");
    assert!(people.health().replica);
    Ok(())
}

#[tokio::test]
async fn a_mariadb_that_only_reads_says_so() -> Result<()> {
    let server = Server::with(Engine::MariaDb, ServerOptions::default().read_only()).await?;
    let database = server.database("readonly").await?;
    load_small_set(&database).await?;
    let opened = open(&address(&database), &database.account.password);
    let people = opened.customer_users(CustomerUserSource::shipped());
    assert_eq!(people.count().await?, 300);
    assert!(people.health().replica);
    Ok(())
}
