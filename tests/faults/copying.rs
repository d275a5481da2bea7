//! Tables that are read to their end for a copy: keys of every kind, reading that breaks off and goes on, and
//! what the mirror says of it.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use deskbook_core::ErrorCode;
use deskbook_core::back_end::BackEnd as _;
use deskbook_core::mirror::{BATCH, End, MirrorStore as _, Readable, Row, State, mirrored};
use deskbook_domain::database::{DatabaseAddress, Host};
use deskbook_domain::ids::Var;
use deskbook_domain::settings::SourceSettings;
use deskbook_domain::source::{CustomerUserSource, SourceId, Subject};
use deskbook_tests::copied::{batches, copy, mirror, sorted_rows, standing};
use deskbook_tests::server_stand::{address, open};
use deskbook_tests::servers::proxy::{Network, Proxy};
use deskbook_tests::servers::{Engine, Server, TestDatabase};
use serde_json::json;

pub(super) const BOTH: [Engine; 2] = [Engine::MariaDb, Engine::PostgreSql];

/// What the numbers of rows come from.
pub(super) fn numbers(engine: Engine, last: u32) -> String {
    match engine {
        Engine::PostgreSql => format!("generate_series(1, {last}) AS numbers (seq)"),
        Engine::MariaDb | Engine::MySql => format!("seq_1_to_{last}"),
    }
}

/// A table of somebody else's, with three columns and no key that the server knows of.
pub(super) fn source() -> Result<CustomerUserSource> {
    let settings = json!({
        "Name": "Theirs",
        "Module": "Kernel::System::CustomerUser::DB",
        "Params": { "Table": "theirs", "ForeignDB": 1 },
        "CustomerKey": "name",
        "CustomerID": "customer",
        "CustomerUserListFields": ["name"],
        "CustomerUserNameFields": ["name"],
        "CustomerUserSearchFields": ["name"],
        "CustomerUserPostMasterSearchFields": ["name"],
        "Map": [
            ["UserLogin", "Username", "name", 1, 1, "var"],
            ["UserCustomerID", "CustomerID", "customer", 0, 1, "var"],
            ["UserNumber", "Number", "number", 1, 0, "int"]
        ],
    });
    let settings = SourceSettings::from_value(settings).context("it is a table of keys")?;
    let source = CustomerUserSource::read(SourceId::first(Subject::CustomerUsers), &settings);
    source.map_err(|findings| anyhow::anyhow!("{findings:?}"))
}

fn fields() -> Result<Vec<Var>> {
    Ok(mirrored(&source()?.map, &[]))
}

pub(super) fn readable(
    database: &TestDatabase,
    address: &DatabaseAddress,
) -> Result<Arc<dyn Readable>> {
    let opened = open(address, &database.account.password);
    let people = opened.customer_users(source()?);
    people.readable().context("it is copied")
}

/// Where the database is behind a proxy.
pub(super) fn through(proxy: &Proxy, database: &TestDatabase) -> DatabaseAddress {
    let hosts = vec![Host {
        name: "127.0.0.1".to_owned(),
        port: proxy.port(),
    }];
    DatabaseAddress {
        hosts,
        ..address(database)
    }
}

/// The table with a key of this type.
pub(super) async fn theirs(engine: Engine, key: &str) -> Result<TestDatabase> {
    let database = Server::shared(engine).await?.database("theirs").await?;
    let create = format!("CREATE TABLE theirs (name {key}, customer VARCHAR(20), number INTEGER)");
    database.execute(&create).await?;
    Ok(database)
}

pub(super) async fn fill(database: &TestDatabase, name: &str, count: u32) -> Result<()> {
    let from = numbers(database.engine, count);
    let insert = format!("INSERT INTO theirs SELECT {name}, 'ACME', seq FROM {from}");
    database.execute(&insert).await
}

