//! The course of a search: best tiers first, then the rest; what is found stays where it is shown.
//!
//! Rows come in the order of their numbers, which is about that of names. The first rows of a tier are few, so
//! that a page is there at once; what follows waits until nobody types any more.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use deskbook_core::back_end::BackEndError;
use deskbook_core::query::{Direction, MOST_HITS_TO_SORT, Order};
use deskbook_domain::ids::Var;
use deskbook_domain::instant::{Rank, Tier};

use super::candidates::candidates;
use super::judge::Judge;
use super::scan::Scan;
use super::table::{Table, TableRow};
use crate::candidates::Candidates;
use crate::found;
use crate::sort_key;

pub(super) type Finder = found::Finder<i64, BackEndError>;

type Ending = found::Ending<BackEndError>;

/// Rows that are looked at before the first hits are shown: a page, and some that are none.
const FIRST_CHUNK: u32 = 128;

/// Later chunks grow to this: a search that is typed over should not be in the way of the next one.
const LARGEST_CHUNK: u32 = 1_000;

/// Chunks of numbers only are cheaper.
const CHUNK_OF_NUMBERS: u32 = 20_000;

/// Rows whose ranks are remembered from one step to the next.
const MOST_JUDGED: usize = 4_096;

/// With so many hits the list is full for the moment.
const ENOUGH: usize = 200;

/// How long the rest waits then: somebody who types goes on within it.
const PAUSE: Duration = Duration::from_millis(150);

/// Searches, and tells how it ended.
async fn gather(table: &dyn Table, judge: &Judge, scan: Option<&Scan>, finder: &Finder) -> Ending {
    let mut gathering = Gathering {
        table,
        judge,
        scan,
        finder,
        has_paused: false,
        judged: HashMap::new(),
        sorting: Sorting::of(&judge.question().order),
    };
    match gathering.everything_of_tiers().await {
        Ok(()) => gathering.end(),
        Err(Stop::TooMany) => Ending::TooManyToSort,
        Err(Stop::Failed(error)) => Ending::Failed(Arc::new(error)),
    }
}

enum Stop {
    TooMany,
    Failed(BackEndError),
}

impl From<BackEndError> for Stop {
    fn from(error: BackEndError) -> Self {
        Self::Failed(error)
    }
}

struct Gathering<'s> {
    table: &'s dyn Table,
    judge: &'s Judge,
    /// No index leads to the rows.
    scan: Option<&'s Scan>,
    finder: &'s Finder,
    has_paused: bool,
    /// Ranks of rows by their numbers: what answers a better tier comes again with the next one.
    judged: HashMap<i64, Option<Rank>>,
    sorting: Option<Sorting>,
}

/// Hits that are held until all are there, since they are sorted by a field.
struct Sorting {
    var: Var,
    direction: Direction,
    held: Vec<(String, i64)>,
}

impl Sorting {
    fn of(order: &Order) -> Option<Self> {
        match order {
            Order::Best => None,
            Order::Field { var, direction } => Some(Self {
                var: var.clone(),
                direction: *direction,
                held: Vec::new(),
            }),
        }
    }

    fn hold(&mut self, row: &TableRow) -> Result<(), Stop> {
        if self.held.len() >= MOST_HITS_TO_SORT as usize {
            return Err(Stop::TooMany);
        }
        let at = row.fields.iter().position(|var| *var == self.var);
        let value = at.and_then(|at| row.values.get(at)?.as_deref());
        self.held.push((sort_key(value), row.number));
        Ok(())
    }

    fn sorted(mut self) -> Vec<i64> {
        self.held.sort_by(|one, other| {
            let names = one.0.cmp(&other.0);
            let names = match self.direction {
                Direction::Ascending => names,
                Direction::Descending => names.reverse(),
            };
            names.then(one.1.cmp(&other.1))
        });
        self.held.into_iter().map(|(_, number)| number).collect()
    }
}

/// Tiers whose rows are asked for by one question.
struct Step {
    /// Hits of this tier or a better one …
    until: Tier,
    /// … that are not of this one or a better one.
    behind: Option<Tier>,
    asking: Candidates,
}

