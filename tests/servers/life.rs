//! A server comes, answers, goes, and comes again.

use std::path::Path;

use anyhow::Result;
use deskbook_tests::servers::{Engine, Server, ServerOptions};

const STARTED_HERE: [Engine; 2] = [Engine::MariaDb, Engine::PostgreSql];

async fn fresh(engine: Engine) -> Result<Server> {
    Server::with(engine, ServerOptions::default()).await
}

fn is_there(process: u32) -> bool {
    Path::new(&format!("/proc/{process}")).exists()
}

#[tokio::test]
async fn a_server_answers_and_is_gone_with_its_value() -> Result<()> {
    for engine in STARTED_HERE {
        let server = fresh(engine).await?;
        let database = server.database("life").await?;
        let answer = database.outside().texts("SELECT 'here'").await?;
        assert_eq!(answer, ["here"]);
        let process = server.process_id().await?;
        assert!(is_there(process));
        drop(server);
        assert!(!is_there(process), "{engine:?} is left behind");
    }
    Ok(())
}

#[tokio::test]
async fn a_server_is_gone_when_its_test_panics() -> Result<()> {
    for engine in STARTED_HERE {
        let server = fresh(engine).await?;
        let process = server.process_id().await?;
        let test = tokio::spawn(async move {
            let _server = server;
            panic!("as a test that fails");
        });
        assert!(test.await.is_err_and(|error| error.is_panic()));
        assert!(!is_there(process), "{engine:?} is left behind");
    }
    Ok(())
}

#[tokio::test]
async fn a_server_has_its_port_and_its_data_again_after_a_stop() -> Result<()> {
    for engine in STARTED_HERE {
        let server = fresh(engine).await?;
        let database = server.database("again").await?;
        database
            .execute("CREATE TABLE kept (word VARCHAR(20)); INSERT INTO kept VALUES ('still here')")
            .await?;
        let (port, process) = (server.port(), server.process_id().await?);
        server.stop().await?;
        assert!(!is_there(process));
        server.start().await?;
        assert_eq!(server.port(), port);
        let database = server.same_database(&database).await?;
        let words = database.outside().texts("SELECT word FROM kept").await?;
        assert_eq!(words, ["still here"], "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_shared_server_is_one_server_with_many_databases() -> Result<()> {
    for engine in STARTED_HERE {
        let first = Server::shared(engine).await?.database("one").await?;
        let second = Server::shared(engine).await?.database("one").await?;
        assert_eq!(first.port, second.port);
        assert_ne!(first.name, second.name);
    }
    Ok(())
}
