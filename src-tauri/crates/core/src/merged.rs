//! The hits of several sources as one list: one source's hits behind the other's, each record once.
//!
//! Where two sources have the same key (byte by byte, `otobo-behaviour.md 3.3`), the hit of the source
//! that comes first in the list is kept. Who merges decides about the order: earlier sources of customer
//! users win, later sources of customers (C38).
//!
//! A source that ceases to answer is left out from then on, as if it had never answered: what it hid of
//! later sources shows again. Each answer comes from the same sources from beginning to end.
//!
//! No source waits for another one: who lags behind the first answer is left out as well, and joins when its
//! first rows are there. Each time the list is another one, which its revision tells.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deskbook_domain::source::SourceId;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout_at};

use crate::back_end::{BackEndError, FoundCustomerUser};
use crate::customer_back_end::FoundCustomer;
use crate::hits::{Cut, Hits, LARGEST_PAGE, Page, Place, Total};

/// A hit that can be told from others.
pub trait Keyed {
    /// Its key in the stored spelling.
    fn key(&self) -> &str;
}

impl Keyed for FoundCustomerUser {
    fn key(&self) -> &str {
        self.login.as_str()
    }
}

impl Keyed for FoundCustomer {
    fn key(&self) -> &str {
        self.id.as_str()
    }
}

/// A source that did not answer a search.
#[derive(Clone, Debug)]
pub struct Missing {
    /// Which.
    pub source: SourceId,
    /// Why.
    pub error: Arc<BackEndError>,
}

/// Which sources a list is of.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Those that did not answer.
    pub missing: Vec<Missing>,
    /// Those that have not answered yet.
    pub waiting: Vec<SourceId>,
    /// Where a server gave less than was asked for, so far.
    pub cuts: Vec<Cut>,
    /// Changes whenever a source joins.
    pub revision: u32,
    /// The rows are of an index, and in Deskbook's own order.
    pub instant: bool,
    /// Sources that do not answer and whose rows are those of their copies.
    pub away: Vec<Away>,
}

/// A source whose copy stands in for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away {
    /// Which.
    pub source: SourceId,
    /// Of when its rows are, as far as known.
    pub as_of: Option<DateTime<Utc>>,
    /// How many rows its first copy has so far, if that is not whole.
    pub so_far: Option<u32>,
}

/// How long the others are waited for, from the beginning of the search, once a source has answered: a list
/// that changes under the eyes is worse than one that comes a blink later.
pub(crate) const GRACE: Duration = Duration::from_millis(50);

/// The hits of one source, or why there are none.
pub struct Part<T> {
    /// Which source.
    pub source: SourceId,
    /// Its search.
    pub hits: Result<Box<dyn Hits<T>>, BackEndError>,
    /// Whether it may be worth a blink to wait for it.
    pub is_prompt: bool,
}

/// All hits as one list.
pub struct Merged<T> {
    parts: Vec<Slot<T>>,
    /// Held while the list grows, so that it grows once.
    growing: Mutex<()>,
    /// When the parts began to search.
    began: Instant,
    /// How often a part has joined.
    revision: AtomicU32,
}

struct Slot<T> {
    source: SourceId,
    is_prompt: bool,
    hits: Option<Box<dyn Hits<T>>>,
    state: std::sync::Mutex<Known>,
}

/// What is known of a part.
#[derive(Debug, Default)]
struct Known {
    /// Positions of the hits that stand in the list; `None` for the first part, where all do.
    kept: Option<Vec<u32>>,
    /// How many hits were looked at.
    seen: u32,
    /// All hits are known.
    complete: bool,
    absence: Option<Absence>,
}

/// Why a part is not in the list.
#[derive(Clone, Debug)]
enum Absence {
    /// It has not answered yet.
    Late,
    /// It did not answer.
    Failed(Arc<BackEndError>),
}

