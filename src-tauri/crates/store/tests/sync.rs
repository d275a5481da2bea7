//! Sources that are copied into a real mirror.
#![expect(clippy::unwrap_used, reason = "that is how a test fails")]

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use deskbook_core::ErrorCode;
use deskbook_core::back_end::BackEndError;
use deskbook_core::clock::{Clock as _, SystemClock};
use deskbook_core::hits::ServerLimit;
use deskbook_core::jobs::{JobListener, JobReport, Jobs};
use deskbook_core::mirror::{
    Batch, Cut, Deletions, End, Merged, MirrorStore as _, Readable, Reading, Row, Standing, State,
    SyncError, sync,
};
use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_domain::source::{SourceId, Subject};
use deskbook_domain::validity::Validity;
use deskbook_migrations::file::FileKey;
use deskbook_store::Mirror;
use tempfile::TempDir;
use tokio::sync::oneshot;

const SOME: usize = 10;

/// A source of so many people, which breaks off when it is told to.
#[derive(Default)]
struct Source {
    people: AtomicUsize,
    breaks_at: Mutex<Option<usize>>,
    limit: Option<ServerLimit>,
    cannot_go_on: AtomicBool,
    hangs: AtomicBool,
    begun_behind: Mutex<Vec<Option<String>>>,
}

struct Read {
    at: usize,
    people: usize,
    breaks_at: Option<usize>,
    hangs: bool,
    end: End,
}

#[async_trait]
impl Readable for Source {
    fn source(&self) -> SourceId {
        SourceId::first(Subject::CustomerUsers)
    }

    fn goes_on(&self) -> bool {
        !self.cannot_go_on.load(Ordering::Relaxed)
    }

    async fn total(&self) -> Option<u32> {
        u32::try_from(self.people.load(Ordering::Relaxed)).ok()
    }

    async fn read(
        &self,
        _: &[Var],
        behind: Option<String>,
    ) -> Result<Box<dyn Reading>, BackEndError> {
        let at = behind.as_ref().map_or(0, |it| it.parse().unwrap());
        self.begun_behind.lock().unwrap().push(behind);
        Ok(Box::new(Read {
            at,
            people: self.people.load(Ordering::Relaxed),
            breaks_at: *self.breaks_at.lock().unwrap(),
            hangs: self.hangs.load(Ordering::Relaxed),
            end: self.limit.map_or(End::Whole, End::Cut),
        }))
    }
}

#[async_trait]
impl Reading for Read {
    async fn next(&mut self) -> Result<Batch, BackEndError> {
        if self.hangs {
            std::future::pending::<()>().await;
        }
        if self.breaks_at.is_some_and(|at| self.at >= at) {
            return Err(BackEndError::Failed("the wire was cut".into()));
        }
        let end = (self.at + SOME).min(self.people);
        let rows = (self.at..end).map(|number| Row {
            key: format!("user{number}"),
            validity: Validity::Valid,
            values: vec![Some(format!("user{number}"))],
        });
        let rows = rows.collect();
        self.at = end;
        Ok(Batch {
            rows,
            mark: end.to_string(),
            end: (end == self.people).then_some(self.end),
        })
    }
}

#[derive(Default)]
struct Heard(Mutex<Vec<(u32, Option<u32>)>>);

impl JobListener for Heard {
    fn hear(&self, report: JobReport) {
        self.0.lock().unwrap().push((report.done, report.total));
    }
}

struct Stand {
    mirror: Arc<Mirror>,
    heard: Arc<Heard>,
    jobs: Arc<Jobs>,
    _folder: TempDir,
}

impl Stand {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mirror.sqlite");
        let heard = Arc::new(Heard::default());
        Self {
            mirror: Arc::new(
                Mirror::open(path, &FileKey::new([1; 32]), Region::UNKNOWN)
                    .await
                    .unwrap(),
            ),
            jobs: Arc::new(Jobs::new(heard.clone())),
            heard,
            _folder: folder,
        }
    }

    async fn sync(&self, source: &Arc<Source>) -> Result<Merged, SyncError> {
        self.sync_with(source, false).await
    }

    async fn sync_with(
        &self,
        source: &Arc<Source>,
        is_cancelled: bool,
    ) -> Result<Merged, SyncError> {
        let hangs = source.hangs.load(Ordering::Relaxed);
        let (mirror, source) = (Arc::clone(&self.mirror), Arc::clone(source));
        let (tell, told) = oneshot::channel();
        let (go, wait) = oneshot::channel::<()>();
        let job = self.jobs.run(async move |progress| {
            wait.await.unwrap();
            let fields = ["UserLogin".into()];
            let mirror = mirror.as_ref();
            let done = sync(
                mirror,
                source.as_ref(),
                &fields,
                Deletions::Few,
                &SystemClock,
                &progress,
            );
            assert!(tell.send(done.await).is_ok());
            Ok(())
        });
        if is_cancelled {
            self.jobs.cancel(&job);
        }
        go.send(()).unwrap();
        if hangs {
            tokio::task::yield_now().await;
            self.jobs.cancel(&job);
        }
        told.await.unwrap()
    }

    async fn standing(&self) -> Standing {
        self.mirror.standings().await.unwrap().pop().unwrap()
    }
}

