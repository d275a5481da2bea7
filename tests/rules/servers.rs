//! Rules about a server's catalogue.

use anyhow::{Context as _, Result};
use deskbook_domain::secret::Secret;
use deskbook_sql::server::test_connection;
use deskbook_tests::clock::SetClock;
use deskbook_tests::server_stand::{TIMING, address};
use deskbook_tests::servers::{Engine, Server, make_tables};

/// What a test of the connection calls the table of groups.
async fn group_table(engine: Engine, name: Option<&str>) -> Result<String> {
    let server = Server::shared(engine).await?;
    let database = server.database("groups").await?;
    make_tables(&database).await?;
    if let Some(name) = name {
        let sql = match engine {
            Engine::PostgreSql => format!("ALTER TABLE groups_table RENAME TO {name}"),
            Engine::MariaDb | Engine::MySql => format!("RENAME TABLE groups_table TO `{name}`"),
        };
        database.execute(&sql).await?;
    }
    let password = Secret::new(database.account.password.clone());
    let clock = SetClock::at(1_700_000_000);
    let test = test_connection(&address(&database), &password, TIMING, &clock).await;
    Ok(test.system.context("the test passes")?.group_table)
}

#[tokio::test]
async fn c1_the_group_table_is_found_under_its_three_names() -> Result<()> {
    for engine in [Engine::MariaDb, Engine::PostgreSql] {
        assert_eq!(group_table(engine, None).await?, "groups_table");
        for name in ["permission_groups", "groups"] {
            assert_eq!(group_table(engine, Some(name)).await?, name);
        }
    }
    Ok(())
}
