//! One command of a chore: announced, run, timed.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

/// Runs a command to its end; fails unless it succeeds.
pub(crate) fn run(what: &str, command: &mut Command) -> Result<()> {
    let status = timed(
        what,
        command,
        |command| command.spawn().map(|child| (child, ())),
        |()| {},
    )?;
    ensure!(status.success(), "{what} failed ({status})");
    Ok(())
}

/// Runs a command to its end and hands every line of its standard output to `on_line`, which also
/// decides what of it is shown.
pub(crate) fn run_reading(
    what: &str,
    command: &mut Command,
    mut on_line: impl FnMut(&str),
) -> Result<ExitStatus> {
    let start = |command: &mut Command| {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take();
        Ok((child, output))
    };
    timed(what, command, start, |output| {
        if let Some(output) = output {
            read_lines(output, &mut on_line);
        }
    })
}

/// Says what is done without a command of its own.
pub(crate) fn note(text: &str) {
    println!("· {text}");
}

fn timed<Output>(
    what: &str,
    command: &mut Command,
    start: impl FnOnce(&mut Command) -> std::io::Result<(Child, Output)>,
    read: impl FnOnce(Output),
) -> Result<ExitStatus> {
    println!("→ {what}: {}", in_words(command));
    let started = Instant::now();
    let (mut child, output) = start(command).with_context(|| {
        format!(
            "{} cannot be started",
            command.get_program().to_string_lossy()
        )
    })?;
    read(output);
    let status = child.wait().with_context(|| format!("{what} was lost"))?;
    let mark = if status.success() { "✓" } else { "✗" };
    println!("{mark} {what} ({:.1} s)", started.elapsed().as_secs_f64());
    Ok(status)
}

/// Reads to the end; a line that is not UTF-8 is shown as well as it can be.
fn read_lines(output: impl Read, on_line: &mut impl FnMut(&str)) {
    let mut reader = BufReader::new(output);
    let mut line = Vec::new();
    while reader
        .read_until(b'\n', &mut line)
        .is_ok_and(|length| length > 0)
    {
        on_line(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']));
        line.clear();
    }
}

/// The command as one would type it: a program that was found for the person goes by its name.
fn in_words(command: &Command) -> String {
    let program = Path::new(command.get_program());
    std::iter::once(program.file_name().unwrap_or(program.as_os_str()))
        .chain(command.get_args())
        .map(in_word)
        .collect::<Vec<_>>()
        .join(" ")
}

fn in_word(argument: &OsStr) -> String {
    let text = argument.to_string_lossy();
    if text.is_empty() || text.contains(char::is_whitespace) {
        format!("'{text}'")
    } else {
        text.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{in_words, read_lines};

    #[test]
    fn a_command_is_announced_as_one_would_type_it() {
        let mut command = Command::new("/opt/node/bin/npm");
        command.args(["test", "--", "a file", ""]);
        assert_eq!(in_words(&command), "npm test -- 'a file' ''");
    }

    #[test]
    fn lines_arrive_whole_whatever_ends_them_and_whatever_they_hold() {
        let mut lines = Vec::new();
        read_lines(&b"one\r\ntwo \xff\nthree"[..], &mut |line: &str| {
            lines.push(line.to_owned());
        });
        assert_eq!(lines, ["one", "two \u{fffd}", "three"]);
    }
}
