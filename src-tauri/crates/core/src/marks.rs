//! Where a term occurs in a record, for the eye.

use std::ops::Range;

use deskbook_domain::ids::Var;
use deskbook_domain::record::Record;
use deskbook_domain::search::{CaseRule, Condition};

/// A stretch of one field that a term matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The field of the map.
    pub var: Var,
    /// Bytes of the field's value.
    pub bytes: Range<usize>,
}

/// All stretches of the searched fields that the condition's words matched.
pub fn marks(
    condition: &Condition,
    record: &Record,
    searched: &[Var],
    case: CaseRule,
) -> Vec<Mark> {
    let of_field = |var: &Var| {
        let ranges = condition.marks(record.text(var), case);
        ranges
            .into_iter()
            .map(|bytes| Mark {
                var: var.clone(),
                bytes,
            })
            .collect::<Vec<_>>()
    };
    searched.iter().flat_map(of_field).collect()
}
