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

/// People of one generation.
const PEOPLE: usize = 600;

/// As many are put aside at once.
const SOME: usize = 150;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let path = arguments.next().map(PathBuf::from);
    let path = path.context("the path of the mirror")?;
    let first = arguments.next().context("the first generation")?;
    let first: u32 = first.to_string_lossy().parse()?;
    let mirror = Mirror::open(&path, &FileKey::new([7; 32]), Region::UNKNOWN).await?;
    let source = SourceId::first(Subject::CustomerUsers);
    for generation in first.. {
        mirror.begin(source, &["UserLastname".into()]).await?;
        // What another program put aside may be of another generation
        mirror.start_over(source).await?;
        let rows: Vec<_> = (0..PEOPLE).map(|number| row(number, generation)).collect();
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

/// Everything of a generation says which one it is.
fn row(number: usize, generation: u32) -> Row {
    Row {
        key: format!("user{number}"),
        validity: Validity::Valid,
        values: vec![Some(format!("generation {generation}"))],
    }
}
