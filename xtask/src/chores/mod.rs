//! The chores, one a file, and the table that finds them by name.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::toolchain;
use crate::workspace::Workspace;

mod advisories;
mod bench;
mod check;
mod e2e;
mod fix;
mod icons;
mod run;
mod setup;
mod test;

struct Chore {
    name: &'static str,
    what: &'static str,
    start: fn(&Workspace, &[String]) -> Result<ExitCode>,
}

const CHORES: [Chore; 9] = [
    Chore {
        name: "run",
        what: "sets everything up, builds, opens the app; further arguments go to the app",
        start: run::start,
    },
    Chore {
        name: "test",
        what: "sets everything up and runs all tests; --full with the large rounds and the benchmarks",
        start: test::start,
    },
    Chore {
        name: "check",
        what: "format, lints, licences, documentation, bindings, types: all that needs no test",
        start: check::start,
    },
    Chore {
        name: "fix",
        what: "repairs what can be repaired by itself",
        start: fix::start,
    },
    Chore {
        name: "bench",
        what: "measures, with a million customer users; further arguments select benchmarks by name",
        start: bench::start,
    },
    Chore {
        name: "e2e",
        what: "end-to-end tests in the built app; further arguments select test files by name",
        start: e2e::start,
    },
    Chore {
        name: "icons",
        what: "draws icons/ anew from icons/deskbook.svg",
        start: icons::start,
    },
    Chore {
        name: "setup",
        what: "installs what building and testing need",
        start: setup::start,
    },
    Chore {
        name: "advisories",
        what: "looks for known vulnerabilities in the dependencies; needs the network",
        start: advisories::start,
    },
];

/// Starts the chore that the first argument names, with the rest of the arguments.
pub(crate) fn start(arguments: &[String]) -> Result<ExitCode> {
    let Some((name, rest)) = arguments.split_first() else {
        print!("{}", usage());
        return Ok(ExitCode::FAILURE);
    };
    if ["help", "--help", "-h"].contains(&name.as_str()) {
        print!("{}", usage());
        return Ok(ExitCode::SUCCESS);
    }
    let Some(chore) = CHORES.iter().find(|chore| chore.name == name) else {
        bail!("there is no chore named {name}\n\n{}", usage());
    };
    toolchain::check()?;
    (chore.start)(&Workspace::find()?, rest)
}

fn usage() -> String {
    let chores = CHORES
        .map(|chore| format!("  {:<11} {}\n", chore.name, chore.what))
        .concat();
    format!("usage: cargo xtask <chore>\n\n{chores}")
}

/// Refuses arguments for a chore that takes none.
fn no_arguments(arguments: &[String]) -> Result<()> {
    match arguments.first() {
        Some(argument) => bail!("{argument} is not understood: this chore takes no arguments"),
        None => Ok(()),
    }
}
