//! What adding and changing one customer user costs beside the look-ups for the same address and login,
//! with the schema as it is and with the indices that Deskbook proposes.
//!
//! `DESKBOOK_LARGE` names a folder made by `tests/data/generate.py --size large`. Without it a small set
//! is loaded, and the figures only say that nothing is broken.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a benchmark prints its figures, and stops when something is wrong"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use deskbook_core::back_end::BackEnd as _;
use deskbook_core::editing::Editing;
use deskbook_core::installation::Installation;
use deskbook_core::moves::MoveOptions;
use deskbook_core::people::draft::{Draft, PasswordChoice};
use deskbook_core::people::save::{Outcome, save};
use deskbook_domain::ids::Login;
use deskbook_domain::record::Record;
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use deskbook_sql::server::ServerCustomerUsers;
use deskbook_tests::builders::{a_customer, a_customer_user};
use deskbook_tests::engine::AGENTS;
use deskbook_tests::large_set;
use deskbook_tests::server_stand::{self, address, open};
use deskbook_tests::servers::{Engine, Server, ServerOptions};
use rand::SeedableRng as _;
use rand::rngs::StdRng;

/// How often each figure is taken: a look-up without an index reads a million rows.
const ROUNDS: usize = 15;

/// What a save may cost beside the look-ups, and in all where they have indices.
const MORE: Duration = Duration::from_millis(25);

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
    database.execute(AGENTS).await.unwrap();
    println!("{engine:?}: {rows} customer users");
    let stand = server_stand::with(
        &database,
        CustomerUserSource::shipped(),
        CustomerSource::shipped(),
    )
    .unwrap();
    let of_bench = a_customer().id("BENCH").named("Of the benchmark");
    stand.put_customers([of_bench]).await.unwrap();
    let installation = stand.installation();
    let opened = open(&address(&database), &database.account.password);
    let people = opened.customer_users(CustomerUserSource::shipped());

    // A first one reads the catalogue
    let mut bench = Bench {
        installation,
        people,
        number: 0,
    };
    bench.round().await;
    let missing = bench.people.missing_indexes().await.unwrap();
    println!("  missing indices: {}", missing.join(" "));
    assert!(
        missing.iter().any(|it| it.contains("email")),
        "the schema leaves addresses without an index"
    );
    let without = bench.figures().await;
    println!("  without indices: {without:?}");
    let dearest = without.added.max(without.changed);
    assert!(
        dearest <= without.looked_up + MORE,
        "a save takes {dearest:?}, its look-ups {:?}",
        without.looked_up
    );

    for statement in &missing {
        database.execute(statement).await.unwrap();
    }
    let with = bench.figures().await;
    println!("  with indices: {with:?}");
    let dearest = with.added.max(with.changed);
    assert!(
        dearest <= MORE,
        "a save takes {dearest:?}, allowed are {MORE:?}"
    );
}

/// What the look-ups take by themselves, and what saving takes with them: medians.
#[derive(Debug)]
struct Figures {
    looked_up: Duration,
    added: Duration,
    changed: Duration,
}

struct Bench {
    installation: Installation,
    people: ServerCustomerUsers,
    number: usize,
}

impl Bench {
    async fn figures(&mut self) -> Figures {
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            rounds.push(self.round().await);
        }
        let median = |of: fn(&Figures) -> Duration| {
            let mut times: Vec<_> = rounds.iter().map(of).collect();
            times.sort_unstable();
            times[times.len() / 2]
        };
        Figures {
            looked_up: median(|it| it.looked_up),
            added: median(|it| it.added),
            changed: median(|it| it.changed),
        }
    }

    /// One new customer user, who then gets another address.
    async fn round(&mut self) -> Figures {
        self.number += 1;
        let login = format!("bench-{}", self.number);
        let record = a_customer_user().login(&login).of("BENCH").record();
        let address = format!("other-{login}@acme.test");
        let began = Instant::now();
        // As a save does it: both at the same time
        let wanted = Login::from(login.as_str());
        let (holders, found) = tokio::join!(
            self.people.holders_of_email(&address),
            self.people.find(&wanted)
        );
        assert!(holders.unwrap().is_empty() && found.unwrap().is_none());
        let looked_up = began.elapsed();
        let (added, stored) = self.save(None, record).await;
        let mut record = stored.clone();
        record.set("UserEmail", Some(address));
        let (changed, _) = self.save(Some(stored), record).await;
        Figures {
            looked_up,
            added,
            changed,
        }
    }

    async fn save(&self, was: Option<Record>, record: Record) -> (Duration, Record) {
        let editing = was.map(|was| Editing {
            key: Login::from(was.text("UserLogin")),
            was: Some(was),
        });
        let draft = Draft {
            editing,
            source: None,
            record,
            password: PasswordChoice::Keep,
            options: MoveOptions::default(),
        };
        let mut random = StdRng::seed_from_u64(7);
        let began = Instant::now();
        let outcome = save(&self.installation, draft, &mut random, Arc::new(())).await;
        let took = began.elapsed();
        match outcome.unwrap() {
            Outcome::Saved { person, .. } => (took, person.customer_user.record),
            other => panic!("nothing is wrong, but {other:?}"),
        }
    }
}
