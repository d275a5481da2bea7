//! The end of a test run: one line for each part, and one closing line for all.

use std::process::ExitCode;

use anyhow::Error;

use crate::tally::Tally;

/// What one part of the tests came to.
pub(crate) struct Part {
    name: &'static str,
    tally: Tally,
    /// Why something failed or was skipped, where the counts alone do not say it.
    reason: Option<String>,
}

impl Part {
    /// A part that counted its tests. If its runner failed although no test did, that counts as a
    /// failure of its own: nothing may be lost on the way.
    pub(crate) fn counted(name: &'static str, tally: Tally, succeeded: bool) -> Self {
        if !succeeded && tally.failed == 0 {
            let tally = [tally, Tally::ONE_FAILED].into_iter().sum();
            let reason = Some("the runner failed outside of a test, see above".to_owned());
            return Self {
                name,
                tally,
                reason,
            };
        }
        Self {
            name,
            tally,
            reason: None,
        }
    }

    /// A part that could not even start.
    pub(crate) fn failed(name: &'static str, error: &Error) -> Self {
        Self {
            name,
            tally: Tally::ONE_FAILED,
            reason: Some(format!("{error:#}")),
        }
    }

    /// A part that cannot run on this machine.
    pub(crate) fn skipped(name: &'static str, reason: impl Into<String>) -> Self {
        Self {
            name,
            tally: Tally::ONE_SKIPPED,
            reason: Some(reason.into()),
        }
    }
}

/// Prints the parts and, as the last line of all, their sum; fails if a test failed or none ran.
pub(crate) fn close(parts: &[Part]) -> ExitCode {
    println!();
    for part in parts {
        let reason = part
            .reason
            .as_ref()
            .map(|reason| format!(" ({reason})"))
            .unwrap_or_default();
        println!("{}: {}{reason}", part.name, part.tally);
    }
    let all: Tally = parts.iter().map(|part| part.tally).sum();
    if all.ran() == 0 {
        println!("no test ran");
    }
    println!("{all}");
    if all.failed == 0 && all.ran() > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

#[cfg(test)]
mod tests {
    use super::Part;
    use crate::tally::Tally;

    #[test]
    fn a_runner_that_fails_without_a_failed_test_is_a_failure() {
        let passed = Tally {
            passed: 3,
            ..Tally::default()
        };
        assert_eq!(Part::counted("rust", passed, false).tally.failed, 1);
        assert_eq!(Part::counted("rust", passed, true).tally.failed, 0);
        let failed = Tally {
            failed: 2,
            ..passed
        };
        assert_eq!(
            Part::counted("rust", failed, false).tally.failed,
            2,
            "not counted twice"
        );
    }
}
