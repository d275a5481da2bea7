//! A user who may not read everything.

use anyhow::Result;
use deskbook_core::ErrorCode;
use deskbook_core::back_end::BackEnd;
use deskbook_core::health::Rights;
use deskbook_core::otobo_system::OtoboSystem as _;
use deskbook_domain::database::DatabaseAddress;
use deskbook_domain::source::CustomerUserSource;
use deskbook_tests::server_stand::{address, open};
use deskbook_tests::servers::{Engine, Server, load_small_set};

use super::{error_of, list, tested};

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

fn on(engine: Engine, database: &str, what: &str, table: &str) -> String {
    match engine {
        Engine::PostgreSql => format!("{what} ON {table}"),
        Engine::MariaDb | Engine::MySql => format!("{what} ON {database}.{table}"),
    }
}

/// Engines of which a server is started here.
const BOTH: [Engine; 2] = [Engine::MariaDb, Engine::PostgreSql];

/// Every table may be read, and nothing else.
fn reading(engine: Engine, database: &str) -> String {
    match engine {
        Engine::PostgreSql => "SELECT ON ALL TABLES IN SCHEMA public".to_owned(),
        Engine::MariaDb | Engine::MySql => format!("SELECT ON {database}.*"),
    }
}

#[tokio::test]
async fn an_account_that_may_only_read_is_found_out_before_anything_is_saved() -> Result<()> {
    for engine in BOTH {
        let server = Server::shared(engine).await?;
        let database = server.database("readers").await?;
        load_small_set(&database).await?;
        let reading = reading(engine, &database.name);
        let account = database
            .user("reader", "reader-password", &[&reading])
            .await?;
        let address = DatabaseAddress {
            user: account.user.clone(),
            ..address(&database)
        };
        let tested = tested(&address, &account.password).await;
        assert!(tested.passed(), "{engine:?}: {tested:?}");
        let only_read = tested.system.map(|system| system.only_read);
        let both = ["customer_user".to_owned(), "customer_company".to_owned()];
        assert_eq!(only_read.as_deref(), Some(&both[..]), "{engine:?}");

        let opened = open(&address, &account.password);
        let people = opened.customer_users(CustomerUserSource::shipped());
        assert_eq!(people.health().rights, Rights::Unknown, "nobody asked");
        people.ping().await?;
        assert_eq!(people.health().rights, Rights::ReadsOnly, "{engine:?}");
        let to = match engine {
            Engine::PostgreSql => account.user.clone(),
            Engine::MariaDb | Engine::MySql => format!("{}@'%'", account.user),
        };
        let update = on(engine, &database.name, "UPDATE (email)", "customer_user");
        database.execute(&format!("GRANT {update} TO {to}")).await?;
        people.ping().await?;
        assert_eq!(people.health().rights, Rights::Writes, "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn who_may_write_is_not_taken_for_a_reader() -> Result<()> {
    for engine in BOTH {
        let server = Server::shared(engine).await?;
        let database = server.database("writers").await?;
        load_small_set(&database).await?;
        let password = &database.account.password;
        let tested = tested(&address(&database), password).await;
        let only_read = tested.system.map(|system| system.only_read);
        assert_eq!(only_read, Some(Vec::new()), "{engine:?}");
        let people =
            open(&address(&database), password).customer_users(CustomerUserSource::shipped());
        people.ping().await?;
        assert_eq!(people.health().rights, Rights::Writes, "{engine:?}");
    }
    Ok(())
}

/// What comes by a role does not stand in the account's own grants.
#[tokio::test]
async fn rights_by_a_role_are_left_open_on_mariadb() -> Result<()> {
    let server = Server::shared(Engine::MariaDb).await?;
    let database = server.database("roles").await?;
    load_small_set(&database).await?;
    let name = &database.name;
    let reading = reading(Engine::MariaDb, name);
    let account = database
        .user("reader", "reader-password", &[&reading])
        .await?;
    let role = format!("{name}_writers");
    database.execute(&format!("CREATE ROLE {role}")).await?;
    let writing = format!("GRANT INSERT, UPDATE ON {name}.* TO {role}");
    database.execute(&writing).await?;
    let granted = format!("GRANT {role} TO {}@'%'", account.user);
    database.execute(&granted).await?;
    let address = DatabaseAddress {
        user: account.user.clone(),
        ..address(&database)
    };
    let people = open(&address, &account.password).customer_users(CustomerUserSource::shipped());
    people.ping().await?;
    assert_eq!(people.health().rights, Rights::Unknown);
    Ok(())
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
