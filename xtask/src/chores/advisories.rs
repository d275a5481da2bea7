//! `advisories`: known vulnerabilities in the dependencies. Not part of `check`, since it asks a
//! server and its answer changes while the code does not.

use std::process::ExitCode;

use anyhow::Result;

use super::no_arguments;
use crate::cargo_deny;
use crate::workspace::Workspace;

pub(super) fn start(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    no_arguments(arguments)?;
    cargo_deny::check(workspace, &["advisories"])?;
    Ok(ExitCode::SUCCESS)
}
