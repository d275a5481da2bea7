//! Where a term occurs in a record, for the eye.

use std::ops::Range;

use deskbook_domain::ids::Var;
use deskbook_domain::instant::{FieldKind, MarkKind, Query, Value};
use deskbook_domain::record::Record;
use deskbook_domain::search::{CaseRule, Condition};

/// A stretch of one field that a term matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The field of the map.
    pub var: Var,
    /// Bytes of the field's value.
    pub bytes: Range<usize>,
    /// Why it is marked.
    pub kind: MarkKind,
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
                kind: MarkKind::Found,
            })
            .collect::<Vec<_>>()
    };
    searched.iter().flat_map(of_field).collect()
}

/// What instant search marks in a record. One that it does not find has no marks.
pub fn instant_marks(query: &Query, record: &Record) -> Vec<Mark> {
    let values: Vec<_> = record
        .iter()
        .filter_map(|(var, text)| Some((var, text.filter(|it| !it.is_empty())?)))
        .map(|(var, text)| (var, text, FieldKind::of_var(var)))
        .collect();
    let searched: Vec<_> = values
        .iter()
        .map(|(var, text, kind)| Value {
            field: var.as_str(),
            kind: *kind,
            text,
        })
        .collect();
    query
        .marks(&searched)
        .into_iter()
        .filter_map(|mark| {
            let (var, ..) = values.get(mark.value)?;
            Some(Mark {
                var: (*var).clone(),
                bytes: mark.range,
                kind: mark.kind,
            })
        })
        .collect()
}
