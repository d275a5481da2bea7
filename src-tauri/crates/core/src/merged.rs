//! The hits of several sources as one list: one source's hits behind the other's, each record once.
//!
//! Where two sources have the same key (byte by byte, `otobo-behaviour.md 3.3`), the hit of the source
//! that comes first in the list is kept. Who merges decides about the order: earlier sources of customer
//! users win, later sources of customers (C38).

use std::collections::HashSet;
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_domain::source::SourceId;
use tokio::sync::Mutex;

use crate::back_end::{BackEndError, FoundCustomerUser};
use crate::customer_back_end::FoundCustomer;
use crate::hits::{Hits, LARGEST_PAGE, Page, Place, Total};

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

/// The hits of one source, or why there are none.
pub struct Part<T> {
    /// Which source.
    pub source: SourceId,
    /// Its search.
    pub hits: Result<Box<dyn Hits<T>>, BackEndError>,
}

/// All hits as one list.
pub struct Merged<T> {
    parts: Vec<Slot<T>>,
    /// Held while the list grows, so that it grows once.
    growing: Mutex<()>,
}

struct Slot<T> {
    source: SourceId,
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
    failure: Option<Arc<BackEndError>>,
}

impl<T: Keyed + Send + Sync> Merged<T> {
    /// These parts, in the order of their precedence. Fails only if every part failed.
    pub fn new(parts: Vec<Part<T>>) -> Result<Self, BackEndError> {
        let mut failures = Vec::new();
        let mut slots = Vec::new();
        for part in parts {
            let (hits, failure) = match part.hits {
                Ok(hits) => (Some(hits), None),
                Err(error) => (None, Some(error)),
            };
            let kept = (!slots.is_empty()).then(Vec::new);
            let complete = hits.is_none();
            let known = Known {
                kept,
                seen: 0,
                complete,
                failure: None,
            };
            failures.push(failure);
            slots.push(Slot {
                source: part.source,
                hits,
                state: std::sync::Mutex::new(known),
            });
        }
        if !slots.is_empty() && slots.iter().all(|slot| slot.hits.is_none()) {
            let first = failures.into_iter().flatten().next();
            return Err(first.unwrap_or(BackEndError::NotFound));
        }
        for (slot, failure) in slots.iter().zip(failures) {
            slot.lock().failure = failure.map(Arc::new);
        }
        Ok(Self {
            parts: slots,
            growing: Mutex::new(()),
        })
    }

