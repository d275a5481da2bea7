//! Files of a Deskbook that encrypted nothing: encrypted at the start, and whole whenever that is cut short.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use deskbook_core::app_lock::DraftStore as _;
use deskbook_core::back_end::BackEnd;
use deskbook_core::files::RecoveryNotes as _;
use deskbook_core::settings::{Settings, SettingsStore as _, Theme};
use deskbook_domain::secret::Secret;
use deskbook_migrations::file::{FileState, state_of};
use deskbook_store::OwnStore;
use deskbook_tests::builders::a_customer_user;
use deskbook_tests::found::Searched as _;
use deskbook_tests::local_directory::{self, FILE};
use deskbook_tests::opened_files::{OWN_STORE, OpenedFiles};
use deskbook_tests::rounds::rounds;
use deskbook_tests::set_keys::SetKeys;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tempfile::TempDir;

/// What only people and drafts know.
const SECRET: &str = "Quetzalcoatlus";

const PEOPLE: u32 = 400;

/// The folder of a Deskbook of before, with people, settings and a draft; the code was noted or not.
async fn older(confirmed: bool) -> Result<TempDir> {
    let stand = local_directory::fresh().await?;
    let person = |number: u32| {
        a_customer_user()
            .login(&format!("user{number}"))
            .named(&format!("{SECRET}{number}"), "Doe")
    };
    stand.put((0..PEOPLE).map(person)).await?;
    let folder = stand.close().await?;
    let store = OwnStore::open(folder.path().join(OWN_STORE)).await?;
    let settings = Settings {
        theme: Theme::Dark,
        ..Settings::default()
    };
    store.save(&settings).await?;
    store.put_aside(&Secret::new(SECRET.to_owned())).await?;
    store.set_confirmed(confirmed).await?;
    store.close().await?;
    Ok(folder)
}

/// Nothing is lost.
async fn is_whole(folder: &Path) -> Result<()> {
    let opened = OpenedFiles::open(folder, &SetKeys).await?;
    let people: &dyn BackEnd = opened.directory.customer_users();
    ensure!(people.count().await? == PEOPLE);
    ensure!(
        people
            .keys(&format!("{SECRET}7"))
            .await?
            .contains(&"user7".to_owned())
    );
    ensure!(opened.store.read().await?.theme == Theme::Dark);
    opened.close().await
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)?;
    entries.map(|entry| Ok(entry?.path())).collect()
}

fn with_secret(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in files(folder)? {
        let bytes = std::fs::read(&path)?;
        if bytes
            .windows(SECRET.len())
            .any(|it| it == SECRET.as_bytes())
        {
            found.push(path);
        }
    }
    Ok(found)
}

#[tokio::test]
async fn files_of_before_are_encrypted_at_the_start() -> Result<()> {
    let folder = older(true).await?;
    assert_eq!(with_secret(folder.path())?.len(), 2);
    is_whole(folder.path()).await?;
    for name in [FILE, OWN_STORE] {
        assert_eq!(state_of(&folder.path().join(name))?, FileState::Encrypted);
    }
    assert_eq!(with_secret(folder.path())?, Vec::<PathBuf>::new());
    is_whole(folder.path()).await
}

#[tokio::test]
async fn the_local_directory_waits_until_its_code_is_noted() -> Result<()> {
    let folder = older(false).await?;
    let directory = folder.path().join(FILE);
    for _ in 0..2 {
        is_whole(folder.path()).await?;
        assert_eq!(state_of(&directory)?, FileState::Plain);
    }
    let opened = OpenedFiles::open(folder.path(), &SetKeys).await?;
    opened.store.set_confirmed(true).await?;
    opened.close().await?;
    is_whole(folder.path()).await?;
    assert_eq!(state_of(&directory)?, FileState::Encrypted);
    assert_eq!(with_secret(folder.path())?, Vec::<PathBuf>::new());
    Ok(())
}

fn opening(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_open-files"));
    command
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

#[tokio::test]
async fn a_start_that_is_killed_while_it_encrypts_loses_nothing() -> Result<()> {
    let before = older(true).await?;
    let fresh = || -> Result<TempDir> {
        let folder = tempfile::tempdir()?;
        for path in files(before.path())? {
            let name = path.file_name().context("a file has a name")?;
            std::fs::copy(&path, folder.path().join(name))?;
        }
        Ok(folder)
    };
    let whole = fresh()?;
    let began = Instant::now();
    ensure!(opening(whole.path()).status()?.success());
    let within = began.elapsed();
    let mut random = StdRng::seed_from_u64(6);
    let mut unfinished = 0;
    for round in 0..rounds(20, 300) {
        let folder = fresh()?;
        let mut child = opening(folder.path()).spawn()?;
        tokio::time::sleep(within.mul_f64(random.random())).await;
        child.kill()?;
        child.wait()?;
        let state = state_of(&folder.path().join(FILE))?;
        unfinished += u32::from(state == FileState::Plain);
        let context = || format!("round {round}, {state:?}");
        is_whole(folder.path()).await.with_context(context)?;
        let left = with_secret(folder.path())?;
        ensure!(left.is_empty(), "{} {left:?}", context());
    }
    ensure!(unfinished > 0, "some were cut short");
    Ok(())
}
