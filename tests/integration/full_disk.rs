//! A disk without space, a real one: the test runs itself again on a tiny file system of its own.

#![cfg(target_os = "linux")]

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use deskbook_core::ErrorCode;
use deskbook_core::back_end::{Addition, BackEnd as _, BackEndError, Signature};
use deskbook_core::clock::Clock as _;
use deskbook_core::customer_back_end::CustomerBackEnd as _;
use deskbook_domain::ids::AgentId;
use deskbook_sql::LocalDirectory;
use deskbook_tests::builders::{a_customer, a_customer_user};
use deskbook_tests::clock::SetClock;
use deskbook_tests::local_directory::FILE;

/// Tells the second run where the tiny disk is.
const DISK: &str = "DESKBOOK_TINY_DISK";

#[tokio::test]
async fn a_full_disk_is_told_and_nothing_is_lost() -> Result<()> {
    match std::env::var_os(DISK) {
        Some(disk) => fill(&PathBuf::from(disk)).await,
        None => run_again_on_a_tiny_disk("full_disk::a_full_disk_is_told_and_nothing_is_lost"),
    }
}

#[tokio::test]
async fn a_disk_that_is_full_from_the_start_is_told() -> Result<()> {
    match std::env::var_os(DISK) {
        Some(disk) => open_on_full(&PathBuf::from(disk)).await,
        None => run_again_on_a_tiny_disk("full_disk::a_disk_that_is_full_from_the_start_is_told"),
    }
}

async fn fill(disk: &Path) -> Result<()> {
    let path = disk.join(FILE);
    let directory = LocalDirectory::open(&path).await?;
    add_acme(&directory).await?;
    use_up(disk)?;
    let mut stored = Vec::new();
    let refused = loop {
        let login = format!("user{}", stored.len());
        match add(&directory, &login).await {
            Ok(()) => stored.push(login),
            Err(refused) => break refused,
        }
    };
    assert_eq!(refused.code(), ErrorCode::DiskFull, "{refused:?}");
    assert_eq!(refused.params(), [("path", path.display().to_string())]);
    std::fs::remove_file(disk.join("ballast"))?;
    add(&directory, "afterwards").await?;
    stored.push("afterwards".to_owned());
    for login in &stored {
        let found = directory
            .customer_users()
            .find(&login.as_str().into())
            .await?;
        found.with_context(|| format!("{login} was told to be stored"))?;
    }
    assert_eq!(
        usize::try_from(directory.customer_users().count().await?)?,
        stored.len()
    );
    Ok(())
}

async fn open_on_full(disk: &Path) -> Result<()> {
    use_up(disk)?;
    let Err(refused) = LocalDirectory::open(&disk.join(FILE)).await else {
        panic!("there is no space for a file")
    };
    assert_eq!(refused.code(), ErrorCode::DiskFull, "{refused:?}");
    Ok(())
}

async fn add(directory: &LocalDirectory, login: &str) -> Result<(), BackEndError> {
    let customer_users = directory.customer_users();
    let writer = customer_users.writer().ok_or(BackEndError::NotFound)?;
    let record = a_customer_user()
        .login(login)
        .with("UserComment", &"x".repeat(250))
        .record();
    writer
        .add(Addition {
            record,
            password: None,
            by: by(),
        })
        .await
}

async fn add_acme(directory: &LocalDirectory) -> Result<()> {
    let writer = directory
        .customers()
        .writer()
        .context("it can be written")?;
    Ok(writer.add(a_customer().record(), by()).await?)
}

fn by() -> Signature {
    Signature {
        agent: AgentId(1),
        at: SetClock::at(1_700_000_000).now().naive_utc(),
    }
}

/// Leaves no byte free.
fn use_up(disk: &Path) -> Result<()> {
    let mut ballast = OpenOptions::new()
        .create(true)
        .append(true)
        .open(disk.join("ballast"))?;
    while ballast.write_all(&[0; 4096]).is_ok() {}
    Ok(())
}

fn run_again_on_a_tiny_disk(test: &str) -> Result<()> {
    let disk = tempfile::tempdir()?;
    let mounted = "mount -t tmpfs -o size=8m none \"$0\"";
    let mut may = Command::new("unshare");
    let may = may.args(["--user", "--map-root-user", "--mount", "sh", "-c", mounted]);
    if !may
        .arg(disk.path())
        .output()
        .is_ok_and(|output| output.status.success())
    {
        writeln!(
            std::io::stderr(),
            "skipped {test}: no file system may be mounted here"
        )?;
        return Ok(());
    }
    let again = format!("{mounted} && exec \"$1\" --exact \"$2\"");
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", &again])
        .args([disk.path(), &std::env::current_exe()?, Path::new(test)])
        .env(DISK, disk.path())
        .output()?;
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{told}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(told.contains("1 passed"), "{told}");
    Ok(())
}
