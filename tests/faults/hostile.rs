//! Any text as search, as login, as address, and as name in a map: found literally, matching nothing, or
//! refused. No server error reaches anybody, and no row comes that has nothing to do with it.

use anyhow::{Context as _, Result};
use deskbook_core::ErrorCode;
use deskbook_core::back_end::{BackEnd, BackEndError};
use deskbook_core::hits::{Hits, LARGEST_PAGE, Place};
use deskbook_core::query::ValidityFilter;
use deskbook_core::selection::{Extent, Selection};
use deskbook_domain::search::{Language, literal, parse};
use deskbook_domain::settings::SourceSettings;
use deskbook_domain::source::{CustomerSource, CustomerUserSource, SourceId, Subject};
use deskbook_tests::builders::a_customer_user;
use deskbook_tests::found::{matching, with_invalid};
use deskbook_tests::hostile::texts;
use deskbook_tests::rounds::rounds;
use deskbook_tests::server_stand::{self, address, open};
use deskbook_tests::servers::{Engine, Server, TestDatabase, make_tables};
use serde_json::json;

/// Texts that a column of 100 characters takes on this engine.
fn storable(engine: Engine, text: &str) -> bool {
    let fits = (1..=100).contains(&text.chars().count());
    fits && (engine != Engine::PostgreSql || !text.contains('\0'))
}

async fn searched(engine: Engine) -> Result<()> {
    let server = Server::shared(engine).await?;
    let database = server.database("hostile").await?;
    make_tables(&database).await?;
    let stand = server_stand::with(
        &database,
        CustomerUserSource::shipped(),
        CustomerSource::shipped(),
    )?;
    let texts = texts(rounds(300, 10_000))?;
    let stored = texts
        .iter()
        .enumerate()
        .filter(|(_, text)| storable(engine, text));
    let people = stored.clone().map(|(number, text)| {
        a_customer_user()
            .login(&format!("n{number}"))
            .named("x", text)
    });
    stand.put(people).await?;
    for (number, text) in stored {
        let hits = stand
            .customer_users
            .search(with_invalid(matching(literal(text)?)))
            .await?;
        let login = format!("n{number}");
        assert!(
            holds(&*hits, &login, text, engine).await?,
            "{engine:?} finds {text:?}"
        );
    }
    let affixes = stand.customer_users.source().affixes();
    for text in &texts {
        if let Ok(condition) = parse(text, Language::CustomerUser, &affixes) {
            let hits = stand
                .customer_users
                .search(with_invalid(matching(condition)))
                .await?;
            let asked = hits.page(Place::From(0), 1).await;
            asked.with_context(|| format!("{engine:?}: {text:?}"))?;
        }
    }
    Ok(())
}

/// Whether a login is among the hits; on PostgreSQL every hit must hold the text.
async fn holds(
    hits: &dyn Hits<deskbook_core::back_end::FoundCustomerUser>,
    login: &str,
    text: &str,
    engine: Engine,
) -> Result<bool> {
    let page = hits.page(Place::From(0), LARGEST_PAGE).await?;
    if engine == Engine::PostgreSql {
        let wanted = deskbook_domain::text::lower(text);
        for row in &page.rows {
            let fields = [
                "UserLogin",
                "UserFirstname",
                "UserLastname",
                "UserCustomerID",
            ];
            let has =
                |var: &&str| deskbook_domain::text::lower(row.record.text(*var)).contains(&wanted);
            assert!(fields.iter().any(has), "{text:?} finds {}", row.login);
        }
    }
    let keys = [login.to_owned()];
    Ok(hits.holding(&keys).await?.contains(login))
}

#[tokio::test]
async fn hostile_texts_are_found_literally_on_mariadb() -> Result<()> {
    searched(Engine::MariaDb).await
}

#[tokio::test]
async fn hostile_texts_are_found_literally_on_postgresql() -> Result<()> {
    searched(Engine::PostgreSql).await
}

/// Questions that a text cannot be part of are refused as not understood, and never by the server.
fn understood<A>(outcome: Result<A, BackEndError>, text: &str) -> Result<Option<A>> {
    match outcome {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.code() == ErrorCode::SearchNotUnderstood => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{text:?}")),
    }
}

