//! A local directory in a folder of its own, and the words to fill and ask it.
#![allow(dead_code, reason = "each test uses what it needs")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{NaiveDateTime, TimeZone, Utc};
use deskbook_core::back_end::{
    Addition, BackEnd, BackEndError, BackEndWriter, Change, FoundCustomerUser, Signature,
};
use deskbook_core::customer_back_end::{
    CustomerBackEnd, CustomerChange, CustomerWriter, FoundCustomer,
};
use deskbook_core::hits::{Hits, Place};
use deskbook_core::moves::MoveOptions;
use deskbook_core::query::{ContactQuery, Direction, Order, ValidityFilter};
use deskbook_domain::check::{Finding, Problem};
use deskbook_domain::ids::AgentId;
use deskbook_domain::instant::Region;
use deskbook_domain::record::Record;
use deskbook_domain::search::{Language, parse};
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use deskbook_sql::LocalDirectory;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
};
use tempfile::TempDir;

/// An open local directory; its folder goes away with it.
pub(crate) struct Fixture {
    pub(crate) directory: LocalDirectory,
    pub(crate) path: PathBuf,
    folder: TempDir,
}

impl Fixture {
    pub(crate) async fn empty() -> Self {
        Self::with(CustomerUserSource::shipped(), CustomerSource::shipped()).await
    }

    pub(crate) async fn with(users: CustomerUserSource, customers: CustomerSource) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("local-directory.sqlite");
        let directory = LocalDirectory::open_with(&path, users, customers)
            .await
            .unwrap();
        Self {
            directory,
            path,
            folder,
        }
    }

    /// Of people in this region.
    pub(crate) async fn of_region(region: Region) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("local-directory.sqlite");
        let directory = LocalDirectory::open_in(&path, None, region).await.unwrap();
        Self {
            directory,
            path,
            folder,
        }
    }

    /// With the customer ACME, to which the people of these tests belong.
    pub(crate) async fn with_acme() -> Self {
        let fixture = Self::empty().await;
        fixture
            .add_customer("ACME", "ACME Corporation")
            .await
            .unwrap();
        fixture
    }

    /// With ACME and these people: login, first name, last name.
    pub(crate) async fn with_people(people: &[[&str; 3]]) -> Self {
        let fixture = Self::with_acme().await;
        for [login, first, last] in people {
            fixture.add(person(login, first, last)).await.unwrap();
        }
        fixture
    }

    pub(crate) async fn add(&self, record: Record) -> Result<(), BackEndError> {
        let addition = Addition {
            record,
            password: None,
            by: signature(),
        };
        self.directory.customer_users().add(addition).await
    }

    pub(crate) async fn change(&self, login: &str, record: Record) -> Result<(), BackEndError> {
        let users = self.directory.customer_users();
        let stored = users.find(&login.into()).await?;
        let stored = stored.ok_or(BackEndError::NotFound)?;
        let change = Change {
            login: stored.login,
            was: stored.record,
            record,
            password: None,
            by: later(),
            options: MoveOptions::default(),
            progress: Arc::new(()),
        };
        users.change(change).await?;
        Ok(())
    }

    pub(crate) async fn change_customer(
        &self,
        id: &str,
        record: Record,
    ) -> Result<(), BackEndError> {
        let customers = self.directory.customers();
        let stored = customers.find(&id.into()).await?;
        let stored = stored.ok_or(BackEndError::NotFound)?;
        let change = CustomerChange {
            id: stored.id,
            was: stored.record,
            record,
            by: later(),
            people: Vec::new(),
            options: MoveOptions::default(),
            progress: Arc::new(()),
        };
        customers.change(change).await?;
        Ok(())
    }

    pub(crate) async fn add_customer(&self, id: &str, name: &str) -> Result<(), BackEndError> {
        self.directory
            .customers()
            .add(customer(id, name), signature())
            .await
    }

    /// What a search for this text finds, invalid ones too.
    pub(crate) async fn search(&self, text: &str) -> Box<dyn Hits<FoundCustomerUser>> {
        self.ask(query(self.directory.customer_users().source(), text))
            .await
    }

    pub(crate) async fn ask(&self, query: ContactQuery) -> Box<dyn Hits<FoundCustomerUser>> {
        self.directory.customer_users().search(query).await.unwrap()
    }

    /// The logins that a search for this text finds.
    pub(crate) async fn logins(&self, text: &str) -> Vec<String> {
        logins(self.search(text).await.as_ref()).await
    }

    pub(crate) async fn customer_ids(&self, query: ContactQuery) -> Vec<String> {
        let hits = self.directory.customers().search(query).await.unwrap();
        let page = hits.page(Place::From(0), 500).await.unwrap();
        page.rows
            .into_iter()
            .map(|row: FoundCustomer| row.id.to_string())
            .collect()
    }

    /// The file as any other program sees it.
    pub(crate) async fn outside(&self) -> DatabaseConnection {
        outside(&self.path).await
    }

    /// Runs statements as another program.
    pub(crate) async fn outside_execute(&self, sql: &str) {
        self.outside().await.execute_unprepared(sql).await.unwrap();
    }

    /// The first column of the first row, as another program reads it.
    pub(crate) async fn outside_text(&self, sql: &str) -> Option<String> {
        let statement = Statement::from_string(DbBackend::Sqlite, sql);
        let row = self
            .outside()
            .await
            .query_one_raw(statement)
            .await
            .unwrap()
            .unwrap();
        row.try_get_by_index(0).unwrap()
    }
}