/// What is in the table, as it should be read.
async fn expected(database: &TestDatabase) -> Result<Vec<Row>> {
    let text = match database.engine {
        Engine::PostgreSql => "text",
        Engine::MariaDb | Engine::MySql => "char",
    };
    let sql = format!(
        "SELECT CONCAT(CASE WHEN name IS NULL THEN '-' ELSE CONCAT('=', CAST(name AS {text})) END, \
         '|', customer, '|', CAST(number AS {text})) FROM theirs"
    );
    let rows = database.outside().texts(&sql).await?;
    let row = |text: &String| {
        let mut parts = text.rsplitn(3, '|');
        let (number, customer, name) = (parts.next(), parts.next(), parts.next()?);
        let name = name.strip_prefix('=').map(str::to_owned);
        Some(Row {
            key: name.clone().unwrap_or_default(),
            validity: deskbook_domain::validity::Validity::Valid,
            values: vec![name, customer.map(str::to_owned), number.map(str::to_owned)],
        })
    };
    let mut rows: Vec<_> = rows.iter().filter_map(row).collect();
    rows.sort_by(|one, other| (&one.key, &one.values).cmp(&(&other.key, &other.values)));
    Ok(rows)
}

/// Reads all, and what is behind each mark.
async fn assert_read_once(database: &TestDatabase) -> Result<()> {
    let engine = database.engine;
    let source = readable(database, &address(database))?;
    let fields = fields()?;
    let read = batches(source.as_ref(), &fields, None).await?;
    let expected = expected(database).await?;
    let ends: Vec<_> = read.iter().filter_map(|batch| batch.end).collect();
    assert_eq!(ends, [End::Whole], "{engine:?}");
    let sizes = read.iter().map(|batch| batch.rows.len());
    assert!(
        sizes.max() <= Some(BATCH),
        "{engine:?}: memory stays as it is"
    );
    let all = sorted_rows(read.clone());
    assert_eq!(all.len(), expected.len(), "{engine:?}");
    assert!(all == expected, "{engine:?}: other rows");
    for (at, batch) in read.iter().enumerate() {
        let before = read.iter().take(at + 1).cloned();
        let rest = batches(source.as_ref(), &fields, Some(batch.mark.clone())).await?;
        let mut joined = sorted_rows(before.chain(rest));
        // What is behind no mark yet comes once more
        joined.dedup();
        assert!(joined == expected, "{engine:?}: behind {:?}", batch.mark);
    }
    Ok(())
}

