//! Several lists as one, tried against the plainest way to say what that is.

use std::collections::BTreeSet;

use deskbook_domain::source::Subject;
use tokio::sync::watch;
use tokio::time::{advance, timeout};

use super::*;

/// A hit that tells which part it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    part: usize,
    key: String,
}

impl Keyed for Row {
    fn key(&self) -> &str {
        &self.key
    }
}

/// What a part tells of how many hits it has.
#[derive(Clone, Copy, Debug)]
enum Knows {
    /// All from the start.
    All,
    /// As many as were read: the exact number only with the last ones.
    WhatWasRead,
}

/// A part that can be steered while it is read.
struct Steered {
    rows: Vec<Row>,
    knows: Knows,
    /// Rows that were found, and are gone by now.
    gone: std::sync::Mutex<BTreeSet<String>>,
    /// How often it still answers.
    answers: std::sync::Mutex<u32>,
    failure: fn() -> BackEndError,
    /// Whether its first rows have come.
    has_come: watch::Sender<bool>,
}

#[derive(Clone)]
struct Hold(Arc<Steered>);

impl Hold {
    fn new(part: usize, keys: &[&str], knows: Knows) -> Self {
        let row = |key: &&str| Row {
            part,
            key: (*key).to_owned(),
        };
        Self(Arc::new(Steered {
            rows: keys.iter().map(row).collect(),
            knows,
            gone: std::sync::Mutex::default(),
            answers: std::sync::Mutex::new(u32::MAX),
            failure: || BackEndError::Failed("it does not answer".into()),
            has_come: watch::Sender::new(true),
        }))
    }

    /// Keeps its first rows back.
    fn hang(&self) {
        self.0.has_come.send_replace(false);
    }

    fn come(&self) {
        self.0.has_come.send_replace(true);
    }

    fn failing_with(part: usize, failure: fn() -> BackEndError) -> Self {
        let Self(steered) = Self::new(part, &["x"], Knows::All);
        let steered = Arc::into_inner(steered).unwrap();
        let hold = Self(Arc::new(Steered { failure, ..steered }));
        hold.answer(0);
        hold
    }

    /// Lets it answer so often from now on.
    fn answer(&self, times: u32) {
        *self.0.answers.lock().unwrap() = times;
    }

    fn lose(&self, key: &str) {
        self.0.gone.lock().unwrap().insert(key.to_owned());
    }

    fn asked(&self) -> Result<(), BackEndError> {
        let mut answers = self.0.answers.lock().unwrap();
        *answers = answers.checked_sub(1).ok_or_else(self.0.failure)?;
        Ok(())
    }
}

#[async_trait]
impl Hits<Row> for Hold {
    async fn page(&self, place: Place, size: u32) -> Result<Page<Row>, BackEndError> {
        assert!(size <= LARGEST_PAGE, "no page is larger");
        self.asked()?;
        let all = &self.0.rows;
        let count = u32::try_from(all.len()).unwrap();
        let start = match place {
            Place::From(start) => start.min(count),
            Place::End => count.saturating_sub(size),
        };
        let end = start.saturating_add(size).min(count);
        let gone = self.0.gone.lock().unwrap();
        let rows = all[start as usize..end as usize].iter();
        Ok(Page {
            start,
            rows: rows
                .filter(|row| !gone.contains(&row.key))
                .cloned()
                .collect(),
            total: match self.0.knows {
                Knows::WhatWasRead if end < count => Total::AtLeast(end),
                Knows::All | Knows::WhatWasRead => Total::Exact(count),
            },
        })
    }

    async fn ready(&self) -> Result<(), BackEndError> {
        let mut has_come = self.0.has_come.subscribe();
        has_come.wait_for(|it| *it).await.unwrap();
        self.asked()
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        self.asked()?;
        Ok(u32::try_from(self.0.rows.len()).unwrap())
    }

    async fn holding(&self, keys: &[String]) -> Result<HashSet<String>, BackEndError> {
        self.asked()?;
        let held = self.0.rows.iter().map(|row| row.key.clone());
        Ok(held.filter(|key| keys.contains(key)).collect())
    }
}

fn sources() -> impl Iterator<Item = SourceId> {
    SourceId::all(Subject::CustomerUsers)
}

