//! What is wrong, and what is right, with a form.

use deskbook_core::report::Report;
use deskbook_domain::check::{Finding, Problem};
use serde::Serialize;
use specta::Type;

/// The answer to a form that is being filled in.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckView {
    findings: Vec<FindingView>,
    /// Fields whose value was looked up and is not used yet.
    free: Vec<String>,
}

impl From<Report> for CheckView {
    fn from(report: Report) -> Self {
        Self {
            findings: findings(report.findings),
            free: report
                .free
                .iter()
                .map(|var| var.as_str().to_owned())
                .collect(),
        }
    }
}

/// One problem of one field.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FindingView {
    field: String,
    problem: Problem,
}

/// All problems as they cross.
pub fn findings(findings: Vec<Finding>) -> Vec<FindingView> {
    let view = |finding: Finding| FindingView {
        field: finding.field.as_str().to_owned(),
        problem: finding.problem,
    };
    findings.into_iter().map(view).collect()
}
