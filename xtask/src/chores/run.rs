//! `run`: opens the app.

use std::process::ExitCode;

use anyhow::{Context, Result};

use super::setup;
use crate::binaries::{Along, Binaries};
use crate::step;
use crate::system_packages::Purpose;
use crate::workspace::Workspace;

pub(super) fn start(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    setup::to(Purpose::Build, workspace)?;
    let binaries = Binaries::build(workspace, Along::Nothing)?;
    let mut app = workspace.command(binaries.path("deskbook")?);
    step::run("Deskbook", app.args(arguments)).context("Deskbook ended with an error")?;
    Ok(ExitCode::SUCCESS)
}
