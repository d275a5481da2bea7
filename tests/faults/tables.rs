//! Tables and columns that are not what the settings say, and types that nobody expected.

use anyhow::{Context as _, Result};
use deskbook_core::ErrorCode;
use deskbook_core::back_end::BackEnd;
use deskbook_core::health::State;
use deskbook_core::hits::Place;
use deskbook_domain::settings::SourceSettings;
use deskbook_domain::source::{CustomerUserSource, SourceId, Subject};
use deskbook_tests::found::{Searched as _, everything};
use deskbook_tests::server_stand::{address, open};
use deskbook_tests::servers::{Engine, Server, load_small_set, make_tables};
use serde_json::json;

use super::{error_of, failed_step, tested};

fn source(change: impl FnOnce(&mut SourceSettings)) -> Result<CustomerUserSource> {
    let mut settings = SourceSettings::shipped(Subject::CustomerUsers);
    change(&mut settings);
    let read = CustomerUserSource::read(SourceId::first(Subject::CustomerUsers), &settings);
    read.map_err(|findings| anyhow::anyhow!("{findings:?}"))
}

async fn missing(engine: Engine) -> Result<()> {
    let server = Server::shared(engine).await?;
    let database = server.database("missing").await?;
    let opened = open(&address(&database), &database.account.password);
    let people = opened.customer_users(CustomerUserSource::shipped());
    let error = error_of(people.count().await)?;
    assert_eq!(error.code(), ErrorCode::TableMissing);
    assert!(
        error
            .params()
            .contains(&("table", "customer_user".to_owned()))
    );
    let test = tested(&address(&database), &database.account.password).await;
    assert_eq!(failed_step(&test)?.1.code(), ErrorCode::TableMissing);

    make_tables(&database).await?;
    assert_eq!(people.count().await?, 0, "it recovers by itself");
    let other = source(|settings| {
        let mut rows = settings.map_rows();
        rows.iter_mut()
            .filter(|row| row.var == "UserPhone")
            .for_each(|row| "telephone".clone_into(&mut row.storage));
        settings.set_map_rows(&rows);
    })?;
    let other = opened.customer_users(other);
    assert_eq!(other.count().await?, 0, "rows can be counted");
    assert_eq!(
        other.health().state,
        State::Unknown,
        "which says nothing of its columns"
    );
    let error = error_of(other.search(everything()).await?.count().await)?;
    assert_eq!(error.code(), ErrorCode::ColumnMissing);
    other.count().await?;
    assert!(matches!(other.health().state, State::Failing(_)));
    assert!(
        error.params().contains(&("column", "telephone".to_owned())),
        "{error:?}"
    );
    Ok(())
}

#[tokio::test]
async fn a_missing_table_and_column_are_named_on_mariadb() -> Result<()> {
    missing(Engine::MariaDb).await
}

#[tokio::test]
async fn a_missing_table_and_column_are_named_on_postgresql() -> Result<()> {
    missing(Engine::PostgreSql).await
}

/// A view with columns of every kind is read as text and searched all the same.
async fn unexpected(engine: Engine, table: &str) -> Result<()> {
    let server = Server::shared(engine).await?;
    let database = server.database("types").await?;
    load_small_set(&database).await?;
    database.execute(table).await?;
    let people = source(|settings| {
        settings.set("Params.Table", Some(json!("persons")));
        settings.set("Params.ForeignDB", Some(json!(1)));
        settings.set("CustomerKey", Some(json!("nr")));
        settings.set("CustomerID", Some(json!("company")));
        settings.set("CustomerValid", None);
        settings.set(
            "CustomerUserSearchFields",
            Some(json!(["nr", "born", "company"])),
        );
        settings.set("CustomerUserPostMasterSearchFields", Some(json!(["born"])));
        settings.set("CustomerUserListFields", Some(json!(["nr", "born"])));
        settings.set("CustomerUserNameFields", Some(json!(["nr"])));
        let row = |var: &str, storage: &str, kind: &str| json!([var, var, storage, 1, 0, kind]);
        settings.set(
            "Map",
            Some(json!([
                row("UserLogin", "nr", "int"),
                row("UserCustomerID", "company", "var"),
                row("UserBorn", "born", "var"),
                row("UserPicture", "picture", "var"),
                row("UserShare", "share", "var"),
            ])),
        );
    })?;
    let opened = open(&address(&database), &database.account.password);
    let people = opened.customer_users(people);
    let hits = people.search(everything()).await?;
    let page = hits.page(Place::From(0), 10).await?;
    assert_eq!(page.rows.len(), 2);
    let first = page.rows.first().context("there are two")?;
    assert_eq!(first.login.as_str(), "7");
    assert!(
        first.record.text("UserBorn").starts_with("1990-02-03"),
        "{first:?}"
    );
    assert_eq!(first.record.text("UserShare").trim_end_matches('0'), "1.5");
    let found = people
        .find(&"7".into())
        .await?
        .context("it is found by number")?;
    assert_eq!(
        found.changes, None,
        "C8: a foreign table has no such columns"
    );
    assert!(people.find(&"seven".into()).await?.is_none());
    assert!(people.find(&"7.0".into()).await?.is_none());
    Ok(())
}

