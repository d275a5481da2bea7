//! Every chore of the project, as `cargo xtask <chore>`, the same on Linux, macOS and Windows.
//!
//! A chore says what it does while it does it, is safe to repeat, and fails with the remedy. It
//! knows the tools around the code (cargo, npm, the package manager) and nothing of Deskbook itself.
#![expect(
    clippy::print_stdout,
    reason = "a chore talks to the person who started it"
)]
#![expect(
    clippy::print_stderr,
    reason = "a failed chore says so where errors are expected"
)]

use std::env;
use std::process::ExitCode;

mod binaries;
mod cargo_deny;
mod chores;
mod dependencies;
mod guard;
mod npm;
mod programs;
mod report;
mod rounds;
mod step;
mod system_packages;
mod tally;
mod toolchain;
mod tracked_files;
mod workspace;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    chores::start(&arguments).unwrap_or_else(|error| {
        eprintln!("\nerror: {error:#}");
        ExitCode::FAILURE
    })
}
