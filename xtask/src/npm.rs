//! The parts of the project that npm installs and builds.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, ensure};

use crate::step;
use crate::workspace::Workspace;

/// npm under the name that the system can start.
pub(crate) const PROGRAM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// A copy of the lock file that `node_modules` was installed from.
const STAMP: &str = "node_modules/.installed-from.json";

/// An npm command in a folder of the workspace.
pub(crate) fn command(workspace: &Workspace, folder: &Path) -> Command {
    let mut command = workspace.command(PROGRAM);
    command.current_dir(folder);
    command
}

/// The UI's formatter and linter on the end-to-end tests, which are JavaScript too.
pub(crate) fn biome_on_e2e(workspace: &Workspace) -> Command {
    let mut biome = command(workspace, &workspace.ui());
    biome.args(["exec", "--", "biome", "check", "../tests/e2e"]);
    biome
}

/// Installs a folder's packages, unless they are there just as its lock file names them.
pub(crate) fn install(workspace: &Workspace, folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let stamp = folder.join(STAMP);
    let locked = fs::read(&lock).with_context(|| format!("{} cannot be read", lock.display()))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == locked) {
        return Ok(());
    }
    let what = format!("packages of {}", relative(workspace, folder));
    step::run(
        &what,
        command(workspace, folder).args(["ci", "--no-audit", "--no-fund"]),
    )?;
    fs::copy(&lock, &stamp).context("node_modules cannot be written")?;
    Ok(())
}

/// Installs the UI's packages and builds `ui/dist`, unless it is newer than all that it is made
/// from. The shell embeds it when it is compiled, so this comes before any cargo command.
pub(crate) fn build_ui(workspace: &Workspace) -> Result<()> {
    let ui = workspace.ui();
    install(workspace, &ui)?;
    let built = fs::metadata(ui.join("dist/index.html")).and_then(|built| built.modified());
    if let (Ok(built), Some(changed)) = (built, newest_change(&ui)?)
        && built > changed
    {
        return Ok(());
    }
    step::run(
        "build of the UI",
        command(workspace, &ui).args(["run", "build"]),
    )?;
    ensure!(
        ui.join("dist/index.html").is_file(),
        "the build of the UI left no ui/dist/index.html"
    );
    Ok(())
}

/// When anything below `folder` changed last, less what is installed or built there. Folders count
/// too: a removed file shows in nothing else.
fn newest_change(folder: &Path) -> Result<Option<SystemTime>> {
    let mut newest = None;
    let entries =
        fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let metadata = entry.metadata()?;
        if ["node_modules", "dist"]
            .iter()
            .any(|made| entry.file_name() == *made)
        {
            continue;
        }
        newest = newest.max(metadata.modified().ok());
        if metadata.is_dir() {
            newest = newest.max(newest_change(&entry.path())?);
        }
    }
    Ok(newest)
}

fn relative(workspace: &Workspace, folder: &Path) -> String {
    folder
        .strip_prefix(workspace.root())
        .unwrap_or(folder)
        .display()
        .to_string()
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::time::{Duration, SystemTime};

    use super::newest_change;

    #[test]
    fn a_change_deep_inside_is_seen_but_not_one_in_what_was_built() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("src/deep");
        let built = folder.path().join("dist");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::create_dir_all(&built).unwrap();
        let far = SystemTime::UNIX_EPOCH + Duration::from_hours(2_500_000);
        let farther = far + Duration::from_secs(1);
        File::create(deep.join("view.tsx"))
            .unwrap()
            .set_modified(far)
            .unwrap();
        File::create(built.join("index.html"))
            .unwrap()
            .set_modified(farther)
            .unwrap();
        assert_eq!(newest_change(folder.path()).unwrap(), Some(far));
    }
}
