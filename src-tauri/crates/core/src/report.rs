//! What is wrong, and what is right, with a form while it is being filled in.

use deskbook_domain::check::{Finding, Limits, Mode, Problem, check_fields};
use deskbook_domain::ids::Var;
use deskbook_domain::map::Map;
use deskbook_domain::record::Record;
use deskbook_domain::text::lower;

/// The answer to a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// At most one problem a field, in the order of the map.
    pub findings: Vec<Finding>,
    /// Fields whose value was looked up and is not used yet.
    pub free: Vec<Var>,
}

impl Report {
    /// What can be said of the fields without looking anything up.
    pub(crate) fn of_fields(map: &Map, limits: &Limits, record: &Record, mode: Mode) -> Self {
        Self {
            findings: check_fields(map, limits, record, mode),
            free: Vec::new(),
        }
    }

    pub(crate) fn find_fault(&mut self, field: &Var, problem: Problem) {
        self.findings.push(Finding {
            field: field.clone(),
            problem,
        });
    }

    pub(crate) fn is_at_fault(&self, field: &Var) -> bool {
        self.findings.iter().any(|finding| finding.field == *field)
    }

    /// Whether a key has to be looked up: a new one, if nothing is wrong with it yet. One that differs from
    /// the stored one in case only is the record's own (`otobo-behaviour.md 4.2`).
    pub(crate) fn wants_look_up(&self, field: &Var, typed: &str, stored: Option<&str>) -> bool {
        !self.is_at_fault(field) && stored.is_none_or(|stored| lower(stored) != lower(typed))
    }

    pub(crate) fn in_order_of(mut self, map: &Map) -> Self {
        self.findings
            .sort_by_key(|finding| map.position(&finding.field));
        self
    }
}
