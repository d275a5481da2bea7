//! How a program is started.

use std::ffi::OsString;
use std::path::Path;
use std::process::Stdio;

use deskbook_core::caches::{CacheProgram, CacheTypes};
use tokio::process::Command;

/// A command of the program itself, without a shell. It gets no input, and of its output only what it
/// says of errors is read. It works in the folder that it is in.
pub(super) fn of(program: &CacheProgram, types: &CacheTypes) -> Command {
    let mut command = Command::new(&program.path);
    command
        .args(arguments(&program.arguments, types))
        .env_clear()
        .envs(environment())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    if let Some(folder) = Path::new(&program.path).parent() {
        command.current_dir(folder);
    }
    // Of its own, so that it can be ended with all that it started
    #[cfg(unix)]
    command.process_group(0);
    command
}

/// An argument that is exactly the placeholder becomes one for each type; every other one stays.
fn arguments<'a>(typed: &'a [String], types: &'a CacheTypes) -> Vec<&'a str> {
    let mut arguments = Vec::new();
    for argument in typed {
        if argument == CacheProgram::TYPES {
            arguments.extend(types.iter());
        } else {
            arguments.push(argument);
        }
    }
    arguments
}

/// All that a program finds in its environment: where the system's own programs are. Whatever else it
/// needs, it has to set itself.
#[cfg(not(windows))]
fn environment() -> impl IntoIterator<Item = (&'static str, OsString)> {
    [("PATH", "/usr/bin:/bin".into())]
}

/// All that a program finds in its environment: where the system is, without which no program can so
/// much as connect to anything, and where its own programs are.
#[cfg(windows)]
fn environment() -> impl IntoIterator<Item = (&'static str, OsString)> {
    let root = std::env::var_os("SystemRoot").unwrap_or_else(|| r"C:\Windows".into());
    let mut path = root.clone();
    path.push(r"\System32");
    [("SystemRoot", root), ("PATH", path)]
}

#[cfg(test)]
mod tests {
    use deskbook_core::caches::{Written, stale_caches};

    use super::*;

    #[test]
    fn the_placeholder_becomes_an_argument_for_each_type_and_only_as_a_whole() {
        let types = stale_caches(&[Written::Services, Written::Tickets]);
        let typed = [
            "--types={types}",
            "{types}",
            "$HOME; rm *",
            " {types}",
            "{TYPES}",
        ];
        let typed = typed.map(str::to_owned);
        assert_eq!(
            arguments(&typed, &types),
            [
                "--types={types}",
                "Service",
                "Ticket",
                "$HOME; rm *",
                " {types}",
                "{TYPES}"
            ]
        );
    }

    #[test]
    fn without_a_placeholder_the_types_are_not_told() {
        let types = stale_caches(&[Written::Tickets]);
        assert_eq!(arguments(&["all".to_owned()], &types), ["all"]);
        assert!(arguments(&[], &types).is_empty());
    }
}
