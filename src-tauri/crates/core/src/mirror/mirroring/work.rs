//! What is being done for the mirror of one installation.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use chrono::{DateTime, Utc};
use deskbook_domain::source::SourceId;

use super::due::Try;
use crate::jobs::Progress;
use crate::mirror::{MirrorError, SyncError};

/// The work for one installation.
#[derive(Default)]
pub(super) struct Work {
    /// Held while the mirror is written or destroyed.
    pub(super) busy: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Default)]
pub(super) struct State {
    /// Nothing is begun.
    pub(super) is_paused: bool,
    /// The mirror is about to be destroyed or opened anew: nothing is begun, and what is at work ends.
    is_ending: bool,
    asked: Asked,
    /// The sources that were asked for.
    wanted: BTreeSet<SourceId>,
    /// How the copies of this run ended.
    pub(super) tries: BTreeMap<SourceId, Try>,
    pub(super) copying: Option<Copying>,
    /// Why the mirror itself cannot be used.
    pub(super) trouble: Option<Arc<MirrorError>>,
    /// When the next source is due; `None` while nobody knows.
    next: Option<DateTime<Utc>>,
}

/// What somebody asked for all sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Asked {
    /// Nothing.
    #[default]
    Nothing,
    /// To copy them, whatever is due.
    Copies,
    /// Not to begin what is due this time.
    Peace,
}

/// A source that is being copied.
pub(super) struct Copying {
    pub(super) source: SourceId,
    pub(super) progress: Arc<Progress>,
    pub(super) done: u32,
    pub(super) total: Option<u32>,
    pub(super) began: Instant,
}

impl Work {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody asks for a source, or for all.
    pub(super) fn want(&self, source: Option<SourceId>) {
        let mut state = self.lock();
        state.is_paused = false;
        match source {
            Some(source) => {
                state.wanted.insert(source);
            }
            None => state.asked = Asked::Copies,
        }
    }

    pub(super) fn pause(&self) {
        self.lock().is_paused = true;
        self.stop();
    }

    pub(super) fn resume(&self) {
        self.lock().is_paused = false;
    }

    pub(super) fn cancel(&self) {
        {
            let mut state = self.lock();
            state.wanted.clear();
            let is_at_work = state.copying.is_some();
            state.asked = if is_at_work {
                Asked::Peace
            } else {
                Asked::Nothing
            };
        }
        self.stop();
    }

    /// Whether what is due is to be passed over; it is told once.
    pub(super) fn takes_cancel(&self) -> bool {
        let mut state = self.lock();
        let is_asked = state.asked == Asked::Peace;
        if is_asked {
            state.asked = Asked::Nothing;
        }
        is_asked
    }

    /// Passes a source over, as if its copy had been cancelled now.
    pub(super) fn skip(&self, source: SourceId, now: DateTime<Utc>) -> DateTime<Utc> {
        let cancelled = Try {
            ended: now,
            failure: Some(Arc::new(SyncError::Cancelled)),
        };
        self.lock().tries.insert(source, cancelled);
        now
    }

    /// Whether another copy may be begun.
    pub(super) fn may_go_on(&self) -> bool {
        let state = self.lock();
        !state.is_paused && !state.is_ending
    }

    /// Ends what is at work, does this, and lets begin again whatever came of it.
    pub(super) async fn at_rest<T>(&self, what: impl Future<Output = T>) -> T {
        self.lock().is_ending = true;
        self.stop();
        let done = {
            let _busy = self.busy.lock().await;
            what.await
        };
        self.lock().is_ending = false;
        done
    }

    /// Ends the copy that is at work.
    pub(super) fn stop(&self) {
        if let Some(copying) = &self.lock().copying {
            copying.progress.cancel();
        }
    }

    /// Whether something is to be done, as far as is known.
    pub(super) fn is_due(&self, now: DateTime<Utc>) -> bool {
        let state = self.lock();
        let is_wanted = state.asked == Asked::Copies || !state.wanted.is_empty();
        let is_due = state.next.is_none_or(|next| next <= now);
        let may_begin = !state.is_paused && !state.is_ending && state.copying.is_none();
        may_begin && (is_wanted || is_due)
    }

    /// Whether a source was asked for.
    pub(super) fn is_wanted(&self, source: SourceId) -> bool {
        let state = self.lock();
        state.asked == Asked::Copies || state.wanted.contains(&source)
    }

    /// Whoever asked for all asked for each of these.
    pub(super) fn want_each(&self, sources: impl Iterator<Item = SourceId>) {
        let mut state = self.lock();
        if state.asked == Asked::Copies {
            state.asked = Asked::Nothing;
            state.wanted.extend(sources);
        }
    }

    pub(super) fn begin(&self, copying: Copying) {
        let mut state = self.lock();
        state.wanted.remove(&copying.source);
        state.copying = Some(copying);
    }

    /// The copy has ended so. One that a pause ended is due at once when it is over.
    pub(super) fn end(&self, source: SourceId, tried: Try) {
        let mut state = self.lock();
        state.copying = None;
        if tried.is_cancelled() && state.is_paused {
            state.tries.remove(&source);
            state.next = None;
        } else {
            state.tries.insert(source, tried);
        }
    }

    pub(super) fn set_next(&self, next: Option<DateTime<Utc>>) {
        self.lock().next = next;
    }

    pub(super) fn set_trouble(&self, trouble: Option<Arc<MirrorError>>) {
        self.lock().trouble = trouble;
    }

    /// The mirror is gone.
    pub(super) fn forget_tries(&self) {
        let mut state = self.lock();
        state.tries.clear();
        state.trouble = None;
        state.next = None;
    }
}
