//! How the copy of a source stands.

use chrono::{DateTime, Utc};
use deskbook_domain::source::SourceId;

use crate::hits::ServerLimit;

/// How the copy of a source stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whose.
    pub source: SourceId,
    /// How much of it there is.
    pub state: State,
    /// How many records are there, those of an unfinished copy among them.
    pub records: u32,
    /// Since when the source could not be read any more: what is there is as old. Why, its health tells.
    pub stale_since: Option<DateTime<Utc>>,
    /// Records that the source did not have any more when it was read last, and that wait for a yes.
    pub held_back: u32,
}

impl Standing {
    /// Of when the records are, if they are all of one time.
    pub fn as_of(&self) -> Option<DateTime<Utc>> {
        match self.state {
            State::Complete(at) => Some(at),
            State::Empty | State::Partial(_) => self.stale_since,
        }
    }

    /// Whether its records can be searched: some were taken over.
    pub fn can_be_searched(&self) -> bool {
        match self.state {
            State::Complete(_) | State::Partial(Cut::Limit(_)) => true,
            State::Empty | State::Partial(Cut::Unfinished) => false,
        }
    }

    /// How many records were put aside so far, if the source was never read to its end.
    pub fn so_far(&self) -> Option<u32> {
        (self.state == State::Partial(Cut::Unfinished)).then_some(self.records)
    }

    /// Whether the source may have records that are not here.
    pub fn may_lack(&self) -> bool {
        !matches!(self.state, State::Complete(_)) || self.stale_since.is_some()
    }
}

/// How much of a source was copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing was read yet.
    Empty,
    /// Some of it.
    Partial(Cut),
    /// All of it, as it was then.
    Complete(DateTime<Utc>),
}

/// Why a copy is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// It is not finished.
    Unfinished,
    /// The server gives no more.
    Limit(ServerLimit),
}

/// What may be taken away of the copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deletions {
    /// Few records; more of them wait for a yes.
    Few,
    /// All of them: the user said yes.
    All,
}

/// More records than these are not taken away without a yes.
const MOST: u32 = 50;

/// Nor is more than this part of a source.
const PERCENT: u64 = 5;

/// Whether so many records of so many may go without a yes. An empty answer takes nothing away, however few there
/// were: it looks like a source that is set up wrongly.
pub fn allows(gone: u32, of: u32, deletions: Deletions) -> bool {
    if deletions == Deletions::All {
        return true;
    }
    let is_few = gone <= MOST && u64::from(gone) * 100 <= u64::from(of) * PERCENT;
    is_few && gone < of
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_deletions_and_an_empty_answer_wait_for_a_yes() {
        let few = |gone, of| allows(gone, of, Deletions::Few);
        assert!(few(0, 10) && few(5, 100) && few(50, 1_000) && few(50, 1_000_000));
        assert!(!few(6, 100), "more than 5 of 100");
        assert!(!few(51, 1_000_000), "more than 50");
        assert!(!few(1, 1) && !few(1, 19));
        assert!(allows(1_000, 1_000, Deletions::All));
    }
}
