//! The three things a newcomer brings along (git, Rust and Node), checked before anything else.

use anyhow::{Result, ensure};

use crate::{npm, programs};

struct Tool {
    name: &'static str,
    program: &'static str,
    least: Version,
    remedy: &'static str,
}

const TOOLS: [Tool; 4] = [
    Tool {
        name: "git",
        program: "git",
        least: Version(2, 0),
        remedy: "install git with your system's packages",
    },
    Tool {
        name: "Rust",
        program: "rustc",
        least: Version(1, 94),
        remedy: "`rustup update stable`, or get rustup from https://rustup.rs",
    },
    Tool {
        name: "Node",
        program: "node",
        least: Version(20, 19),
        remedy: "install Node 20.19 or newer from https://nodejs.org or with nvm",
    },
    Tool {
        name: "npm",
        program: npm::PROGRAM,
        least: Version(9, 0),
        remedy: "it comes with Node from https://nodejs.org; Debian and Ubuntu package it as `npm`",
    },
];

/// Checks all of them, and tells all that is missing at once.
pub(crate) fn check() -> Result<()> {
    let missing: Vec<String> = TOOLS.iter().filter_map(complaint).collect();
    ensure!(
        missing.is_empty(),
        "before anything can start:\n{}",
        missing.join("\n")
    );
    Ok(())
}

fn complaint(tool: &Tool) -> Option<String> {
    let Tool {
        name,
        program,
        least,
        remedy,
    } = tool;
    let Some(line) = programs::version_line(program) else {
        return Some(format!("- {name} {least} or newer is not there: {remedy}"));
    };
    match Version::within(&line) {
        Some(found) if found >= *least => None,
        _ => Some(format!(
            "- {name} {least} or newer is needed, here is {line}: {remedy}"
        )),
    }
}

/// As much of a version as decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Version(u32, u32);

impl Version {
    /// The first `major.minor` in a line such as `rustc 1.95.0 (f2d3ce0bd 2026-03-21)`.
    fn within(line: &str) -> Option<Self> {
        line.split_whitespace().find_map(|word| {
            let mut numbers = word.trim_start_matches('v').split('.');
            Some(Self(
                numbers.next()?.parse().ok()?,
                numbers.next()?.parse().ok()?,
            ))
        })
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}.{}", self.0, self.1)
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn a_version_is_found_in_what_each_tool_prints() {
        let cases = [
            ("rustc 1.95.0 (f2d3ce0bd 2026-03-21)", Some(Version(1, 95))),
            (
                "rustc 1.97.0-nightly (abc 2026-05-01)",
                Some(Version(1, 97)),
            ),
            ("v20.20.2", Some(Version(20, 20))),
            ("11.19.1", Some(Version(11, 19))),
            ("git version 2.39.5 (Apple Git-154)", Some(Version(2, 39))),
            ("git version 2.45.1.windows.1", Some(Version(2, 45))),
            ("no version here", None),
        ];
        for (line, version) in cases {
            assert_eq!(Version::within(line), version, "{line}");
        }
    }

    #[test]
    fn versions_compare_as_numbers() {
        assert!(Version(1, 100) > Version(1, 94));
        assert!(Version(20, 9) < Version(20, 19));
    }
}
