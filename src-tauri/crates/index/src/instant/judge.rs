//! Whether a row is a hit, and how well it fits.

use std::collections::HashMap;

use deskbook_core::instant::Question;
use deskbook_core::query::ValidityFilter;
use deskbook_domain::instant::{Entry, Rank, Value};
use deskbook_domain::source::SourceId;
use deskbook_domain::validity::Validity;

use super::table::TableRow;

/// A question, ready to be asked of many rows.
pub(super) struct Judge {
    question: Question,
    /// Precedence and names of the sources that take part.
    sources: HashMap<SourceId, (usize, Vec<String>)>,
}

impl Judge {
    pub(super) fn new(question: Question) -> Self {
        let sources = question.sources.iter().enumerate();
        Self {
            sources: sources
                .map(|(at, source)| (source.id, (at, source.names.clone())))
                .collect(),
            question,
        }
    }

    pub(super) fn question(&self) -> &Question {
        &self.question
    }

    /// How well a row fits; `None` if it is no hit.
    pub(super) fn rank(&self, row: &TableRow) -> Option<Rank> {
        self.rank_of(row.source, row.validity, &row.searched())
    }

    /// Whether rows of a source and validity can be hits at all, whatever their values.
    pub(super) fn rank_of(
        &self,
        source: SourceId,
        validity: Validity,
        values: &[Value<'_>],
    ) -> Option<Rank> {
        let (_, names) = self.sources.get(&source)?;
        let is_told = self.question.query.wanted_validity().is_some();
        let is_left_out = self.question.validity == ValidityFilter::ValidOnly
            && !is_told
            && validity != Validity::Valid;
        if is_left_out {
            return None;
        }
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        self.question.query.rank(&Entry {
            values,
            validity,
            sources: &names,
        })
    }

    /// Whether a record of this source may be hidden by one of another.
    pub(super) fn may_be_hidden(&self, source: SourceId) -> bool {
        self.place(source) > 0
    }

    /// Whether one row hides the other, which has the same key.
    pub(super) fn hides(&self, one: &TableRow, other: &TableRow) -> bool {
        self.place(one.source) < self.place(other.source) && self.rank(one).is_some()
    }

    /// Which of the sources it is.
    fn place(&self, source: SourceId) -> usize {
        self.sources.get(&source).map_or(usize::MAX, |it| it.0)
    }
}
