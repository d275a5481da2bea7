//! What was understood of a text.

use std::ops::Range;

use super::needle::Needle;
use super::number::Number;
use super::region::Region;
use super::validity::WantedValidity;
use crate::ids::Var;

/// A search, as it was understood. There is no text that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    pub(super) parts: Vec<Part>,
    pub(super) whole: String,
    pub(super) region: Region,
}

/// One thing that a search asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The bytes of the text that say it.
    pub span: Range<usize>,
    /// Whether it must not hold (`-not`).
    pub negated: bool,
    /// The fields it is about; `None` for all of them.
    pub fields: Option<Vec<Var>>,
    /// What it asks for.
    pub meaning: Meaning,
}

/// What a part asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A word or phrase is found.
    Text(Needle),
    /// A telephone number is found, or each of its words if there are any.
    Number {
        /// The number.
        number: Number,
        /// The words that its digits stand in, unless there are so many that they must be a number.
        words: Vec<Needle>,
    },
    /// The validity is this (`valid:no`).
    Valid(WantedValidity),
    /// A name of the source is this (`source:name`).
    Source(Needle),
    /// Nothing: a star alone, punctuation beside words, or what is still being typed (`city:`, the `(` of a number).
    Nothing,
}

impl Query {
    /// What was understood, in the order of the text.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The whole text as logins and addresses are compared with it: whoever has it for one is found,
    /// whatever else was understood.
    pub fn whole(&self) -> &str {
        &self.whole
    }

    /// The region that it was read for.
    pub fn region(&self) -> Region {
        self.region
    }

    /// The validity that was asked for, the last one if there are several; `None` if it is not spoken
    /// of.
    pub fn wanted_validity(&self) -> Option<WantedValidity> {
        let mut parts = self.parts.iter().rev();
        parts.find_map(|part| match part.meaning {
            Meaning::Valid(wanted) => Some(wanted),
            _ => None,
        })
    }

    /// Whether nothing is asked of a record's values, so that all records of the sources and validity
    /// in question are hits.
    pub fn asks_for_nothing(&self) -> bool {
        self.parts
            .iter()
            .all(|part| !matches!(part.meaning, Meaning::Text(_) | Meaning::Number { .. }))
    }
}
