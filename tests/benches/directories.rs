//! What one search over several sources costs beside its slowest source alone, when the first rows come while
//! another source hangs, and how fast a directory is read beside OpenLDAP's own client.
//!
//! `DESKBOOK_LARGE` says that it is in earnest: 100,000 people in each source. Without it there are few, and
//! the figures only say that nothing is broken.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a benchmark prints its figures, and stops when something is wrong"
)]

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use deskbook_core::back_end::BackEnd;
use deskbook_core::hits::{LARGEST_PAGE, Place};
use deskbook_core::installation::Installation;
use deskbook_core::instant::LookUp;
use deskbook_core::people::search::{page, start};
use deskbook_core::query::{Order, ValidityFilter};
use deskbook_core::search::{Request, Wanted};
use deskbook_core::sources::CustomerUserSources;
use deskbook_domain::source::{CustomerSource, CustomerUserSource, SourceId, Subject};
use deskbook_tests::builders::a_customer_user;
use deskbook_tests::directory::{open, read, settings};
use deskbook_tests::found::everything;
use deskbook_tests::server_stand;
use deskbook_tests::servers::slapd::{BASE, SlapdOptions, SlapdServer};
use deskbook_tests::servers::{Engine, Server, ServerOptions, make_otobo_tables, make_tables};
use deskbook_tests::stand::Stand;
use serde_json::json;

/// How often each figure is taken.
const ROUNDS: usize = 210;

/// What Deskbook may add to its slowest source: the larger of the two.
const PERCENT: u32 = 5;
const MORE: Duration = Duration::from_millis(3);

/// How often a whole directory is read.
const READINGS: usize = 7;

/// What is typed: some, one, many, nobody, two words.
const TERMS: [&str; 5] = ["anna7", "l000042", "l00", "qqqqq", "anna+l0004"];

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
    let server = Server::with(Engine::MariaDb, ServerOptions::default().for_much_data())
        .await
        .unwrap();
    let stand = database(&server, count).await;
    let options = SlapdOptions::entries(&entries(count)).without_size_limit();
    let slapd = SlapdServer::start(options).await.unwrap();
    let directory = directory(&slapd);
    let of = |sources: Vec<Arc<dyn BackEnd>>| Installation {
        look_up: LookUp::Nowhere,
        customer_users: CustomerUserSources::new(sources),
        ..stand.installation()
    };
    let people = Arc::clone(&stand.customer_users);
    let all = of(vec![Arc::clone(&people), Arc::clone(&directory)]);
    let alone = [of(vec![people]), of(vec![Arc::clone(&directory)])];
    println!("{count} people in MariaDB, {count} in OpenLDAP");
    together(&all, &alone).await;
    while_one_hangs(&all, &alone[0], &slapd).await;
    reading(directory.as_ref(), &slapd, count).await;
}

async fn database(server: &Server, count: u32) -> Stand {
    let database = server.database("federation").await.unwrap();
    make_tables(&database).await.unwrap();
    make_otobo_tables(&database).await.unwrap();
    let sources = (CustomerUserSource::shipped(), CustomerSource::shipped());
    let stand = server_stand::with(&database, sources.0, sources.1).unwrap();
    let people = (0..count).map(|number| {
        let (first, last) = names(number);
        a_customer_user()
            .login(&format!("db{number:06}"))
            .named(&first, &last)
    });
    stand.put(people).await.unwrap();
    stand
}

fn names(number: u32) -> (String, String) {
    (format!("Anna{}", number % 977), format!("L{number:06}"))
}

fn entries(count: u32) -> String {
    let entry = |number| {
        let (first, last) = names(number);
        format!(
            "dn: uid=dir{number:06},{BASE}\nobjectClass: inetOrgPerson\nuid: dir{number:06}\n\
             cn: {first} {last}\ngivenName: {first}\nsn: {last}\nmail: dir{number:06}@dir.test\n\
             o: ACME\n\n"
        )
    };
    (0..count).map(entry).collect()
}

fn directory(slapd: &SlapdServer) -> Arc<dyn BackEnd> {
    let hosts = json!(format!("ldap://127.0.0.1:{}", slapd.port()));
    let changes = [
        (
            "CustomerUserSearchFields",
            json!(["uid", "givenName", "sn"]),
        ),
        ("CustomerUserSearchPrefix", json!("*")),
    ];
    let (mut source, directory) = read(&settings(&hosts, &changes).unwrap()).unwrap();
    source.id = SourceId::all(Subject::CustomerUsers).nth(1).unwrap();
    open(source, directory, None).customer_users()
}

/// How long a search took until its first rows were there, and until no source was waited for.
struct Took {
    first: Duration,
    whole: Duration,
}

fn asking(term: &str) -> Request {
    Request {
        term: term.to_owned(),
        validity: ValidityFilter::ValidOnly,
        order: Order::Best,
        sources: None,
        language: Wanted::Otobo,
    }
}

