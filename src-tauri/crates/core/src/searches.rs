//! The searches that are open: pulled page by page, ended by their successor.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Names one open search.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SearchId(String);

impl SearchId {
    /// Takes an id that the UI gave back.
    pub fn from_text(text: String) -> Self {
        Self(text)
    }

    /// The id as it crosses to the UI.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who searches, and in which list: a newer search of the same place ends the older one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Searcher {
    /// The label of the window.
    pub window: String,
    /// The list within the window; a form's look-ups do not end the search behind it.
    pub list: String,
}

/// What can be ended while somebody still waits for it.
pub trait Ended {
    /// Nobody wants it any more.
    fn end(&self);
}

/// When a search began among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn(u64);

/// The open searches for one kind of hit.
pub struct Searches<T> {
    prefix: &'static str,
    next: AtomicU64,
    open: Mutex<HashMap<Searcher, Open<T>>>,
}

struct Open<T> {
    turn: Turn,
    id: SearchId,
    found: Arc<T>,
}

impl<T: Ended> Searches<T> {
    /// None yet. The prefix keeps the ids of different kinds of hits apart.
    pub fn new(prefix: &'static str) -> Self {
        Self {
            prefix,
            next: AtomicU64::new(1),
            open: Mutex::default(),
        }
    }

    /// A search begins. It is opened when it is known what it finds, which takes one longer than another.
    pub fn begin(&self) -> Turn {
        Turn(self.next.fetch_add(1, Ordering::Relaxed))
    }

    /// Keeps what is being found and ends the searcher's older search. One that was overtaken by a newer
    /// one ends itself.
    pub fn open(&self, searcher: Searcher, turn: Turn, found: T) -> SearchId {
        let id = SearchId(format!("{}-{}", self.prefix, turn.0));
        let newer = Open {
            turn,
            id: id.clone(),
            found: Arc::new(found),
        };
        let mut open = self.lock();
        let is_overtaken = open.get(&searcher).is_some_and(|it| it.turn > turn);
        let ended = if is_overtaken {
            Some(newer)
        } else {
            open.insert(searcher, newer)
        };
        drop(open);
        if let Some(ended) = ended {
            ended.found.end();
        }
        id
    }

    /// What an open search found; `None` when it was replaced or cancelled.
    pub fn get(&self, id: &SearchId) -> Option<Arc<T>> {
        self.lock()
            .values()
            .find(|open| open.id == *id)
            .map(|open| Arc::clone(&open.found))
    }

    /// Ends a search. One that is not open any more has ended already.
    pub fn cancel(&self, id: &SearchId) {
        let ended = self
            .lock()
            .extract_if(|_, open| open.id == *id)
            .collect::<Vec<_>>();
        for (_, open) in ended {
            open.found.end();
        }
    }

    /// Ends all of them.
    pub fn cancel_all(&self) {
        let ended = std::mem::take(&mut *self.lock());
        for open in ended.into_values() {
            open.found.end();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Searcher, Open<T>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Ended for () {
        fn end(&self) {}
    }

    fn list(name: &str) -> Searcher {
        Searcher {
            window: "main".to_owned(),
            list: name.to_owned(),
        }
    }

    #[test]
    fn a_newer_search_ends_the_older_one_of_the_same_list_only() {
        let searches = Searches::new("search");
        let older = searches.open(list("people"), searches.begin(), ());
        let other = searches.open(list("form"), searches.begin(), ());
        let newer = searches.open(list("people"), searches.begin(), ());
        assert!(searches.get(&older).is_none(), "it was typed over");
        assert!(
            searches.get(&other).is_some(),
            "another list's search goes on"
        );
        assert!(searches.get(&newer).is_some());
    }

    #[test]
    fn a_search_that_was_overtaken_does_not_end_the_newer_one() {
        let searches = Searches::new("search");
        let [slow, quick] = [searches.begin(), searches.begin()];
        let newer = searches.open(list("people"), quick, ());
        let older = searches.open(list("people"), slow, ());
        assert!(searches.get(&newer).is_some(), "it was typed last");
        assert!(searches.get(&older).is_none());
    }

    #[test]
    fn a_cancelled_search_is_gone_and_can_be_cancelled_again() {
        let searches = Searches::new("search");
        let id = searches.open(list("people"), searches.begin(), ());
        searches.cancel(&id);
        searches.cancel(&id);
        assert!(searches.get(&id).is_none());
    }
}
