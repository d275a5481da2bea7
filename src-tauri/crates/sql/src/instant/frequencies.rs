//! Which terms nearly all rows have, as far as some of the rows tell.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::indexing::Subject;

/// So many rows are looked at in each of some places of the list ...
const LOOKED_AT: u32 = 64;

/// ... and so many of them have a frequent term ...
const HAVE_IT: u32 = 8;

/// ... in so many of the four places: a name has a place of its own, where all have its terms.
const PLACES: u32 = 3;

/// More terms than people type until Deskbook is closed.
const MOST: usize = 10_000;

/// What was found out so far, shared by all searches. It only decides about time, so it may be of rows as they were.
#[derive(Clone, Default)]
pub(super) struct Frequencies(Arc<Mutex<HashMap<String, bool>>>);

impl Frequencies {
    /// Those of which nothing is known.
    pub(super) fn unknown<'t>(&self, asked: &'t [String]) -> Vec<&'t String> {
        let known = self.known();
        asked.iter().filter(|it| !known.contains_key(*it)).collect()
    }

    /// Those that are known to be frequent.
    pub(super) fn frequent(&self, asked: &[String]) -> HashSet<String> {
        let known = self.known();
        let is_frequent = |it: &&String| known.get(*it).copied().unwrap_or_default();
        asked.iter().filter(is_frequent).cloned().collect()
    }

    pub(super) fn note(&self, asked: Vec<&String>, frequent: &[String]) {
        let mut known = self.known();
        if known.len() + asked.len() > MOST {
            known.clear();
        }
        known.extend(
            asked
                .into_iter()
                .map(|it| (it.clone(), frequent.contains(it))),
        );
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, bool>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Without the terms: they are parts of what somebody typed.
impl fmt::Debug for Frequencies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frequencies({})", self.known().len())
    }
}

/// Selects the frequent ones of a JSON list of questions, as another one.
pub(super) fn asked(subject: &Subject) -> String {
    let Subject { terms, numbers, .. } = subject;
    format!(
        "WITH ends AS (SELECT (SELECT min(number) FROM {numbers}) AS least, \
         (SELECT max(number) FROM {numbers}) AS most), \
         place AS MATERIALIZED (SELECT low, (SELECT max(number) FROM (SELECT number FROM {numbers} \
         WHERE number >= low ORDER BY number LIMIT {LOOKED_AT})) AS high \
         FROM (SELECT least + (most - least) * part.value / 8 AS low \
         FROM ends CROSS JOIN json_each('[1,3,5,7]') AS part)) \
         SELECT json_group_array(asked.value) FROM json_each(?) AS asked WHERE {PLACES} <= \
         (SELECT count(*) FROM place WHERE {HAVE_IT} <= (SELECT count(*) FROM (SELECT 1 FROM {terms} \
         WHERE {terms} MATCH asked.value AND rowid BETWEEN low AND high LIMIT {HAVE_IT})))"
    )
}
