//! How fast whole sources are read, and copied into a mirror: MariaDB, PostgreSQL and OpenLDAP.
//!
//! `DESKBOOK_LARGE` says that it is in earnest: 100,000 people in each source. Without it there are few, and
//! the figures only say that nothing is broken.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a benchmark prints its figures, and stops when something is wrong"
)]

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use deskbook_core::back_end::BackEnd;
use deskbook_core::mirror::{Readable, mirrored};
use deskbook_domain::ids::Var;
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use deskbook_tests::builders::a_customer_user;
use deskbook_tests::copied::{copy, mirror};
use deskbook_tests::directory::at_port;
use deskbook_tests::server_stand;
use deskbook_tests::servers::slapd::{BASE, SlapdOptions, SlapdServer};
use deskbook_tests::servers::{Engine, Server, ServerOptions, make_otobo_tables, make_tables};

/// How often each source is read; the fastest counts, since the machine may be busy.
const READINGS: usize = 5;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(measure());
}

async fn measure() {
    let is_large = std::env::var_os("DESKBOOK_LARGE").is_some();
    let count = if is_large { 100_000 } else { 1_000 };
    for engine in [Engine::MariaDb, Engine::PostgreSql] {
        let options = ServerOptions::default().for_much_data();
        let server = Server::with(engine, options).await.unwrap();
        let database = server.database("reading").await.unwrap();
        make_tables(&database).await.unwrap();
        make_otobo_tables(&database).await.unwrap();
        let sources = (CustomerUserSource::shipped(), CustomerSource::shipped());
        let stand = server_stand::with(&database, sources.0, sources.1).unwrap();
        let people = (0..count).map(|number| {
            let last = format!("L{number:06}");
            a_customer_user()
                .login(&format!("db{number:06}"))
                .named("Anna", &last)
        });
        stand.put(people).await.unwrap();
        told(&format!("{engine:?}"), stand.customer_users.as_ref(), count).await;
    }
    let options = SlapdOptions::entries(&entries(count)).without_size_limit();
    let slapd = SlapdServer::start(options).await.unwrap();
    let directory = at_port(slapd.port(), &[], None).unwrap();
    told("OpenLdap", directory.customer_users().as_ref(), count).await;
}

fn entries(count: u32) -> String {
    let mut ldif = String::new();
    for number in 0..count {
        writeln!(
            ldif,
            "dn: uid=dir{number:06},{BASE}\nobjectClass: inetOrgPerson\nuid: dir{number:06}\n\
             cn: Anna {number}\ngivenName: Anna\nsn: L{number:06}\nmail: dir{number:06}@dir.test\n"
        )
        .unwrap();
    }
    ldif
}

async fn told(name: &str, people: &dyn BackEnd, count: u32) {
    let source = people.readable().unwrap();
    let fields = mirrored(&people.source().map, &[]);
    let (mut read, mut copied) = (Duration::MAX, Duration::MAX);
    for _ in 0..READINGS {
        read = read.min(reading(source.as_ref(), &fields, count).await);
        let folder = tempfile::tempdir().unwrap();
        let mirror = mirror(folder.path()).await.unwrap();
        let began = Instant::now();
        let merged = copy(&mirror, &Arc::clone(&source), &fields).await.unwrap();
        copied = copied.min(began.elapsed());
        assert_eq!(merged.added, count);
    }
    let rate = |took: Duration| f64::from(count) / took.as_secs_f64();
    println!(
        "{name}: {count} people read in {read:.2?} ({:.0} a second), copied in {copied:.2?} ({:.0} a second)",
        rate(read),
        rate(copied)
    );
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
