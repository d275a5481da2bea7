//! What the window takes with a million people in its mirrors.

use std::path::Path;

use anyhow::Result;

use crate::binaries::Binaries;
use crate::workspace::Workspace;
use crate::{npm, step};

/// The benchmark that it belongs to.
pub(super) const BENCHMARK: &str = "mirror";

/// Builds the app as it is given to people, an empty window to measure beside it, and what furnishes its folder.
pub(super) fn run(workspace: &Workspace, large: &Path) -> Result<()> {
    let binaries = Binaries::build_optimised(workspace, &["deskbook", "empty-window", "furnish"])?;
    npm::install(workspace, &workspace.e2e())?;
    let mut command = workspace.command("xvfb-run");
    command
        .args([
            "--auto-servernum",
            "--server-args=-screen 0 1280x800x24",
            "node",
        ])
        .arg(workspace.e2e().join("bench").join("window.mjs"))
        .env("DESKBOOK_APP", binaries.path("deskbook")?)
        .env("DESKBOOK_EMPTY", binaries.path("empty-window")?)
        .env("DESKBOOK_FURNISH", binaries.path("furnish")?)
        .env("DESKBOOK_LARGE", large);
    step::run("window", &mut command)
}