fn merged(holds: &[Hold]) -> Merged<Row> {
    merged_where(holds, |_| true)
}

/// Of parts that are prompt, and others.
fn merged_where(holds: &[Hold], is_prompt: impl Fn(usize) -> bool) -> Merged<Row> {
    let parts = sources().zip(holds).enumerate();
    let parts = parts.map(|(at, (source, hold))| Part {
        source,
        hits: Ok(Box::new(hold.clone()) as _),
        is_prompt: is_prompt(at),
    });
    Merged::new(parts.collect()).unwrap()
}

fn holds(lists: &[&[&str]], knows: Knows) -> Vec<Hold> {
    let lists = lists.iter().enumerate();
    lists
        .map(|(part, keys)| Hold::new(part, keys, knows))
        .collect()
}

/// What the list must be: one part behind the other, without the keys of earlier ones.
fn expected(holds: &[Hold]) -> Vec<Row> {
    let mut list: Vec<Row> = Vec::new();
    for hold in holds {
        let before: HashSet<String> = list.iter().map(|row| row.key.clone()).collect();
        let fresh = hold.0.rows.iter().filter(|row| !before.contains(&row.key));
        list.extend(fresh.cloned());
    }
    list
}

/// All rows, page by page, and where it was told that the list ends.
async fn read(list: &Merged<Row>, size: u32) -> Vec<Row> {
    let mut rows = Vec::new();
    loop {
        let start = u32::try_from(rows.len()).unwrap();
        let page = list.page(Place::From(start), size).await.unwrap();
        assert_eq!(page.start, start, "a page begins where it was asked to");
        let is_short = page.rows.len() < size as usize;
        rows.extend(page.rows);
        let known = u32::try_from(rows.len()).unwrap();
        match page.total {
            Total::Exact(total) if is_short => assert_eq!(total, known, "the end was told"),
            Total::Exact(total) => assert!(total >= known, "{total} with {known} rows"),
            Total::AtLeast(least) => {
                assert!(!is_short, "the end is known by its last page");
                assert!(least <= known, "nothing is promised that is not there");
            }
        }
        if is_short {
            return rows;
        }
    }
}

fn pairs(rows: &[Row]) -> Vec<(usize, &str)> {
    rows.iter()
        .map(|row| (row.part, row.key.as_str()))
        .collect()
}

#[tokio::test]
async fn c38_of_equal_keys_the_hit_of_the_earlier_part_is_kept() {
    let two: [&[&str]; 2] = [&["anna", "tina"], &["tina", "bob", "anna"]];
    let list = merged(&holds(&two, Knows::All));
    let rows = read(&list, 10).await;
    assert_eq!(pairs(&rows), [(0, "anna"), (0, "tina"), (1, "bob")]);
    let three: [&[&str]; 3] = [&["a"], &["b", "a"], &["b", "c", "a", "d"]];
    let list = merged(&holds(&three, Knows::All));
    let rows = read(&list, 10).await;
    assert_eq!(pairs(&rows), [(0, "a"), (1, "b"), (2, "c"), (2, "d")]);
}

#[tokio::test]
async fn c38_keys_are_equal_byte_by_byte() {
    let spellings = ["tina", "Tina", "tina ", "t\u{ed}na", "ti\u{301}na", ""];
    for (at, spelling) in spellings.iter().enumerate() {
        let list = merged(&holds(&[&[*spelling], &spellings], Knows::All));
        let rows = read(&list, 10).await;
        let mut keys = vec![(0, *spelling)];
        let others = spellings.iter().enumerate();
        keys.extend(others.filter(|(it, _)| *it != at).map(|(_, key)| (1, *key)));
        assert_eq!(pairs(&rows), keys, "only {spelling:?} is the same");
    }
}

/// Three parts of these lengths, of which the later ones have every `step`-th key of the one before.
fn overlapping(lengths: [usize; 3], step: usize, knows: Knows) -> Vec<Hold> {
    let mut lists: Vec<Vec<String>> = Vec::new();
    for (part, length) in lengths.into_iter().enumerate() {
        let key = |at: usize| match lists.last() {
            Some(before) if at.is_multiple_of(step) && at < before.len() => before[at].clone(),
            _ => format!("{part}-{at}"),
        };
        let list = (0..length).map(key).collect();
        lists.push(list);
    }
    let holds = lists.iter().enumerate();
    holds
        .map(|(part, list)| {
            let keys: Vec<&str> = list.iter().map(String::as_str).collect();
            Hold::new(part, &keys, knows)
        })
        .collect()
}

