//! A user who may not read everything.

use anyhow::Result;
use deskbook_core::ErrorCode;
use deskbook_core::back_end::BackEnd;
use deskbook_core::otobo_system::OtoboSystem as _;
use deskbook_domain::database::DatabaseAddress;
use deskbook_domain::source::CustomerUserSource;
use deskbook_tests::server_stand::{address, open};
use deskbook_tests::servers::{Engine, Server, load_small_set};

use super::{error_of, list};

async fn missing_grants(engine: Engine, schema: &str) -> Result<()> {
    let server = Server::shared(engine).await?;
    let database = server.database("grants").await?;
    load_small_set(&database).await?;
    let on = |table: &str| match engine {
        Engine::PostgreSql => format!("SELECT ON {schema}{table}"),
        Engine::MariaDb | Engine::MySql => format!("SELECT ON {}.{table}", database.name),
    };
    let grants = [on("customer_company"), on("valid")];
    let grants: Vec<&str> = grants.iter().map(String::as_str).collect();
    let account = database.user("narrow", "narrow-password", &grants).await?;
    let address = DatabaseAddress {
        user: account.user.clone(),
        ..address(&database)
    };
    let opened = open(&address, &account.password);
    let people = opened.customer_users(CustomerUserSource::shipped());
    let error = error_of(people.count().await)?;
    assert_eq!(error.code(), ErrorCode::GrantMissing);
    assert!(
        error
            .params()
            .contains(&("table", "customer_user".to_owned())),
        "{error:?}"
    );
    let error = error_of(opened.preferences(&"tina".into()).await)?;
    assert_eq!(error.code(), ErrorCode::GrantMissing);
    let customers = opened.customers(deskbook_domain::source::CustomerSource::shipped());
    let count = deskbook_core::customer_back_end::CustomerBackEnd::count(&customers).await?;
    assert_eq!(count, 40, "what may be read is read");
    Ok(())
}

#[tokio::test]
async fn a_missing_grant_is_named_on_mariadb() -> Result<()> {
    missing_grants(Engine::MariaDb, "").await
}

#[tokio::test]
async fn a_missing_grant_is_named_on_postgresql() -> Result<()> {
    missing_grants(Engine::PostgreSql, "public.").await
}

/// Without the table of agents the numbers stand for themselves; nothing else suffers.
#[tokio::test]
async fn a_database_without_agents_tells_their_numbers() -> Result<()> {
    let server = Server::shared(Engine::MariaDb).await?;
    let database = server.database("agents").await?;
    load_small_set(&database).await?;
    let opened = open(&address(&database), &database.account.password);
    assert!(list(&opened).await? > 0);
    let people = opened.customer_users(CustomerUserSource::shipped());
    let found = people.find(&"o'brien".into()).await?;
    let changes = found.and_then(|found| found.changes);
    assert_eq!(
        changes.map(|changes| changes.created_by),
        Some("1".to_owned())
    );
    Ok(())
}
