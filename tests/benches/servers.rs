//! What a search on a server costs beside the same statement in an open session of the server's own
//! client, and what reading one customer user costs.
//!
//! `DESKBOOK_LARGE` names a folder made by `tests/data/generate.py --size large`. Without it a small set
//! is loaded, and the figures only say that nothing is broken.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a benchmark prints its figures, and stops when something is wrong"
)]

use std::time::{Duration, Instant};

use deskbook_core::back_end::BackEnd;
use deskbook_core::hits::Place;
use deskbook_core::query::ContactQuery;
use deskbook_domain::search::{Language, parse};
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use deskbook_sql::server::ServerCustomerUsers;
use deskbook_tests::client::Client;
use deskbook_tests::found::matching;
use deskbook_tests::large_set;
use deskbook_tests::server_stand::{self, address, open};
use deskbook_tests::servers::{Engine, Server, ServerOptions, TestDatabase};

/// How often each figure is taken.
const ROUNDS: usize = 210;

/// What Deskbook may add to a statement: the larger of the two.
const PERCENT: u32 = 5;
const MORE: Duration = Duration::from_millis(3);

/// Reading one customer user with all that OTOBO merges into it.
const ONE: Duration = Duration::from_millis(5);

/// What people type: seldom, often, nowhere, two words, a name.
const TERMS: [&str; 7] = [
    "müller",
    "an",
    "qqqqq",
    "anna+schmidt",
    "c0123",
    "o'brien",
    "john black",
];

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    for engine in [Engine::MariaDb, Engine::PostgreSql] {
        runtime.block_on(measure(engine));
    }
}

async fn measure(engine: Engine) {
    let server = Server::with(engine, ServerOptions::default().for_much_data())
        .await
        .unwrap();
    let database = server.database("large").await.unwrap();
    let rows = large_set::load(&database).await.unwrap();
    println!("{engine:?}: {rows} customer users");
    searches(&database).await;
    one(&database).await;
}

async fn searches(database: &TestDatabase) {
    let opened = open(&address(database), &database.account.password);
    let people = opened.customer_users(CustomerUserSource::shipped());
    let mut client = Client::connect(database).unwrap();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let query = query(&people, TERMS[round % TERMS.len()]);
        let statement = people.first_statement(&query).await.unwrap();
        // Turn by turn, so that both see the server in the same mood
        if round % 2 == 0 {
            ours.push(search(&people, query).await);
            theirs.push(client.time(&statement).await.unwrap());
        } else {
            theirs.push(client.time(&statement).await.unwrap());
            ours.push(search(&people, query).await);
        }
    }
    let more: Vec<_> = ours
        .iter()
        .zip(&theirs)
        .map(|(ours, theirs)| ours.saturating_sub(*theirs))
        .collect();
    let (ours, theirs) = (median(ours), median(theirs));
    println!(
        "  search: {ours:?}, the client {theirs:?}, median of what is added {:?}",
        median(more)
    );
    let allowed = theirs + (theirs * PERCENT / 100).max(MORE);
    assert!(
        ours <= allowed,
        "a search takes {ours:?}, allowed are {allowed:?}"
    );
}

fn query(people: &ServerCustomerUsers, term: &str) -> ContactQuery {
    let affixes = people.source().affixes();
    matching(parse(term, Language::CustomerUser, &affixes).unwrap())
}

/// From the question to the first page.
async fn search(people: &ServerCustomerUsers, query: ContactQuery) -> Duration {
    let began = Instant::now();
    let hits = people.search(query).await.unwrap();
    hits.page(Place::From(0), 100).await.unwrap();
    began.elapsed()
}

/// One customer user by its stored spelling, with preferences, customer and all that belongs to it.
async fn one(database: &TestDatabase) {
    let stand = server_stand::with(
        database,
        CustomerUserSource::shipped(),
        CustomerSource::shipped(),
    )
    .unwrap();
    let installation = stand.installation();
    let logins = database
        .outside()
        .texts("SELECT login FROM customer_user WHERE id % 997 = 5 ORDER BY id LIMIT 250")
        .await
        .unwrap();
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let login = logins
            .get(round % logins.len().max(1))
            .map_or("o'brien", String::as_str);
        let began = Instant::now();
        let found = deskbook_core::otobo::customer_user_data(&installation, &login.into()).await;
        assert!(found.unwrap().is_some(), "{login}");
        times.push(began.elapsed());
    }
    let median = median(times);
    println!("  one customer user with all that belongs to it: {median:?}");
    assert!(median < ONE, "{median:?}, allowed are {ONE:?}");
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
