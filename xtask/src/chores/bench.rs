//! `bench`: measures with the large data set.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::setup;
use crate::system_packages::Purpose;
use crate::workspace::Workspace;
use crate::{programs, step};

mod window;

pub(super) fn start(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    setup::to(Purpose::Bench, workspace)?;
    run(workspace, arguments)?;
    Ok(ExitCode::SUCCESS)
}

/// Runs the benchmarks of these names, or every one of the workspace; one that misses its figure fails.
pub(super) fn run(workspace: &Workspace, names: &[String]) -> Result<()> {
    let packages = workspace.packages();
    for name in names {
        let is_there = packages
            .iter()
            .any(|package| has_benchmark(package, Some(name)));
        ensure!(is_there, "there is no benchmark named {name}");
    }
    let large = large_data(workspace)?;
    let mut command = workspace.cargo();
    // What misses a figure is no reason not to take the others
    command
        .args(["bench", "--no-fail-fast"])
        .env("DESKBOOK_LARGE", &large);
    let measures = |package: &&Value| match names {
        [] => has_benchmark(package, None),
        names => names.iter().any(|name| has_benchmark(package, Some(name))),
    };
    for package in packages.iter().filter(measures) {
        command
            .arg("--package")
            .arg(package["name"].as_str().unwrap_or_default());
    }
    for name in names {
        command.args(["--bench", name]);
    }
    if names.is_empty() {
        command.args(["--bench", "*"]);
    }
    let measured = step::run("benchmarks", &mut command);
    let window = if names.is_empty() || names.iter().any(|name| name == window::BENCHMARK) {
        window::run(workspace, &large)
    } else {
        Ok(())
    };
    measured.and(window)
}

/// Whether a package has the benchmark of this name, or any.
fn has_benchmark(package: &Value, name: Option<&str>) -> bool {
    let targets = package["targets"].as_array().map_or(&[][..], Vec::as_slice);
    let is_asked = |target: &Value| name.is_none_or(|name| target["name"] == name);
    targets
        .iter()
        .any(|target| target["kind"] == json!(["bench"]) && is_asked(target))
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

    use super::has_benchmark;

    #[test]
    fn a_package_measures_something_if_one_of_its_targets_is_a_benchmark() {
        let library = json!({ "kind": ["lib"], "name": "mirror" });
        let benchmark = json!({ "kind": ["bench"], "name": "reading" });
        let both = json!({ "targets": [library, benchmark] });
        assert!(has_benchmark(&both, None));
        assert!(has_benchmark(&both, Some("reading")));
        assert!(!has_benchmark(&both, Some("mirror")));
        assert!(!has_benchmark(&json!({ "targets": [library] }), None));
    }
}
