//! People by generations: everybody says of which one they are, and from one to the next a few come and a few go.
//! Whatever is half of one and half of another shows it.

use std::ops::Range;

use anyhow::{Context as _, Result, ensure};
use deskbook_core::instant::InstantSearch;

use crate::found::{instant_count, instantly};
use crate::outside::OutsideWriter;

/// So many come and go: fewer than what a mirror waits for a yes for.
const MOVING: u32 = 20;

/// Of everybody so many are searched for one by one, apart from the whole generation.
const SOME: usize = 20;

/// The numbers of so many people of a generation.
pub fn numbers(generation: u32, people: u32) -> Range<u32> {
    let first = generation * MOVING;
    first..first + people
}

/// Who has a number.
pub fn login(number: u32) -> String {
    format!("user{number}")
}

/// What everybody of a generation is called. No other generation's name has it in it.
pub fn name(generation: u32) -> String {
    format!("generation-x{generation}x")
}

/// The only generation that the records of a mirror are of, all of whom are there; `None` if there are no records.
pub async fn generation_of(file: &OutsideWriter, people: u32) -> Result<Option<u32>> {
    let names = "SELECT DISTINCT json_extract(content, '$[1]') FROM record";
    let found = file.texts(names).await?;
    ensure!(found.len() <= 1, "half of something: {found:?}");
    let Some(number) = found.first() else {
        return Ok(None);
    };
    let number = number.strip_prefix("generation-x");
    let number = number.and_then(|it| it.strip_suffix('x'));
    let number = number.context("a generation")?.parse()?;
    let sql = "SELECT key || ' ' || content || ' ' || valid_id || ' ' || gone FROM record ORDER BY length(key), key";
    let records = file.texts(sql).await?;
    let expected = numbers(number, people).map(|it| {
        let login = login(it);
        format!("{login} [\"{login}\",\"{}\"] 1 0", name(number))
    });
    ensure!(records == expected.collect::<Vec<_>>(), "others are there");
    Ok(Some(number))
}

/// Instant search finds everybody of a generation and nobody of its neighbours, by name and by login.
pub async fn assert_found(search: &dyn InstantSearch, generation: u32, people: u32) -> Result<()> {
    ensure!(instant_count(search, &name(generation)).await? == people);
    for other in [generation.checked_sub(1), Some(generation + 1)] {
        let Some(other) = other else { continue };
        ensure!(instant_count(search, &name(other)).await? == 0, "{other}");
    }
    let here = numbers(generation, people);
    let gone = here.start.checked_sub(1).map(login);
    for number in here
        .clone()
        .step_by(here.len() / SOME)
        .chain([here.end - 1])
    {
        let login = login(number);
        let found = instantly(search, &login).await?;
        ensure!(found.contains(&login), "{login} is not found: {found:?}");
    }
    for login in gone.into_iter().chain([login(here.end)]) {
        let found = instantly(search, &login).await?;
        ensure!(!found.contains(&login), "{login} is found");
    }
    Ok(())
}
