//! A server that hangs, takes no change, or tells what it was asked.

use std::time::Duration;

use anyhow::Result;
use deskbook_tests::servers::{Account, Engine, Server, ServerOptions, TestDatabase};
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DbErr};
use tokio::time::timeout;

const A_WHILE: Duration = Duration::from_millis(300);

async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await
}

fn url_of(database: &TestDatabase, account: &Account) -> String {
    let own = &database.account;
    let own = format!("{}:{}@", own.user, own.password);
    let others = format!("{}:{}@", account.user, account.password);
    database.url().replace(&own, &others)
}

#[tokio::test]
async fn a_paused_server_hangs_until_it_is_resumed() -> Result<()> {
    for engine in [Engine::MariaDb, Engine::PostgreSql] {
        let server = Server::with(engine, ServerOptions::default()).await?;
        let database = server.database("paused").await?;
        let before = connect(database.url()).await?;
        server.pause().await?;
        let asked = before.execute_unprepared("SELECT 1");
        let connecting = connect(database.url());
        let (old, new) = tokio::join!(timeout(A_WHILE, asked), timeout(A_WHILE, connecting));
        assert!(old.is_err(), "{engine:?} answers on an old connection");
        assert!(new.is_err(), "{engine:?} answers on a new connection");
        server.resume().await?;
        connect(database.url()).await?.ping().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_paused_server_can_be_dropped() -> Result<()> {
    for engine in [Engine::MariaDb, Engine::PostgreSql] {
        let server = Server::with(engine, ServerOptions::default()).await?;
        server.pause().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_read_only_mariadb_takes_no_change_of_a_user() -> Result<()> {
    let options = ServerOptions::default().read_only();
    let server = Server::with(Engine::MariaDb, options).await?;
    let database = server.database("frozen").await?;
    database
        .execute("CREATE TABLE words (word VARCHAR(20))")
        .await?;
    let connection = connect(database.url()).await?;
    connection.execute_unprepared("SELECT * FROM words").await?;
    let refused = connection
        .execute_unprepared("INSERT INTO words VALUES ('new')")
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("--read-only"), "{refused}");
    Ok(())
}

#[tokio::test]
async fn a_standby_follows_and_takes_no_change() -> Result<()> {
    let primary = Server::with(Engine::PostgreSql, ServerOptions::default()).await?;
    let database = primary.database("followed").await?;
    database
        .execute("CREATE TABLE words (word VARCHAR(20)); INSERT INTO words VALUES ('old')")
        .await?;
    let standby = primary.standby().await?;
    let copy = standby.same_database(&database).await?;
    assert_eq!(
        copy.outside().texts("SELECT word FROM words").await?,
        ["old"]
    );
    let recovers = copy
        .outside()
        .texts("SELECT pg_is_in_recovery()::text")
        .await?;
    assert_eq!(recovers, ["true"]);
    let refused = copy.execute("INSERT INTO words VALUES ('new')").await;
    assert!(refused.is_err());
    Ok(())
}

#[tokio::test]
async fn a_server_tells_what_it_was_asked() -> Result<()> {
    for engine in [Engine::MariaDb, Engine::PostgreSql] {
        let options = ServerOptions::default().logging_statements();
        let server = Server::with(engine, options).await?;
        let database = server.database("heard").await?;
        database.outside().texts("SELECT 'can you hear me'").await?;
        let statements = server.statements()?;
        assert!(
            statements.contains("can you hear me"),
            "{engine:?}: {statements}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_user_may_do_what_was_granted_and_no_more() -> Result<()> {
    for engine in [Engine::MariaDb, Engine::PostgreSql] {
        let database = Server::shared(engine).await?.database("granted").await?;
        database
            .execute("CREATE TABLE words (word VARCHAR(20))")
            .await?;
        let grants = ["SELECT ON words"];
        let reader = database.user("reader", "it's secret", &grants).await?;
        let reader = Account {
            password: "it%27s%20secret".to_owned(),
            ..reader
        };
        let connection = connect(&url_of(&database, &reader)).await?;
        connection.execute_unprepared("SELECT * FROM words").await?;
        let insert = "INSERT INTO words VALUES ('new')";
        assert!(connection.execute_unprepared(insert).await.is_err());
        let owner = connect(database.url()).await?;
        owner.execute_unprepared(insert).await?;
    }
    Ok(())
}
