//! What the table of instant search weighs, and how long a search in it takes.
//!
//! `DESKBOOK_PEOPLE` tells of how many people (20,000 without it). The file is encrypted as a mirror is. A
//! search is what a store does for a page of rows: candidates tier by tier, at most [`MOST_ROWS`] of each,
//! the rule on each of them, the order. Reading the values is not part of it: they are in memory here.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a benchmark prints its figures, and stops when something is wrong"
)]

use std::collections::HashMap;
use std::time::{Duration, Instant};

use deskbook_domain::instant::{Entry, Query, Region, Tier, parse};
use deskbook_domain::validity::Validity;
use deskbook_index::instant::candidates;
use deskbook_index::{Candidates, sort_key};
use population::{Person, people};
use queries::{for_names, for_numbers};
use rand::SeedableRng;
use rand::rngs::StdRng;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection as _, Executor as _, Row as _};
use table::fill;

#[allow(
    dead_code,
    reason = "shared with the test of quality, of which not all is needed here"
)]
#[path = "../tests/instant_quality/population.rs"]
mod population;
#[allow(
    dead_code,
    reason = "shared with the test of quality, of which not all is needed here"
)]
#[path = "../tests/instant_quality/queries.rs"]
mod queries;
#[path = "../tests/instant_quality/table.rs"]
mod table;

const SHOWN: usize = 100;
const MOST_ROWS: i64 = 1_000;
const SEED: u64 = 6;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let count = std::env::var("DESKBOOK_PEOPLE").ok();
    let count = count.map_or(20_000, |it| it.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.sqlite3");
    let key = format!("\"x'{}'\"", "5a".repeat(32));
    let options = SqliteConnectOptions::new()
        .filename(&path)
        .create_if_missing(true);
    let mut connection = SqliteConnection::connect_with(&options.pragma("key", key))
        .await
        .unwrap();
    let mut people = people(count, SEED);
    people.sort_by_cached_key(|person| sort_key([person.last.as_str(), person.first]));
    let region = Region::of_country("DE");
    let started = Instant::now();
    filled(&mut connection, &people, region).await;
    let bytes = std::fs::metadata(&path).unwrap().len();
    println!(
        "{count} people in {:.1?}, {:.0} bytes each",
        started.elapsed(),
        bytes as f64 / count as f64
    );
    search(&mut connection, &people, region).await;
}

/// Filled, and as small as it gets.
async fn filled(connection: &mut SqliteConnection, people: &[Person], region: Region) {
    connection
        .execute("PRAGMA cache_size = -65536")
        .await
        .unwrap();
    fill(connection, people, region).await;
    connection
        .execute("INSERT INTO text (text) VALUES ('optimize')")
        .await
        .unwrap();
    connection.execute("VACUUM").await.unwrap();
}

async fn search(connection: &mut SqliteConnection, people: &[Person], region: Region) {
    let mut random = StdRng::seed_from_u64(SEED);
    let mut asked = for_names(people, &mut random);
    asked.extend(for_numbers(people, &mut random));
    let whole: Vec<_> = asked.iter().map(|it| it.typed.as_str()).collect();
    report("whole queries", connection, people, region, &whole).await;
    for letters in 1..=5 {
        let begun: Vec<String> = whole
            .iter()
            .map(|it| it.chars().take(letters).collect())
            .collect();
        let begun: Vec<_> = begun.iter().map(String::as_str).collect();
        report(
            &format!("{letters} letters typed"),
            connection,
            people,
            region,
            &begun,
        )
        .await;
    }
}

async fn report(
    what: &str,
    connection: &mut SqliteConnection,
    people: &[Person],
    region: Region,
    asked: &[&str],
) {
    let mut took = Vec::with_capacity(asked.len());
    let mut looked_at = 0;
    for typed in asked {
        let started = Instant::now();
        looked_at += page(connection, people, &parse(typed, &[], region)).await;
        took.push((started.elapsed(), *typed));
    }
    took.sort();
    let at = |percent: usize| took[(took.len() - 1) * percent / 100];
    let milliseconds = |it: Duration| it.as_secs_f64() * 1e3;
    println!(
        "{what}: p50 {:.2} ms, p95 {:.2} ms, most {:.2} ms ({:?}), {} rows looked at each",
        milliseconds(at(50).0),
        milliseconds(at(95).0),
        milliseconds(at(100).0),
        at(100).1,
        looked_at / asked.len()
    );
}

/// The first page; tells how many rows were looked at.
async fn page(connection: &mut SqliteConnection, people: &[Person], query: &Query) -> usize {
    let mut ranks = HashMap::new();
    let mut hits = Vec::new();
    let mut asked = Candidates::Nothing;
    for tier in Tier::ALL {
        let asking = candidates(query, tier);
        if asking != asked {
            for row in rows(connection, &asking).await {
                ranks.entry(row).or_insert_with(|| {
                    let values = people[row].values();
                    let entry = Entry {
                        values: &values,
                        validity: Validity::Valid,
                        sources: &[],
                    };
                    query.rank(&entry)
                });
            }
            asked = asking;
        }
        let fitting = ranks
            .iter()
            .filter_map(|(row, rank)| Some((rank.filter(|it| it.tier <= tier)?, *row)));
        hits = fitting.collect();
        if hits.len() >= SHOWN {
            break;
        }
    }
    // Rows are in the order of names
    hits.sort_unstable();
    ranks.len()
}

/// In one text: a row for each would cost more than to find it.
async fn rows(connection: &mut SqliteConnection, candidates: &Candidates) -> Vec<usize> {
    let question = match candidates {
        Candidates::Nothing => return Vec::new(),
        Candidates::Everything => return (0..SHOWN).collect(),
        Candidates::Matching(question) => question.to_string(),
    };
    let rows: Option<String> = sqlx::query(
        "SELECT group_concat(rowid) FROM (SELECT rowid FROM text WHERE text MATCH ? LIMIT ?)",
    )
    .bind(question)
    .bind(MOST_ROWS)
    .fetch_one(connection)
    .await
    .unwrap()
    .get(0);
    let rows = rows.unwrap_or_default();
    rows.split_terminator(',')
        .map(|row| row.parse().unwrap())
        .collect()
}