#[tokio::test]
async fn pages_hold_every_row_once_across_the_borders_of_parts() {
    for knows in [Knows::All, Knows::WhatWasRead] {
        for number in 0..64 {
            let lengths = [number / 16, number / 4 % 4, number % 4];
            for step in 1..=3 {
                let holds = overlapping(lengths, step, knows);
                let all = expected(&holds);
                for size in 1..=7 {
                    let rows = read(&merged(&holds), size).await;
                    assert_eq!(rows, all, "{lengths:?}, every {step}, pages of {size}");
                }
            }
        }
    }
}

#[tokio::test]
async fn long_parts_are_read_in_pages_of_any_size() {
    for knows in [Knows::All, Knows::WhatWasRead] {
        for lengths in [[500, 500, 500], [501, 1_200, 499], [3, 0, 1_001]] {
            for step in [1, 2, 499] {
                let holds = overlapping(lengths, step, knows);
                let all = expected(&holds);
                for size in [61, 499, LARGEST_PAGE] {
                    let rows = read(&merged(&holds), size).await;
                    assert!(rows == all, "{lengths:?}, every {step}, pages of {size}");
                }
            }
        }
    }
}

#[tokio::test]
async fn any_page_is_that_part_of_the_whole_list() {
    for lengths in [[0, 3, 2], [4, 4, 4], [2, 0, 5]] {
        let holds = overlapping(lengths, 2, Knows::WhatWasRead);
        let all = expected(&holds);
        let count = u32::try_from(all.len()).unwrap();
        for start in (0..count + 2).chain([1_000, u32::MAX]) {
            for size in 1..=count + 1 {
                let list = merged(&holds);
                let page = list.page(Place::From(start), size).await.unwrap();
                let rows: Vec<_> = all
                    .iter()
                    .skip(start as usize)
                    .take(size as usize)
                    .collect();
                assert_eq!(
                    page.rows.iter().collect::<Vec<_>>(),
                    rows,
                    "{start}, {size}"
                );
                let end = list.page(Place::End, size).await.unwrap();
                let begin = count.saturating_sub(size);
                assert_eq!((end.start, end.total), (begin, Total::Exact(count)));
                assert_eq!(end.rows, all[begin as usize..], "the last {size}");
            }
        }
    }
}

#[tokio::test]
async fn the_count_is_exact_whatever_was_read_before() {
    for lengths in [[0, 0, 0], [1, 0, 2], [700, 1_300, 20]] {
        let holds = overlapping(lengths, 3, Knows::WhatWasRead);
        let count = u32::try_from(expected(&holds).len()).unwrap();
        let list = merged(&holds);
        assert_eq!(list.count().await.unwrap(), count, "{lengths:?}");
        let list = merged(&holds);
        list.page(Place::From(0), 10).await.unwrap();
        assert_eq!(list.count().await.unwrap(), count, "{lengths:?}");
        read(&list, LARGEST_PAGE).await;
        assert_eq!(list.count().await.unwrap(), count, "{lengths:?}");
    }
}