impl<T: Keyed + Send + Sync> Merged<T> {
    /// These parts, in the order of their precedence. Fails only if every part failed.
    pub fn new(parts: Vec<Part<T>>) -> Result<Self, BackEndError> {
        let mut slots = Vec::new();
        let mut failures = Vec::new();
        for Part {
            source,
            hits,
            is_prompt,
        } in parts
        {
            let (hits, absence) = match hits {
                Ok(hits) => (Some(hits), Absence::Late),
                Err(error) => {
                    let error = Arc::new(error);
                    failures.push(Arc::clone(&error));
                    (None, Absence::Failed(error))
                }
            };
            slots.push(Slot {
                source,
                is_prompt,
                hits,
                state: std::sync::Mutex::new(Known::absent(absence)),
            });
        }
        if failures.len() == slots.len()
            && let Some(first) = failures.into_iter().next()
        {
            drop(slots);
            return Err(Arc::into_inner(first).unwrap_or(BackEndError::NotFound));
        }
        Ok(Self {
            parts: slots,
            growing: Mutex::new(()),
            began: Instant::now(),
            revision: AtomicU32::new(0),
        })
    }

    /// Some rows, and the sources that they are of.
    pub async fn listed(
        &self,
        place: Place,
        size: u32,
    ) -> Result<(Page<T>, Standing), BackEndError> {
        self.steadily(|| self.page_at(place, size)).await
    }

    /// Changes whenever a source joins.
    pub(crate) fn revision(&self) -> u32 {
        self.revision.load(Ordering::Relaxed)
    }

    /// Waits until the list is another one than that of this revision, or until no source is waited for.
    pub async fn grown(&self, seen: u32) -> u32 {
        loop {
            if self.revision() != seen || !self.join_next().await {
                return self.revision();
            }
        }
    }

    /// Waits for a part that lags behind and takes it in; `false` if there is none.
    async fn join_next(&self) -> bool {
        let Some((at, _)) = self.late().next().await else {
            return false;
        };
        let _growing = self.growing.lock().await;
        self.join(at);
        true
    }

    /// Sees to it that a part can be asked, if any can: waits for the first one that has found something out,
    /// and a blink for the others, if they are prompt. One that failed joins, too, so that it is asked and its failure told.
    async fn gather(&self) {
        let is_there = |slot: &Slot<T>| slot.look(|known| known.absence.is_none());
        if self.parts.iter().any(is_there) {
            return;
        }
        let mut late = self.late();
        while let Some((at, answer)) = late.next().await {
            self.join(at);
            if answer.is_ok() {
                break;
            }
        }
        let until = self.began + GRACE;
        while self.parts.iter().any(Slot::is_awaited)
            && let Ok(Some((at, _))) = timeout_at(until, late.next()).await
        {
            self.join(at);
        }
    }

    /// The parts that lag behind, as they come.
    fn late(&self) -> FuturesUnordered<impl Future<Output = (usize, Result<(), BackEndError>)>> {
        let is_late = |known: &Known| matches!(known.absence, Some(Absence::Late));
        let slots = self.parts.iter().enumerate();
        let late = slots.filter(|(_, slot)| slot.look(is_late));
        late.filter_map(|(at, slot)| Some((at, slot.hits.as_ref()?)))
            .map(|(at, hits)| async move { (at, hits.ready().await) })
            .collect()
    }

    /// From now on the list is what it would be if the part had always been there.
    fn join(&self, at: usize) {
        let Some(slot) = self.parts.get(at) else {
            return;
        };
        if !slot.look(|known| matches!(known.absence, Some(Absence::Late))) {
            return;
        }
        *slot.lock() = Known {
            kept: (at > 0).then(Vec::new),
            ..Known::default()
        };
        self.look_anew_after(at);
        self.revision.fetch_add(1, Ordering::Relaxed);
    }

    fn standing(&self) -> Standing {
        let mut standing = Standing {
            cuts: self.cuts(),
            revision: self.revision(),
            ..Standing::default()
        };
        for slot in &self.parts {
            let source = slot.source;
            match &slot.lock().absence {
                None => {}
                // Its first copy may be searched beside it
                Some(Absence::Late) if standing.waiting.contains(&source) => {}
                Some(Absence::Late) => standing.waiting.push(source),
                Some(Absence::Failed(error)) => standing.missing.push(Missing {
                    source,
                    error: Arc::clone(error),
                }),
            }
        }
        standing
    }