fn source(people: usize) -> Arc<Source> {
    Arc::new(Source {
        people: people.into(),
        ..Source::default()
    })
}

#[tokio::test]
async fn a_source_is_copied_to_its_end_with_progress() {
    let stand = Stand::new().await;
    let merged = stand.sync(&source(35)).await.unwrap();
    assert_eq!((merged.added, stand.standing().await.records), (35, 35));
    assert!(matches!(stand.standing().await.state, State::Complete(_)));
    let heard = stand.heard.0.lock().unwrap().clone();
    let told: Vec<_> = [10, 20, 30, 35].map(|done| (done, Some(35))).into();
    assert!(heard.starts_with(&told), "{heard:?}");
}

#[tokio::test]
async fn a_copy_that_broke_off_goes_on_where_the_source_can() {
    let stand = Stand::new().await;
    let source = source(35);
    *source.breaks_at.lock().unwrap() = Some(20);
    let before = SystemClock.now();
    let failed = stand.sync(&source).await.unwrap_err();
    assert!(matches!(failed, SyncError::Source(_)), "{failed:?}");
    let standing = stand.standing().await;
    assert_eq!(standing.records, 20, "20 so far");
    assert_eq!(standing.state, State::Partial(Cut::Unfinished));
    assert!(standing.stale_since.unwrap() >= before);
    *source.breaks_at.lock().unwrap() = None;
    assert_eq!(stand.sync(&source).await.unwrap().added, 35);
    let behind = source.begun_behind.lock().unwrap().clone();
    assert_eq!(behind, [None, Some("20".to_owned())]);
    assert_eq!(stand.standing().await.stale_since, None);
}

#[tokio::test]
async fn a_directory_begins_at_its_beginning() {
    let stand = Stand::new().await;
    let source = source(35);
    source.cannot_go_on.store(true, Ordering::Relaxed);
    *source.breaks_at.lock().unwrap() = Some(20);
    stand.sync(&source).await.unwrap_err();
    *source.breaks_at.lock().unwrap() = None;
    assert_eq!(stand.sync(&source).await.unwrap().added, 35);
    let behind = source.begun_behind.lock().unwrap().clone();
    assert_eq!(behind, [None, None]);
}

#[tokio::test]
async fn a_failure_and_an_empty_answer_take_nothing_away() {
    let stand = Stand::new().await;
    let source = source(35);
    stand.sync(&source).await.unwrap();
    *source.breaks_at.lock().unwrap() = Some(0);
    stand.sync(&source).await.unwrap_err();
    assert_eq!(stand.standing().await.records, 35);
    *source.breaks_at.lock().unwrap() = None;
    source.people.store(0, Ordering::Relaxed);
    let merged = stand.sync(&source).await.unwrap();
    assert_eq!((merged.removed, merged.held_back), (0, 35));
    assert_eq!(stand.standing().await.records, 35);
}

#[tokio::test]
async fn a_servers_limit_is_kept_as_what_it_is() {
    let stand = Stand::new().await;
    let limit = ServerLimit::Entries(500);
    let source = Arc::new(Source {
        people: 500.into(),
        limit: Some(limit),
        ..Source::default()
    });
    stand.sync(&source).await.unwrap();
    let standing = stand.standing().await;
    assert_eq!(standing.state, State::Partial(Cut::Limit(limit)));
    assert_eq!(standing.records, 500);
}

#[tokio::test]
async fn a_copy_that_was_cancelled_is_no_failure() {
    let stand = Stand::new().await;
    let cancelled = stand.sync_with(&source(35), true).await.unwrap_err();
    assert_eq!(cancelled.code(), ErrorCode::Cancelled);
    assert_eq!(stand.standing().await.stale_since, None);
}

#[tokio::test]
async fn a_source_that_hangs_keeps_nobody_from_ending_the_copy() {
    let stand = Stand::new().await;
    let source = source(35);
    source.hangs.store(true, Ordering::Relaxed);
    let limit = std::time::Duration::from_secs(10);
    let ended = tokio::time::timeout(limit, stand.sync(&source)).await;
    assert_eq!(ended.unwrap().unwrap_err().code(), ErrorCode::Cancelled);
}
