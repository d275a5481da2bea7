//! `check`: all that can be known without running a test.

use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Result, bail};

use super::{no_arguments, setup};
use crate::binaries::{Along, Binaries};
use crate::system_packages::Purpose;
use crate::workspace::Workspace;
use crate::{cargo_deny, dependencies, npm, step, tracked_files};

pub(super) fn start(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    no_arguments(arguments)?;
    setup::to(Purpose::Build, workspace)?;
    let started = Instant::now();
    let failed = run_all(workspace);
    println!();
    if !failed.is_empty() {
        bail!(
            "{} failed, see above; `cargo xtask fix` repairs format, bindings and some lints",
            failed.join(", ")
        );
    }
    println!(
        "all checks passed ({:.0} s)",
        started.elapsed().as_secs_f64()
    );
    Ok(ExitCode::SUCCESS)
}

type Check = (&'static str, fn(&Workspace) -> Result<()>);

/// Runs every check, whatever the one before came to, and names those that failed.
fn run_all(workspace: &Workspace) -> Vec<&'static str> {
    let checks: [Check; 9] = [
        ("portable files", tracked_files::check_portable),
        ("used dependencies", dependencies::check_used),
        ("format", |workspace| {
            step::run(
                "format",
                workspace.cargo().args(["fmt", "--all", "--", "--check"]),
            )
        }),
        ("UI", |workspace| {
            step::run(
                "UI",
                npm::command(workspace, &workspace.ui()).args(["run", "check"]),
            )
        }),
        ("style of the end-to-end tests", |workspace| {
            step::run(
                "style of the end-to-end tests",
                &mut npm::biome_on_e2e(workspace),
            )
        }),
        ("lints", |workspace| {
            step::run("lints", &mut clippy(workspace))
        }),
        ("documentation", |workspace| {
            step::run("documentation", &mut documentation(workspace))
        }),
        ("bindings", check_bindings),
        ("licences and sources of dependencies", |workspace| {
            cargo_deny::check(workspace, &["bans", "licenses", "sources"])
        }),
    ];
    let mut failed = Vec::new();
    for (name, check) in checks {
        if let Err(error) = check(workspace) {
            println!("✗ {name}: {error:#}");
            failed.push(name);
        }
    }
    failed
}

fn clippy(workspace: &Workspace) -> Command {
    let mut command = workspace.cargo();
    command.args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]);
    command
}

fn documentation(workspace: &Workspace) -> Command {
    let mut command = workspace.cargo();
    // With `--examples` for the same reason as in `Binaries::build`.
    command
        .args([
            "doc",
            "--workspace",
            "--no-deps",
            "--lib",
            "--bins",
            "--examples",
        ])
        .env("RUSTDOCFLAGS", "--deny warnings");
    command
}

fn check_bindings(workspace: &Workspace) -> Result<()> {
    let binaries = Binaries::build(workspace, Along::Nothing)?;
    step::run(
        "bindings",
        workspace.command(binaries.path("bindings")?).arg("--check"),
    )
}
