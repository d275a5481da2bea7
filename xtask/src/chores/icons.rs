//! `icons`: every file of `icons/`, drawn from `icons/deskbook.svg`, and the page's icon.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};

use super::no_arguments;
use crate::workspace::Workspace;
use crate::{npm, step};

/// What Tauri's bundles and windows ask for, of all that its command line makes.
const RELEASE: [&str; 7] = [
    "32x32.png",
    "64x64.png",
    "128x128.png",
    "128x128@2x.png",
    "icon.icns",
    "icon.ico",
    "icon.png",
];

/// Development builds are never bundled: the window and the Windows executable have an icon.
const DEVELOPMENT: [&str; 2] = ["icon.ico", "icon.png"];

pub(super) fn start(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    no_arguments(arguments)?;
    npm::install(workspace, &workspace.ui())?;
    let icons = workspace.root().join("icons");
    draw(workspace, &icons.join("deskbook.svg"), &RELEASE, &icons)?;
    draw(
        workspace,
        &icons.join("deskbook-dev.svg"),
        &DEVELOPMENT,
        &icons.join("dev"),
    )?;
    // The web view asks for the page's icon; it is the same mark
    let favicon = workspace.ui().join("public").join("favicon.svg");
    fs::copy(icons.join("deskbook.svg"), favicon).context("the page's icon cannot be written")?;
    Ok(ExitCode::SUCCESS)
}

/// Draws all formats aside and takes over those that are wanted.
fn draw(workspace: &Workspace, drawing: &Path, wanted: &[&str], folder: &Path) -> Result<()> {
    let drawn = aside(workspace)?;
    let mut command = npm::command(workspace, &workspace.ui());
    command
        .args(["exec", "--", "tauri", "icon"])
        .arg(drawing)
        .arg("--output")
        .arg(&drawn);
    step::run("icons", &mut command)?;
    fs::create_dir_all(folder).context("icons/ cannot be written")?;
    for name in wanted {
        fs::copy(drawn.join(name), folder.join(name))
            .with_context(|| format!("{name} was not drawn"))?;
    }
    Ok(())
}

fn aside(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.scratch().join("icons");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("older drawings cannot be removed")?;
    }
    Ok(folder)
}
