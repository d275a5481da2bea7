//! What a search has found so far, shared between the search and those who wait for it.

use std::sync::Arc;

use sea_orm::DbErr;
use tokio::sync::watch;

/// The numbers of the rows in their order.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) ids: Vec<i32>,
    pub(super) ending: Option<Ending>,
}

/// How a search ended.
#[derive(Clone, Debug)]
pub(super) enum Ending {
    /// Everything is found.
    Complete,
    /// There are too many to be sorted.
    TooManyToSort,
    /// The file could not be read.
    Failed(Arc<DbErr>),
}

/// Where a search puts what it finds.
pub(super) struct Finder {
    found: watch::Sender<Found>,
}

impl Finder {
    /// A place to put things, and where others see them.
    pub(super) fn new() -> (Self, watch::Receiver<Found>) {
        let (found, seen) = watch::channel(Found::default());
        (Self { found }, seen)
    }

    pub(super) fn add(&self, ids: &[i32]) {
        if !ids.is_empty() {
            self.found
                .send_modify(|found| found.ids.extend_from_slice(ids));
        }
    }

    pub(super) fn end(&self, ending: Ending) {
        self.found.send_modify(|found| {
            found.ids.shrink_to_fit();
            found.ending = Some(ending);
        });
    }
}
