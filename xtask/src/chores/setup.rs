//! `setup`: everything that building and testing need, installed.

use std::process::ExitCode;

use anyhow::Result;

use super::no_arguments;
use crate::system_packages::{self, Purpose};
use crate::workspace::Workspace;
use crate::{npm, step};

pub(super) fn start(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    no_arguments(arguments)?;
    to(Purpose::Test, workspace)?;
    npm::install(workspace, &workspace.e2e())?;
    step::note("everything is there: `cargo xtask run` opens the app");
    Ok(ExitCode::SUCCESS)
}

/// Installs what `purpose` needs and builds the UI, which every cargo command needs.
pub(super) fn to(purpose: Purpose, workspace: &Workspace) -> Result<()> {
    system_packages::ensure_for(purpose, workspace)?;
    npm::build_ui(workspace)
}