#[tokio::test]
async fn every_row_is_read_once_and_going_on_gives_the_rest() -> Result<()> {
    for engine in BOTH {
        let database = theirs(engine, "VARCHAR(50) NOT NULL PRIMARY KEY").await?;
        fill(&database, "CONCAT('User', seq * 7919 % 100003)", 25_000).await?;
        assert_read_once(&database).await?;
        let source = readable(&database, &address(&database))?;
        let read = batches(source.as_ref(), &fields()?, None).await?;
        let marked = &read.get(1).context("there are several")?.mark;
        let rest = batches(source.as_ref(), &fields()?, Some(marked.clone())).await?;
        let before = read.iter().take(2).map(|batch| batch.rows.len());
        let rest: usize = rest.iter().map(|batch| batch.rows.len()).sum();
        assert_eq!(before.sum::<usize>() + rest, 25_000, "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn keys_that_are_equal_to_the_server_are_never_torn_apart() -> Result<()> {
    for engine in BOTH {
        let database = theirs(engine, "VARCHAR(50)").await?;
        // Each is there in several spellings, some of which are the same to MariaDB
        for name in [
            "CONCAT('user', seq % 4000)",
            "CONCAT('USER', seq % 4000)",
            "CONCAT('üser', seq % 4000, ' ')",
            "CONCAT('user', seq % 4000, ' ')",
        ] {
            fill(&database, name, 5_000).await?;
        }
        assert_read_once(&database).await?;
    }
    Ok(())
}

#[tokio::test]
async fn more_rows_of_one_key_than_come_at_once_are_read_too() -> Result<()> {
    for engine in BOTH {
        let database = theirs(engine, "VARCHAR(50)").await?;
        let plenty = u32::try_from(BATCH)? + 2_500;
        for name in ["NULL", "''", "'same'"] {
            fill(&database, name, plenty).await?;
        }
        // Rows that are the same in everything
        database
            .execute(
                "INSERT INTO theirs SELECT name, customer, number FROM theirs WHERE name = 'same'",
            )
            .await?;
        fill(&database, "CONCAT('other', seq)", 100).await?;
        let source = readable(&database, &address(&database))?;
        let read = batches(source.as_ref(), &fields()?, None).await?;
        let sizes = read.iter().map(|batch| batch.rows.len());
        assert!(sizes.max() <= Some(BATCH), "{engine:?}");
        let (read, expected) = (sorted_rows(read), expected(&database).await?);
        assert_eq!(read.len(), expected.len(), "{engine:?}");
        assert!(read == expected, "{engine:?}: other rows");
    }
    Ok(())
}

#[tokio::test]
async fn numbers_and_dates_are_keys_too() -> Result<()> {
    for engine in BOTH {
        for (key, name) in [
            ("INTEGER", "seq * 7"),
            ("DECIMAL(12, 2)", "seq * 0.5 - 3000"),
            ("DOUBLE PRECISION", "seq / 7.0"),
            ("CHAR(20)", "CONCAT('c', seq)"),
            (
                "DATE",
                match engine {
                    Engine::PostgreSql => "DATE '1990-01-01' + seq",
                    Engine::MariaDb | Engine::MySql => "DATE '1990-01-01' + INTERVAL seq DAY",
                },
            ),
        ] {
            let database = theirs(engine, key).await?;
            fill(&database, name, 9_000).await?;
            let source = readable(&database, &address(&database))?;
            let read = sorted_rows(batches(source.as_ref(), &fields()?, None).await?);
            let expected = expected(&database).await?;
            assert_eq!(read.len(), 9_000, "{engine:?} {key}");
            assert!(read == expected, "{engine:?} {key}: other rows");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_server_that_goes_away_midway_is_an_error_and_the_copy_goes_on_later() -> Result<()> {
    for engine in BOTH {
        let database = theirs(engine, "VARCHAR(50) NOT NULL PRIMARY KEY").await?;
        fill(&database, "CONCAT('user', seq)", 25_000).await?;
        let proxy = Proxy::to(database.port).await?;
        let source = readable(&database, &through(&proxy, &database))?;
        let (folder, fields) = (tempfile::tempdir()?, fields()?);
        let mirror = mirror(folder.path()).await?;
        proxy.set(Network::CutsAfter(600_000)).await?;
        let failed = copy(&mirror, &source, &fields).await;
        let code = failed.err().context("it was cut")?.code();
        assert_eq!(code, ErrorCode::ConnectionLost, "{engine:?}");
        let partial = standing(&mirror).await?;
        assert!(partial.stale_since.is_some(), "{engine:?}");
        assert!(
            (8_000..25_000).contains(&partial.records),
            "{engine:?}: {partial:?}"
        );
        let mark = mirror.begin(source.source(), &fields).await?;
        assert!(
            mark.is_some_and(|mark| mark.starts_with("user")),
            "{engine:?}"
        );
        proxy.set(Network::Works).await?;
        proxy.drop_all().await;
        assert_eq!(copy(&mirror, &source, &fields).await?.added, 25_000);
        let whole = standing(&mirror).await?;
        assert!(matches!(whole.state, State::Complete(_)), "{engine:?}");
        assert_eq!((whole.records, whole.stale_since), (25_000, None));
        // What is there stays when the next copy fails, and when the answer is empty
        proxy.set(Network::CutsAfter(600_000)).await?;
        proxy.drop_all().await;
        assert!(copy(&mirror, &source, &fields).await.is_err(), "{engine:?}");
        let stale = standing(&mirror).await?;
        assert_eq!(stale.records, 25_000, "{engine:?}");
        assert!(stale.stale_since.is_some(), "{engine:?}");
        proxy.set(Network::Works).await?;
        proxy.drop_all().await;
        database.execute("DELETE FROM theirs").await?;
        mirror.start_over(source.source()).await?;
        let merged = copy(&mirror, &source, &fields).await?;
        assert_eq!(
            (merged.removed, merged.held_back),
            (0, 25_000),
            "{engine:?}"
        );
        assert_eq!(standing(&mirror).await?.records, 25_000, "{engine:?}");
    }
    Ok(())
}
