//! `bench`: measures with the large data set.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::{no_arguments, setup};
use crate::system_packages::Purpose;
use crate::workspace::Workspace;
use crate::{programs, step};

pub(super) fn start(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    no_arguments(arguments)?;
    setup::to(Purpose::Bench, workspace)?;
    run(workspace)?;
    Ok(ExitCode::SUCCESS)
}

/// Runs every benchmark of the workspace; one that misses its figure fails.
pub(super) fn run(workspace: &Workspace) -> Result<()> {
    let large = large_data(workspace)?;
    let mut command = workspace.cargo();
    command
        .args(["bench", "--bench", "*"])
        .env("DESKBOOK_LARGE", large);
    // Only the packages that measure something: an optimised web view would take a quarter of an
    // hour to build, and nothing measures it.
    for package in workspace
        .packages()
        .iter()
        .filter(|package| has_benchmarks(package))
    {
        command
            .arg("--package")
            .arg(package["name"].as_str().unwrap_or_default());
    }
    step::run("benchmarks", &mut command)
}

fn has_benchmarks(package: &Value) -> bool {
    let targets = package["targets"].as_array().map_or(&[][..], Vec::as_slice);
    targets
        .iter()
        .any(|target| target["kind"] == json!(["bench"]))
}

/// The folder of the large data set, generated if it is not there whole.
fn large_data(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.scratch().join("large");
    if folder.is_dir() {
        return Ok(folder);
    }
    let python = ["python3", "python"]
        .into_iter()
        .find(|name| programs::is_there(name))
        .context("Python generates the large data set: install Python 3 and repeat")?;
    let unfinished = workspace.scratch().join("large-unfinished");
    let mut command = workspace.command(python);
    command
        .args(["tests/data/generate.py", "--size", "large", "--out"])
        .arg(&unfinished);
    step::run("large data set (some minutes, once)", &mut command)?;
    std::fs::rename(&unfinished, &folder).context("the large data set cannot be put in place")?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::has_benchmarks;

    #[test]
    fn a_package_measures_something_if_one_of_its_targets_is_a_benchmark() {
        let library = json!({ "kind": ["lib"] });
        let benchmark = json!({ "kind": ["bench"] });
        assert!(has_benchmarks(&json!({ "targets": [library, benchmark] })));
        assert!(!has_benchmarks(&json!({ "targets": [library] })));
    }
}
