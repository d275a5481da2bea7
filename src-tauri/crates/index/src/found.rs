//! What a search has found so far, shared between the search and those who wait for it.
//!
//! A search only gathers numbers of rows, in their order; `E` is how it fails.

use std::sync::Arc;

use deskbook_core::hits::{Place, Total};
use tokio::sync::watch;

/// The numbers of the rows in their order.
#[derive(Debug)]
pub struct Found<N, E> {
    numbers: Vec<N>,
    ending: Option<Ending<E>>,
}

/// How a search ended.
#[derive(Debug)]
pub enum Ending<E> {
    /// Everything is found.
    Complete,
    /// There are too many to be sorted.
    TooManyToSort,
    /// What is searched could not be read.
    Failed(Arc<E>),
}

/// Where a search puts what it finds.
#[derive(Debug)]
pub struct Finder<N, E> {
    found: watch::Sender<Found<N, E>>,
}

/// Where others see it.
#[derive(Debug)]
pub struct Seen<N, E> {
    found: watch::Receiver<Found<N, E>>,
}

/// A page of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown<N> {
    /// The place of the first one.
    pub start: u32,
    /// How many were found.
    pub total: Total,
    /// The numbers of the page.
    pub numbers: Vec<N>,
}

/// Why there is no page.
#[derive(Debug)]
pub enum Missed<E> {
    /// There are too many to be sorted.
    TooManyToSort,
    /// The search failed.
    Failed(Arc<E>),
    /// The search is gone without a word.
    Gone,
}

/// How many candidates to look at for so many more hits, if they go on as those before, of which so many were hits. A few more:
/// they never go on just so. 0 if none are missing.
pub fn likely_among(missing: usize, hits: usize, candidates: usize) -> u32 {
    let likely = match hits {
        0 if missing > 0 => usize::MAX,
        0 => 0,
        hits => missing.saturating_mul(candidates) / hits,
    };
    u32::try_from(likely.saturating_add(likely / 4)).unwrap_or(u32::MAX)
}

impl<N: Clone, E> Finder<N, E> {
    /// A place to put things, and where others see them.
    pub fn new() -> (Self, Seen<N, E>) {
        let nothing = Found {
            numbers: Vec::new(),
            ending: None,
        };
        let (found, seen) = watch::channel(nothing);
        (Self { found }, Seen { found: seen })
    }

    /// Puts these numbers behind those that are there.
    pub fn add(&self, numbers: &[N]) {
        if !numbers.is_empty() {
            self.found
                .send_modify(|found| found.numbers.extend_from_slice(numbers));
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.found.borrow().numbers.len()
    }

    /// Nothing comes any more.
    pub fn end(&self, ending: Ending<E>) {
        self.found.send_modify(|found| {
            found.numbers.shrink_to_fit();
            found.ending = Some(ending);
        });
    }
}

impl<N: Clone, E> Seen<N, E> {
    /// Waits until so many hits are there, or all of them.
    pub async fn page(&self, place: Place, size: u32) -> Result<Shown<N>, Missed<E>> {
        let wanted = match place {
            Place::From(start) => start.saturating_add(size) as usize,
            Place::End => usize::MAX,
        };
        let mut found = self.found.clone();
        let is_there =
            |found: &Found<N, E>| found.ending.is_some() || found.numbers.len() >= wanted;
        let found = found.wait_for(is_there).await.map_err(|_| Missed::Gone)?;
        let count = u32::try_from(found.numbers.len()).unwrap_or(u32::MAX);
        let total = match &found.ending {
            None => Total::AtLeast(count),
            Some(Ending::Complete) => Total::Exact(count),
            Some(Ending::TooManyToSort) => return Err(Missed::TooManyToSort),
            Some(Ending::Failed(error)) => return Err(Missed::Failed(Arc::clone(error))),
        };
        let start = match place {
            Place::From(start) => start.min(count),
            Place::End => count.saturating_sub(size),
        };
        let end = start.saturating_add(size).min(count);
        let numbers = found.numbers.get(start as usize..end as usize);
        Ok(Shown {
            start,
            total,
            numbers: numbers.unwrap_or_default().to_vec(),
        })
    }

    /// Waits for the end; tells how many there are.
    pub async fn count(&self) -> Result<u32, Missed<E>> {
        match self.page(Place::End, 0).await?.total {
            Total::Exact(count) | Total::AtLeast(count) => Ok(count),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Numbers = Finder<i32, ()>;

    #[test]
    fn as_many_candidates_are_looked_at_as_hits_are_missing() {
        assert_eq!(likely_among(0, 5, 10), 0);
        assert_eq!(likely_among(80, 20, 100), 500);
        assert_eq!(likely_among(4, 496, 500), 5);
        assert_eq!(likely_among(100, 0, 500), u32::MAX);
    }

    #[tokio::test]
    async fn a_page_waits_for_its_rows_only() {
        let (finder, seen) = Numbers::new();
        finder.add(&[1, 2, 3]);
        let page = seen.page(Place::From(1), 2).await.unwrap();
        let expected = Shown {
            start: 1,
            total: Total::AtLeast(3),
            numbers: vec![2, 3],
        };
        assert_eq!(page, expected);
        let waits = tokio::spawn(async move { seen.page(Place::From(2), 5).await });
        finder.add(&[4]);
        finder.end(Ending::Complete);
        let page = waits.await.unwrap().unwrap();
        assert_eq!((page.total, page.numbers), (Total::Exact(4), vec![3, 4]));
    }

    #[tokio::test]
    async fn the_end_of_the_list_and_the_count_wait_for_everything() {
        let (finder, seen) = Numbers::new();
        finder.add(&[1, 2, 3]);
        finder.end(Ending::Complete);
        let page = seen.page(Place::End, 2).await.unwrap();
        assert_eq!((page.start, page.numbers), (1, vec![2, 3]));
        assert_eq!(seen.count().await.unwrap(), 3);
        let behind = seen.page(Place::From(9), 2).await.unwrap();
        assert_eq!((behind.start, behind.numbers), (3, Vec::new()));
    }

    #[tokio::test]
    async fn what_went_wrong_is_told_to_all() {
        let (finder, seen) = Numbers::new();
        finder.end(Ending::TooManyToSort);
        let missed = seen.count().await;
        assert!(matches!(missed, Err(Missed::TooManyToSort)));
        let (finder, seen) = Numbers::new();
        finder.end(Ending::Failed(Arc::new(())));
        let missed = seen.count().await;
        assert!(matches!(missed, Err(Missed::Failed(_))));
        let (finder, seen) = Numbers::new();
        drop(finder);
        assert!(matches!(seen.count().await, Err(Missed::Gone)));
    }
}
