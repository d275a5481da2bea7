//! A clock that stands until it is set.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use deskbook_core::clock::Clock;

/// Tells the time it was last set to.
#[derive(Debug)]
pub struct SetClock {
    now: Mutex<DateTime<Utc>>,
}

impl SetClock {
    /// Stands at `seconds` after the beginning of 1970.
    pub fn at(seconds: i64) -> Self {
        Self {
            now: Mutex::new(DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)),
        }
    }

    /// Moves on.
    pub fn advance(&self, by: TimeDelta) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }
}

impl Clock for SetClock {
    fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
