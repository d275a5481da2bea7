//! When a source is to be copied.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::mirror::{Standing, State, SyncError};

/// A source that could not be read is tried again after this, if its turn does not come before.
const AGAIN: TimeDelta = TimeDelta::minutes(5);

/// How the last copy of this run ended.
#[derive(Clone)]
pub(super) struct Try {
    pub(super) ended: DateTime<Utc>,
    pub(super) failure: Option<Arc<SyncError>>,
}

impl Try {
    pub(super) fn is_cancelled(&self) -> bool {
        matches!(self.failure.as_deref(), Some(SyncError::Cancelled))
    }
}

/// When the next copy of a source is due; `None` means now. An earlier run has left how its copy stands, this one
/// knows better.
pub(super) fn due(
    standing: Option<&Standing>,
    tried: Option<&Try>,
    interval: TimeDelta,
) -> Option<DateTime<Utc>> {
    if let Some(tried) = tried {
        let has_failed = tried.failure.is_some() && !tried.is_cancelled();
        let pause = if has_failed {
            interval.min(AGAIN)
        } else {
            interval
        };
        return Some(tried.ended + pause);
    }
    let standing = standing.filter(|it| it.stale_since.is_none())?;
    match standing.state {
        State::Complete(at) => Some(at + interval),
        State::Empty | State::Partial(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use deskbook_domain::source::{SourceId, Subject};

    use super::*;
    use crate::back_end::BackEndError;
    use crate::mirror::Cut;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    fn standing(state: State, stale_since: Option<DateTime<Utc>>) -> Standing {
        Standing {
            source: SourceId::first(Subject::CustomerUsers),
            state,
            records: 1,
            stale_since,
            held_back: 0,
        }
    }

    fn after(standing: Option<&Standing>, failure: Option<SyncError>) -> Option<DateTime<Utc>> {
        let tried = Try {
            ended: at(100),
            failure: failure.map(Arc::new),
        };
        due(standing, Some(&tried), TimeDelta::minutes(60))
    }

    #[test]
    fn what_an_earlier_run_left_counts_from_its_last_complete_copy() {
        let due = |standing: &Standing| due(Some(standing), None, TimeDelta::minutes(60));
        assert_eq!(due(&standing(State::Complete(at(10)), None)), Some(at(70)));
        assert_eq!(due(&standing(State::Complete(at(10)), Some(at(20)))), None);
        assert_eq!(due(&standing(State::Partial(Cut::Unfinished), None)), None);
        assert_eq!(due(&standing(State::Empty, None)), None);
        assert_eq!(super::due(None, None, TimeDelta::minutes(60)), None);
    }

    #[test]
    fn this_run_counts_from_the_end_of_its_last_copy() {
        let complete = standing(State::Complete(at(10)), None);
        assert_eq!(after(Some(&complete), None), Some(at(160)));
        assert_eq!(after(None, Some(SyncError::Cancelled)), Some(at(160)));
        let failed = SyncError::Source(BackEndError::NotFound);
        assert_eq!(after(Some(&complete), Some(failed)), Some(at(105)));
    }

    #[test]
    fn a_short_pause_is_not_made_longer_by_a_failure() {
        let tried = Try {
            ended: at(0),
            failure: Some(Arc::new(SyncError::Source(BackEndError::NotFound))),
        };
        let due = due(None, Some(&tried), TimeDelta::minutes(2));
        assert_eq!(due, Some(at(2)));
    }
}