#[tokio::test]
async fn columns_of_any_type_are_read_as_text_on_mariadb() -> Result<()> {
    let table = "CREATE TABLE persons (nr INT PRIMARY KEY, company VARCHAR(20), born DATE, \
                 picture BLOB, share DECIMAL(5,2)); \
                 INSERT INTO persons VALUES (7, 'ACME', '1990-02-03', x'00ff', 1.5), \
                 (8, 'ACME', NULL, NULL, NULL)";
    unexpected(Engine::MariaDb, table).await
}

#[tokio::test]
async fn columns_of_any_type_are_read_as_text_on_postgresql() -> Result<()> {
    let table = "CREATE TABLE persons (nr INTEGER PRIMARY KEY, company VARCHAR(20), born DATE, \
                 picture BYTEA, share NUMERIC(5,2)); \
                 INSERT INTO persons VALUES (7, 'ACME', '1990-02-03', '\\x00ff', 1.5), \
                 (8, 'ACME', NULL, NULL, NULL)";
    unexpected(Engine::PostgreSql, table).await
}

/// Who of three is valid where the ids of the validities are stored as text.
async fn text_validity(engine: Engine) -> Result<()> {
    let server = Server::shared(engine).await?;
    let database = server.database("validity").await?;
    load_small_set(&database).await?;
    let table = "CREATE TABLE persons (login VARCHAR(20) PRIMARY KEY, state VARCHAR(20)); \
                 INSERT INTO persons VALUES ('ann', '1'), ('bob', '2'), ('cleo', 'yes')";
    database.execute(table).await?;
    let people = source(|settings| {
        settings.set("Params.Table", Some(json!("persons")));
        settings.set("Params.ForeignDB", Some(json!(1)));
        settings.set("CustomerID", Some(json!("login")));
        settings.set("CustomerValid", Some(json!("state")));
        settings.set("CustomerUserSearchFields", Some(json!(["login"])));
        settings.set("CustomerUserPostMasterSearchFields", Some(json!(["login"])));
        settings.set("CustomerUserListFields", Some(json!(["login"])));
        settings.set("CustomerUserNameFields", Some(json!(["login"])));
        settings.set(
            "Map",
            Some(json!([["UserLogin", "Login", "login", 1, 0, "var"]])),
        );
    })?;
    let opened = open(&address(&database), &database.account.password);
    let people = opened.customer_users(people);
    let hits = people.search(everything()).await?;
    let page = hits.page(Place::From(0), 10).await?;
    let logins: Vec<_> = page.rows.iter().map(|row| row.login.as_str()).collect();
    assert_eq!(logins, ["ann"], "only `1` is valid");
    Ok(())
}

#[tokio::test]
async fn validity_that_is_text_is_compared_as_text_on_mariadb() -> Result<()> {
    text_validity(Engine::MariaDb).await
}

#[tokio::test]
async fn validity_that_is_text_is_compared_as_text_on_postgresql() -> Result<()> {
    text_validity(Engine::PostgreSql).await
}

/// Old tables: texts of other encodings are found, and what they cannot hold matches nothing.
#[tokio::test]
async fn a_table_in_an_old_encoding_is_searched_without_trouble() -> Result<()> {
    let server = Server::shared(Engine::MariaDb).await?;
    for charset in ["latin1", "utf8mb3"] {
        let database = server.database("charset").await?;
        load_small_set(&database).await?;
        let convert = format!(
            "DELETE FROM customer_user; \
             ALTER TABLE customer_user CONVERT TO CHARACTER SET {charset}; \
             INSERT INTO customer_user (login, email, customer_id, first_name, last_name, valid_id, \
             create_time, create_by, change_time, change_by) VALUES \
             ('j.mueller', 'j@a.de', 'ACME', 'Jürgen', 'Müller', 1, NOW(), 1, NOW(), 1)"
        );
        database.execute(&convert).await?;
        let stand = deskbook_tests::server_stand::with(
            &database,
            CustomerUserSource::shipped(),
            deskbook_domain::source::CustomerSource::shipped(),
        )?;
        for (term, hits) in [("Müller", 1), ("jürgen", 1), ("🦀", 0), ("李小龙", 0)] {
            let condition = stand.customer_users.understand(term)?;
            let found = stand
                .customer_users
                .search(deskbook_tests::found::matching(condition))
                .await?;
            assert_eq!(found.count().await?, hits, "{term} in {charset}");
        }
        assert!(stand.customer_users.find(&"🦀".into()).await?.is_none());
    }
    Ok(())
}
