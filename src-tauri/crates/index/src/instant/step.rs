//! The steps of a search: tiers whose rows are asked for by one question.

use deskbook_domain::instant::{Query, Rank, Tier};

use super::candidates::candidates;
use crate::candidates::Candidates;

/// Where the candidates of a step come from, ascending.
#[derive(Clone, Copy)]
pub(super) enum Source<'q> {
    /// All rows.
    All,
    /// What the index gives for a question.
    Matching(&'q str),
    /// These, all of which are known.
    Known(&'q [i64]),
}

/// Tiers whose rows are asked for by one question.
pub(super) struct Step {
    /// Hits of this tier or a better one …
    pub(super) until: Tier,
    /// … that are not of this one or a better one.
    pub(super) behind: Option<Tier>,
    pub(super) asking: Candidates,
}

impl Step {
    /// One for all tiers.
    pub(super) fn of_all_tiers(asking: Candidates) -> Self {
        Self {
            until: Tier::SoundsLike,
            behind: None,
            asking,
        }
    }

    /// Tier by tier, those with the same question together.
    pub(super) fn by_tier(query: &Query) -> Vec<Self> {
        let mut steps: Vec<Self> = Vec::new();
        for tier in Tier::ALL {
            let asking = candidates(query, tier);
            let behind = steps.last().map(|it| it.until);
            match steps.last_mut() {
                Some(last) if last.asking == asking => last.until = tier,
                _ => steps.push(Self {
                    until: tier,
                    behind,
                    asking,
                }),
            }
        }
        steps
    }

    /// This one, those behind it up to the last one, and that, whose question finds what all of theirs do.
    pub(super) fn up_to(&self, last: &Self) -> Self {
        Self {
            until: last.until,
            ..self.asking(last.asking.clone())
        }
    }

    /// The same with other candidates.
    pub(super) fn asking(&self, asking: Candidates) -> Self {
        Self {
            until: self.until,
            behind: self.behind,
            asking,
        }
    }

    /// Whether hits of this rank are its own.
    pub(super) fn takes(&self, rank: Rank) -> bool {
        rank.tier <= self.until && self.behind.is_none_or(|behind| rank.tier > behind)
    }
}
