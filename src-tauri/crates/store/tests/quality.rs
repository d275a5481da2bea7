//! Whether people are found in a mirror as they are looked for: misspelt, in another writing, by sound, by a part of
//! the name, by a number in any notation. The same population and queries as in the index's own test, through the
//! whole way from the file to the rows.
#![allow(clippy::unwrap_used, reason = "a test stops when something is wrong")]

use chrono::DateTime;
use deskbook_core::hits::Place;
use deskbook_core::instant::{AskedSource, InstantSearch as _, Question};
use deskbook_core::mirror::{BATCH, Deletions, MirrorStore as _, Row};
use deskbook_core::query::{Order, ValidityFilter};
use deskbook_domain::ids::Var;
use deskbook_domain::instant::{Region, parse};
use deskbook_domain::source::{SourceId, Subject};
use deskbook_domain::validity::Validity;
use deskbook_migrations::file::FileKey;
use deskbook_store::Mirror;
use population::{Person, people};
use queries::{Asked, for_names, for_numbers};
use rand::SeedableRng;
use rand::rngs::StdRng;
use tempfile::TempDir;

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

/// Two sources, so that one list is made of both.
fn sources() -> Vec<SourceId> {
    SourceId::all(Subject::CustomerUsers).take(2).collect()
}

fn region() -> Region {
    Region::of_country("DE")
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_meant_is_among_the_first_five() {
    let people = people(PEOPLE, SEED);
    let mut random = StdRng::seed_from_u64(SEED);
    let names = for_names(&people, &mut random);
    let numbers = for_numbers(&people, &mut random);
    let (mirror, _folder) = filled(&people).await;
    for asked in [names, numbers] {
        let mut missed = Vec::new();
        for Asked { rule, typed, meant } in &asked {
            let person = &people[*meant];
            if !found(&mirror, typed).await.contains(&person.login) {
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

async fn filled(people: &[Person]) -> (Mirror, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mirror");
    let mirror = Mirror::open(path, &FileKey::new([8; 32]), region()).await;
    let mirror = mirror.unwrap();
    for (source, some) in sources().into_iter().zip(people.chunks(PEOPLE / 2)) {
        let fields: Vec<_> = some[0]
            .values()
            .iter()
            .map(|it| Var::from(it.field))
            .collect();
        mirror.begin(source, &fields).await.unwrap();
        for rows in some.chunks(BATCH) {
            let rows: Vec<_> = rows.iter().map(row).collect();
            mirror.stage(source, &rows, "mark").await.unwrap();
        }
        let merged = mirror.merge(source, DateTime::UNIX_EPOCH, Deletions::Few);
        assert_eq!(merged.await.unwrap().added as usize, some.len());
    }
    (mirror, folder)
}

fn row(person: &Person) -> Row {
    Row {
        key: person.login.clone(),
        validity: Validity::Valid,
        values: person.values().map(|it| Some(it.text.to_owned())).to_vec(),
    }
}

async fn found(mirror: &Mirror, typed: &str) -> Vec<String> {
    let asked = sources().into_iter().map(|id| AskedSource {
        id,
        names: Vec::new(),
    });
    let question = Question {
        query: parse(typed, &[], region()),
        validity: ValidityFilter::ValidOnly,
        order: Order::Best,
        sources: asked.collect(),
    };
    let hits = mirror.customer_users(question).await.unwrap();
    let page = hits.page(Place::From(0), SHOWN).await.unwrap();
    let rows = page.rows.into_iter();
    rows.map(|row| row.login.as_str().to_owned()).collect()
}
