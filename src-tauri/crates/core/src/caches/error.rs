//! Why caches could not be cleared.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use crate::server_error::{ServerError, ServerPlace, Trouble};
use crate::{Cause, ErrorCode};

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
    /// Others than the user and the system's administrator could put another program in its place: the file, or
    /// a folder on the way to it, may be written by them.
    #[error("others may write the program or a folder that it is in")]
    ProgramWritable {
        /// The file or the folder.
        path: PathBuf,
    },
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

impl CacheError {
    /// What the UI tells apart. What is said of a database is not always true of Redis, so that much of
    /// it has a code of its own.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Server(error) => of_server(error),
            Self::NotPermitted(_) => ErrorCode::CacheNotPermitted,
            Self::ProgramMissing(_) => ErrorCode::ProgramMissing,
            Self::ProgramPathRelative => ErrorCode::ProgramPathRelative,
            Self::ProgramWritable { .. } => ErrorCode::ProgramWritable,
            Self::ProgramChanged => ErrorCode::ProgramChanged,
            Self::ProgramNotStarted(_) => ErrorCode::ProgramNotStarted,
            Self::ProgramFailed { end, .. } => match end {
                ProgramEnd::Code(_) => ErrorCode::ProgramFailed,
                ProgramEnd::Signal => ErrorCode::ProgramKilled,
            },
            Self::ProgramTimedOut { .. } => ErrorCode::ProgramTimedOut,
        }
    }

    /// The values that the UI's words need. What a program said goes to the window alone, which shows it
    /// to the user who chose the program.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Server(error) => error.params(),
            Self::NotPermitted(place) => vec![
                ("host", place.host.to_string()),
                ("database", place.database.to_string()),
                ("user", place.user.to_string()),
            ],
            Self::ProgramFailed { end, said } => {
                let exit_code = match end {
                    ProgramEnd::Code(code) => Some(("exitCode", code.to_string())),
                    ProgramEnd::Signal => None,
                };
                let said = Some(said.trim()).filter(|said| !said.is_empty());
                let said = said.map(|said| ("server", said.to_owned()));
                exit_code.into_iter().chain(said).collect()
            }
            Self::ProgramWritable { path } => vec![("path", path.display().to_string())],
            Self::ProgramTimedOut { waited } => vec![("seconds", waited.as_secs().to_string())],
            Self::ProgramMissing(_)
            | Self::ProgramPathRelative
            | Self::ProgramChanged
            | Self::ProgramNotStarted(_) => Vec::new(),
        }
    }

    /// The field of the settings that it happened at.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Server(_) | Self::NotPermitted(_) => None,
            Self::ProgramMissing(_)
            | Self::ProgramPathRelative
            | Self::ProgramWritable { .. }
            | Self::ProgramChanged
            | Self::ProgramNotStarted(_)
            | Self::ProgramFailed { .. }
            | Self::ProgramTimedOut { .. } => Some("path"),
        }
    }
}

fn of_server(error: &ServerError) -> ErrorCode {
    match error.trouble {
        Trouble::HostUnreachable => ErrorCode::CacheUnreachable,
        Trouble::Silent(_) => ErrorCode::CacheSilent,
        Trouble::RefusedLogin => ErrorCode::CacheRefusedLogin,
        Trouble::PasswordMissing => ErrorCode::CachePasswordMissing,
        Trouble::HostNotAllowed => ErrorCode::CacheHostNotAllowed,
        Trouble::DatabaseUnknown => ErrorCode::CacheDatabaseUnknown,
        Trouble::TlsUnavailable => ErrorCode::CacheTlsUnavailable,
        Trouble::ServerReadOnly => ErrorCode::CacheReadOnly,
        Trouble::Other => ErrorCode::CacheFailed,
        _ => error.code(),
    }
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

    #[test]
    fn a_program_s_end_is_told_with_what_it_said() {
        let failed = |end, said: &str| CacheError::ProgramFailed {
            end,
            said: said.to_owned(),
        };
        let by_code = failed(ProgramEnd::Code(3), " no such cache\n");
        assert_eq!(by_code.code(), ErrorCode::ProgramFailed);
        let told = by_code.params();
        let words = [("exitCode", "3"), ("server", "no such cache")];
        assert_eq!(told, words.map(|(name, value)| (name, value.to_owned())));
        let by_signal = failed(ProgramEnd::Signal, " ");
        assert_eq!(by_signal.code(), ErrorCode::ProgramKilled);
        assert_eq!(by_signal.params(), []);
    }

    #[test]
    fn what_is_said_of_databases_is_not_said_of_redis() {
        let of = |trouble| {
            CacheError::Server(ServerError {
                trouble,
                place: ServerPlace::default(),
                source: None,
            })
            .code()
        };
        assert_eq!(of(Trouble::RefusedLogin), ErrorCode::CacheRefusedLogin);
        assert_eq!(
            of(Trouble::DatabaseUnknown),
            ErrorCode::CacheDatabaseUnknown
        );
        assert_eq!(of(Trouble::HostUnknown), ErrorCode::HostUnknown);
    }
}
