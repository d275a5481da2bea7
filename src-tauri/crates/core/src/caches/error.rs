//! Why caches could not be cleared.

use std::fmt;
use std::time::Duration;

use crate::Cause;
use crate::server_error::{ServerError, ServerPlace};

/// Why caches could not be cleared. What was deleted before it went wrong stays deleted, which does no
/// harm, and clearing again is safe.
#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    /// Redis could not be reached, refused the login, has trouble with TLS, was silent, or failed. Each
    /// [`Trouble`](crate::server_error::Trouble) has its own remedy.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// Signed in to Redis, but the user may not do what clearing takes: `SCAN` and `UNLINK` for all
    /// keys. The administrator of Redis can allow it.
    #[error("the user may not scan and unlink keys ({0})")]
    NotPermitted(ServerPlace),
    /// No such file, or none that can be read: the path has to be corrected.
    #[error("the program is not there")]
    ProgramMissing(#[source] Cause),
    /// The path is not absolute, so that it would depend on where Deskbook was started: it has to be
    /// written out.
    #[error("the program's path is not absolute")]
    ProgramPathRelative,
    /// It is not the file that the user agreed to: its content or its path differs. The user has to look
    /// at it and agree anew.
    #[error("the program is not the one that was agreed to")]
    ProgramChanged,
    /// It is there but cannot be started: it is no program, or may not be executed.
    #[error("the program cannot be started")]
    ProgramNotStarted(#[source] Cause),
    /// It ended with another exit code than 0. What it said may help.
    #[error("the program failed ({end})")]
    ProgramFailed {
        /// How it ended.
        end: ProgramEnd,
        /// The end of what it wrote to its standard error. Not part of the error's text: nobody knows
        /// what is in it.
        said: String,
    },
    /// It did not end in time, and was ended.
    #[error("the program did not end within {waited:?}")]
    ProgramTimedOut {
        /// How long it was waited for.
        waited: Duration,
    },
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgramEnd {
    /// With this exit code.
    Code(i32),
    /// By a signal of the system or of somebody else.
    Signal,
}

impl fmt::Display for ProgramEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "exit code {code}"),
            Self::Signal => f.write_str("ended by a signal"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_said_is_no_part_of_the_error_s_text() {
        let error = CacheError::ProgramFailed {
            end: ProgramEnd::Code(3),
            said: "password: hunter2".to_owned(),
        };
        assert_eq!(
            crate::error_chain(&error),
            "the program failed (exit code 3)"
        );
    }
}
