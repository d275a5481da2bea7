//! `fix`: repairs what can be repaired by itself.

use std::process::ExitCode;

use anyhow::Result;

use super::{no_arguments, setup};
use crate::binaries::{Along, Binaries};
use crate::system_packages::Purpose;
use crate::workspace::Workspace;
use crate::{npm, step};

pub(super) fn start(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    no_arguments(arguments)?;
    setup::to(Purpose::Build, workspace)?;
    let lints = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--fix",
        "--allow-dirty",
        "--allow-staged",
    ];
    step::run("lints", workspace.cargo().args(lints))?;
    step::run("format", workspace.cargo().args(["fmt", "--all"]))?;
    let binaries = Binaries::build(workspace, Along::Nothing)?;
    step::run(
        "bindings",
        &mut workspace.command(binaries.path("bindings")?),
    )?;
    step::run(
        "UI",
        npm::command(workspace, &workspace.ui()).args(["run", "fix"]),
    )?;
    let mut style = npm::biome_on_e2e(workspace);
    step::run("style of the end-to-end tests", style.arg("--write"))?;
    Ok(ExitCode::SUCCESS)
}
