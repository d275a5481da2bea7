//! What instant search costs: a document for each person, the rule for each candidate, parsing for each
//! key press.

use deskbook_domain::instant::{Entry, FoldedText, Query, Region, Tier, parse};
use deskbook_domain::validity::Validity;
use deskbook_index::instant::{candidates, document};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use population::{Person, people};

#[allow(
    dead_code,
    clippy::unwrap_used,
    reason = "the population of the test of quality, of which not all is needed here"
)]
#[path = "../tests/instant_quality/population.rs"]
mod population;

const PEOPLE: usize = 1_000;

/// A name, its beginning, several words, an umlaut, something unknown, a sound, a number.
const QUERIES: [&str; 9] = [
    "a",
    "valid:all",
    "müller",
    "mül",
    "anna mei",
    "mueller jan",
    "xyzzy",
    "steyn",
    "089 1234567",
];

fn main() {
    divan::main();
}

fn region() -> Region {
    Region::of_country("DE")
}

fn query(typed: &str) -> Query {
    parse(typed, &[], region())
}

fn each<T>(bencher: Bencher<'_, '_>, work: impl Fn(&Person) -> T + Sync) {
    let people = people(PEOPLE, 1);
    people.first().map(&work);
    bencher.counter(ItemsCount::new(PEOPLE)).bench(|| {
        for person in &people {
            drop(black_box(work(person)));
        }
    });
}

#[divan::bench]
fn fold_a_person(bencher: Bencher<'_, '_>) {
    each(bencher, |person| {
        person.values().map(|value| FoldedText::of(value.text))
    });
}

#[divan::bench]
fn document_of_a_person(bencher: Bencher<'_, '_>) {
    each(bencher, |person| document(&person.values(), region()));
}

#[divan::bench(args = QUERIES)]
fn rank_a_candidate(bencher: Bencher<'_, '_>, typed: &str) {
    let query = query(typed);
    each(bencher, |person| query.rank(&entry(&person.values())));
}

#[divan::bench(args = QUERIES)]
fn hit_of_a_row(bencher: Bencher<'_, '_>, typed: &str) {
    let query = query(typed);
    each(bencher, |person| query.hit(&entry(&person.values())));
}

#[divan::bench(args = QUERIES)]
fn parse_and_ask(typed: &str) -> usize {
    let query = query(typed);
    let asked = Tier::ALL.map(|tier| candidates(&query, tier));
    black_box(asked).len()
}

fn entry<'a>(values: &'a [deskbook_domain::instant::Value<'a>]) -> Entry<'a> {
    Entry {
        values,
        validity: Validity::Valid,
        sources: &[],
    }
}
