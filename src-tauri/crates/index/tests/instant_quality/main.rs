//! Whether people are found who are looked for as people do: misspelt, in another writing, by sound, by
//! a part of the name, by a number in any notation.
#![allow(clippy::unwrap_used, reason = "a test stops when something is wrong")]

mod population;
mod queries;
mod searched;
mod table;

use deskbook_domain::instant::Region;
use rand::SeedableRng;
use rand::rngs::StdRng;

use population::people;
use queries::{Asked, for_names, for_numbers};
use searched::Searched;

const PEOPLE: usize = 20_000;
const SEED: u64 = 6;

#[tokio::test]
async fn who_is_meant_is_among_the_first_five() {
    let people = people(PEOPLE, SEED);
    let mut random = StdRng::seed_from_u64(SEED);
    let names = for_names(&people, &mut random);
    let numbers = for_numbers(&people, &mut random);
    assert_eq!((names.len(), numbers.len()), (500, 400));
    let mut searched = Searched::of(&people, Region::of_country("DE")).await;
    for asked in [names, numbers] {
        let missed = missed(&mut searched, &asked).await;
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

async fn missed(searched: &mut Searched<'_>, asked: &[Asked]) -> Vec<String> {
    let mut missed = Vec::new();
    for Asked { rule, typed, meant } in asked {
        if !searched.first_rows(typed).await.contains(meant) {
            missed.push(format!("{rule}: {typed} for {}", searched.named(*meant)));
        }
    }
    missed
}
