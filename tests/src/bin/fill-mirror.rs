//! Fills a mirror with one generation of people after the other, with a key that is none: a program that tests
//! kill.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use chrono::DateTime;
use deskbook_core::mirror::{Deletions, MirrorStore as _, Row};
use deskbook_domain::instant::Region;
use deskbook_domain::source::{SourceId, Subject};
use deskbook_domain::validity::Validity;
use deskbook_migrations::file::FileKey;
use deskbook_store::Mirror;
use deskbook_tests::generations::{login, name, numbers};

/// As many are put aside at once.
const SOME: usize = 150;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let path = arguments.next().map(PathBuf::from);
    let path = path.context("the path of the mirror")?;
    let first = arguments.next().context("the first generation")?;
    let first: u32 = first.to_string_lossy().parse()?;
    let people = arguments.next().context("the people of a generation")?;
    let people: u32 = people.to_string_lossy().parse()?;
    let mirror = Mirror::open(&path, &FileKey::new([7; 32]), Region::UNKNOWN).await?;
    let source = SourceId::first(Subject::CustomerUsers);
    for generation in first.. {
        mirror
            .begin(source, &["UserLogin".into(), "UserLastname".into()])
            .await?;
        // What another program put aside may be of another generation
        mirror.start_over(source).await?;
        let people = numbers(generation, people);
        let rows: Vec<_> = people.map(|number| row(number, generation)).collect();
        for some in rows.chunks(SOME) {
            let mark = &some.last().context("some are there")?.key;
            mirror.stage(source, some, mark).await?;
        }
        mirror
            .merge(source, DateTime::UNIX_EPOCH, Deletions::Few)
            .await?;
    }
    Ok(())
}

fn row(number: u32, generation: u32) -> Row {
    Row {
        key: login(number),
        validity: Validity::Valid,
        values: vec![Some(login(number)), Some(name(generation))],
    }
}