impl Gathering<'_> {
    async fn everything_of_tiers(&mut self) -> Result<(), Stop> {
        if self.judge.question().query.asks_for_nothing() {
            return self.list().await;
        }
        for step in self.steps() {
            match &step.asking {
                Candidates::Nothing => {}
                Candidates::Everything => self.walk(&step, None).await?,
                Candidates::Matching(question) => {
                    let question = question.to_string();
                    self.walk(&step, Some(&question)).await?;
                }
            }
        }
        Ok(())
    }

    /// Sorted by a field the tiers do not matter, and the last question finds all. Looking at all rows once for each tier
    /// would take too long.
    fn steps(&self) -> Vec<Step> {
        let query = &self.judge.question().query;
        let all_tiers = |asking| Step {
            until: Tier::SoundsLike,
            behind: None,
            asking,
        };
        if self.scan.is_some() {
            return vec![all_tiers(Candidates::Everything)];
        }
        if self.sorting.is_some() {
            return vec![all_tiers(candidates(query, Tier::SoundsLike))];
        }
        let mut steps: Vec<Step> = Vec::new();
        for tier in Tier::ALL {
            let asking = candidates(query, tier);
            let behind = steps.last().map(|it| it.until);
            match steps.last_mut() {
                Some(last) if last.asking == asking => last.until = tier,
                _ => steps.push(Step {
                    until: tier,
                    behind,
                    asking,
                }),
            }
        }
        steps
    }

    /// All rows of a step, chunk by chunk.
    async fn walk(&mut self, step: &Step, question: Option<&str>) -> Result<(), Stop> {
        let (mut from, mut size) = (i64::MIN, FIRST_CHUNK);
        loop {
            let numbers = match question {
                Some(question) => self.table.matching(question, from, size).await?,
                None => self.table.listed(from, size).await?,
            };
            let is_last = numbers.len() < size as usize;
            let is_of_step = |rank: &Rank| {
                let is_new = step.behind.is_none_or(|behind| rank.tier > behind);
                rank.tier <= step.until && is_new
            };
            let is_needed = |number: &i64| match self.judged.get(number) {
                Some(rank) => rank.as_ref().is_some_and(is_of_step),
                None => true,
            };
            let needed: Vec<_> = numbers.iter().copied().filter(is_needed).collect();
            let rows = self.table.rows(&needed).await?;
            let ranked: Vec<_> = rows.iter().map(|row| (self.judge.rank(row), row)).collect();
            self.remember(&ranked);
            let hits = ranked
                .into_iter()
                .filter_map(|(rank, row)| Some((rank?, row)));
            let mut hits: Vec<_> = hits.filter(|(rank, _)| is_of_step(rank)).collect();
            hits.sort_by_key(|(rank, row)| (*rank, row.number));
            self.add(hits).await?;
            match numbers.last() {
                Some(last) if !is_last && !self.has_enough() => from = last + 1,
                _ => return Ok(()),
            }
            self.breathe().await;
            size = (size * 2).min(LARGEST_CHUNK);
        }
    }

    fn remember(&mut self, ranked: &[(Option<Rank>, &TableRow)]) {
        if self.judged.len() < MOST_JUDGED {
            let ranks = ranked.iter().map(|(rank, row)| (row.number, *rank));
            self.judged.extend(ranks);
        }
    }

    /// Everybody who takes part, in the order of names. Whether is decided by source and validity.
    async fn list(&mut self) -> Result<(), Stop> {
        let (mut from, mut size) = (i64::MIN, FIRST_CHUNK);
        loop {
            let numbers = self.table.listed(from, size).await?;
            let is_last = numbers.len() < size as usize;
            for some in numbers.chunks(LARGEST_CHUNK as usize) {
                let rows = self.table.rows(some).await?;
                let hits = rows.iter().filter_map(|row| {
                    let rank = self.judge.rank_of(row.source, row.validity, &[])?;
                    Some((rank, row))
                });
                self.add(hits.collect()).await?;
                self.breathe().await;
            }
            match numbers.last() {
                Some(last) if !is_last && !self.has_enough() => from = last + 1,
                _ => return Ok(()),
            }
            size = CHUNK_OF_NUMBERS;
        }
    }

    fn has_enough(&self) -> bool {
        let hits = self.finder.count();
        self.scan.is_some_and(|scan| scan.has_enough(hits))
    }

    /// Takes hits in, without those that another source hides. In a scan that is who comes first: what a source had twice,
    /// or what two of them have, is shown once.
    async fn add(&mut self, hits: Vec<(Rank, &TableRow)>) -> Result<(), Stop> {
        let hidden = self.hidden(&hits).await?;
        let shown = hits.into_iter().map(|(_, row)| row);
        let shown = shown.filter(|row| !hidden.contains(&row.number));
        let scan = self.scan;
        let shown = shown.filter(|row| scan.is_none_or(|scan| scan.take(row)));
        match &mut self.sorting {
            None => {
                let numbers: Vec<_> = shown.map(|row| row.number).collect();
                self.finder.add(&numbers);
                Ok(())
            }
            Some(sorting) => {
                for row in shown {
                    sorting.hold(row)?;
                }
                Ok(())
            }
        }
    }

    /// Hits with a key that an earlier source has as well, where that is a hit, too (C38).
    async fn hidden(&self, hits: &[(Rank, &TableRow)]) -> Result<HashSet<i64>, Stop> {
        let later: Vec<&TableRow> = hits
            .iter()
            .map(|(_, row)| *row)
            .filter(|row| row.is_shared && self.judge.may_be_hidden(row.source))
            .collect();
        if later.is_empty() {
            return Ok(HashSet::new());
        }
        let keys: Vec<_> = later.iter().map(|row| row.key.as_str()).collect();
        let mut twins: HashMap<String, Vec<TableRow>> = HashMap::new();
        for row in self.table.rows_of_keys(&keys).await? {
            twins.entry(row.key.clone()).or_default().push(row);
        }
        let hidden = later.into_iter().filter(|row| {
            let twins = twins.get(&row.key);
            twins.is_some_and(|twins| twins.iter().any(|twin| self.judge.hides(twin, row)))
        });
        Ok(hidden.map(|row| row.number).collect())
    }

    /// Lets those go first who type on, once there is a full list.
    async fn breathe(&mut self) {
        if !self.has_paused && self.finder.count() >= ENOUGH {
            self.has_paused = true;
            tokio::time::sleep(PAUSE).await;
        }
    }

    fn end(self) -> Ending {
        if let Some(sorting) = self.sorting {
            self.finder.add(&sorting.sorted());
        }
        Ending::Complete
    }
}

/// A search at work for those who wait for it.
pub(super) async fn work(
    table: Arc<dyn Table>,
    judge: Arc<Judge>,
    scan: Option<Arc<Scan>>,
    finder: Finder,
) {
    let ending = gather(table.as_ref(), &judge, scan.as_deref(), &finder).await;
    finder.end(ending);
}
