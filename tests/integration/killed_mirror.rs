//! A mirror whose program is killed while it fills: the last good state is there each time, as a whole, and its search
//! finds just that.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use deskbook_core::mirror::{MirrorStore as _, Standing, State};
use deskbook_domain::instant::Region;
use deskbook_migrations::file::FileKey;
use deskbook_store::Mirror;
use deskbook_tests::generations::{assert_found, generation_of};
use deskbook_tests::indexed::{assert_mirror_indexed, assert_sound, look_into};
use deskbook_tests::rounds::rounds;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

/// That of the program, too.
fn key() -> FileKey {
    FileKey::new([7; 32])
}

/// As many people are in the mirror at a time.
const PEOPLE: u32 = 600;

/// The only generation that is there, if the mirror is sound and its search finds those who are there and nobody else.
async fn whole(path: &Path) -> Result<(Option<u32>, Vec<Standing>)> {
    // Whatever was cut short is undone as it is opened
    let mirror = Mirror::open(path, &key(), Region::UNKNOWN).await?;
    let file = look_into(path, Some(&key())).await?;
    assert_sound(&file).await?;
    assert_mirror_indexed(&file, Region::UNKNOWN).await?;
    let generation = generation_of(&file, PEOPLE).await?;
    file.close().await?;
    if let Some(generation) = generation {
        assert_found(&mirror, generation, PEOPLE).await?;
    }
    let standings = mirror.standings().await?;
    mirror.close().await?;
    Ok((generation, standings))
}

#[tokio::test]
async fn a_mirror_is_whole_whenever_its_program_is_killed() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("mirror.sqlite");
    let mut random = StdRng::seed_from_u64(9);
    let mut last = 0;
    let mut steps = 0;
    for round in 0..rounds(15, 300) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_fill-mirror"))
            .arg(&path)
            .arg((last + 1).to_string())
            .arg(PEOPLE.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        tokio::time::sleep(Duration::from_millis(random.random_range(5..400))).await;
        ensure!(child.try_wait()?.is_none(), "it fills until it is killed");
        child.kill()?;
        child.wait()?;
        if !path.exists() {
            continue;
        }
        let (now, standings) = whole(&path)
            .await
            .with_context(|| format!("round {round}"))?;
        let now = now.unwrap_or_default();
        ensure!(now >= last, "round {round}: {now} after {last}");
        let is_complete = standings
            .iter()
            .any(|it| matches!(it.state, State::Complete(_)));
        ensure!(is_complete == (now > 0), "round {round}: {standings:?}");
        steps += u32::from(now > last);
        last = now;
    }
    ensure!(steps > 3, "it came on {steps} times");
    Ok(())
}