#[tokio::test]
async fn the_keys_of_every_part_are_held() {
    let list = merged(&holds(&[&["a", "B"], &["b", "a"], &["c"]], Knows::All));
    let asked = ["a", "b", "B", "c", "A", "d", ""].map(str::to_owned);
    let held = list.holding(&asked).await.unwrap();
    assert_eq!(held, HashSet::from(["a", "b", "B", "c"].map(str::to_owned)));
    assert!(list.holding(&[]).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_part_that_did_not_begin_is_left_out_and_told() {
    for failing in 0..3 {
        let holds = overlapping([5, 6, 7], 2, Knows::WhatWasRead);
        let parts = sources().zip(&holds).enumerate();
        let parts = parts.map(|(at, (source, hold))| Part {
            source,
            hits: if at == failing {
                Err(BackEndError::Failed("it does not answer".into()))
            } else {
                Ok(Box::new(hold.clone()) as _)
            },
            is_prompt: true,
        });
        let list = Merged::new(parts.collect()).unwrap();
        let mut others = holds.clone();
        others.remove(failing);
        assert_eq!(read(&list, 4).await, expected(&others), "without {failing}");
        assert_eq!(
            list.count().await.unwrap() as usize,
            expected(&others).len()
        );
        let missing: Vec<_> = list.standing().missing.iter().map(|it| it.source).collect();
        assert_eq!(missing, [sources().nth(failing).unwrap()]);
    }
}

#[tokio::test]
async fn if_no_part_began_the_first_error_is_told() {
    let errors = [BackEndError::NotEmpty, BackEndError::NotFound];
    let parts = sources().zip(errors).map(|(source, error)| Part {
        source,
        hits: Err::<Box<dyn Hits<Row>>, _>(error),
        is_prompt: true,
    });
    let outcome = Merged::new(parts.collect());
    assert!(matches!(outcome, Err(BackEndError::NotEmpty)));
}

/// Whatever a part fails at, each page is one of the whole list or one of the list without the part.
#[tokio::test]
async fn a_part_may_fail_at_any_moment() {
    for failing in 0..3 {
        for answers in 0..40 {
            let holds = overlapping([600, 700, 800], 2, Knows::WhatWasRead);
            let whole = expected(&holds);
            let mut others = holds.clone();
            others.remove(failing);
            let without = expected(&others);
            let list = merged(&holds);
            holds[failing].answer(answers);
            for start in (0..2_200).step_by(100) {
                let page = list.page(Place::From(start), 100).await.unwrap();
                let right = if list.standing().missing.is_empty() {
                    &whole
                } else {
                    &without
                };
                let rows = right.iter().skip(start as usize).take(100);
                assert!(
                    page.rows.iter().eq(rows),
                    "{failing} fails after {answers}: the page from {start}"
                );
            }
            holds[failing].answer(0);
            let keys: Vec<String> = whole.iter().map(|row| row.key.clone()).collect();
            let held = list.holding(&keys).await.unwrap();
            assert_eq!(list.standing().missing.len(), 1, "by now it was asked");
            assert_eq!(held.len(), without.len(), "only what the others have");
            assert_eq!(list.count().await.unwrap() as usize, without.len());
            let end = list.page(Place::End, 10).await.unwrap();
            assert_eq!(end.rows, without[without.len() - 10..]);
            holds[failing].answer(u32::MAX);
            assert_eq!(read(&list, 499).await, without, "it stays away");
        }
    }
}

#[tokio::test]
async fn c38_what_a_failed_part_hid_shows_again() {
    let holds = holds(&[&["anna", "tina"], &["tina", "bob"]], Knows::All);
    let list = merged(&holds);
    let rows = read(&list, 10).await;
    assert_eq!(pairs(&rows), [(0, "anna"), (0, "tina"), (1, "bob")]);
    holds[0].answer(0);
    let rows = read(&list, 10).await;
    assert_eq!(pairs(&rows), [(1, "tina"), (1, "bob")], "the later Tina");
}

#[tokio::test]
async fn the_error_of_the_last_part_that_answered_is_told_until_it_answers_again() {
    let holds = holds(&[&["a"], &["b"]], Knows::All);
    let list = merged(&holds);
    holds[0].answer(0);
    holds[1].answer(0);
    let page = list.page(Place::From(0), 10).await;
    assert!(matches!(page, Err(BackEndError::Failed(_))), "{page:?}");
    let count = list.count().await;
    assert!(matches!(count, Err(BackEndError::Failed(_))), "{count:?}");
    holds[1].answer(u32::MAX);
    assert_eq!(pairs(&read(&list, 10).await), [(1, "b")]);
}

#[tokio::test]
async fn an_error_of_the_question_is_told_and_leaves_no_part_out() {
    let errors: [fn() -> BackEndError; 3] = [
        || BackEndError::Cancelled,
        || BackEndError::TooManyToSort { limit: 10 },
        || BackEndError::Unknown {
            what: "a field".to_owned(),
        },
    ];
    for error in errors {
        for failing in 0..2 {
            let mut holds = holds(&[&["a"], &["b"]], Knows::All);
            holds[failing] = Hold::failing_with(failing, error);
            let list = merged(&holds);
            let page = list.page(Place::From(0), 10).await;
            let told = page.map_err(|error| error.to_string());
            assert_eq!(told, Err(error().to_string()));
            assert!(
                list.standing().missing.is_empty(),
                "the source is not at fault"
            );
        }
    }
}

/// Rows that go while the list is open leave a gap in their page and move nothing to another one.
#[tokio::test]
async fn rows_that_are_gone_by_now_are_left_out_of_their_page_only() {
    for part in 0..3 {
        for lost in 0..12 {
            for size in [1, 4, 100] {
                let holds = overlapping([7, 8, 12], 3, Knows::WhatWasRead);
                let all = expected(&holds);
                let list = merged(&holds);
                list.count().await.unwrap();
                let Some(Row { key, .. }) = holds[part].0.rows.get(lost) else {
                    continue;
                };
                holds[part].lose(key);
                for start in (0..all.len()).step_by(size as usize) {
                    let place = Place::From(u32::try_from(start).unwrap());
                    let rows = list.page(place, size).await.unwrap().rows;
                    let right = all.iter().skip(start).take(size as usize);
                    let right = right.filter(|row| (row.part, &row.key) != (part, key));
                    assert!(rows.iter().eq(right), "{key} of {part} is gone: {rows:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn rows_that_are_gone_before_they_were_read_move_no_other_row() {
    for part in 1..3 {
        for lost in 0..1_200 {
            let holds = overlapping([3, 700, 1_200], 7, Knows::WhatWasRead);
            let Some(row) = holds[part].0.rows.get(lost * 13) else {
                break;
            };
            holds[part].lose(&row.key);
            let mut all = expected(&holds);
            all.retain(|it| it != row);
            let list = merged(&holds);
            let count = list.count().await.unwrap() as usize;
            assert!(count == all.len(), "{row:?} is not counted");
            assert!(read(&list, 499).await == all, "{row:?} is gone");
        }
    }
}

#[tokio::test]
async fn a_list_whose_end_is_gone_has_an_end() {
    let holds = holds(&[&["a"], &["b", "c", "d"]], Knows::All);
    holds[1].lose("c");
    holds[1].lose("d");
    let list = merged(&holds);
    let page = list.page(Place::From(0), 10).await.unwrap();
    assert_eq!(pairs(&page.rows), [(0, "a"), (1, "b")]);
    holds[1].lose("b");
    let page = merged(&holds).page(Place::From(0), 10).await.unwrap();
    assert_eq!(pairs(&page.rows), [(0, "a")]);
}

/// The first page, and which sources it is of.
async fn first(list: &Merged<Row>) -> (Vec<Row>, Standing) {
    let (page, standing) = list.listed(Place::From(0), 100).await.unwrap();
    assert_eq!(
        matches!(page.total, Total::Exact(_)),
        standing.waiting.is_empty(),
        "who lags behind may have more"
    );
    (page.rows, standing)
}

#[tokio::test(start_paused = true)]
async fn the_first_rows_come_with_the_fastest_part_though_others_hang() {
    for fastest in 0..3 {
        let holds = overlapping([5, 6, 7], 2, Knows::WhatWasRead);
        for (at, hold) in holds.iter().enumerate() {
            if at != fastest {
                hold.hang();
            }
        }
        let list = merged(&holds);
        let began = Instant::now();
        let (rows, standing) = first(&list).await;
        assert_eq!(began.elapsed(), GRACE);
        assert_eq!(rows, holds[fastest].0.rows, "its own rows, all of them");
        let others = sources().take(3).enumerate();
        let others = others.filter(|(at, _)| *at != fastest).map(|(_, it)| it);
        assert_eq!(standing.waiting, others.collect::<Vec<_>>());
        assert!(standing.missing.is_empty(), "nothing is wrong yet");
        let began = Instant::now();
        first(&list).await;
        assert_eq!(
            began.elapsed(),
            Duration::ZERO,
            "nobody is waited for again"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn who_has_not_come_within_a_blink_is_not_waited_for_when_the_first_comes() {
    let holds = overlapping([5, 6, 7], 2, Knows::WhatWasRead);
    holds[0].hang();
    holds[1].hang();
    holds[2].hang();
    let list = Arc::new(merged(&holds));
    let late = holds[1].clone();
    let began = Instant::now();
    tokio::spawn(async move {
        tokio::time::sleep(GRACE * 3).await;
        late.come();
    });
    let (rows, _) = first(&list).await;
    assert_eq!(began.elapsed(), GRACE * 3);
    assert_eq!(rows, holds[1].0.rows);
}

#[tokio::test(start_paused = true)]
async fn no_blink_is_waited_for_who_is_never_that_fast() {
    let holds = overlapping([5, 6, 7], 2, Knows::WhatWasRead);
    holds[1].hang();
    holds[2].hang();
    let began = Instant::now();
    let (rows, standing) = first(&merged_where(&holds, |_| false)).await;
    assert_eq!(began.elapsed(), Duration::ZERO);
    assert_eq!(rows, holds[0].0.rows);
    assert_eq!(standing.waiting.len(), 2);
    first(&merged_where(&holds, |at| at != 1)).await;
    assert_eq!(began.elapsed(), GRACE, "the third may be");
}

#[tokio::test(start_paused = true)]
async fn c38_a_part_that_lags_behind_joins_where_it_belongs() {
    for late in 0..3 {
        let holds = overlapping([5, 20, 30], 2, Knows::WhatWasRead);
        holds[late].hang();
        let list = Arc::new(merged(&holds));
        let mut others = holds.clone();
        others.remove(late);
        let (rows, standing) = first(&list).await;
        assert_eq!(rows, expected(&others), "without {late}");
        let seen = standing.revision;
        let growing = tokio::spawn({
            let list = Arc::clone(&list);
            async move { list.grown(seen).await }
        });
        advance(Duration::from_secs(20)).await;
        assert!(!growing.is_finished(), "it has not come yet");
        holds[late].come();
        let revision = growing.await.unwrap();
        assert_ne!(revision, seen);
        assert_eq!(read(&list, 100).await, expected(&holds), "with {late}");
        let (_, standing) = first(&list).await;
        assert_eq!((standing.revision, standing.waiting), (revision, vec![]));
        assert_eq!(list.grown(revision).await, revision, "nobody is waited for");
    }
}

#[tokio::test(start_paused = true)]
async fn parts_that_answer_within_a_blink_are_there_from_the_first_page() {
    let holds = overlapping([5, 6, 7], 2, Knows::WhatWasRead);
    holds[0].hang();
    let late = holds[0].clone();
    tokio::spawn(async move {
        tokio::time::sleep(GRACE / 2).await;
        late.come();
    });
    let list = merged(&holds);
    let (rows, standing) = first(&list).await;
    assert_eq!(rows, expected(&holds));
    assert!(standing.waiting.is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_count_waits_for_every_part() {
    let holds = overlapping([5, 6, 7], 2, Knows::WhatWasRead);
    holds[0].hang();
    let list = merged(&holds);
    let count = timeout(Duration::from_secs(20), list.count()).await;
    assert!(count.is_err(), "the first part is not counted yet");
    holds[0].come();
    let all = u32::try_from(expected(&holds).len()).unwrap();
    assert_eq!(list.count().await.unwrap(), all);
}

#[tokio::test(start_paused = true)]
async fn a_part_that_fails_late_is_told_as_missing() {
    let holds = holds(&[&["a"], &["b"]], Knows::All);
    holds[0].hang();
    let list = merged(&holds);
    let (rows, standing) = first(&list).await;
    assert_eq!(pairs(&rows), [(1, "b")]);
    holds[0].answer(0);
    holds[0].come();
    assert_ne!(list.grown(standing.revision).await, standing.revision);
    let (rows, standing) = first(&list).await;
    assert_eq!(pairs(&rows), [(1, "b")]);
    assert_eq!((standing.missing.len(), standing.waiting.len()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn while_nobody_answers_the_list_waits_for_who_still_may() {
    let holds = holds(&[&["a"], &["b"], &["c"]], Knows::All);
    holds[0].answer(0);
    holds[1].hang();
    holds[2].hang();
    let list = merged(&holds);
    let page = timeout(Duration::from_secs(20), list.page(Place::From(0), 10));
    assert!(page.await.is_err(), "one has failed, two may answer");
    holds[2].come();
    let (rows, standing) = first(&list).await;
    assert_eq!(pairs(&rows), [(2, "c")]);
    assert_eq!((standing.missing.len(), standing.waiting.len()), (1, 1));
}
