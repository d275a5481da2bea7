//! What a list asks of a back end: one language for every kind of back end.

use deskbook_domain::ids::Var;
use deskbook_domain::search::Condition;

/// Up to this many hits a list can be sorted by a field (a sort of 124,000 takes 0.2 s).
pub const MOST_HITS_TO_SORT: u32 = 10_000;

/// A search as a back end takes it: parsed, not text.
#[derive(Clone, Debug)]
pub struct ContactQuery {
    /// What the search columns must hold; `None` lists everything.
    pub condition: Option<Condition>,
    /// Who takes part.
    pub validity: ValidityFilter,
    /// In which order the hits come.
    pub order: Order,
}

/// Which records take part in a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValidityFilter {
    /// Only those whose validity is `valid` (C4).
    ValidOnly,
    /// Invalid ones too.
    All,
}

/// The order of hits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// By tier: exact, prefix, substring. Without a condition by name.
    Best,
    /// By one field; refused above [`MOST_HITS_TO_SORT`] hits.
    Field {
        /// The field of the map.
        var: Var,
        /// From Z to A.
        direction: Direction,
    },
}

/// Up or down the alphabet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// A to Z.
    Ascending,
    /// Z to A.
    Descending,
}

/// How well a hit fits: best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum Tier {
    /// A search field is exactly what was typed.
    Exact,
    /// A search field begins with what was typed.
    Prefix,
    /// It stands somewhere.
    Substring,
}
