//! `test`: every test, each part whatever the one before came to, and one closing line.

use std::fs::{self, File};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use super::{bench, e2e, setup};
use crate::binaries::{Along, Binaries};
use crate::guard::Guard;
use crate::report::{self, Part};
use crate::rounds::Rounds;
use crate::system_packages::Purpose;
use crate::tally::Tally;
use crate::workspace::Workspace;
use crate::{npm, step};

const RUST: &str = "Rust";
const UI: &str = "UI";
const GUARD: &str = "guard folder";
const BENCHMARKS: &str = "benchmarks";

pub(super) fn start(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    let rounds = match arguments {
        [] => Rounds::Reduced,
        [argument] if argument == "--full" => Rounds::Full,
        _ => bail!("test takes --full or nothing, not {}", arguments.join(" ")),
    };
    let purpose = if rounds == Rounds::Full {
        Purpose::FullTest
    } else {
        Purpose::Test
    };
    setup::to(purpose, workspace)?;
    let run = Run {
        workspace,
        rounds,
        guard: Guard::lay(&workspace.scratch())?,
    };
    Ok(report::close(&run.parts()))
}

struct Run<'workspace> {
    workspace: &'workspace Workspace,
    rounds: Rounds,
    guard: Guard,
}

impl Run<'_> {
    fn parts(&self) -> Vec<Part> {
        let mut parts = vec![self.ui().unwrap_or_else(|error| Part::failed(UI, &error))];
        match Binaries::build(self.workspace, Along::Tests) {
            Ok(binaries) => {
                parts.push(
                    self.rust()
                        .unwrap_or_else(|error| Part::failed(RUST, &error)),
                );
                parts.push(e2e::part(self.workspace, &binaries, self.rounds, &[]));
            }
            Err(error) => {
                parts.push(Part::failed(RUST, &error));
                parts.push(Part::skipped(e2e::NAME, "there is no app to test"));
            }
        }
        if let Err(error) = self.guard.verify() {
            parts.push(Part::failed(GUARD, &error));
        }
        if self.rounds == Rounds::Full {
            parts.push(match bench::run(self.workspace, &[]) {
                Ok(()) => Part::counted(BENCHMARKS, Tally::ONE_PASSED, true),
                Err(error) => Part::failed(BENCHMARKS, &error),
            });
        }
        parts
    }

    fn rust(&self) -> Result<Part> {
        let mut command = self.workspace.cargo();
        self.rounds
            .tell(command.args(["test", "--workspace", "--no-fail-fast"]));
        self.guard.watch(&mut command);
        let mut tallies = Vec::new();
        let status = step::run_reading(RUST, &mut command, |line| {
            println!("{line}");
            tallies.extend(Tally::of_cargo(line).or_else(|| Tally::of_conformance(line)));
        })?;
        Ok(Part::counted(
            RUST,
            tallies.into_iter().sum(),
            status.success(),
        ))
    }

    fn ui(&self) -> Result<Part> {
        let report = self.workspace.scratch().join("vitest.json");
        if report.exists() {
            fs::remove_file(&report).context("the last report cannot be removed")?;
        }
        let mut command = npm::command(self.workspace, &self.workspace.ui());
        command
            .args(["test", "--", "--reporter=default", "--reporter=json"])
            .arg(format!("--outputFile.json={}", report.display()));
        self.guard.watch(self.rounds.tell(&mut command));
        command.env("npm_config_cache", self.workspace.scratch().join("npm"));
        let status = step::run_reading(UI, &mut command, |line| println!("{line}"))?;
        let report = File::open(&report).context("Vitest left no report, see above")?;
        let report = serde_json::from_reader(report).context("Vitest's report is no JSON")?;
        let tally = Tally::of_vitest(&report).context("Vitest's report has no counts")?;
        Ok(Part::counted(UI, tally, status.success()))
    }
}
