//! The course of a search: best tiers first, then the rest; what is found stays where it is shown.
//!
//! Rows come in the order of their numbers, which is about that of names. The first rows of a tier are few, so
//! that a page is there at once; what follows waits until nobody types any more.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use deskbook_core::back_end::BackEndError;
use deskbook_core::query::{Direction, MOST_HITS_TO_SORT, Order};
use deskbook_domain::ids::Var;
use deskbook_domain::instant::{Rank, Tier};

use super::candidates::candidates;
use super::fresh::{Fresh, MOST_FRESH};
use super::judge::Judge;
use super::scan::Scan;
use super::step::{Source, Step};
use super::table::{Table, TableRow};
use super::thinning::Thinning;
use crate::breath::Breath;
use crate::candidates::Candidates;
use crate::found::{self, likely_among};
use crate::sort_key;

pub(super) type Finder = found::Finder<i64, BackEndError>;

type Ending = found::Ending<BackEndError>;

/// Rows that are looked at before the first hits are shown: the first page of a list, and some that are none.
const FIRST_CHUNK: u32 = 56;

/// Where few hits are missing for a page no more rows are looked at first.
const SMALLEST_CHUNK: u32 = 32;

/// Later chunks grow to this: a search that is typed over should not be in the way of the next one.
const LARGEST_CHUNK: u32 = 1_000;

/// Chunks of numbers only are cheaper.
const CHUNK_OF_NUMBERS: u32 = 20_000;

/// So few candidates of several tiers are looked at together: to ask for each tier takes longer.
const FEW: usize = 128;

/// So many candidates of several tiers may be known before they are looked at.
const MOST_KNOWN: u32 = 700;

/// Rows whose ranks are remembered from one step to the next.
const MOST_JUDGED: usize = 4_096;

