//! A local directory that is encrypted: nothing of it is in the clear any more, nothing is lost, and whenever the
//! program dies meanwhile, one of the two files is whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use deskbook_core::back_end::BackEnd;
use deskbook_core::instant::OwnIndex as _;
use deskbook_domain::source::Subject;
use deskbook_migrations::file::{FileKey, FileState, encrypt, opens, state_of};
use deskbook_sql::{LocalDirectory, OpenError};
use deskbook_tests::builders::{CustomerUserBuilder, a_customer_user};
use deskbook_tests::found::{Searched as _, instantly};
use deskbook_tests::indexed::{Terms, all_terms, assert_sound, look_into};
use deskbook_tests::local_directory::{self, FILE};
use deskbook_tests::rounds::rounds;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tempfile::TempDir;

/// What only people know.
const SECRET: &str = "Quetzalcoatlus";

const PEOPLE: u32 = 800;

/// Longer than a busy machine takes to index them.
const PATIENCE: Duration = Duration::from_secs(30);

/// That of the program, too.
fn key() -> FileKey {
    FileKey::new([7; 32])
}

fn person(number: u32) -> CustomerUserBuilder {
    a_customer_user()
        .login(&format!("user{number}"))
        .named(&format!("{SECRET}{number}"), "Doe")
        .with("UserComment", &SECRET.repeat(5))
}

/// A closed local directory with people in it, all of whom are in its indices.
async fn filled(count: u32) -> Result<TempDir> {
    let stand = local_directory::fresh().await?;
    stand.put((0..count).map(person)).await?;
    let directory = stand.local_directory.clone();
    is_indexed(&directory.context("it is a local directory")?).await?;
    stand.close().await
}

async fn is_indexed(directory: &LocalDirectory) -> Result<()> {
    let began = Instant::now();
    while !directory.is_ready(Subject::CustomerUsers).await {
        ensure!(began.elapsed() < PATIENCE, "it is not indexed");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(())
}

/// The people are all there, and each is found in both languages; nobody else is.
async fn is_whole(path: &Path, key: Option<FileKey>, count: u32) -> Result<()> {
    let directory = LocalDirectory::open_with_key(path, key).await?;
    let people: &dyn BackEnd = directory.customer_users();
    ensure!(people.count().await? == count);
    is_indexed(&directory).await?;
    let everybody: BTreeSet<_> = (0..count).map(|it| format!("user{it}")).collect();
    let found = people.keys(SECRET).await?;
    ensure!(found.into_iter().collect::<BTreeSet<_>>() == everybody);
    let found = instantly(&directory, SECRET).await?;
    ensure!(found.into_iter().collect::<BTreeSet<_>>() == everybody);
    let last = [format!("user{}", count - 1)];
    let typed = format!("{SECRET}{}", count - 1);
    let found = people.keys(&typed).await?;
    ensure!(found == last, "{found:?}");
    let found = instantly(&directory, &typed).await?;
    ensure!(found == last, "{found:?}");
    directory.close().await?;
    Ok(())
}

/// What the indices of a closed file have, if it is sound.
async fn terms(path: &Path, key: Option<&FileKey>) -> Result<BTreeMap<String, Terms>> {
    let file = look_into(path, key).await?;
    assert_sound(&file).await?;
    let terms = all_terms(&file).await?;
    file.close().await?;
    Ok(terms)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)?;
    entries.map(|entry| Ok(entry?.path())).collect()
}

fn holds(path: &Path, text: &str) -> Result<bool> {
    let bytes = std::fs::read(path)?;
    Ok(bytes.windows(text.len()).any(|it| it == text.as_bytes()))
}

#[tokio::test]
async fn a_plain_file_becomes_one_that_tells_nothing() -> Result<()> {
    let folder = filled(300).await?;
    let path = folder.path().join(FILE);
    assert_eq!(state_of(&path)?, FileState::Plain);
    // A second name keeps what was in the clear within sight
    let second = folder.path().join("second-name");
    std::fs::hard_link(&path, &second)?;
    assert!(holds(&second, SECRET)?);
    encrypt(&path, &key()).await?;
    assert_eq!(state_of(&path)?, FileState::Encrypted);
    assert!(!holds(&second, SECRET)?, "it is written over");
    std::fs::remove_file(second)?;
    is_whole(&path, Some(key()), 300).await?;
    let directory = LocalDirectory::open_with_key(&path, Some(key())).await?;
    let people: &dyn BackEnd = directory.customer_users();
    assert_eq!(people.keys("quetzal").await?.len(), 300);
    for file in files(folder.path())? {
        assert!(!holds(&file, SECRET)?, "{}", file.display());
        assert!(!holds(&file, "customer_user")?, "{}", file.display());
        assert!(!holds(&file, "SQLite format")?, "{}", file.display());
    }
    directory.close().await?;
    encrypt(&path, &key()).await?;
    is_whole(&path, Some(key()), 300).await
}

