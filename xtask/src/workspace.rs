//! Where things are, and commands that start there.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// The checkout that the chore works on.
pub(crate) struct Workspace {
    root: PathBuf,
    cache: PathBuf,
    /// Set when the environment does not choose the target folder but the chore does.
    shared_target: Option<PathBuf>,
    metadata: Value,
}

impl Workspace {
    /// Asks cargo where the workspace is and what is in it.
    pub(crate) fn find() -> Result<Self> {
        let manifest_folder = env::var_os("CARGO_MANIFEST_DIR")
            .context("the workspace is unknown: start chores as `cargo xtask …`")?;
        let root = Path::new(&manifest_folder)
            .parent()
            .context("xtask has no workspace")?
            .to_path_buf();
        let cache = cache_folder()
            .context("no home folder is known: set HOME")?
            .join("deskbook");
        // Continuous integration clones anew for each run: a target folder outside the clone
        // keeps the built dependencies.
        let shared_target =
            (is_ci() && env::var_os("CARGO_TARGET_DIR").is_none()).then(|| cache.join("target"));
        let mut workspace = Self {
            root,
            cache,
            shared_target,
            metadata: Value::Null,
        };
        workspace.metadata = workspace.read_metadata()?;
        Ok(workspace)
    }

    /// The folder of the checkout.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the web UI.
    pub(crate) fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// The folder of the end-to-end tests.
    pub(crate) fn e2e(&self) -> PathBuf {
        self.root.join("tests").join("e2e")
    }

    /// Where chores keep tools between runs, outside the checkout.
    pub(crate) fn cache(&self) -> &Path {
        &self.cache
    }

    /// Cargo's target folder.
    pub(crate) fn target(&self) -> PathBuf {
        self.metadata
            .get("target_directory")
            .and_then(Value::as_str)
            .map_or_else(|| self.root.join("target"), PathBuf::from)
    }

    /// Where chores put what they make for themselves.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.target().join("xtask")
    }

    /// The workspace's packages, as `cargo metadata` tells them.
    pub(crate) fn packages(&self) -> &[Value] {
        self.metadata
            .get("packages")
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }

    /// A command that starts in the root of the checkout.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        // `cargo run` describes xtask to xtask; a cargo started from here would take that for
        // its own surroundings, and build scripts that look at it would run again each time.
        for (name, _) in env::vars_os() {
            if name.to_str().is_some_and(describes_xtask) {
                command.env_remove(name);
            }
        }
        if let Some(target) = &self.shared_target {
            command.env("CARGO_TARGET_DIR", target);
        }
        command
    }

    /// The cargo that started the chore.
    pub(crate) fn cargo(&self) -> Command {
        self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    fn read_metadata(&self) -> Result<Value> {
        let output = self
            .cargo()
            .args(["metadata", "--format-version", "1", "--no-deps"])
            .output()
            .context("cargo cannot be started")?;
        ensure!(
            output.status.success(),
            "cargo does not understand the workspace:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).context("cargo metadata is no JSON")
    }
}

/// Whether nobody is there to answer a question.
pub(crate) fn is_ci() -> bool {
    env::var("CI").is_ok_and(|value| !["", "0", "false"].contains(&value.as_str()))
}

fn describes_xtask(variable: &str) -> bool {
    variable.starts_with("CARGO_PKG_")
        || [
            "CARGO_BIN_NAME",
            "CARGO_CRATE_NAME",
            "CARGO_MANIFEST_DIR",
            "CARGO_MANIFEST_PATH",
            "CARGO_PRIMARY_PACKAGE",
        ]
        .contains(&variable)
}

fn cache_folder() -> Option<PathBuf> {
    let named = if cfg!(windows) {
        "LOCALAPPDATA"
    } else {
        "XDG_CACHE_HOME"
    };
    env::var_os(named)
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
        .or_else(|| Some(env::home_dir()?.join(".cache")))
}

#[cfg(test)]
mod tests {
    use super::describes_xtask;

    #[test]
    fn what_cargo_says_about_xtask_is_not_passed_on_but_the_users_settings_are() {
        assert!(describes_xtask("CARGO_PKG_VERSION"));
        assert!(describes_xtask("CARGO_MANIFEST_DIR"));
        assert!(!describes_xtask("CARGO_HOME"));
        assert!(!describes_xtask("CARGO_TARGET_DIR"));
        assert!(!describes_xtask("CARGO_BUILD_JOBS"));
    }
}