    /// Looks at more hits of a part until so many stand in the list, or all are known.
    async fn grow(&self, at: usize, wanted: u32) -> Result<(), BackEndError> {
        let Some(slot) = self.parts.get(at) else {
            return Ok(());
        };
        loop {
            let (seen, is_enough) =
                slot.look(|known| (known.seen, known.complete || known.standing() >= wanted));
            if is_enough {
                return Ok(());
            }
            let Some(hits) = &slot.hits else {
                return Ok(());
            };
            let absent = self.absent();
            let end = seen.saturating_add(LARGEST_PAGE);
            let Some((rows, total)) = self.placed(at, hits.as_ref(), seen, end).await? else {
                return Ok(());
            };
            let taken = self.taken(at, &rows).await?;
            if self.absent() != absent {
                continue;
            }
            let mut known = slot.lock();
            let fresh = rows.iter().filter(|(_, row)| !taken.contains(row.key()));
            let fresh = fresh.map(|(position, _)| *position);
            known.kept.get_or_insert_default().extend(fresh);
            known.seen = end;
            known.complete = match total {
                Total::Exact(total) => end >= total,
                Total::AtLeast(_) => rows.is_empty(),
            };
        }
    }

    /// Rows `start` to `end` of a part, each with its position, and how many there are in all; `None` if it
    /// ceases to answer. A page that is shorter than its place has gaps: rows that are gone by now. Where
    /// they are is found by halves.
    async fn placed(
        &self,
        at: usize,
        hits: &dyn Hits<T>,
        start: u32,
        end: u32,
    ) -> Result<Option<(Vec<(u32, T)>, Total)>, BackEndError> {
        let mut placed = Vec::new();
        let mut in_all = None;
        let mut wanted = vec![(start, end)];
        while let Some((start, end)) = wanted.pop() {
            let page = hits.page(Place::From(start), end - start).await;
            let Some(page) = self.tolerate(at, page)? else {
                return Ok(None);
            };
            let place = match page.total {
                Total::Exact(total) => end.min(total).saturating_sub(start),
                Total::AtLeast(_) => end - start,
            };
            if page.rows.len() >= place as usize || place == 1 {
                placed.extend((start..).zip(page.rows));
            } else if !page.rows.is_empty() {
                let middle = start + place / 2;
                wanted.extend([(middle, start + place), (start, middle)]);
            }
            in_all.get_or_insert(page.total);
        }
        Ok(Some((placed, in_all.unwrap_or(Total::Exact(0)))))
    }

    /// Which keys of these rows stand in an earlier part.
    async fn taken(&self, at: usize, rows: &[(u32, T)]) -> Result<HashSet<String>, BackEndError> {
        let keys = rows.iter().map(|(_, row)| row.key().to_owned());
        let keys: Vec<String> = keys.collect();
        let mut taken = HashSet::new();
        for earlier in 0..at {
            if let Some((_, hits)) = self.answering(earlier) {
                let some = self.tolerate(earlier, hits.holding(&keys).await)?;
                taken.extend(some.unwrap_or_default());
            }
        }
        Ok(taken)
    }

