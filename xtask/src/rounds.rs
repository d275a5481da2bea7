//! How much of each test is run.

use std::process::Command;

/// A choice for a whole run, told to every runner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounds {
    /// What finds mistakes in minutes.
    Reduced,
    /// What proves the promised figures.
    Full,
}

impl Rounds {
    /// Tells a command, as an environment variable that only a full run sets.
    pub(crate) fn tell(self, command: &mut Command) -> &mut Command {
        match self {
            Self::Reduced => command.env_remove("DESKBOOK_FULL"),
            Self::Full => command.env("DESKBOOK_FULL", "1"),
        }
    }
}