async fn looked_up(engine: Engine) -> Result<()> {
    let server = Server::shared(engine).await?;
    let database = server.database("lookups").await?;
    make_tables(&database).await?;
    let stand = server_stand::with(
        &database,
        CustomerUserSource::shipped(),
        CustomerSource::shipped(),
    )?;
    stand.put([a_customer_user().login("innocent")]).await?;
    let people = &stand.customer_users;
    for text in texts(rounds(200, 10_000))? {
        let found = people.find(&text.as_str().into()).await;
        assert!(understood(found, &text)?.flatten().is_none(), "{text:?}");
        let holders = people.holders_of_email(&text).await;
        assert!(
            understood(holders, &text)?.is_none_or(|it| it.is_empty()),
            "{text:?}"
        );
        understood(stand.system.preferences(&text.as_str().into()).await, &text)?;
        understood(
            stand
                .system
                .additional_customers(&text.as_str().into())
                .await,
            &text,
        )?;
        for extent in [Extent::Part, Extent::Whole] {
            let selection = Selection::Like {
                text: text.clone(),
                extent,
                column: people.source().customer_id.clone(),
            };
            let answer = people
                .select(&selection, ValidityFilter::All, Some(10))
                .await;
            understood(answer, &text)?;
        }
        let customer = stand.customers.find(&text.as_str().into()).await;
        assert!(understood(customer, &text)?.flatten().is_none(), "{text:?}");
    }
    Ok(())
}

#[tokio::test]
async fn hostile_texts_are_nobodys_login_on_mariadb() -> Result<()> {
    looked_up(Engine::MariaDb).await
}

#[tokio::test]
async fn hostile_texts_are_nobodys_login_on_postgresql() -> Result<()> {
    looked_up(Engine::PostgreSql).await
}

/// The settings with a text in place of the name of a column or a table.
fn named(key: &str, text: &str) -> Result<CustomerUserSource, ()> {
    let mut settings = SourceSettings::shipped(Subject::CustomerUsers);
    match key {
        "Map" => {
            let mut rows = settings.map_rows();
            rows.iter_mut()
                .filter(|row| row.var == "UserPhone")
                .for_each(|row| text.clone_into(&mut row.storage));
            settings.set_map_rows(&rows);
        }
        "CustomerUserSearchFields" => settings.set(key, Some(json!(["login", text]))),
        key => settings.set(key, Some(json!(text))),
    }
    let id = SourceId::first(Subject::CustomerUsers);
    CustomerUserSource::read(id, &settings).map_err(|_| ())
}

async fn as_names(engine: Engine) -> Result<()> {
    let server = Server::shared(engine).await?;
    let database: TestDatabase = server.database("names").await?;
    make_tables(&database).await?;
    let opened = open(&address(&database), &database.account.password);
    let words = ["select", "SELECT", "a1", "_", "a$b", "x.y", "customer_user"].map(str::to_owned);
    for text in texts(rounds(300, 10_000))?.into_iter().chain(words) {
        for key in [
            "Map",
            "CustomerKey",
            "CustomerValid",
            "Params.Table",
            "CustomerUserSearchFields",
        ] {
            // A refused name is the rule
            let Ok(source) = named(key, &text) else {
                continue;
            };
            let outcome = opened
                .customer_users(source)
                .search(matching(literal("a")?))
                .await?;
            match outcome.count().await {
                Ok(_) => {}
                Err(error) => assert!(
                    matches!(
                        error.code(),
                        ErrorCode::ColumnMissing
                            | ErrorCode::TableMissing
                            | ErrorCode::GrantMissing
                    ),
                    "{engine:?}, {key} {text:?}: {error:?}"
                ),
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn hostile_names_in_a_map_are_refused_or_missing_on_mariadb() -> Result<()> {
    as_names(Engine::MariaDb).await
}

#[tokio::test]
async fn hostile_names_in_a_map_are_refused_or_missing_on_postgresql() -> Result<()> {
    as_names(Engine::PostgreSql).await
}
