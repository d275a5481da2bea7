//! How long the first copy of a large source takes beside its parts: reading the source alone, and loading the same rows
//! into the same tables and indices alone.
//!
//! `DESKBOOK_LARGE` names a folder made by `tests/data/generate.py --size large`. Without it a small set
//! is loaded, and the figures only say that nothing is broken.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a benchmark prints its figures, and stops when something is wrong"
)]

mod bulk;

use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use deskbook_core::back_end::BackEnd as _;
use deskbook_core::mirror::{MirrorStore as _, Readable, Row, mirrored};
use deskbook_domain::ids::Var;
use deskbook_domain::source::CustomerUserSource;
use deskbook_store::Mirror;
use deskbook_tests::copied::{batches, copy, mirror};
use deskbook_tests::large_set;
use deskbook_tests::server_stand::{address, open};
use deskbook_tests::servers::{Engine, Server, ServerOptions};

/// What a first copy may take, times the longer of its parts.
const MOST: f64 = 1.3;

/// What it may need in memory: pages of the file, batches and keys on their way, and 48 bytes a record for the order of
/// names.
const MOST_MEMORY_KIB: u64 = 256 * 1024;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(measure());
}

async fn measure() {
    let options = ServerOptions::default().for_much_data();
    let server = Server::with(Engine::MariaDb, options).await.unwrap();
    let database = server.database("large").await.unwrap();
    let count = large_set::load(&database).await.unwrap();
    let opened = open(&address(&database), &database.account.password);
    let people = opened.customer_users(CustomerUserSource::shipped());
    let source = people.readable().unwrap();
    let fields = mirrored(&people.source().map, &[]);

    let folder = tempfile::tempdir().unwrap();
    let mirror = mirror(folder.path()).await.unwrap();
    let (copied, memory) = first_copy(&mirror, &source, &fields, count).await;
    let (again, memory_again) = copy_again(&mirror, &source, &fields).await;
    mirror.close().await.unwrap();
    let reading = reading(source.as_ref(), &fields, count).await;
    let rows = rows(source.as_ref(), &fields).await;
    let folder = tempfile::tempdir().unwrap();
    let loading = bulk::load(folder.path(), &fields, rows).await;

    let ratio = copied.as_secs_f64() / reading.max(loading).as_secs_f64();
    println!(
        "first copy of {count} people from MariaDB: {copied:.1?}; reading alone {reading:.1?}, \
         loading alone {loading:.1?}; {ratio:.2} times the longer; it needs {} MiB of memory",
        memory / 1024
    );
    println!(
        "copied again, unchanged: {again:.1?}; it needs {} MiB of memory",
        memory_again / 1024
    );
    for memory in [memory, memory_again] {
        assert!(memory < MOST_MEMORY_KIB, "{memory} KiB");
    }
    if std::env::var_os("DESKBOOK_LARGE").is_some() {
        assert!(ratio <= MOST, "{ratio:.2} times, allowed are {MOST}");
    }
}

/// How long it takes, and the KiB that it needs.
async fn first_copy(
    mirror: &Mirror,
    source: &Arc<dyn Readable>,
    fields: &[Var],
    count: u32,
) -> (Duration, u64) {
    let before = most_resident();
    let began = Instant::now();
    let merged = copy(mirror, source, fields).await.unwrap();
    mirror.tidy().await.unwrap();
    let took = began.elapsed();
    assert_eq!(merged.added, count);
    (took, most_resident() - before)
}

/// The same for a later one that finds nothing new, with what is kept in memory from the first.
async fn copy_again(
    mirror: &Mirror,
    source: &Arc<dyn Readable>,
    fields: &[Var],
) -> (Duration, u64) {
    forget_most_resident();
    let began = Instant::now();
    let merged = copy(mirror, source, fields).await.unwrap();
    assert_eq!(merged.added + merged.changed + merged.removed, 0);
    (began.elapsed(), most_resident())
}

/// Batch by batch, each dropped before the next comes.
async fn reading(source: &dyn Readable, fields: &[Var], count: u32) -> Duration {
    let began = Instant::now();
    let mut reading = source.read(fields, None).await.unwrap();
    let mut rows = 0;
    loop {
        let batch = reading.next().await.unwrap();
        rows += batch.rows.len();
        if batch.end.is_some() {
            break;
        }
    }
    assert_eq!(rows, count as usize);
    began.elapsed()
}

async fn rows(source: &dyn Readable, fields: &[Var]) -> Vec<Row> {
    let batches = batches(source, fields, None).await.unwrap();
    batches.into_iter().flat_map(|batch| batch.rows).collect()
}

/// From now on [`most_resident`] tells of what comes.
fn forget_most_resident() {
    let refs = std::fs::File::options()
        .write(true)
        .open("/proc/self/clear_refs");
    refs.and_then(|mut refs| refs.write_all(b"5")).ok();
}

/// The most KiB that this process had in memory so far; 0 where that is not told.
fn most_resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
    number.unwrap_or_default()
}
