//! When a search lets others go first.

use std::time::Duration;

use crate::found::Finder;

/// With so many hits the list is full for the moment.
const ENOUGH: usize = 200;

/// How long the rest waits then: somebody who types goes on within it.
const PAUSE: Duration = Duration::from_millis(150);

/// A pause that a search makes once there is a full list: who types on, or reads a page, goes first.
#[derive(Debug, Default)]
pub struct Breath {
    is_taken: bool,
}

impl Breath {
    /// Pauses, unless there is no full list yet or there was a pause before.
    pub async fn take<N: Clone, E>(&mut self, finder: &Finder<N, E>) {
        if !self.is_taken && finder.count() >= ENOUGH {
            self.is_taken = true;
            tokio::time::sleep(PAUSE).await;
        }
    }
}
