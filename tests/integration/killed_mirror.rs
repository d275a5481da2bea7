//! A mirror whose program is killed while it fills: the last good state is there each time, as a whole.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use deskbook_core::mirror::{MirrorStore as _, State};
use deskbook_domain::instant::Region;
use deskbook_migrations::file::{FileKey, connect_options};
use deskbook_store::Mirror;
use deskbook_tests::outside::OutsideWriter;
use deskbook_tests::rounds::rounds;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use sea_orm::Database;

/// That of the program, too.
fn key() -> FileKey {
    FileKey::new([7; 32])
}

/// The only generation that is there, and that the file is sound.
async fn generation(path: &Path) -> Result<Option<u32>> {
    let connection = Database::connect(connect_options(path, Some(&key()), 1024)).await?;
    let file = OutsideWriter::over(connection);
    ensure!(file.texts("PRAGMA integrity_check").await? == ["ok"]);
    ensure!(
        file.texts("PRAGMA cipher_integrity_check")
            .await?
            .is_empty()
    );
    let sql = "SELECT DISTINCT content || ' of ' || (SELECT COUNT(*) FROM record) FROM record";
    let found = file.texts(sql).await?;
    file.close().await?;
    ensure!(found.len() <= 1, "half of something: {found:?}");
    let Some(found) = found.first() else {
        return Ok(None);
    };
    let number = found.strip_prefix("[\"generation ");
    let number = number.and_then(|it| it.strip_suffix("\"] of 600"));
    let number = number.with_context(|| format!("{found} is no whole generation"))?;
    Ok(Some(number.parse()?))
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
        // Whatever was cut short is undone as it is opened
        let mirror = Mirror::open(&path, &key(), Region::UNKNOWN).await;
        let mirror = mirror.with_context(|| format!("round {round}"))?;
        let standings = mirror.standings().await?;
        mirror.close().await?;
        let now = generation(&path)
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
