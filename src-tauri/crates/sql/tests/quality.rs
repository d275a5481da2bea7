//! Whether people are found in the local directory as they are looked for: the same population and queries as in the
//! index's own test, through the whole way from the file to the rows.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

use std::time::Duration;

use deskbook_core::back_end::BackEnd as _;
use deskbook_core::hits::Place;
use deskbook_core::instant::{AskedSource, InstantSearch, OwnIndex as _, Question};
use deskbook_core::query::{Order, ValidityFilter};
use deskbook_domain::instant::{Region, parse};
use deskbook_domain::source::Subject;
use deskbook_sql::LocalDirectory;
use kit::outside;
use population::{Person, people};
use queries::{Asked, for_names, for_numbers};
use rand::SeedableRng;
use rand::rngs::StdRng;
use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, Statement};
use tempfile::TempDir;

mod kit;
#[allow(
    dead_code,
    reason = "shared with the index's own test, of which not all is needed here"
)]
#[path = "../../index/tests/instant_quality/population.rs"]
mod population;
#[allow(
    dead_code,
    reason = "shared with the index's own test, of which not all is needed here"
)]
#[path = "../../index/tests/instant_quality/queries.rs"]
mod queries;

const PEOPLE: usize = 20_000;
const SEED: u64 = 6;

/// So many rows are looked at.
const SHOWN: u32 = 5;

fn region() -> Region {
    Region::of_country("DE")
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_meant_is_among_the_first_five() {
    let people = people(PEOPLE, SEED);
    let mut random = StdRng::seed_from_u64(SEED);
    let names = for_names(&people, &mut random);
    let numbers = for_numbers(&people, &mut random);
    let (directory, _folder) = filled(&people).await;
    for asked in [names, numbers] {
        let mut missed = Vec::new();
        for Asked { rule, typed, meant } in &asked {
            let person = &people[*meant];
            if !found(&directory, typed).await.contains(&person.login) {
                missed.push(format!("{rule}: {typed} for {}", person.login));
            }
        }
        let most = asked.len() * 2 / 100;
        assert!(
            missed.len() <= most,
            "{} of {} missed:\n{}",
            missed.len(),
            asked.len(),
            missed.join("\n")
        );
    }
}

/// Filled by another program; the index is made in the background.
async fn filled(people: &[Person]) -> (LocalDirectory, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("local-directory.sqlite");
    let directory = LocalDirectory::open_in(&path, None, region()).await;
    let directory = directory.unwrap();
    let other = outside(&path).await;
    for some in people.chunks(500) {
        insert(&other, some).await;
    }
    let made = async {
        while !directory.is_ready(Subject::CustomerUsers).await {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(5), made)
        .await
        .unwrap();
    (directory, folder)
}

async fn insert(other: &DatabaseConnection, people: &[Person]) {
    let place = "(?, ?, ?, ?, ?, ?, ?, ?, 1, '2024-03-01 08:00:00', 1, '2024-03-01 08:00:00', 1)";
    let sql = format!(
        "INSERT INTO customer_user (login, email, customer_id, first_name, last_name, phone, city, \
         street, valid_id, create_time, create_by, change_time, change_by) VALUES {}",
        vec![place; people.len()].join(", ")
    );
    let values = people.iter().flat_map(|person| {
        [
            person.login.as_str(),
            &person.email,
            &person.customer,
            person.first,
            &person.last,
            &person.phone_text,
            person.city,
            &person.street,
        ]
    });
    let values = values.map(Into::into);
    let insert = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
    other.execute_raw(insert).await.unwrap();
}

async fn found(directory: &LocalDirectory, typed: &str) -> Vec<String> {
    let question = Question {
        query: parse(typed, &[], region()),
        validity: ValidityFilter::ValidOnly,
        order: Order::Best,
        sources: vec![AskedSource {
            id: directory.customer_users().source().id,
            names: Vec::new(),
        }],
    };
    let search: &dyn InstantSearch = directory;
    let hits = search.customer_users(question).await.unwrap();
    let page = hits.page(Place::From(0), SHOWN).await.unwrap();
    let rows = page.rows.into_iter();
    rows.map(|row| row.login.as_str().to_owned()).collect()
}
