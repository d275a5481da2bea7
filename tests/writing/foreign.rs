//! Tables of somebody else: numbers as keys, no columns of who wrote when, and views that take changes
//! (`otobo-behaviour.md` 2, C8).

use anyhow::{Context as _, Result};
use deskbook_core::back_end::{Addition, BackEndWriter, Change};
use deskbook_core::moves::MoveOptions;
use deskbook_domain::ids::{Identifier, Login};
use deskbook_domain::map::Map;
use deskbook_domain::record::Record;
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use deskbook_tests::server_stand;
use deskbook_tests::servers::{Engine, Server, TestDatabase};
use deskbook_tests::stand::Stand;
use std::sync::Arc;

const BOTH: [Engine; 2] = [Engine::MariaDb, Engine::PostgreSql];

/// A table of persons with a number as key, and a view of it.
const PERSONS: &str = "CREATE TABLE persons (person_id INTEGER PRIMARY KEY, firm VARCHAR(20), \
                       given VARCHAR(30) NOT NULL, family VARCHAR(30) NOT NULL, \
                       mail VARCHAR(60) NOT NULL, age INTEGER, born DATE, \
                       note VARCHAR(40) DEFAULT 'theirs'); \
                       CREATE VIEW grown_up AS SELECT person_id, firm, given, family, mail, age, born \
                       FROM persons WHERE family <> 'Nobody'";

/// A source over such a table: each var and its column.
fn source(table: &'static str) -> Result<CustomerUserSource> {
    let columns = [
        ("UserFirstname", "given"),
        ("UserLastname", "family"),
        ("UserLogin", "person_id"),
        ("UserEmail", "mail"),
        ("UserCustomerID", "firm"),
        ("UserZip", "age"),
        ("UserComment", "born"),
    ];
    let shipped = CustomerUserSource::shipped();
    let fields = columns.iter().map(|(var, column)| {
        let mut fields = shipped.map.fields().iter();
        let field = fields.find(|it| it.var.as_str() == *var);
        let mut field = field.context("the shipped map has it")?.clone();
        field.storage = Identifier::fixed(column);
        Ok(field)
    });
    let fields = fields.collect::<Result<Vec<_>>>()?;
    Ok(CustomerUserSource {
        table: table.try_into()?,
        foreign: true,
        key: Identifier::fixed("person_id"),
        customer_id: Identifier::fixed("firm"),
        valid: None,
        list_fields: vec![Identifier::fixed("given"), Identifier::fixed("mail")],
        search_fields: vec![Identifier::fixed("given"), Identifier::fixed("family")],
        post_master_fields: vec![Identifier::fixed("mail")],
        name_fields: vec![Identifier::fixed("given"), Identifier::fixed("family")],
        map: Map::new(fields),
        ..shipped
    })
}

fn person(login: &str) -> Record {
    Record::from_iter([
        ("UserFirstname", "Nora"),
        ("UserLastname", "Novák"),
        ("UserLogin", login),
        ("UserEmail", "nora@acme.test"),
        ("UserCustomerID", "ACME"),
        ("UserZip", "42"),
        ("UserComment", "1984-02-29"),
    ])
}

async fn foreign(engine: Engine, table: &'static str) -> Result<(TestDatabase, Stand)> {
    let server = Server::shared(engine).await?;
    let database = super::database_on(server, "foreign").await?;
    // The user owns what he is to write, as he would in a database of his own
    database.execute(PERSONS).await?;
    let stand = server_stand::with(&database, source(table)?, CustomerSource::shipped())?;
    Ok((database, stand))
}

fn writer(stand: &Stand) -> Result<&dyn BackEndWriter> {
    stand.customer_users.writer().context("it takes changes")
}

