//! A folder that stands in for the user's own while tests run, and must stay empty: tests never
//! touch anybody's data, configuration or keyring.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, ensure};

/// What leads a program to its user's folders, on all three systems.
const WAYS_HOME: [(&str, &str); 11] = [
    ("HOME", ""),
    ("USERPROFILE", ""),
    ("APPDATA", "roaming"),
    ("LOCALAPPDATA", "local"),
    ("XDG_CACHE_HOME", "cache"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_DATA_HOME", "data"),
    ("XDG_RUNTIME_DIR", "runtime"),
    ("XDG_STATE_HOME", "state"),
    ("DESKBOOK_DATA_DIR", "deskbook"),
    ("npm_config_userconfig", "npmrc"),
];

/// The guard folder of one test run.
pub(crate) struct Guard {
    folder: PathBuf,
}

impl Guard {
    /// Lays an empty guard folder.
    pub(crate) fn lay(scratch: &Path) -> Result<Self> {
        let folder = scratch.join("guard");
        if folder.exists() {
            fs::remove_dir_all(&folder).context("the old guard folder cannot be removed")?;
        }
        fs::create_dir_all(&folder).context("the guard folder cannot be made")?;
        Ok(Self { folder })
    }

    /// Points a command at the guard folder; the toolchain keeps its true places.
    pub(crate) fn watch<'command>(&self, command: &'command mut Command) -> &'command mut Command {
        for (variable, toolchains) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
            if env::var_os(variable).is_none()
                && let Some(home) = env::home_dir()
            {
                command.env(variable, home.join(toolchains));
            }
        }
        for (variable, folder) in WAYS_HOME {
            command.env(variable, self.folder.join(folder));
        }
        let no_bus = format!("unix:path={}", self.folder.join("bus").display());
        command.env("DBUS_SESSION_BUS_ADDRESS", no_bus)
    }

    /// Fails if anything turned up in the guard folder.
    pub(crate) fn verify(&self) -> Result<()> {
        let found: Vec<String> = fs::read_dir(&self.folder)
            .context("the guard folder is gone")?
            .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
            .collect();
        ensure!(
            found.is_empty(),
            "a test used the user's own folders; it left {} in {}",
            found.join(", "),
            self.folder.display()
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::process::Command;

    use super::Guard;

    #[test]
    fn a_file_in_the_stand_in_for_the_home_folder_is_noticed() {
        let scratch = tempfile::tempdir().unwrap();
        let guard = Guard::lay(scratch.path()).unwrap();
        guard.verify().unwrap();

        let mut command = Command::new("anything");
        guard.watch(&mut command);
        let home = command
            .get_envs()
            .find_map(|(name, value)| (name == "HOME").then_some(value?));
        File::create(std::path::Path::new(home.unwrap()).join("settings")).unwrap();

        let message = guard.verify().unwrap_err().to_string();
        assert!(message.contains("settings"), "{message}");
        Guard::lay(scratch.path()).unwrap().verify().unwrap();
    }
}