#[tokio::test]
async fn another_key_is_refused_and_damages_nothing() -> Result<()> {
    let folder = filled(3).await?;
    let path = folder.path().join(FILE);
    encrypt(&path, &key()).await?;
    let before = std::fs::read(&path)?;
    for other in [Some(FileKey::new([8; 32])), None] {
        let refused = LocalDirectory::open_with_key(&path, other).await;
        let Err(OpenError::NotADatabase { .. }) = refused else {
            bail!("it is refused");
        };
    }
    assert!(!opens(&path, &FileKey::new([8; 32])).await?);
    assert!(opens(&path, &key()).await?);
    assert_eq!(std::fs::read(&path)?, before);
    is_whole(&path, Some(key()), 3).await
}

#[tokio::test]
async fn what_cannot_be_encrypted_is_as_it_was() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join(FILE);
    encrypt(&path, &key()).await?;
    assert_eq!(state_of(&path)?, FileState::Missing, "none is made");
    let mut broken = b"SQLite format 3\0".to_vec();
    broken.extend([0xff; 8_000]);
    File::create(&path)?.write_all(&broken)?;
    assert!(encrypt(&path, &key()).await.is_err());
    assert_eq!(std::fs::read(&path)?, broken);
    Ok(())
}

#[test]
fn what_is_no_file_of_ours_does_not_pass_for_an_encrypted_one() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join(FILE);
    File::create(&path)?.write_all(b"a letter, and no database")?;
    assert_eq!(state_of(&path)?, FileState::Plain);
    File::create(&path)?;
    assert_eq!(state_of(&path)?, FileState::Missing);
    Ok(())
}

fn encrypting(path: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_encrypt-file"));
    command
        .arg(path)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

#[tokio::test]
async fn a_file_is_whole_whenever_the_program_is_killed() -> Result<()> {
    let plain = filled(PEOPLE).await?;
    let plain = plain.path().join(FILE);
    let indexed = terms(&plain, None).await?;
    let numbers = |terms: &Terms| terms.len() == PEOPLE as usize;
    ensure!(indexed.values().filter(|it| numbers(it)).count() == 2);
    let fresh = || -> Result<TempDir> {
        let folder = tempfile::tempdir()?;
        std::fs::copy(&plain, folder.path().join(FILE))?;
        Ok(folder)
    };
    let whole = fresh()?;
    let began = Instant::now();
    let status = encrypting(&whole.path().join(FILE)).status()?;
    ensure!(status.success());
    // A busy machine changes how long it takes: the time goes with it
    let mut within = began.elapsed();
    let mut random = StdRng::seed_from_u64(3);
    let mut seen = [0; 2];
    for round in 0..rounds(20, 300) {
        let folder = fresh()?;
        let path = folder.path().join(FILE);
        let mut child = encrypting(&path).spawn()?;
        tokio::time::sleep(within.mul_f64(random.random())).await;
        child.kill()?;
        child.wait()?;
        let state = state_of(&path)?;
        let is_encrypted = state == FileState::Encrypted;
        seen[usize::from(is_encrypted)] += 1;
        within = within.mul_f64(if is_encrypted { 0.9 } else { 1.1 });
        let context = || format!("round {round}, {state:?}");
        let key_now = is_encrypted.then(key);
        // Looked at before Deskbook opens the file and puts right what it finds
        let found = terms(&path, key_now.as_ref()).await;
        ensure!(found.with_context(context)? == indexed, "{}", context());
        is_whole(&path, key_now, PEOPLE)
            .await
            .with_context(context)?;
        encrypt(&path, &key()).await.with_context(context)?;
        is_whole(&path, Some(key()), PEOPLE)
            .await
            .with_context(context)?;
        for file in files(folder.path())? {
            ensure!(!holds(&file, SECRET)?, "{} {}", context(), file.display());
        }
    }
    ensure!(seen.iter().all(|it| *it > 0), "{seen:?}");
    Ok(())
}