async fn change(stand: &Stand, login: &str, changed: &[(&str, &str)]) -> Result<()> {
    let stored = stand.customer_users.find(&Login::from(login)).await?;
    let stored = stored.context("it is there")?;
    let mut record = stored.record.clone();
    for (var, text) in changed {
        record.set(*var, Some((*text).to_owned()));
    }
    let change = Change {
        login: stored.login,
        was: stored.record,
        record,
        password: None,
        by: stand.signature(),
        options: MoveOptions::default(),
        progress: Arc::new(()),
    };
    writer(stand)?.change(change).await?;
    Ok(())
}

/// All rows, with NULL written out.
async fn rows(database: &TestDatabase) -> Result<Vec<String>> {
    let columns = [
        "person_id",
        "firm",
        "given",
        "family",
        "mail",
        "age",
        "born",
        "note",
    ];
    let columns = columns.map(|it| format!("COALESCE(CAST({it} AS CHAR(40)), '-')"));
    let columns = match database.engine {
        // It fills a CHAR with spaces
        Engine::PostgreSql => columns.map(|it| format!("TRIM({it})")),
        Engine::MariaDb | Engine::MySql => columns,
    };
    let columns = columns.join(", '|', ");
    let sql = format!("SELECT CONCAT({columns}) FROM persons ORDER BY person_id");
    database.outside().texts(&sql).await
}

async fn is_written(engine: Engine, table: &'static str) -> Result<()> {
    let (database, stand) = foreign(engine, table).await?;
    let addition = Addition {
        record: person("17"),
        password: None,
        by: stand.signature(),
    };
    writer(&stand)?.add(addition).await?;
    let added = "17|ACME|Nora|Novák|nora@acme.test|42|1984-02-29|theirs";
    assert_eq!(rows(&database).await?, [added], "{engine:?}, {table}");

    change(
        &stand,
        "17",
        &[("UserFirstname", "Nóra"), ("UserZip", "43")],
    )
    .await?;
    let changed = "17|ACME|Nóra|Novák|nora@acme.test|43|1984-02-29|theirs";
    assert_eq!(rows(&database).await?, [changed], "{engine:?}, {table}");

    // A number is a login like any other: what belongs to it follows
    let preference = "INSERT INTO customer_preferences (user_id, preferences_key, preferences_value) \
                      VALUES ('17', 'UserLanguage', 'de')";
    database.execute(preference).await?;
    change(
        &stand,
        "17",
        &[("UserLogin", "18"), ("UserComment", "1984-03-01")],
    )
    .await?;
    let renamed = "18|ACME|Nóra|Novák|nora@acme.test|43|1984-03-01|theirs";
    assert_eq!(rows(&database).await?, [renamed], "{engine:?}, {table}");
    let whose = "SELECT user_id FROM customer_preferences";
    assert_eq!(database.outside().texts(whose).await?, ["18"]);
    Ok(())
}

#[tokio::test]
async fn a_foreign_table_with_numbers_as_keys_is_written() -> Result<()> {
    for engine in BOTH {
        is_written(engine, "persons").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_view_that_takes_changes_is_written() -> Result<()> {
    for engine in BOTH {
        is_written(engine, "grown_up").await?;
    }
    Ok(())
}

/// What a column cannot hold is refused as a whole.
#[tokio::test]
async fn a_text_in_a_column_of_numbers_leaves_the_row_as_it_was() -> Result<()> {
    for engine in BOTH {
        let (database, stand) = foreign(engine, "persons").await?;
        let addition = Addition {
            record: person("17"),
            password: None,
            by: stand.signature(),
        };
        writer(&stand)?.add(addition).await?;
        let before = rows(&database).await?;
        for (var, text) in [
            ("UserZip", "many"),
            ("UserZip", "99999999999999"),
            ("UserLogin", "eva"),
            ("UserComment", "no day"),
        ] {
            let changed = [("UserFirstname", "Eva"), (var, text)];
            let outcome = change(&stand, "17", &changed).await;
            assert!(outcome.is_err(), "{engine:?}: {var} takes {text}");
            assert_eq!(rows(&database).await?, before, "{engine:?}: {var}");
        }
    }
    Ok(())
}