    /// Parts that did not answer so far.
    pub fn missing(&self) -> Vec<Missing> {
        let failed = |slot: &Slot<T>| {
            let error = slot.lock().failure.clone()?;
            Some(Missing {
                source: slot.source,
                error,
            })
        };
        self.parts.iter().filter_map(failed).collect()
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
            let page = hits.page(Place::From(seen), LARGEST_PAGE).await;
            let Some(page) = self.tolerate(slot, page)? else {
                return Ok(());
            };
            let taken = self.taken(at, &page.rows).await?;
            let count = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
            let mut known = slot.lock();
            let positions = (known.seen..).zip(&page.rows);
            let fresh: Vec<u32> = positions
                .filter(|(_, row)| !taken.contains(row.key()))
                .map(|(position, _)| position)
                .collect();
            known.kept.get_or_insert_default().extend(fresh);
            known.seen += count;
            known.complete = match page.total {
                Total::Exact(total) => known.seen >= total,
                Total::AtLeast(_) => false,
            };
        }
    }

    /// Which keys of these rows stand in an earlier part.
    async fn taken(&self, at: usize, rows: &[T]) -> Result<HashSet<String>, BackEndError> {
        let keys: Vec<String> = rows.iter().map(|row| row.key().to_owned()).collect();
        let mut taken = HashSet::new();
        for slot in self.parts.iter().take(at) {
            let failed = slot.lock().failure.is_some();
            if let (Some(hits), false) = (&slot.hits, failed) {
                taken.extend(
                    self.tolerate(slot, hits.holding(&keys).await)?
                        .unwrap_or_default(),
                );
            }
        }
        Ok(taken)
    }

    /// A part that ceases to answer is left out and said to be missing, unless it is the only one.
    fn tolerate<A>(
        &self,
        slot: &Slot<T>,
        answer: Result<A, BackEndError>,
    ) -> Result<Option<A>, BackEndError> {
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(error) if error.is_of_the_source() && self.has_others_than(slot) => {
                let mut known = slot.lock();
                known.failure = Some(Arc::new(error));
                known.complete = true;
                known.kept.get_or_insert_default();
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn has_others_than(&self, slot: &Slot<T>) -> bool {
        let mut others = self.parts.iter().filter(|it| it.source != slot.source);
        others.any(|it| it.lock().failure.is_none())
    }

    /// How many hits of a part stand in the list, all of them counted.
    async fn count_of(&self, at: usize) -> Result<u32, BackEndError> {
        let Some(slot) = self.parts.get(at) else {
            return Ok(0);
        };
        if slot.look(|known| known.kept.is_none()) {
            let Some(hits) = &slot.hits else {
                return Ok(0);
            };
            return Ok(self.tolerate(slot, hits.count().await)?.unwrap_or(0));
        }
        self.grow(at, u32::MAX).await?;
        Ok(slot.look(Known::standing))
    }

    /// Rows `start` to `start + size` of one part's place in the list.
    async fn rows_of(
        &self,
        at: usize,
        start: u32,
        size: u32,
    ) -> Result<(Vec<T>, bool), BackEndError> {
        let Some(slot) = self.parts.get(at) else {
            return Ok((Vec::new(), true));
        };
        let Some(hits) = &slot.hits else {
            return Ok((Vec::new(), true));
        };
        if slot.look(|known| known.kept.is_none()) {
            let page = hits.page(Place::From(start), size).await;
            let Some(page) = self.tolerate(slot, page)? else {
                return Ok((Vec::new(), true));
            };
            let end = page
                .start
                .saturating_add(u32::try_from(page.rows.len()).unwrap_or(u32::MAX));
            let is_last = matches!(page.total, Total::Exact(total) if end >= total);
            return Ok((page.rows, is_last));
        }
        self.grow(at, start.saturating_add(size)).await?;
        let (positions, is_last) = slot.look(|known| {
            let kept = known.kept.as_deref().unwrap_or_default();
            let from = kept.len().min(start as usize);
            let to = kept.len().min(from + size as usize);
            let positions = kept.get(from..to).unwrap_or_default().to_vec();
            (positions, known.complete && to == kept.len())
        });
        let mut rows = Vec::new();
        if let (Some(first), Some(last)) = (positions.first(), positions.last()) {
            let mut place = *first;
            while place <= *last {
                let page = hits
                    .page(Place::From(place), LARGEST_PAGE.min(last - place + 1))
                    .await;
                let Some(page) = self.tolerate(slot, page)? else {
                    break;
                };
                if page.rows.is_empty() {
                    break;
                }
                for (position, row) in (place..).zip(page.rows) {
                    place = position + 1;
                    if positions.binary_search(&position).is_ok() {
                        rows.push(row);
                    }
                }
            }
        }
        Ok((rows, is_last))
    }

    async fn from(&self, start: u32, size: u32) -> Result<Page<T>, BackEndError> {
        let mut rows = Vec::new();
        let mut before = 0_u32;
        let last = self.parts.len().saturating_sub(1);
        for at in 0..self.parts.len() {
            let wanted = size - u32::try_from(rows.len()).unwrap_or(size).min(size);
            let inside = start.saturating_sub(before);
            let (found, is_last) = self.rows_of(at, inside, wanted).await?;
            let filled = found.len() >= wanted as usize;
            rows.extend(found);
            if filled && !(is_last && at == last) {
                let known = start.saturating_add(u32::try_from(rows.len()).unwrap_or(u32::MAX));
                return Ok(Page {
                    start,
                    rows,
                    total: Total::AtLeast(known),
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
}

impl<T> Slot<T> {
    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Looks at what is known. The lists may be long: nobody takes a copy.
    fn look<A>(&self, look: impl FnOnce(&Known) -> A) -> A {
        look(&self.lock())
    }
}

impl Known {
    fn standing(&self) -> u32 {
        let kept = self.kept.as_ref().map_or(0, Vec::len);
        u32::try_from(kept).unwrap_or(u32::MAX)
    }
}

#[async_trait]
impl<T: Keyed + Send + Sync> Hits<T> for Merged<T> {
    async fn page(&self, place: Place, size: u32) -> Result<Page<T>, BackEndError> {
        let _growing = self.growing.lock().await;
        match place {
            Place::From(start) => self.from(start, size).await,
            Place::End => {
                let mut count = 0_u32;
                for at in 0..self.parts.len() {
                    count = count.saturating_add(self.count_of(at).await?);
                }
                self.from(count.saturating_sub(size), size).await
            }
        }
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        let _growing = self.growing.lock().await;
        let mut count = 0_u32;
        for at in 0..self.parts.len() {
            count = count.saturating_add(self.count_of(at).await?);
        }
        Ok(count)
    }

    async fn holding(&self, keys: &[String]) -> Result<HashSet<String>, BackEndError> {
        let mut held = HashSet::new();
        for slot in &self.parts {
            if let Some(hits) = &slot.hits {
                held.extend(
                    self.tolerate(slot, hits.holding(keys).await)?
                        .unwrap_or_default(),
                );
            }
        }
        Ok(held)
    }

    fn cancel(&self) {
        for hits in self.parts.iter().filter_map(|slot| slot.hits.as_ref()) {
            hits.cancel();
        }
    }
}
