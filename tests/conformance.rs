//! Replays what OTOBO itself was asked over the small set, on each engine that the answer holds for.
//!
//! `DESKBOOK_ORACLE=FILE` replays another file of the same form, `DESKBOOK_CONFORMANCE_ENGINE=NAME` one
//! engine only (`sqlite`, `mariadb`, `postgresql`), `DESKBOOK_CONFORMANCE_ID=ID` the questions whose name
//! begins so. The last line is `conformance: N passed, N failed, N skipped`.

use std::path::PathBuf;
use std::process::ExitCode;

use deskbook_tests::conformance::{Choice, run};
use deskbook_tests::data;

/// Cargo hands its filters to this program as well: it runs when one of them names it, or when there is
/// none.
fn is_wanted() -> bool {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let lists = arguments.iter().any(|it| it == "--list");
    let mut filters = arguments.iter().filter(|it| !it.starts_with('-'));
    let named = filters
        .clone()
        .any(|it| "conformance".contains(it.as_str()));
    !lists && (named || filters.next().is_none())
}

fn main() -> anyhow::Result<ExitCode> {
    if !is_wanted() {
        return Ok(ExitCode::SUCCESS);
    }
    let oracle = std::env::var_os("DESKBOOK_ORACLE").map(PathBuf::from);
    let choice = Choice {
        oracle: oracle.unwrap_or_else(|| data::path("oracle-small.jsonl")),
        engine: std::env::var("DESKBOOK_CONFORMANCE_ENGINE").ok(),
        id: std::env::var("DESKBOOK_CONFORMANCE_ID").ok(),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let passed = runtime.block_on(run(&choice))?;
    Ok(if passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
