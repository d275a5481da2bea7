//! The programs of the workspace, built, and where cargo put them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::step;
use crate::workspace::Workspace;

/// What is built along with the programs.
#[derive(Clone, Copy)]
pub(crate) enum Along {
    /// Nothing more.
    Nothing,
    /// All test programs.
    Tests,
}

/// Built programs by name.
pub(crate) struct Binaries(BTreeMap<String, PathBuf>);

impl Binaries {
    /// Builds all programs of the workspace.
    ///
    /// Always the whole workspace, and always with the features that tests ask of dependencies:
    /// what is built for one chore is there for the next. `--examples` brings in the latter where
    /// no tests are built. xtask is left out, since Windows does not replace a running program.
    pub(crate) fn build(workspace: &Workspace, along: Along) -> Result<Self> {
        let mut command = workspace.cargo();
        command
            .args(["build", "--workspace", "--exclude", "xtask", "--bins"])
            .arg(match along {
                Along::Nothing => "--examples",
                Along::Tests => "--tests",
            })
            .arg("--message-format=json-render-diagnostics");
        Self::of(&mut command)
    }

    /// Builds programs and examples of these names as they are given to people.
    pub(crate) fn build_optimised(workspace: &Workspace, names: &[&str]) -> Result<Self> {
        let mut command = workspace.cargo();
        command.args(["build", "--release"]);
        for package in workspace.packages() {
            let package_name = package["name"].as_str().unwrap_or_default();
            let targets = package["targets"].as_array().map_or(&[][..], Vec::as_slice);
            for target in targets {
                let name = target["name"].as_str().unwrap_or_default();
                let kind = match target["kind"][0].as_str() {
                    Some("bin") => "--bin",
                    Some("example") => "--example",
                    _ => continue,
                };
                if names.contains(&name) {
                    command.args(["--package", package_name, kind, name]);
                }
            }
        }
        Self::of(command.arg("--message-format=json-render-diagnostics"))
    }

    fn of(command: &mut Command) -> Result<Self> {
        let mut binaries = BTreeMap::new();
        let status = step::run_reading("build", command, |line| {
            binaries.extend(serde_json::from_str(line).ok().as_ref().and_then(program));
        })?;
        ensure!(status.success(), "the build failed, see above");
        Ok(Self(binaries))
    }

    /// The program of that name.
    pub(crate) fn path(&self, name: &str) -> Result<&Path> {
        self.0
            .get(name)
            .map(PathBuf::as_path)
            .with_context(|| format!("no program {name} was built"))
    }
}

/// Reads one message of cargo; `None` unless it tells of a program made for use, not for a test.
fn program(message: &Value) -> Option<(String, PathBuf)> {
    let is_binary = message["target"]["kind"]
        .as_array()?
        .iter()
        .any(|kind| kind == "bin" || kind == "example");
    let is_test = message["profile"]["test"].as_bool()?;
    let path = message["executable"].as_str()?;
    let name = message["target"]["name"].as_str()?;
    (is_binary && !is_test).then(|| (name.to_owned(), PathBuf::from(path)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::program;

    fn message(kind: &str, is_test: bool, executable: &Value) -> Value {
        json!({
            "reason": "compiler-artifact",
            "target": { "kind": [kind], "name": "deskbook" },
            "profile": { "test": is_test },
            "executable": executable,
        })
    }

    #[test]
    fn only_a_program_made_for_use_counts() {
        let path = json!("target/debug/deskbook");
        assert_eq!(
            program(&message("bin", false, &path)),
            Some(("deskbook".into(), "target/debug/deskbook".into()))
        );
        assert_eq!(
            program(&message("bin", true, &path)),
            None,
            "a test program"
        );
        assert_eq!(
            program(&message("lib", false, &Value::Null)),
            None,
            "a library"
        );
        assert_eq!(
            program(&json!({ "reason": "build-finished", "success": true })),
            None
        );
    }
}
