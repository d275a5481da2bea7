//! What a search has found so far, shared between the search and those who wait for it.

use std::sync::Arc;

use deskbook_core::back_end::BackEndError;
use tokio::sync::watch;

/// The numbers of the rows in their order.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) numbers: Vec<i64>,
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
    Failed(Arc<BackEndError>),
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

    pub(super) fn add(&self, numbers: &[i64]) {
        if !numbers.is_empty() {
            self.found
                .send_modify(|found| found.numbers.extend_from_slice(numbers));
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.found.borrow().numbers.len()
    }

    pub(super) fn end(&self, ending: Ending) {
        self.found.send_modify(|found| {
            found.numbers.shrink_to_fit();
            found.ending = Some(ending);
        });
    }
}
