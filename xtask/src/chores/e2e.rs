//! `e2e`: the tests that drive the built app as a person would.

use std::process::{Command, ExitCode};

use anyhow::Result;

use super::setup;
use crate::binaries::{Along, Binaries};
use crate::report::{self, Part};
use crate::rounds::Rounds;
use crate::system_packages::Purpose;
use crate::tally::Tally;
use crate::workspace::Workspace;
use crate::{npm, programs, step};

pub(super) const NAME: &str = "end to end";

/// What the tests start besides the app.
const NEEDED: [&str; 5] = [
    "WebKitWebDriver",
    "dbus-daemon",
    "gnome-keyring-daemon",
    "xauth",
    "xvfb-run",
];

pub(super) fn start(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    setup::to(Purpose::Test, workspace)?;
    let binaries = Binaries::build(workspace, Along::Nothing)?;
    Ok(report::close(&[part(
        workspace,
        &binaries,
        Rounds::Reduced,
        arguments,
    )]))
}

/// Runs the test files whose names contain one of `selected`, or all if none is given.
pub(super) fn part(
    workspace: &Workspace,
    binaries: &Binaries,
    rounds: Rounds,
    selected: &[String],
) -> Part {
    if let Some(reason) = hindrance() {
        return Part::skipped(NAME, reason);
    }
    let runner = runner(workspace, binaries, selected);
    let outcome = runner.and_then(|mut runner| run(workspace, rounds.tell(&mut runner)));
    outcome.unwrap_or_else(|error| Part::failed(NAME, &error))
}

fn run(workspace: &Workspace, runner: &mut Command) -> Result<Part> {
    npm::install(workspace, &workspace.e2e())?;
    let mut tally = Tally::default();
    let status = step::run_reading(NAME, runner, |line| {
        println!("{line}");
        if let Some(counts) = Tally::of_closing_line(line) {
            tally = counts;
        }
    })?;
    Ok(Part::counted(NAME, tally, status.success()))
}

fn runner(workspace: &Workspace, binaries: &Binaries, selected: &[String]) -> Result<Command> {
    let mut command = workspace.command("xvfb-run");
    command
        .args([
            "--auto-servernum",
            "--server-args=-screen 0 1280x800x24",
            "node",
        ])
        .arg(workspace.e2e().join("run.mjs"))
        .args(selected)
        .env("DESKBOOK_APP", binaries.path("deskbook")?)
        .env("DESKBOOK_SERVERS", binaries.path("throw-away-servers")?)
        .env("DESKBOOK_KEYS", binaries.path("keys-of-files")?)
        .env(
            "DESKBOOK_SCREENSHOTS",
            workspace.root().join("target").join("screenshots"),
        );
    Ok(command)
}

/// Why the tests cannot run here, if they cannot.
fn hindrance() -> Option<String> {
    if !cfg!(target_os = "linux") {
        return Some("the web view of this system has no driver that comes with it".to_owned());
    }
    let missing: Vec<&str> = NEEDED
        .into_iter()
        .filter(|program| !programs::is_there(program))
        .collect();
    (!missing.is_empty()).then(|| format!("not installed: {}", missing.join(", ")))
}
