//! The first hits of a search as it has just read them: the first page need not read them again.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use deskbook_core::hits::FIRST_PAGE;
use deskbook_domain::instant::Rank;

use super::table::TableRow;

/// So many hits are kept: those of the first page of a list.
pub(super) const MOST_FRESH: usize = FIRST_PAGE as usize;

/// Rows of hits by their numbers, with their ranks.
pub(super) type FreshRows = HashMap<i64, (Rank, TableRow)>;

/// Rows that are given away once, with the first page. Whoever asks later gets rows as they are then.
#[derive(Debug)]
pub(super) struct Fresh(Mutex<Option<FreshRows>>);

impl Default for Fresh {
    fn default() -> Self {
        Self(Mutex::new(Some(FreshRows::new())))
    }
}

impl Fresh {
    /// Keeps hits for the first page, if there is still room and need.
    pub(super) fn keep<'r>(&self, hits: impl IntoIterator<Item = (Rank, &'r TableRow)>) {
        if let Some(rows) = self.rows().as_mut() {
            let room = MOST_FRESH.saturating_sub(rows.len());
            let hits = hits.into_iter().take(room);
            rows.extend(hits.map(|(rank, row)| (row.number, (rank, row.clone()))));
        }
    }

    /// All that was kept; nothing is kept from then on.
    pub(super) fn take(&self) -> FreshRows {
        self.rows().take().unwrap_or_default()
    }

    fn rows(&self) -> MutexGuard<'_, Option<FreshRows>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use deskbook_domain::instant::Tier;
    use deskbook_domain::source::{SourceId, Subject};
    use deskbook_domain::validity::Validity;

    use super::*;

    fn row(number: i64) -> TableRow {
        TableRow {
            number,
            source: SourceId::first(Subject::CustomerUsers),
            key: number.to_string(),
            validity: Validity::Valid,
            fields: Arc::new([]),
            values: Vec::new(),
            is_shared: false,
        }
    }

    #[test]
    fn as_many_rows_as_a_page_has_are_given_away_once() {
        let rank = Rank {
            tier: Tier::Exact,
            distance: 0,
        };
        let rows: Vec<_> = (0..1_000).map(row).collect();
        let fresh = Fresh::default();
        for some in rows.chunks(90) {
            fresh.keep(some.iter().map(|row| (rank, row)));
        }
        let taken = fresh.take();
        assert_eq!(taken.len(), MOST_FRESH);
        assert_eq!(taken.get(&5), Some(&(rank, row(5))));
        fresh.keep(rows.iter().map(|row| (rank, row)));
        assert!(fresh.take().is_empty(), "they would be old by then");
    }
}
