//! Data folders that are prepared once and copied for each server: preparing one costs a second or
//! more, copying it next to nothing.
//!
//! They stand in a folder among the system's temporary files, which only its owner may enter. Test
//! programs that run side by side wait for each other. The system may tidy up at any time: a template
//! that is not marked as whole is made anew.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use rustix::process::geteuid;
use tempfile::TempDir;

use super::account::ServerAccount;
use super::programs::run;

/// Counts up when data folders are prepared in another way than before.
const REVISION: u32 = 1;

/// Puts a copy of the data folder `key` at `target`; `make` prepares one where there is none yet.
pub(super) fn copy(
    key: &str,
    account: ServerAccount,
    target: &Path,
    make: impl FnOnce(&Path) -> Result<()>,
) -> Result<()> {
    let template = made(key, account, make)?;
    copy_folder(&template.join("data"), target)
}

fn made(
    key: &str,
    account: ServerAccount,
    make: impl FnOnce(&Path) -> Result<()>,
) -> Result<PathBuf> {
    let folder = folder()?;
    let template = folder.join(format!("{}-{}-{REVISION}", plain(key), account.number()));
    let lock = File::create(template.with_added_extension("lock"))?;
    lock.lock().context("the lock of the template")?;
    let whole = template.join("whole");
    if !whole.is_file() {
        if template.exists() {
            fs::remove_dir_all(&template)?;
        }
        // The server's account cannot enter the folder of templates.
        let workshop = workshop(account)?;
        let data = workshop.path().join("data");
        make(&data)?;
        fs::create_dir(&template)?;
        copy_folder(&data, &template.join("data"))?;
        File::create(whole)?;
    }
    Ok(template)
}

/// A new folder that only the server's account may enter, and write to.
pub(super) fn workshop(account: ServerAccount) -> Result<TempDir> {
    let folder = tempfile::Builder::new()
        .prefix("deskbook-server-")
        .permissions(Permissions::from_mode(0o700))
        .tempdir()?;
    account.give(folder.path())?;
    Ok(folder)
}

/// Owners and permissions come along, which servers look at.
fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    run(Command::new("cp").arg("-a").arg(from).arg(to))?;
    Ok(())
}

fn folder() -> Result<PathBuf> {
    let user = geteuid().as_raw();
    let folder = std::env::temp_dir().join(format!("deskbook-test-servers-{user}"));
    match DirBuilder::new().mode(0o700).create(&folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error.into()),
        _ => {}
    }
    let found = fs::symlink_metadata(&folder)?;
    ensure!(
        found.is_dir() && found.uid() == user && found.mode().trailing_zeros() >= 6,
        "{} is not a folder of this user alone",
        folder.display()
    );
    Ok(folder)
}

fn plain(key: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || ".+-".contains(character);
    key.chars()
        .map(|character| if plain(character) { character } else { '-' })
        .collect()
}
