//! The small set is the same everywhere.

use anyhow::{Context as _, Result};
use deskbook_tests::servers::{Engine, Server, TestDatabase, load_small_set};

async fn is_whole(database: &TestDatabase) -> Result<()> {
    load_small_set(database).await?;
    let counts = [
        ("customer_user", "300"),
        ("customer_company", "40"),
        ("valid", "3"),
        ("customer_preferences", "180"),
    ];
    let outside = database.outside();
    // MySQL tells a CAST to text apart from PostgreSQL's; both can join texts.
    for (table, count) in counts {
        let counted = outside
            .texts(&format!("SELECT CONCAT(COUNT(*), '') FROM {table}"))
            .await?;
        assert_eq!(counted, [count], "{table} in {:?}", database.engine);
    }
    let logins = outside
        .texts("SELECT login FROM customer_user WHERE pw IS NULL")
        .await?;
    assert!(logins.contains(&"pw.null".to_owned()), "NULL is NULL");
    Ok(())
}

#[tokio::test]
async fn the_small_set_is_whole_in_mariadb() -> Result<()> {
    let server = Server::shared(Engine::MariaDb).await?;
    is_whole(&server.database("small").await?).await
}

#[tokio::test]
async fn the_small_set_is_whole_in_postgresql() -> Result<()> {
    let server = Server::shared(Engine::PostgreSql).await?;
    is_whole(&server.database("small").await?).await
}

#[tokio::test]
#[cfg_attr(not(mysql_is_there), ignore = "DESKBOOK_TEST_MYSQL names no server")]
async fn the_small_set_is_whole_in_mysql() -> Result<()> {
    let server = Server::mysql()?.context("the environment names one")?;
    is_whole(&server.database("small").await?).await
}
