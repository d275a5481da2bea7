//! What is printed: each failure as it comes, what was skipped and why, and the closing line.

use std::collections::BTreeMap;
use std::io::Write as _;

use anyhow::Result;
use serde_json::Value;

use super::{Verdict, shown};
use crate::engine::EngineKind;
use crate::oracle::Question;

/// Counts of one engine.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    passed: usize,
    failed: usize,
    skipped: usize,
}

/// What came of all questions so far.
#[derive(Default)]
pub(super) struct Report {
    counts: BTreeMap<EngineKind, Counts>,
    skipped: BTreeMap<(EngineKind, &'static str, String), usize>,
    failures: Vec<String>,
}

impl Report {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn note(&mut self, kind: EngineKind, question: &Question, verdict: Verdict) {
        let counts = self.counts.entry(kind).or_default();
        match verdict {
            Verdict::Passed => counts.passed += 1,
            Verdict::Skipped(reason) => {
                counts.skipped += 1;
                let key = (kind, reason, question.kind.clone());
                *self.skipped.entry(key).or_default() += 1;
            }
            Verdict::Failed { expected, got } => {
                counts.failed += 1;
                self.failures.push(format!(
                    "FAILED {} on {}\n  question: {} {} (variant {})\n  expected: {expected}\n  got:      {got}",
                    question.id,
                    kind.name(),
                    question.op,
                    shown(&Value::Object(question.args.clone())),
                    question.variant,
                ));
            }
        }
    }

    /// How many were skipped for each reason.
    fn reasons(&self) -> BTreeMap<&'static str, usize> {
        let mut reasons = BTreeMap::new();
        for ((_, reason, _), count) in &self.skipped {
            *reasons.entry(*reason).or_default() += count;
        }
        reasons
    }

    /// Prints it all; tells whether nothing failed.
    pub(super) fn close(&self) -> Result<bool> {
        let mut out = std::io::stdout().lock();
        for failure in &self.failures {
            writeln!(out, "{failure}")?;
        }
        for ((kind, reason, about), count) in &self.skipped {
            writeln!(out, "{}: {count} skipped, {reason}: {about}", kind.name())?;
        }
        for (reason, count) in self.reasons() {
            writeln!(out, "{count} skipped in all, {reason}")?;
        }
        let mut all = Counts::default();
        for (kind, counts) in &self.counts {
            let Counts {
                passed,
                failed,
                skipped,
            } = *counts;
            let name = kind.name();
            writeln!(
                out,
                "{name}: {passed} passed, {failed} failed, {skipped} skipped"
            )?;
            all.passed += passed;
            all.failed += failed;
            all.skipped += skipped;
        }
        let Counts {
            passed,
            failed,
            skipped,
        } = all;
        writeln!(
            out,
            "conformance: {passed} passed, {failed} failed, {skipped} skipped"
        )?;
        Ok(failed == 0)
    }
}