pub(crate) async fn outside(path: &Path) -> DatabaseConnection {
    let sqlite = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true);
    let mut options = ConnectOptions::new("sqlite:");
    options
        .max_connections(1)
        .map_sqlx_sqlite_opts(move |_| sqlite.clone());
    Database::connect(options).await.unwrap()
}

/// SQL that adds customer users the way another program would: ids from 1,000 on.
pub(crate) fn outside_insert(first_id: i32, logins: &[&str]) -> String {
    let rows = (first_id..).zip(logins).map(|(id, login)| {
        format!(
            "({id}, '{login}', '{login}@other.test', 'ACME', 'First', 'Last', 1, \
             '2024-03-01 08:00:00', 1, '2024-03-01 08:00:00', 1)"
        )
    });
    let rows = rows.collect::<Vec<_>>().join(", ");
    format!(
        "INSERT INTO customer_user (id, login, email, customer_id, first_name, last_name, valid_id, \
         create_time, create_by, change_time, change_by) VALUES {rows}"
    )
}

pub(crate) fn everybody() -> ContactQuery {
    ContactQuery {
        condition: None,
        validity: ValidityFilter::All,
        order: Order::Best,
    }
}

pub(crate) fn query(source: &CustomerUserSource, text: &str) -> ContactQuery {
    let condition = parse(text, Language::CustomerUser, &source.affixes()).unwrap();
    ContactQuery {
        condition: Some(condition),
        ..everybody()
    }
}

pub(crate) fn sorted_by(var: &str, direction: Direction) -> ContactQuery {
    ContactQuery {
        order: Order::Field {
            var: var.into(),
            direction,
        },
        ..everybody()
    }
}

pub(crate) async fn logins(hits: &dyn Hits<FoundCustomerUser>) -> Vec<String> {
    let count = hits.count().await.unwrap();
    let mut logins = Vec::new();
    while logins.len() < count as usize {
        let start = u32::try_from(logins.len()).unwrap();
        let page = hits.page(Place::From(start), 500).await.unwrap();
        assert!(
            !page.rows.is_empty(),
            "{count} hits were promised, {start} came"
        );
        logins.extend(page.rows.into_iter().map(|row| row.login.to_string()));
    }
    logins
}

pub(crate) fn person(login: &str, first: &str, last: &str) -> Record {
    Record::from_iter([
        ("UserLogin", login),
        ("UserFirstname", first),
        ("UserLastname", last),
        ("UserEmail", &format!("{login}@acme.test")),
        ("UserCustomerID", "ACME"),
        ("ValidID", "1"),
    ])
}

pub(crate) fn with(mut record: Record, var: &str, value: &str) -> Record {
    record.set(var, Some(value.to_owned()));
    record
}

pub(crate) fn customer(id: &str, name: &str) -> Record {
    Record::from_iter([
        ("CustomerID", id),
        ("CustomerCompanyName", name),
        ("ValidID", "1"),
    ])
}

pub(crate) fn noon() -> NaiveDateTime {
    Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0)
        .unwrap()
        .naive_utc()
}

pub(crate) fn signature() -> Signature {
    Signature {
        agent: AgentId(1),
        at: noon(),
    }
}

pub(crate) fn later() -> Signature {
    Signature {
        agent: AgentId(1),
        at: noon() + chrono::Duration::milliseconds(90_500),
    }
}

/// The findings of a refusal.
pub(crate) fn findings(outcome: Result<(), BackEndError>) -> Vec<Finding> {
    match outcome {
        Err(BackEndError::Refused { findings }) => findings,
        other => panic!("not refused: {other:?}"),
    }
}

/// The only problem of a refusal, and its field.
pub(crate) fn problem(outcome: Result<(), BackEndError>) -> (String, Problem) {
    let [finding] = findings(outcome).try_into().unwrap();
    (finding.field.to_string(), finding.problem)
}
