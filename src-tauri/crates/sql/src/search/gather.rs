//! The course of a search: best tiers first, then the rest.
//!
//! Few candidates are looked at in one go. Of many, those of the better tiers are asked for first:
//! the index knows which values begin or are as typed. Where the index cannot help, all rows are
//! looked at in the order of names.

use std::collections::HashMap;

use deskbook_core::query::{MOST_HITS_TO_SORT, Tier};
use deskbook_domain::search::{CaseRule, Condition};
use deskbook_domain::text::lower;
use deskbook_index::found::{self, likely_among};
use deskbook_index::{Breath, Candidates, are_certain, candidates, tier};
use sea_orm::DbErr;

use super::chunks::{Chunk, Reader, Row};
use super::question::{Asked, Question, RowOrder};
use super::sort::sort_by_column;

pub(super) type Finder = found::Finder<i32, DbErr>;

pub(super) type Ending = found::Ending<DbErr>;

/// The first chunk is small, so that the first rows come at once. If it holds all candidates, they
/// are few.
const FIRST_CHUNK: u32 = 500;

/// Later chunks of rows grow to this: they should not be in the way of the pages that are read.
const LARGEST_CHUNK: u32 = 2_000;

/// Where few hits are missing a chunk gets no smaller than this.
const SMALLEST_CHUNK: u32 = 64;

/// Chunks of numbers only are cheaper.
const CHUNK_OF_NUMBERS: u32 = 20_000;

/// Rows whose tiers are remembered: what answers a better tier comes again with the next one.
const MOST_JUDGED: usize = 8_192;

/// Less hits of a tier than these are put in the order of names before they are shown.
const MOST_TO_ORDER: usize = 500;

/// Searches, and tells how it ended.
pub(super) async fn gather(
    reader: Reader<'_>,
    question: &Question,
    finder: &Finder,
) -> Result<Ending, DbErr> {
    let held = Held::new(&question.order);
    let mut gathering = Gathering {
        question,
        reader,
        finder,
        held,
        judged: HashMap::new(),
    };
    match &question.asked {
        Asked::Nothing => {}
        Asked::Everything => gathering.everything().await?,
        Asked::Matching(condition) => {
            gathering
                .matching(Judge {
                    condition,
                    case: question.case,
                })
                .await?;
        }
    }
    gathering.end().await
}

struct Gathering<'s> {
    question: &'s Question,
    reader: Reader<'s>,
    finder: &'s Finder,
    held: Held,
    /// Tiers of candidates by their numbers; `None` for those that do not answer.
    judged: HashMap<i32, Option<Tier>>,
}

/// Hits that are not shown yet.
struct Held {
    ids: Vec<i32>,
    until: Until,
}

/// How long hits are held.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    /// Not at all.
    Found,
    /// Until their tier is complete, if it is small.
    TierEnds,
    /// Until all are there.
    AllFound,
}

impl Held {
    fn new(order: &RowOrder) -> Self {
        let until = match order {
            RowOrder::Best => Until::Found,
            RowOrder::Column { .. } => Until::AllFound,
        };
        Self {
            ids: Vec::new(),
            until,
        }
    }
}

/// What was found of the better tiers.
struct BetterTiers {
    /// The worst tier of which everything was found.
    found: Option<Tier>,
    /// The numbers of the hits, sorted.
    ids: Vec<i32>,
}

impl BetterTiers {
    /// Whether hits of this tier were not found yet.
    fn lets_in(&self, tier: Tier) -> bool {
        self.found.is_none_or(|found| tier > found)
    }
}