    /// A part that ceases to answer is left out and said to be missing, unless it is the only one.
    fn tolerate<A>(
        &self,
        at: usize,
        answer: Result<A, BackEndError>,
    ) -> Result<Option<A>, BackEndError> {
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(error) if error.is_of_the_source() && self.has_others_than(at) => {
                self.leave_out(at, error);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// From now on the list is what it would be without this part.
    fn leave_out(&self, at: usize, error: BackEndError) {
        if let Some(slot) = self.parts.get(at) {
            *slot.lock() = Known::absent(Absence::Failed(Arc::new(error)));
        }
        self.look_anew_after(at);
    }

    /// What later parts add depends on the ones before.
    fn look_anew_after(&self, at: usize) {
        for later in self.parts.iter().skip(at + 1) {
            let mut known = later.lock();
            if known.absence.is_none() {
                *known = Known {
                    kept: Some(Vec::new()),
                    ..Known::default()
                };
            }
        }
    }

    /// How many parts are left out.
    fn absent(&self) -> usize {
        let absent = |slot: &&Slot<T>| slot.look(|known| known.absence.is_some());
        self.parts.iter().filter(absent).count()
    }

    /// An answer of the same parts from beginning to end, and which ones these are.
    async fn steadily<A, Work>(
        &self,
        work: impl Fn() -> Work,
    ) -> Result<(A, Standing), BackEndError>
    where
        Work: Future<Output = Result<A, BackEndError>>,
    {
        let _growing = self.growing.lock().await;
        loop {
            self.gather().await;
            let absent = self.absent();
            let answer = work().await?;
            if self.absent() == absent {
                return Ok((answer, self.standing()));
            }
        }
    }

    /// Whether another part answers, or may do so yet.
    fn has_others_than(&self, at: usize) -> bool {
        let others = self.parts.iter().enumerate().filter(|(it, _)| *it != at);
        let mut others = others.map(|(_, slot)| slot);
        others.any(|it| it.look(|known| !matches!(known.absence, Some(Absence::Failed(_)))))
    }

    /// How many hits of a part stand in the list, all of them counted.
    async fn count_of(&self, at: usize) -> Result<u32, BackEndError> {
        let Some((slot, hits)) = self.answering(at) else {
            return Ok(0);
        };
        if slot.look(|known| known.kept.is_none()) {
            return Ok(self.tolerate(at, hits.count().await)?.unwrap_or(0));
        }
        self.grow(at, u32::MAX).await?;
        Ok(slot.look(Known::standing))
    }

    /// Rows `start` to `start + size` of one part's place in the list, and whether no more follow.
    async fn rows_of(
        &self,
        at: usize,
        start: u32,
        size: u32,
    ) -> Result<(Vec<T>, bool), BackEndError> {
        let nothing = || (Vec::new(), true);
        let Some((slot, hits)) = self.answering(at) else {
            return Ok(nothing());
        };
        let end = start.saturating_add(size);
        if slot.look(|known| known.kept.is_none()) {
            let page = hits.page(Place::From(start), size).await;
            let page = self.tolerate(at, page)?;
            return Ok(page.map_or_else(nothing, |page| {
                let is_last = matches!(page.total, Total::Exact(total) if end >= total);
                (page.rows, is_last)
            }));
        }
        self.grow(at, end).await?;
        let (positions, is_last) = slot.look(|known| {
            let kept = known.kept.as_deref().unwrap_or_default();
            let from = kept.len().min(start as usize);
            let to = kept.len().min(end as usize);
            let positions = kept.get(from..to).unwrap_or_default().to_vec();
            (positions, known.complete && to == kept.len())
        });
        let rows = self.rows_at(at, hits, &positions).await?;
        Ok(rows.map_or_else(nothing, |rows| (rows, is_last)))
    }

    /// Rows at these positions of a part; `None` if it ceases to answer.
    async fn rows_at(
        &self,
        at: usize,
        hits: &dyn Hits<T>,
        positions: &[u32],
    ) -> Result<Option<Vec<T>>, BackEndError> {
        let mut rows = Vec::with_capacity(positions.len());
        let (Some(first), Some(last)) = (positions.first(), positions.last()) else {
            return Ok(Some(rows));
        };
        let mut place = *first;
        while place <= *last {
            let end = last
                .saturating_add(1)
                .min(place.saturating_add(LARGEST_PAGE));
            let Some((found, _)) = self.placed(at, hits, place, end).await? else {
                return Ok(None);
            };
            let found = found.into_iter();
            let found = found.filter(|(position, _)| positions.binary_search(position).is_ok());
            rows.extend(found.map(|(_, row)| row));
            place = end;
        }
        Ok(Some(rows))
    }

    /// A part, if it is not left out.
    fn answering(&self, at: usize) -> Option<(&Slot<T>, &dyn Hits<T>)> {
        let slot = self.parts.get(at)?;
        let hits = slot.hits.as_deref()?;
        slot.look(|known| known.absence.is_none())
            .then_some((slot, hits))
    }

    async fn from(&self, start: u32, size: u32) -> Result<Page<T>, BackEndError> {
        let mut rows = Vec::new();
        // Where the page ends, and the part begins, counted in rows of the list
        let end = start.saturating_add(size);
        let mut before = 0_u32;
        for at in 0..self.parts.len() {
            if at > 0 && before >= end {
                return Ok(Page {
                    start,
                    rows,
                    total: Total::AtLeast(before),
                });
            }
            let inside = start.saturating_sub(before);
            let wanted = end.saturating_sub(before) - inside;
            let (found, is_last) = self.rows_of(at, inside, wanted).await?;
            rows.extend(found);
            if !is_last {
                return Ok(Page {
                    start,
                    rows,
                    total: Total::AtLeast(end),
                });
            }
            before = before.saturating_add(self.count_of(at).await?);
        }
        Ok(Page {
            start: start.min(before),
            rows,
            total: Total::Exact(before),
        })
    }

    async fn page_at(&self, place: Place, size: u32) -> Result<Page<T>, BackEndError> {
        let mut page = match place {
            Place::From(start) => self.from(start, size).await?,
            Place::End => {
                let count = self.count_all().await?;
                self.from(count.saturating_sub(size), size).await?
            }
        };
        // Who lags behind may have more
        if let Total::Exact(count) = page.total
            && !self.standing().waiting.is_empty()
        {
            page.total = Total::AtLeast(count);
        }
        Ok(page)
    }

    async fn count_all(&self) -> Result<u32, BackEndError> {
        let mut count = 0_u32;
        for at in 0..self.parts.len() {
            count = count.saturating_add(self.count_of(at).await?);
        }
        Ok(count)
    }

    async fn held(&self, keys: &[String]) -> Result<HashSet<String>, BackEndError> {
        let mut held = HashSet::new();
        for at in 0..self.parts.len() {
            if let Some((_, hits)) = self.answering(at) {
                let some = self.tolerate(at, hits.holding(keys).await)?;
                held.extend(some.unwrap_or_default());
            }
        }
        Ok(held)
    }
}

impl<T> Slot<T> {
    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Whether it lags behind and may come within a blink.
    fn is_awaited(&self) -> bool {
        self.is_prompt && self.look(|known| matches!(known.absence, Some(Absence::Late)))
    }

    /// Looks at what is known. The lists may be long: nobody takes a copy.
    fn look<A>(&self, look: impl FnOnce(&Known) -> A) -> A {
        look(&self.lock())
    }
}

impl Known {
    fn absent(absence: Absence) -> Self {
        Self {
            kept: Some(Vec::new()),
            seen: 0,
            complete: true,
            absence: Some(absence),
        }
    }

    fn standing(&self) -> u32 {
        let kept = self.kept.as_ref().map_or(0, Vec::len);
        u32::try_from(kept).unwrap_or(u32::MAX)
    }
}

#[async_trait]
impl<T: Keyed + Send + Sync> Hits<T> for Merged<T> {
    async fn page(&self, place: Place, size: u32) -> Result<Page<T>, BackEndError> {
        Ok(self.listed(place, size).await?.0)
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        while self.join_next().await {}
        Ok(self.steadily(|| self.count_all()).await?.0)
    }

    async fn holding(&self, keys: &[String]) -> Result<HashSet<String>, BackEndError> {
        Ok(self.steadily(|| self.held(keys)).await?.0)
    }

    fn cancel(&self) {
        for hits in self.parts.iter().filter_map(|slot| slot.hits.as_ref()) {
            hits.cancel();
        }
    }

    fn cuts(&self) -> Vec<Cut> {
        let hits = self.parts.iter().filter_map(|slot| slot.hits.as_ref());
        hits.flat_map(|hits| hits.cuts()).collect()
    }
}

#[cfg(test)]
mod tests;
