//! The programs of servers: Debian keeps those of PostgreSQL apart from the search path, and those of
//! MariaDB where only root looks.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

/// Finds a program.
pub(super) fn find(name: &str) -> Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<_> = env::split_paths(&path).collect();
    folders.extend(["/usr/sbin", "/usr/local/sbin", "/sbin"].map(PathBuf::from));
    folders.extend(of_postgresql());
    let found = folders.iter().map(|folder| folder.join(name));
    found
        .into_iter()
        .find(|program| program.is_file())
        .with_context(|| {
            format!(
                "{name} is not there: `cargo xtask setup` installs it on Debian and Ubuntu; \
                 elsewhere install the servers of MariaDB, PostgreSQL, Redis and OpenLDAP"
            )
        })
}

/// Runs a command to its end, and fails with what it said.
pub(super) fn run(command: &mut Command) -> Result<String> {
    let name = command.get_program().display().to_string();
    let output = command
        .output()
        .with_context(|| format!("{name} cannot be started"))?;
    let said = [&output.stdout, &output.stderr]
        .map(|bytes| String::from_utf8_lossy(bytes))
        .concat();
    ensure!(output.status.success(), "{name} failed:\n{said}");
    Ok(said)
}

/// The folders of its versions, the newest first.
fn of_postgresql() -> Vec<PathBuf> {
    let versions = Path::new("/usr/lib/postgresql").read_dir();
    let mut folders: Vec<_> = versions
        .into_iter()
        .flatten()
        .filter_map(|version| Some(version.ok()?.path()))
        .collect();
    folders.sort_by_key(|folder| {
        let version = folder.file_name()?.to_str()?.parse::<u32>();
        version.ok()
    });
    folders
        .into_iter()
        .rev()
        .map(|folder| folder.join("bin"))
        .collect()
}
