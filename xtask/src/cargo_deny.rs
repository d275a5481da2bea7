//! cargo-deny in one pinned version, kept outside the checkout.

use std::path::PathBuf;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{programs, step};

const VERSION: &str = "0.20.2";

/// Runs `cargo deny check` with the given checks; installs it first if it is not there.
pub(crate) fn check(workspace: &Workspace, checks: &[&str]) -> Result<()> {
    let program = installed(workspace)?;
    let mut command = workspace.command(program);
    command
        .args(["--workspace", "check", "--hide-inclusion-graph"])
        .args(checks);
    step::run("cargo-deny", &mut command)
}

fn installed(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace
        .cache()
        .join("tools")
        .join(format!("cargo-deny-{VERSION}"));
    let program = folder
        .join("bin")
        .join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if programs::version_line(&program).is_some() {
        return Ok(program);
    }
    let mut install = workspace.cargo();
    // Its own build is of no further use: without a target folder cargo removes it.
    install
        .env_remove("CARGO_TARGET_DIR")
        .args([
            "install",
            "cargo-deny",
            "--locked",
            "--version",
            VERSION,
            "--root",
        ])
        .arg(&folder);
    step::run(
        "installation of cargo-deny (some minutes, once)",
        &mut install,
    )?;
    Ok(program)
}
