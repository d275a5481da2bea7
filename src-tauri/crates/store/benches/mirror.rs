//! What a mirror weighs, how long it takes to fill, and how fast it answers.
//!
//! `DESKBOOK_LARGE` says that it is in earnest: 1,000,000 people in eleven sources of one mirror, and figures that are
//! held against their limits. Without it there are 20,000. Beside the search stand a `LIKE` over the same rows and, as the
//! limit of what is possible, a bare scan of their text in memory.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a benchmark prints its figures, and stops when something is wrong"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::DateTime;
use deskbook_core::hits::{FIRST_PAGE, Place};
use deskbook_core::instant::{AskedSource, InstantSearch as _, Question};
use deskbook_core::mirror::{BATCH, Deletions, MirrorStore as _, Row};
use deskbook_core::query::{Order, ValidityFilter};
use deskbook_domain::ids::Var;
use deskbook_domain::instant::{Region, parse};
use deskbook_domain::source::{SourceId, Subject};
use deskbook_domain::validity::Validity;
use deskbook_migrations::file::{FileKey, connect_options};
use deskbook_store::Mirror;
use population::{Person, people};
use queries::{for_names, for_numbers};
use rand::SeedableRng;
use rand::rngs::StdRng;
use sea_orm::{ConnectionTrait as _, Database, DbBackend, Statement};

#[allow(
    dead_code,
    reason = "shared with the test of quality, of which not all is needed here"
)]
#[path = "../../index/tests/instant_quality/population.rs"]
mod population;
#[allow(
    dead_code,
    reason = "shared with the test of quality, of which not all is needed here"
)]
#[path = "../../index/tests/instant_quality/queries.rs"]
mod queries;

const SEED: u64 = 6;
const SOURCES: usize = 11;
const KEY: [u8; 32] = [0x5a; 32];
/// So many of the slowest are told.
const SLOWEST: usize = 8;

/// What a search may take at the 95th percentile, and what a contact may weigh.
const MOST_TIME: Duration = Duration::from_millis(10);
const MOST_BYTES: f64 = 800.0;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(measure());
}

async fn measure() {
    let is_large = std::env::var_os("DESKBOOK_LARGE").is_some();
    let count = if is_large { 1_000_000 } else { 20_000 };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mirror");
    let people = people(count, SEED);
    let mirror = Mirror::open(&path, &FileKey::new(KEY), region()).await;
    let mirror = mirror.unwrap();
    fill(&mirror, &people).await;
    again(&mirror, &people).await;
    let bytes = std::fs::metadata(&path).unwrap().len() as f64 / count as f64;
    println!("{bytes:.0} bytes a contact with its index");
    mirror.close().await.unwrap();
    let opening = Instant::now();
    let mirror = Mirror::open(&path, &FileKey::new(KEY), region()).await;
    let mirror = mirror.unwrap();
    println!("opened in {:.1?}", opening.elapsed());
    let p95 = search(&mirror, &people).await;
    mirror.close().await.unwrap();
    like(&path).await;
    scan(&people);
    if is_large {
        assert!(bytes < MOST_BYTES, "{bytes} bytes a contact");
        assert!(p95 < MOST_TIME, "{p95:?} at the 95th percentile");
    }
}

fn region() -> Region {
    Region::of_country("DE")
}

fn sources() -> impl Iterator<Item = SourceId> {
    SourceId::all(Subject::CustomerUsers).take(SOURCES)
}

fn fields(person: &Person) -> Vec<Var> {
    let values = person.values();
    values.iter().map(|value| Var::from(value.field)).collect()
}

fn row(person: &Person) -> Row {
    let values = person.values();
    Row {
        key: person.login.clone(),
        validity: Validity::Valid,
        values: values.map(|value| Some(value.text.to_owned())).to_vec(),
    }
}

/// A first copy of every source.
async fn fill(mirror: &Mirror, people: &[Person]) {
    let (mut staging, mut merging) = (Duration::ZERO, Duration::ZERO);
    let before = resident();
    for (source, some) in sources().zip(people.chunks(people.len().div_ceil(SOURCES))) {
        staging += stage(mirror, source, some).await;
        let began = Instant::now();
        let merged = mirror.merge(source, DateTime::UNIX_EPOCH, Deletions::Few);
        assert_eq!(merged.await.unwrap().added as usize, some.len());
        merging += began.elapsed();
    }
    let began = Instant::now();
    mirror.tidy().await.unwrap();
    let tidying = began.elapsed();
    println!(
        "{} people put aside in {staging:.1?}, taken over and indexed in {merging:.1?}, \
         made compact in {tidying:.1?}; \
         {} MiB more in memory",
        people.len(),
        (resident() - before) / 1024
    );
}

