//! What is asked of rows that no index leads to: each is looked at.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::table::TableRow;

/// A search through all rows.
#[derive(Debug)]
pub(super) struct Scan {
    most: usize,
    /// Hashes of the keys of its hits, the same in one scan: eight bytes for each.
    keys: Mutex<HashSet<u64>>,
    hashes: RandomState,
}

impl Scan {
    /// One that ends with about so many hits.
    pub(super) fn of(most: usize) -> Self {
        Self {
            most,
            keys: Mutex::default(),
            hashes: RandomState::new(),
        }
    }

    /// Whether so many hits are enough.
    pub(super) fn has_enough(&self, hits: usize) -> bool {
        hits >= self.most
    }

    /// Takes in a hit; `false` if there is one with this key.
    pub(super) fn take(&self, row: &TableRow) -> bool {
        self.keys().insert(self.hashes.hash_one(&row.key))
    }

    /// Whether there is a hit with this key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.keys().contains(&self.hashes.hash_one(key))
    }

    fn keys(&self) -> MutexGuard<'_, HashSet<u64>> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