/// Searches, and tells how it ended.
async fn gather(
    table: &dyn Table,
    judge: &Judge,
    scan: Option<&Scan>,
    fresh: &Fresh,
    finder: &Finder,
) -> Ending {
    let mut gathering = Gathering {
        table,
        judge,
        scan,
        fresh,
        finder,
        breath: Breath::default(),
        judged: HashMap::new(),
        kept: HashMap::new(),
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
    fresh: &'s Fresh,
    finder: &'s Finder,
    breath: Breath,
    /// What is known of rows by their numbers: what answers a better tier comes again with the next one.
    judged: HashMap<i64, Option<Judged>>,
    /// Some of those that a later step adds: its page shows them.
    kept: HashMap<i64, TableRow>,
    sorting: Option<Sorting>,
}

/// What was found out about a row that answers.
#[derive(Clone, Copy)]
struct Judged {
    rank: Rank,
    /// Whether a row of another source may hide it: who adds it has to look at it again.
    may_be_hidden: bool,
}

/// A row that answers.
struct Hit<'r> {
    rank: Rank,
    number: i64,
    /// `None` if it was read before, and nothing of it is needed any more.
    row: Option<&'r TableRow>,
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

impl Gathering<'_> {
    async fn everything_of_tiers(&mut self) -> Result<(), Stop> {
        if self.judge.question().query.asks_for_nothing() {
            return self.list().await;
        }
        let steps = self.steps();
        let mut left = steps.as_slice();
        while let [step, behind @ ..] = left {
            if let Some(behind_all) = self.together(step, behind).await? {
                left = behind_all;
            } else {
                self.one_by_one(step).await?;
                left = behind;
            }
        }
        Ok(())
    }

    /// Asks for the rows of a step, and looks at them.
    async fn one_by_one(&mut self, step: &Step) -> Result<(), Stop> {
        match &step.asking {
            Candidates::Nothing => Ok(()),
            Candidates::Everything => self.walk(step, Source::All).await,
            Candidates::Matching(question) => {
                let question = question.to_string();
                self.walk(step, Source::Matching(&question)).await
            }
        }
    }

    /// Does the first step behind that of names together with the next ones, up to that of substrings, whose question finds
    /// all that theirs do. Tells what is left then; `None` if that question finds much, or a page is there.
    async fn together<'p>(
        &mut self,
        step: &Step,
        behind: &'p [Step],
    ) -> Result<Option<&'p [Step]>, Stop> {
        let is_first = step.until >= Tier::WordPrefix && step.behind < Some(Tier::WordPrefix);
        let at = behind.iter().position(|it| it.until >= Tier::Substring);
        let Some((better, [last, left @ ..])) = at.map(|at| behind.split_at(at)) else {
            return Ok(None);
        };
        if !is_first || self.missing() == 0 {
            return Ok(None);
        }
        let steps: Vec<_> = std::iter::once(step).chain(better).chain([last]).collect();
        let thinning = Thinning::of(self.table, steps.iter().map(|it| &it.asking)).await?;
        let Candidates::Matching(all) = thinning.thinned(&last.asking) else {
            return Ok(None);
        };
        let asked = all.to_string();
        let Some(known) = self.table.few_matching(&asked, MOST_KNOWN).await? else {
            return Ok(None);
        };
        if known.len() <= FEW {
            self.look_at(&step.up_to(last), &known).await?;
            return Ok(Some(left));
        }
        for step in steps {
            let asking = thinning.thinned(&step.asking);
            let finds_all = matches!(&asking, Candidates::Matching(its) if its.finds_all_of(&all));
            if finds_all {
                self.walk(step, Source::Known(&known)).await?;
            } else {
                self.one_by_one(&step.asking(asking)).await?;
            }
        }
        Ok(Some(left))
    }

    /// Sorted by a field the tiers do not matter, and the last question finds all. Looking at all rows once for each tier
    /// would take too long.
    fn steps(&self) -> Vec<Step> {
        let query = &self.judge.question().query;
        if self.scan.is_some() {
            vec![Step::of_all_tiers(Candidates::Everything)]
        } else if self.sorting.is_some() {
            vec![Step::of_all_tiers(candidates(query, Tier::SoundsLike))]
        } else {
            Step::by_tier(query)
        }
    }

    /// All rows of a step, chunk by chunk.
    async fn walk(&mut self, step: &Step, source: Source<'_>) -> Result<(), Stop> {
        let (mut from, mut size) = (i64::MIN, self.first_size());
        let (mut candidates, mut found) = (0, 0);
        loop {
            let numbers = match source {
                Source::All => self.table.listed(from, size).await?,
                Source::Matching(question) => self.table.matching(question, from, size).await?,
                Source::Known(known) => {
                    let behind = known.partition_point(|number| *number < from);
                    let some = known.iter().skip(behind).take(size as usize);
                    some.copied().collect()
                }
            };
            let is_last = numbers.len() < size as usize;
            candidates += numbers.len();
            found += self.look_at(step, &numbers).await?;
            match numbers.last() {
                Some(last) if !is_last && !self.has_enough() => from = last + 1,
                _ => return Ok(()),
            }
            self.breath.take(self.finder).await;
            size = match likely_among(self.missing(), found, candidates) {
                0 => size * 2,
                likely => likely.clamp(SMALLEST_CHUNK, size * 2),
            }
            .min(LARGEST_CHUNK);
        }
    }

    /// Looks at candidates of a step; tells how many are its hits.
    async fn look_at(&mut self, step: &Step, numbers: &[i64]) -> Result<usize, Stop> {
        let needed = self.needed(step, numbers);
        let mut rows = match needed.as_slice() {
            [] => Vec::new(),
            needed => self.table.rows(needed).await?,
        };
        rows.extend(self.kept_of(step, numbers));
        let hits = self.hits(step, numbers, &rows);
        let found = hits.len();
        self.add(hits).await?;
        Ok(found)
    }

    /// The rows of a step's hits among these numbers that are still there.
    fn kept_of(&mut self, step: &Step, numbers: &[i64]) -> Vec<TableRow> {
        let kept = numbers.iter().filter_map(|number| {
            let judged = self.judged.get(number).copied()??;
            step.takes(judged.rank).then(|| self.kept.remove(number))?
        });
        kept.collect()
    }

    /// Hits that are missing for a page.
    fn missing(&self) -> usize {
        MOST_FRESH.saturating_sub(self.finder.count())
    }

    /// As many rows as hits are missing, and as many again: half of them may be none.
    fn first_size(&self) -> u32 {
        match likely_among(self.missing(), 1, 2) {
            0 => FIRST_CHUNK,
            likely => likely.clamp(SMALLEST_CHUNK, FIRST_CHUNK),
        }
    }

    /// Those that have to be read: what is known of the others is enough.
    fn needed(&self, step: &Step, numbers: &[i64]) -> Vec<i64> {
        let is_needed = |number: &i64| match self.judged.get(number) {
            Some(Some(judged)) => judged.may_be_hidden && step.takes(judged.rank),
            Some(None) => false,
            None => true,
        };
        numbers.iter().copied().filter(is_needed).collect()
    }

    /// The hits of a step among these numbers, of which the needed rows were read. The best come first.
    fn hits<'r>(&mut self, step: &Step, numbers: &[i64], rows: &'r [TableRow]) -> Vec<Hit<'r>> {
        let there: HashSet<_> = rows.iter().map(|row| row.number).collect();
        let others = numbers.iter().filter(|number| !there.contains(number));
        let remembered = others.filter_map(|number| {
            let judged = self.judged.get(number).copied()??;
            (!judged.may_be_hidden).then_some(Hit {
                rank: judged.rank,
                number: *number,
                row: None,
            })
        });
        let mut hits: Vec<_> = remembered.collect();
        for row in rows {
            let rank = self.judge.rank(row);
            self.remember(step, row, rank);
            hits.extend(rank.map(|rank| Hit {
                rank,
                number: row.number,
                row: Some(row),
            }));
        }
        hits.retain(|hit| step.takes(hit.rank));
        hits.sort_by_key(|hit| (hit.rank, hit.number));
        hits
    }

    fn remember(&mut self, step: &Step, row: &TableRow, rank: Option<Rank>) {
        if self.judged.len() < MOST_JUDGED {
            let may_be_hidden = self.may_be_hidden(row);
            let is_later = rank.is_some_and(|rank| rank.tier > step.until);
            if is_later && !may_be_hidden && self.kept.len() < MOST_FRESH {
                self.kept.insert(row.number, row.clone());
            }
            let judged = rank.map(|rank| Judged {
                rank,
                may_be_hidden,
            });
            self.judged.insert(row.number, judged);
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
                    Some(Hit {
                        rank: self.judge.rank_of(row.source, row.validity, &[])?,
                        number: row.number,
                        row: Some(row),
                    })
                });
                self.add(hits.collect()).await?;
                self.breath.take(self.finder).await;
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
    async fn add(&mut self, mut hits: Vec<Hit<'_>>) -> Result<(), Stop> {
        let hidden = self.hidden(&hits).await?;
        hits.retain(|hit| {
            let is_first = |scan: &Scan| hit.row.is_none_or(|row| scan.take(row));
            !hidden.contains(&hit.number) && self.scan.is_none_or(is_first)
        });
        match &mut self.sorting {
            None => {
                let fresh = hits.iter().filter_map(|hit| Some((hit.rank, hit.row?)));
                self.fresh.keep(fresh);
                let numbers: Vec<_> = hits.iter().map(|hit| hit.number).collect();
                self.finder.add(&numbers);
                Ok(())
            }
            Some(sorting) => {
                for row in hits.iter().filter_map(|hit| hit.row) {
                    sorting.hold(row)?;
                }
                Ok(())
            }
        }
    }

    fn may_be_hidden(&self, row: &TableRow) -> bool {
        row.is_shared && self.judge.may_be_hidden(row.source)
    }

    /// Hits with a key that an earlier source has as well, where that is a hit, too (C38).
    async fn hidden(&self, hits: &[Hit<'_>]) -> Result<HashSet<i64>, Stop> {
        let rows = hits.iter().filter_map(|hit| hit.row);
        let later: Vec<&TableRow> = rows.filter(|row| self.may_be_hidden(row)).collect();
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
    fresh: Arc<Fresh>,
    finder: Finder,
) {
    let ending = gather(table.as_ref(), &judge, scan.as_deref(), &fresh, &finder).await;
    finder.end(ending);
}
