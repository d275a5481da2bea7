//! How well a record of a page answers what was asked.

use deskbook_core::query::Tier;
use deskbook_domain::ids::{Identifier, Var};
use deskbook_domain::map::Map;
use deskbook_domain::record::Record;
use deskbook_domain::search::Condition;
use deskbook_domain::text::lower;
use deskbook_index::tier;

/// What was asked, and of which fields.
pub(crate) struct Fit {
    condition: Option<Condition>,
    searched: Vec<Var>,
}

impl Fit {
    pub(crate) fn new(condition: Option<Condition>, searched: &[Identifier], map: &Map) -> Self {
        let fields = searched
            .iter()
            .filter_map(|column| map.field_stored_in(column));
        Self {
            condition: condition.filter(|condition| *condition != Condition::Everything),
            searched: fields.map(|field| field.var.clone()).collect(),
        }
    }

    /// The tier of a record that answers; `None` when nothing was asked.
    pub(crate) fn of(&self, record: &Record) -> Option<Tier> {
        let condition = self.condition.as_ref()?;
        let values: Vec<_> = self
            .searched
            .iter()
            .map(|var| record.get(var).map(lower))
            .collect();
        Some(tier(
            condition,
            &values.iter().map(Option::as_deref).collect::<Vec<_>>(),
        ))
    }
}