impl Gathering<'_> {
    /// The list as it stands, then what the list does not know yet.
    async fn everything(&mut self) -> Result<(), DbErr> {
        let (mut after, mut size) = (None, FIRST_CHUNK);
        let mut breath = Breath::default();
        loop {
            let Chunk { rows, next } = self.reader.listed(after, size).await?;
            self.add(rows);
            if next.is_none() || self.is_too_much() {
                break;
            }
            breath.take(self.finder).await;
            (after, size) = (next, CHUNK_OF_NUMBERS);
        }
        self.pending(|_| true).await
    }

    async fn matching(&mut self, judge: Judge<'_>) -> Result<(), DbErr> {
        match candidates(judge.condition, Tier::Substring) {
            Candidates::Nothing => {}
            Candidates::Everything => {
                let better = self.better_tiers(judge).await?;
                self.look_at_all(judge, &better).await?;
            }
            Candidates::Matching(question) => {
                let question = question.to_string();
                let first = self.first(&question).await?;
                if first.next.is_none() {
                    self.few(judge, &first.rows, Tier::Substring).await?;
                } else {
                    let better = self.better_tiers(judge).await?;
                    self.rest(judge, &question, first, &better).await?;
                }
            }
        }
        self.pending(|row| judge.tier(row).is_some()).await
    }

    /// Exact hits, then those that begin as typed.
    async fn better_tiers(&mut self, judge: Judge<'_>) -> Result<BetterTiers, DbErr> {
        let mut better = BetterTiers {
            found: None,
            ids: Vec::new(),
        };
        if matches!(self.question.order, RowOrder::Column { .. }) {
            return Ok(better);
        }
        let question = match candidates(judge.condition, Tier::Prefix) {
            Candidates::Everything => return Ok(better),
            Candidates::Nothing => String::new(),
            Candidates::Matching(question) => question.to_string(),
        };
        better.found = Some(Tier::Prefix);
        if question.is_empty() {
            return Ok(better);
        }
        let first = self.first(&question).await?;
        if first.next.is_none() {
            better.ids = self.few(judge, &first.rows, Tier::Prefix).await?;
        } else {
            if let Candidates::Matching(exact) = candidates(judge.condition, Tier::Exact) {
                let exact = exact.to_string();
                let first = self.first(&exact).await?;
                better.ids = self.tier(judge, &exact, first, Tier::Exact).await?;
            }
            better
                .ids
                .extend(self.tier(judge, &question, first, Tier::Prefix).await?);
        }
        better.ids.sort_unstable();
        Ok(better)
    }

    /// The first candidates of a question.
    async fn first(&self, question: &str) -> Result<Chunk<i32>, DbErr> {
        self.reader
            .candidates(question, i32::MIN, FIRST_CHUNK)
            .await
    }

    /// The hits among candidates, with their tiers.
    async fn judged(
        &mut self,
        judge: Judge<'_>,
        candidates: &[i32],
    ) -> Result<Vec<(i32, Tier)>, DbErr> {
        let unknown = candidates.iter().filter(|id| !self.judged.contains_key(id));
        let unknown: Vec<_> = unknown.copied().collect();
        let rows = self.reader.rows(&unknown).await?;
        let mut fresh: HashMap<_, _> = unknown.into_iter().map(|id| (id, None)).collect();
        fresh.extend(rows.iter().map(|row| (row.0, judge.tier(row))));
        let hits = candidates.iter().filter_map(|id| {
            let tier = fresh.get(id).or_else(|| self.judged.get(id))?;
            Some((*id, (*tier)?))
        });
        let hits = hits.collect();
        if self.judged.len() < MOST_JUDGED {
            self.judged.extend(fresh);
        }
        Ok(hits)
    }

    /// All hits among a few candidates, each tier in the order of names.
    async fn few(
        &mut self,
        judge: Judge<'_>,
        candidates: &[i32],
        worst: Tier,
    ) -> Result<Vec<i32>, DbErr> {
        let tiers = self.judged(judge, candidates).await?.into_iter();
        let mut tiers: Vec<_> = tiers.filter(|(_, tier)| *tier <= worst).collect();
        tiers.sort_unstable_by_key(|(id, _)| *id);
        let ids: Vec<_> = tiers.iter().map(|(id, _)| *id).collect();
        let mut ordered = self.in_order(ids).await?;
        ordered.sort_by_key(|id| {
            let at = tiers.binary_search_by_key(id, |(id, _)| *id);
            at.ok().and_then(|at| tiers.get(at)).map(|(_, tier)| *tier)
        });
        self.add(ordered.clone());
        Ok(ordered)
    }

    /// The hits of one tier among many candidates, of which the first are given.
    async fn tier(
        &mut self,
        judge: Judge<'_>,
        question: &str,
        first: Chunk<i32>,
        wanted: Tier,
    ) -> Result<Vec<i32>, DbErr> {
        self.begin_tier();
        let (mut chunk, mut size) = (first, FIRST_CHUNK);
        let (mut all, mut candidates) = (Vec::new(), 0);
        loop {
            candidates += chunk.rows.len();
            let hits = self.judged(judge, &chunk.rows).await?.into_iter();
            let hits = hits.filter(|(_, tier)| *tier == wanted);
            let hits: Vec<_> = hits.map(|(id, _)| id).collect();
            all.extend_from_slice(&hits);
            self.add(hits);
            let Some(next) = chunk.next else { break };
            size = self.next_size(size, all.len(), candidates);
            chunk = self.reader.candidates(question, next, size).await?;
        }
        self.end_tier().await?;
        Ok(all)
    }

    /// What is not of a better tier among many candidates, of which the first are given.
    async fn rest(
        &mut self,
        judge: Judge<'_>,
        question: &str,
        first: Chunk<i32>,
        better: &BetterTiers,
    ) -> Result<(), DbErr> {
        self.begin_tier();
        let certain = are_certain(judge.condition, judge.case);
        let (mut chunk, mut size) = (first, FIRST_CHUNK);
        let (mut found, mut candidates) = (0, 0);
        loop {
            candidates += chunk.rows.len();
            let hits = self.judged(judge, &chunk.rows).await?.into_iter();
            let hits = hits.filter(|(_, tier)| better.lets_in(*tier));
            let hits: Vec<_> = hits.map(|(id, _)| id).collect();
            found += hits.len();
            self.add(hits);
            let Some(next) = chunk.next.filter(|_| !self.is_too_much()) else {
                break;
            };
            if certain {
                self.certain(question, next, better).await?;
                break;
            }
            size = self.next_size(size, found, candidates);
            chunk = self.reader.candidates(question, next, size).await?;
        }
        self.end_tier().await
    }

    /// Candidates that need no look.
    async fn certain(
        &mut self,
        question: &str,
        after: i32,
        better: &BetterTiers,
    ) -> Result<(), DbErr> {
        let mut after = Some(after);
        while let Some(behind) = after.filter(|_| !self.is_too_much()) {
            let Chunk { mut rows, next } = self
                .reader
                .matching(question, behind, CHUNK_OF_NUMBERS)
                .await?;
            rows.retain(|id| better.ids.binary_search(id).is_err());
            self.add(rows);
            after = next;
        }
        Ok(())
    }

    async fn look_at_all(&mut self, judge: Judge<'_>, better: &BetterTiers) -> Result<(), DbErr> {
        let (mut after, mut size) = (None, FIRST_CHUNK);
        loop {
            let Chunk { rows, next } = self.reader.listed_rows(after, size).await?;
            self.add(judge.hits(&rows, better));
            if next.is_none() || self.is_too_much() {
                return Ok(());
            }
            (after, size) = (next, larger(size));
        }
    }

    async fn pending(&mut self, passes: impl Fn(&Row) -> bool) -> Result<(), DbErr> {
        let mut after = self.reader.has_pending().then_some(i32::MIN);
        let mut size = FIRST_CHUNK;
        while let Some(behind) = after.filter(|_| !self.is_too_much()) {
            let Chunk { rows, next } = self.reader.pending_rows(behind, size).await?;
            self.add(
                rows.iter()
                    .filter(|row| passes(row))
                    .map(|(id, _)| *id)
                    .collect(),
            );
            (after, size) = (next, larger(size));
        }
        Ok(())
    }

    /// Chunks grow; but who waits for a few more hits of a tier to be shown does not wait for many rows.
    fn next_size(&self, size: u32, hits: usize, candidates: usize) -> u32 {
        let missing = match self.held.until {
            Until::TierEnds => MOST_TO_ORDER.saturating_sub(self.held.ids.len()),
            Until::Found | Until::AllFound => 0,
        };
        match likely_among(missing, hits, candidates) {
            0 => larger(size),
            likely => likely.clamp(SMALLEST_CHUNK, larger(size)),
        }
    }

    fn begin_tier(&mut self) {
        if self.held.until == Until::Found {
            self.held.until = Until::TierEnds;
        }
    }

    async fn end_tier(&mut self) -> Result<(), DbErr> {
        if self.held.until == Until::TierEnds {
            let ids = std::mem::take(&mut self.held.ids);
            self.finder.add(&self.in_order(ids).await?);
            self.held.until = Until::Found;
        }
        Ok(())
    }

    async fn in_order(&self, ids: Vec<i32>) -> Result<Vec<i32>, DbErr> {
        if ids.len() < 2 {
            Ok(ids)
        } else {
            self.reader.by_name(&ids).await
        }
    }

    fn add(&mut self, ids: Vec<i32>) {
        match self.held.until {
            Until::Found => self.finder.add(&ids),
            Until::AllFound => self.held.ids.extend(ids),
            Until::TierEnds => {
                self.held.ids.extend(ids);
                if self.held.ids.len() >= MOST_TO_ORDER {
                    self.finder.add(&std::mem::take(&mut self.held.ids));
                    self.held.until = Until::Found;
                }
            }
        }
    }

    /// Whether it is clear that the hits cannot be sorted.
    fn is_too_much(&self) -> bool {
        self.held.until == Until::AllFound && self.held.ids.len() > MOST_HITS_TO_SORT as usize
    }

    async fn end(self) -> Result<Ending, DbErr> {
        let RowOrder::Column {
            column,
            kind,
            direction,
        } = &self.question.order
        else {
            return Ok(Ending::Complete);
        };
        if self.is_too_much() {
            return Ok(Ending::TooManyToSort);
        }
        let values = self.reader.values(&self.held.ids, column).await?;
        self.finder.add(&sort_by_column(values, *kind, *direction));
        Ok(Ending::Complete)
    }
}

/// Decides on each row; the index only proposes.
#[derive(Clone, Copy)]
struct Judge<'c> {
    condition: &'c Condition,
    case: CaseRule,
}

impl Judge<'_> {
    /// `None` if the row does not answer.
    fn tier(&self, (_, values): &Row) -> Option<Tier> {
        let exact: Vec<_> = values.iter().map(Option::as_deref).collect();
        if self.case == CaseRule::Exact && !self.condition.matches(&exact, self.case) {
            return None;
        }
        let folded: Vec<_> = exact.iter().map(|value| value.map(lower)).collect();
        let folded: Vec<_> = folded.iter().map(Option::as_deref).collect();
        if self.case == CaseRule::Folded && !self.condition.matches_folded(&folded) {
            return None;
        }
        Some(tier(self.condition, &folded))
    }

    /// What answers and was not found before.
    fn hits(&self, rows: &[Row], better: &BetterTiers) -> Vec<i32> {
        let hits = rows.iter().filter(|row| {
            let tier = self.tier(row);
            tier.is_some_and(|tier| better.lets_in(tier))
        });
        hits.map(|(id, _)| *id).collect()
    }
}

fn larger(size: u32) -> u32 {
    (size * 4).min(LARGEST_CHUNK)
}
