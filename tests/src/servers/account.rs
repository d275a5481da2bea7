//! The account that a server runs as: they refuse to run as root.

use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};
use rustix::process::geteuid;

/// User and group, or `None` for whoever runs the tests.
#[derive(Clone, Copy, Debug)]
pub(super) struct ServerAccount(Option<(u32, u32)>);

impl ServerAccount {
    /// The account of that name if root runs the tests; a package without the service part does not
    /// make it, then `nobody` does.
    pub(super) fn named(name: &str) -> Result<Self> {
        if !geteuid().is_root() {
            return Ok(Self(None));
        }
        let found = ids(name).or_else(|| ids("nobody"));
        found
            .map(|ids| Self(Some(ids)))
            .with_context(|| format!("there is neither a user {name} nor a user nobody"))
    }

    /// Whoever runs the tests, root included.
    pub(super) fn of_the_tests() -> Self {
        Self(None)
    }

    /// A command that runs under the account.
    pub(super) fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
        command
    }

    /// The user's number.
    pub(super) fn number(self) -> u32 {
        self.0.map_or_else(|| geteuid().as_raw(), |(user, _)| user)
    }

    /// Hands a file or a folder over to the account.
    pub(super) fn give(self, path: &Path) -> Result<()> {
        if let Some((user, group)) = self.0 {
            chown(path, Some(user), Some(group))
                .with_context(|| format!("{} cannot be handed over", path.display()))?;
        }
        Ok(())
    }
}

fn ids(user: &str) -> Option<(u32, u32)> {
    Some((id("-u", user)?, id("-g", user)?))
}

fn id(which: &str, user: &str) -> Option<u32> {
    let output = Command::new("id").args([which, user]).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
