//! Questions without what nearly all rows have: the index would go through long lists that leave little out.

use std::collections::HashSet;

use deskbook_core::back_end::BackEndError;

use super::table::Table;
use crate::candidates::Candidates;
use crate::expression::MatchExpression;

/// Groups of fewer terms are asked for as they are.
const LEAST: usize = 4;

/// What is left out of the questions of some steps.
pub(super) struct Thinning {
    frequent: HashSet<String>,
}

impl Thinning {
    /// Finds out for these candidates.
    pub(super) async fn of(
        table: &dyn Table,
        asked: impl IntoIterator<Item = &Candidates>,
    ) -> Result<Self, BackEndError> {
        let mut terms: Vec<_> = asked.into_iter().flat_map(grouped).collect();
        terms.sort_unstable();
        terms.dedup();
        let frequent = match terms.as_slice() {
            [] => HashSet::new(),
            terms => table.frequent(terms).await?,
        };
        Ok(Self { frequent })
    }

    /// At least these candidates.
    pub(super) fn thinned(&self, candidates: &Candidates) -> Candidates {
        let is_frequent = |it: &MatchExpression| self.frequent.contains(&it.to_string());
        match candidates {
            Candidates::Matching(question) if !self.frequent.is_empty() => {
                Candidates::Matching(question.without(LEAST, &is_frequent))
            }
            as_they_are => as_they_are.clone(),
        }
    }
}

fn grouped(candidates: &Candidates) -> Vec<String> {
    match candidates {
        Candidates::Matching(question) => {
            let terms = question.grouped(LEAST).into_iter();
            terms.map(ToString::to_string).collect()
        }
        Candidates::Nothing | Candidates::Everything => Vec::new(),
    }
}
