//! When a search lets others go first.

use std::time::Duration;

use deskbook_core::hits::FIRST_PAGE;

use crate::found::Finder;

/// From so many hits on the rest waits for so long.
const STAGES: [(usize, Duration); 2] = [
    // The first page is on its way to the window: who reads, hands on and paints it goes first
    (FIRST_PAGE as usize, Duration::from_millis(30)),
    // A list that most are content with: somebody who types goes on within it
    (200, Duration::from_millis(150)),
];

/// Pauses that a search makes once there are enough hits for the moment.
#[derive(Debug, Default)]
pub struct Breath {
    taken: usize,
}

impl Breath {
    /// Pauses, if there are enough hits for a pause that was not made before.
    pub async fn take<N: Clone, E>(&mut self, finder: &Finder<N, E>) {
        let hits = finder.count();
        let due = STAGES.iter().take_while(|(from, _)| hits >= *from);
        if let Some((_, pause)) = due.clone().skip(self.taken).last() {
            self.taken = due.count();
            tokio::time::sleep(*pause).await;
        }
    }
}