/// The same once more: nothing differs.
async fn again(mirror: &Mirror, people: &[Person]) {
    let began = Instant::now();
    let some = &people[..people.len().div_ceil(SOURCES)];
    let source = SourceId::first(Subject::CustomerUsers);
    stage(mirror, source, some).await;
    let merged = mirror.merge(source, DateTime::UNIX_EPOCH, Deletions::Few);
    assert_eq!(merged.await.unwrap().changed, 0);
    println!(
        "{} of them copied again, unchanged: {:.1?}",
        some.len(),
        began.elapsed()
    );
}

async fn stage(mirror: &Mirror, source: SourceId, people: &[Person]) -> Duration {
    mirror.begin(source, &fields(&people[0])).await.unwrap();
    let mut took = Duration::ZERO;
    for some in people.chunks(BATCH) {
        let rows: Vec<_> = some.iter().map(row).collect();
        let began = Instant::now();
        mirror.stage(source, &rows, "mark").await.unwrap();
        took += began.elapsed();
    }
    took
}

/// The first pages of recorded queries, whole and as they are typed. Gives the worst of the 95th percentiles.
async fn search(mirror: &Mirror, people: &[Person]) -> Duration {
    let mut random = StdRng::seed_from_u64(SEED);
    let mut asked = for_names(people, &mut random);
    asked.extend(for_numbers(people, &mut random));
    let whole: Vec<_> = asked.into_iter().map(|it| it.typed).collect();
    // As the app does once it has started
    Region::prepare_numbers();
    let mut worst = report("whole queries", mirror, &whole).await;
    for letters in 1..=5 {
        let begun: Vec<_> = whole
            .iter()
            .map(|it| it.chars().take(letters).collect())
            .collect();
        let what = format!("{letters} letters typed");
        worst = worst.max(report(&what, mirror, &begun).await);
    }
    worst
}

async fn report(what: &str, mirror: &Mirror, asked: &[String]) -> Duration {
    let mut took = Vec::with_capacity(asked.len());
    for typed in asked {
        let began = Instant::now();
        page(mirror, typed).await;
        took.push((began.elapsed(), typed));
    }
    took.sort();
    let at = |percent: usize| took[(took.len() - 1) * percent / 100].0;
    println!(
        "{what}: p50 {:.2?}, p95 {:.2?}, {} MiB in memory; most {:.1?}",
        at(50),
        at(95),
        resident() / 1024,
        took.iter().rev().take(SLOWEST).collect::<Vec<_>>()
    );
    at(95)
}

async fn page(mirror: &Mirror, typed: &str) {
    let question = Question {
        query: parse(typed, &[], region()),
        validity: ValidityFilter::ValidOnly,
        order: Order::Best,
        sources: sources()
            .map(|id| AskedSource {
                id,
                names: vec![id.to_string()],
            })
            .collect(),
    };
    let hits = mirror.customer_users(question).await.unwrap();
    hits.page(Place::From(0), FIRST_PAGE).await.unwrap();
}

/// A plain LIKE over the same rows.
async fn like(path: &Path) {
    let options = connect_options(path, Some(&FileKey::new(KEY)), 32 * 1024);
    let file = Database::connect(options).await.unwrap();
    let mut took = Vec::new();
    for word in ["%müller%", "%1234567%", "%nobody%"] {
        let sql = "SELECT COUNT(*) FROM record WHERE content LIKE ?";
        let began = Instant::now();
        let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, [word.into()]);
        file.query_one_raw(statement).await.unwrap();
        took.push(began.elapsed());
    }
    file.close().await.unwrap();
    println!("LIKE over the same rows: {took:.1?}");
}

/// A bare scan of the text, folded beforehand, in memory.
fn scan(people: &[Person]) {
    let mut text = String::new();
    for person in people {
        for value in person.values() {
            text.push_str(&value.text.to_lowercase());
            text.push('\n');
        }
    }
    let mut took = Vec::new();
    for word in ["müller", "1234567", "nobody"] {
        let began = Instant::now();
        std::hint::black_box(text.matches(word).count());
        took.push(began.elapsed());
    }
    println!("a scan of {} MiB in memory: {took:.1?}", text.len() >> 20);
}

/// KiB of this process in memory; 0 where that is not told.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
    number.unwrap_or_default()
}
