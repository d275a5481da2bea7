//! Any text in every field of a record at once: it comes back as it was, or its field is named.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, ensure};
use deskbook_core::people::save::Outcome;
use deskbook_domain::record::Record;
use deskbook_domain::text::is_false;
use deskbook_tests::builders::a_customer_user;
use deskbook_tests::hostile::texts;
use deskbook_tests::rounds::rounds;
use deskbook_tests::servers::{Engine, Server};
use sea_orm::{ConnectionTrait as _, Statement};

use super::{database_on, read, save, stand};

/// Every text of the map, and its column.
const FIELDS: [(&str, &str); 13] = [
    ("UserTitle", "title"),
    ("UserFirstname", "first_name"),
    ("UserLastname", "last_name"),
    ("UserLogin", "login"),
    ("UserEmail", "email"),
    ("UserPhone", "phone"),
    ("UserFax", "fax"),
    ("UserMobile", "mobile"),
    ("UserStreet", "street"),
    ("UserZip", "zip"),
    ("UserCity", "city"),
    ("UserCountry", "country"),
    ("UserComment", "comments"),
];

/// The same record with harmless texts in some fields.
fn harmless(record: &Record, fields: &BTreeSet<String>, number: usize) -> Record {
    let mut record = record.clone();
    for field in fields {
        let text = match field.as_str() {
            "UserLogin" => format!("n{number}"),
            "UserEmail" => format!("n{number}@acme.test"),
            _ => "harmless".to_owned(),
        };
        record.set(field.as_str(), Some(text));
    }
    record
}

/// What OTOBO stores of a text (C59).
fn stored(text: &str) -> &str {
    if is_false(Some(text)) { "" } else { text }
}

async fn comes_back_or_is_named(engine: Engine) -> Result<()> {
    let server = Server::shared(engine).await?;
    let database = database_on(server, "hostile").await?;
    let stand = stand(&database)?;
    let installation = stand.installation();
    let count = rounds(300, 10_000);
    let width = u32::try_from(FIELDS.len())?;
    let texts = texts(count * width)?;
    let mut expected = BTreeMap::new();
    let mut refused = 0;
    for (number, texts) in texts.chunks(FIELDS.len()).enumerate() {
        let mut record = a_customer_user().record();
        for ((var, _), text) in FIELDS.iter().zip(texts) {
            record.set(*var, Some(text.clone()));
        }
        // Two records may have the same text; the number makes it another login
        let login = format!("n{number}-{}", record.text("UserLogin"));
        record.set("UserLogin", Some(login));
        // Once all at once, and then without what was named: that, and nothing else, was in the way
        let mut named = BTreeSet::new();
        loop {
            match save(&installation, None, &record)
                .await
                .with_context(|| format!("{record:?}"))?
            {
                Outcome::Saved { .. } => break,
                Outcome::Conflict { .. } => anyhow::bail!("nobody else is there"),
                Outcome::Refused { findings } => {
                    let fields: BTreeSet<_> =
                        findings.iter().map(|it| it.field.to_string()).collect();
                    ensure!(!fields.is_empty(), "a refusal names its fields: {record:?}");
                    ensure!(
                        fields.is_disjoint(&named),
                        "a harmless text is refused: {findings:?}"
                    );
                    record = harmless(&record, &fields, number);
                    named.extend(fields);
                }
            }
        }
        refused += named.len();
        let login = record.text("UserLogin").to_owned();
        let found = read(&installation, &login).await?;
        for (var, _) in FIELDS {
            let (found, wanted) = (found.text(var), stored(record.text(var)));
            ensure!(
                found == wanted,
                "{engine:?}, {var}: {wanted:?} is read as {found:?}"
            );
        }
        expected.insert(login, record);
    }
    ensure!(refused > 0, "some texts cannot be stored");

    // Past Deskbook, byte for byte
    let columns = FIELDS.map(|(_, column)| column).join(", ");
    let connection = stand.outside.connection();
    let sql = format!("SELECT {columns} FROM customer_user");
    let sql = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(sql).await?;
    ensure!(
        rows.len() == expected.len(),
        "one record each, and none that was refused"
    );
    for row in rows {
        let login: String = row.try_get("", "login")?;
        let record = expected.get(&login).with_context(|| format!("{login:?}"))?;
        for (var, column) in FIELDS {
            let found: String = row.try_get("", column)?;
            let wanted = stored(record.text(var));
            ensure!(
                found == wanted,
                "{engine:?}, {var}: {wanted:?} is stored as {found:?}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn hostile_texts_come_back_or_are_named_on_mariadb() -> Result<()> {
    comes_back_or_is_named(Engine::MariaDb).await
}

#[tokio::test]
async fn hostile_texts_come_back_or_are_named_on_postgresql() -> Result<()> {
    comes_back_or_is_named(Engine::PostgreSql).await
}
