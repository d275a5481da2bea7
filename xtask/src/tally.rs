//! How many tests passed, failed and were skipped, read from what each runner prints or writes.

use std::fmt;
use std::iter::Sum;

use serde_json::Value;

/// Counts of one run, or of several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Tally {
    /// One thing that failed, or kept the rest from running.
    pub(crate) const ONE_FAILED: Self = Self {
        passed: 0,
        failed: 1,
        skipped: 0,
    };
    /// One thing that passed.
    pub(crate) const ONE_PASSED: Self = Self {
        passed: 1,
        failed: 0,
        skipped: 0,
    };
    /// One thing that cannot run here.
    pub(crate) const ONE_SKIPPED: Self = Self {
        passed: 0,
        failed: 0,
        skipped: 1,
    };

    /// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; …`, the closing line of a Rust test
    /// program; `None` for any other line.
    pub(crate) fn of_cargo(line: &str) -> Option<Self> {
        let (_, counts) = line
            .trim()
            .strip_prefix("test result: ")?
            .split_once(". ")?;
        Self::of_counts(counts, ';', "ignored")
    }

    /// Reads `conformance: 3 passed, 0 failed, 1 skipped`, the closing line of OTOBO's questions, which are
    /// a test program without cargo's own counting; `None` for any other line.
    pub(crate) fn of_conformance(line: &str) -> Option<Self> {
        Self::of_closing_line(line.trim().strip_prefix("conformance: ")?)
    }

    /// Reads `3 passed, 0 failed, 1 skipped`; `None` for any other line.
    pub(crate) fn of_closing_line(line: &str) -> Option<Self> {
        Self::of_counts(line.trim(), ',', "skipped")
    }

    /// Reads the report of Vitest's JSON reporter; `None` if it is not one.
    pub(crate) fn of_vitest(report: &Value) -> Option<Self> {
        let count = |name: &str| report.get(name)?.as_u64();
        Some(Self {
            passed: count("numPassedTests")?,
            failed: count("numFailedTests")?,
            skipped: count("numPendingTests")? + count("numTodoTests").unwrap_or(0),
        })
    }

    /// How many tests ran.
    pub(crate) fn ran(self) -> u64 {
        self.passed + self.failed
    }

    fn of_counts(counts: &str, separator: char, skipped: &str) -> Option<Self> {
        let mut counts = counts.split(separator);
        let mut next = |word: &str| {
            let (number, after) = counts.next()?.trim().split_once(' ')?;
            (after == word).then(|| number.parse().ok()).flatten()
        };
        Some(Self {
            passed: next("passed")?,
            failed: next("failed")?,
            skipped: next(skipped)?,
        })
    }
}

impl Sum for Tally {
    fn sum<Tallies: Iterator<Item = Self>>(tallies: Tallies) -> Self {
        tallies.fold(Self::default(), |sum, tally| Self {
            passed: sum.passed + tally.passed,
            failed: sum.failed + tally.failed,
            skipped: sum.skipped + tally.skipped,
        })
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} passed, {} failed, {} skipped",
            self.passed, self.failed, self.skipped
        )
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Tally;

    const SOME: Tally = Tally {
        passed: 12,
        failed: 1,
        skipped: 2,
    };

    #[test]
    fn the_closing_line_of_a_rust_test_program_is_counted_and_no_other() {
        let line = "test result: FAILED. 12 passed; 1 failed; 2 ignored; 0 measured; \
                    0 filtered out; finished in 0.01s";
        assert_eq!(Tally::of_cargo(line), Some(SOME));
        assert_eq!(Tally::of_cargo("test tests::a_result ... ok"), None);
        assert_eq!(Tally::of_cargo("test result: unknown"), None);
    }

    #[test]
    fn the_projects_own_closing_line_is_read_as_it_is_written() {
        assert_eq!(Tally::of_closing_line(&SOME.to_string()), Some(SOME));
        assert_eq!(Tally::of_closing_line("12 passed"), None);
        assert_eq!(
            Tally::of_closing_line("search: 12 passed, 1 failed, 2 skipped"),
            None
        );
    }

    #[test]
    fn the_closing_line_of_otobos_questions_is_counted_and_no_other() {
        let line = format!("conformance: {SOME}");
        assert_eq!(Tally::of_conformance(&line), Some(SOME));
        assert_eq!(Tally::of_cargo(&line), None, "it is counted once");
        assert_eq!(Tally::of_conformance(&SOME.to_string()), None);
        assert_eq!(
            Tally::of_conformance("mariadb: 1 passed, 0 failed, 0 skipped"),
            None
        );
    }

    #[test]
    fn what_vitest_left_for_later_counts_as_skipped() {
        let report = json!({
            "numPassedTests": 12, "numFailedTests": 1, "numPendingTests": 1, "numTodoTests": 1
        });
        assert_eq!(Tally::of_vitest(&report), Some(SOME));
        assert_eq!(Tally::of_vitest(&json!({ "success": false })), None);
    }

    #[test]
    fn parts_add_up() {
        let all: Tally = [
            SOME,
            Tally::ONE_FAILED,
            Tally::ONE_PASSED,
            Tally::ONE_SKIPPED,
        ]
        .into_iter()
        .sum();
        assert_eq!(
            all,
            Tally {
                passed: 13,
                failed: 2,
                skipped: 3
            }
        );
        assert_eq!(all.ran(), 15);
    }
}
