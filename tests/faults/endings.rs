//! Connections that break while a change is being stored, which goes on without them: nobody is told that
//! it is not stored.

use std::time::Duration;

use anyhow::{Context as _, Result};
use deskbook_core::back_end::{Addition, BackEnd as _, BackEndError, CustomerMoving};
use deskbook_core::server_error::Trouble;
use deskbook_domain::database::DatabaseAddress;
use deskbook_domain::ids::CustomerId;
use deskbook_domain::source::CustomerUserSource;
use deskbook_tests::builders::a_customer_user;
use deskbook_tests::server_stand::{address, open};
use deskbook_tests::servers::proxy::Proxy;
use deskbook_tests::servers::{Engine, Server, ServerOptions, TestDatabase};
use sea_orm::{ConnectionTrait as _, TransactionTrait as _};

use super::writing::{change, everything, until, waiting, with_jane};

fn through(proxy: &Proxy, database: &TestDatabase) -> DatabaseAddress {
    let mut address = address(database);
    for host in &mut address.hosts {
        host.port = proxy.port();
    }
    address
}

/// PostgreSQL can be made to take its time over COMMIT.
#[tokio::test]
async fn an_addition_and_a_rename_that_go_on_without_us_are_waited_for() -> Result<()> {
    let (database, stand) = with_jane(Server::shared(Engine::PostgreSql).await?).await?;
    let slow = "CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS \
                $$ BEGIN PERFORM pg_sleep(4); RETURN NULL; END $$; \
                CREATE CONSTRAINT TRIGGER lingers AFTER INSERT OR UPDATE ON customer_user \
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION linger()";
    database.execute(slow).await?;
    let proxy = Proxy::to(database.port).await?;
    let opened = open(&through(&proxy, &database), &database.account.password);
    let people = opened.customer_users(CustomerUserSource::shipped());
    let cut = async || {
        let lingers = format!(
            "SELECT wait_event FROM pg_stat_activity \
             WHERE datname = '{}' AND wait_event = 'PgSleep'",
            database.name
        );
        until(&database, &lingers).await?;
        proxy.drop_all().await;
        anyhow::Ok(())
    };
    let addition = Addition {
        record: a_customer_user().login("new").record(),
        password: None,
        by: stand.signature(),
    };
    let writer = people.writer().ok_or(BackEndError::ReadOnly)?;
    let (outcome, dropped) = tokio::join!(writer.add(addition), cut());
    dropped?;
    outcome.context("it was added: only the answer was lost")?;
    let renaming = change(&people, &stand, a_customer_user().login("t.smith"));
    let (outcome, dropped) = tokio::join!(renaming, cut());
    dropped?;
    outcome.context("it was renamed: only the answer was lost")?;
    let stored = everything(&database).await?;
    for login in ["new|", "t.smith|"] {
        assert!(stored.iter().any(|it| it.starts_with(login)), "{stored:?}");
    }
    Ok(())
}

/// `MariaDB` lets COMMIT wait for a backup. What is not stored yet looks as if it never was; and while it
/// waits the server may notice that nobody is there any more, and undo it. What is told is how it ended.
#[tokio::test]
async fn a_move_whose_commit_waits_without_us_is_told_as_it_ended() -> Result<()> {
    let server = Server::with(Engine::MariaDb, ServerOptions::default()).await?;
    let (database, stand) = with_jane(&server).await?;
    let proxy = Proxy::to(database.port).await?;
    let opened = open(&through(&proxy, &database), &database.account.password);
    let people = opened.customer_users(CustomerUserSource::shipped());
    let writer = people.writer().ok_or(BackEndError::ReadOnly)?;
    let moving = CustomerMoving {
        id: CustomerId::from("ACME"),
        new_id: CustomerId::from("BETA"),
        by: stand.signature(),
    };
    let committing = format!(
        "SELECT info FROM information_schema.processlist \
         WHERE user = '{}' AND info LIKE 'COMMIT%'",
        database.account.user
    );
    let holder = database.admin().begin().await?;
    let held = "SELECT login FROM customer_user FOR UPDATE";
    holder.execute_unprepared(held).await?;
    let beside = server.same_database(&database).await?;
    // One connection, with no transaction of its own
    let backup = beside.admin().begin().await?;
    backup.execute_unprepared("COMMIT").await?;
    let interrupting = async {
        until(&database, &waiting(&database)).await?;
        for stage in ["START", "FLUSH", "BLOCK_DDL", "BLOCK_COMMIT"] {
            let stage = format!("BACKUP STAGE {stage}");
            backup.execute_unprepared(&stage).await?;
        }
        holder.rollback().await?;
        until(&database, &committing).await?;
        proxy.drop_all().await;
        tokio::time::sleep(Duration::from_secs(4)).await;
        backup.execute_unprepared("BACKUP STAGE END").await?;
        anyhow::Ok(())
    };
    let (outcome, interrupted) = tokio::join!(writer.move_to_customer(&moving), interrupting);
    interrupted?;
    let customers = "SELECT customer_id FROM customer_user";
    let stored = database.outside().texts(customers).await?;
    match outcome {
        Ok(moved) => assert_eq!((moved, stored), (1, vec!["BETA".to_owned()])),
        Err(BackEndError::Server(error)) => {
            assert_eq!(
                error.trouble,
                Trouble::ConnectionLost,
                "it is known how it ended"
            );
            assert_eq!(stored, ["ACME"]);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