async fn search(installation: &Installation, term: &str) -> Took {
    let began = Instant::now();
    let search = start(installation, asking(term)).await.unwrap();
    let shown = page(installation, &search, Place::From(0), 100).await;
    let (_, mut standing) = shown.unwrap();
    let first = began.elapsed();
    while !standing.waiting.is_empty() {
        search.hits.grown(standing.revision).await;
        let shown = page(installation, &search, Place::From(0), 100).await;
        (_, standing) = shown.unwrap();
    }
    assert!(standing.missing.is_empty(), "{:?}", standing.missing);
    Took {
        first,
        whole: began.elapsed(),
    }
}

async fn together(all: &Installation, alone: &[Installation; 2]) {
    let (mut both, mut first) = (Vec::new(), Vec::new());
    let mut single = [Vec::new(), Vec::new()];
    let mut slower = Vec::new();
    for round in 0..ROUNDS {
        let term = TERMS[round % TERMS.len()];
        // Turn by turn, so that all see the servers in the same mood
        let mut slowest = Duration::ZERO;
        for (installation, times) in alone.iter().zip(&mut single) {
            let took = search(installation, term).await.whole;
            slowest = slowest.max(took);
            times.push(took);
        }
        slower.push(slowest);
        let took = search(all, term).await;
        first.push(took.first);
        both.push(took.whole);
    }
    let [database, directory] = single.map(median);
    let (both, slower, first) = (median(both), median(slower), median(first));
    println!(
        "  search: the database alone {database:?}, the directory alone {directory:?}, the slower of both \
         {slower:?}; both at once {both:?}, first rows after {first:?}"
    );
    let allowed = slower + (slower * PERCENT / 100).max(MORE);
    assert!(
        both <= allowed,
        "both take {both:?}, allowed are {allowed:?}"
    );
}

async fn while_one_hangs(all: &Installation, fastest: &Installation, slapd: &SlapdServer) {
    let (mut ours, mut alone) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let term = TERMS[round % TERMS.len()];
        alone.push(search(fastest, term).await.whole);
        slapd.pause().await.unwrap();
        let began = Instant::now();
        let search = start(all, asking(term)).await.unwrap();
        page(all, &search, Place::From(0), 100).await.unwrap();
        ours.push(began.elapsed());
        drop(search);
        slapd.resume().await.unwrap();
    }
    let (ours, alone) = (median(ours), median(alone));
    println!("  first rows while the directory hangs: {ours:?}, the database alone {alone:?}");
    let with_the_fastest = alone + (alone * PERCENT / 100).max(MORE);
    let allowed = with_the_fastest.max(GRACE + MORE);
    assert!(
        ours <= allowed,
        "it takes {ours:?}, allowed are {allowed:?}"
    );
}

/// How long others are waited for from the beginning of a search, so that a list seldom changes.
const GRACE: Duration = Duration::from_millis(50);

/// Reads everything in pages, as the client does, with the attributes that the source has.
async fn reading(directory: &dyn BackEnd, slapd: &SlapdServer, count: u32) {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..READINGS {
        let began = Instant::now();
        let hits = directory.search(everything()).await.unwrap();
        assert_eq!(hits.count().await.unwrap(), count);
        ours.push(began.elapsed());
        theirs.push(client(slapd, count));
    }
    let hits = directory.search(everything()).await.unwrap();
    let mut rows = 0;
    while rows < count {
        let page = hits.page(Place::From(rows), LARGEST_PAGE).await.unwrap();
        rows += u32::try_from(page.rows.len()).unwrap();
    }
    let (ours, theirs) = (median(ours), median(theirs));
    let share = theirs.as_secs_f64() / ours.as_secs_f64();
    println!("  reading {count}: {ours:?}, ldapsearch {theirs:?}: {share:.2} of its speed");
    assert!(share >= 0.8, "{share:.2} of the client's speed");
}

fn client(slapd: &SlapdServer, count: u32) -> Duration {
    let attributes = [
        "title",
        "givenname",
        "sn",
        "uid",
        "mail",
        "telephonenumber",
        "description",
    ];
    let mut command = Command::new("ldapsearch");
    command
        .args(["-x", "-LLL", "-o", "ldif-wrap=no", "-E", "pr=1000/noprompt"])
        .args([
            "-H",
            &format!("ldap://127.0.0.1:{}", slapd.port()),
            "-b",
            BASE,
        ])
        .arg("(uid=*)")
        .args(attributes)
        .stdout(Stdio::piped());
    let began = Instant::now();
    let output = command.output().unwrap();
    let took = began.elapsed();
    assert!(output.status.success(), "{output:?}");
    let found = output.stdout.windows(4).filter(|it| it == b"dn: ").count();
    assert_eq!(found, usize::try_from(count).unwrap());
    took
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
