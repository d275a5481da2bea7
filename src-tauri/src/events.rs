//! What the UI hears without asking. Events have no back-pressure: they carry topics and counts, never rows.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use deskbook_core::changes::{ChangeListener, Topic};
use deskbook_core::coalescing::Coalescing;
use deskbook_core::health::HealthListener;
use deskbook_core::jobs::{JobId, JobListener, JobReport, JobState};
use deskbook_core::mirror::MirrorListener;
use serde::Serialize;
use specta::Type;
use tauri::{AppHandle, Wry};
use tauri_specta::Event;

use crate::wire::error::CommandError;
use crate::wire::moves::MovedKind;

/// The shortest time between two reports of a job's progress, and between two of the sources' health.
const BREATH: Duration = Duration::from_millis(60);

/// The same of the mirrors: what is asked then reads their files.
const MIRROR_BREATH: Duration = Duration::from_millis(500);

/// Records of these topics changed: ask again.
#[derive(Clone, Debug, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct DataChanged {
    topics: Vec<Topic>,
    /// Counts up with every change of this run.
    revision: u32,
}

/// The system wants Deskbook to be locked: the screen is locked, or the computer goes to sleep.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub struct LockWanted;

/// A source's health changed: ask again.
#[derive(Clone, Debug, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct HealthChanged {
    /// Counts up with every change of this run.
    revision: u32,
}

/// A mirror, or what is done for it, is not as it was: ask again.
#[derive(Clone, Debug, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct MirrorChanged {
    /// Counts up with every change of this run.
    revision: u32,
}

/// How a job stands.
#[derive(Clone, Debug, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct JobProgress {
    job: String,
    state: JobStateView,
    done: u32,
    /// `null` while unknown.
    total: Option<u32>,
    /// Why it failed.
    error: Option<CommandError>,
}

/// How far a move is that goes with a new name. Nothing is stored before the save comes back.
#[derive(Clone, Debug, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub struct MoveProgressed {
    kind: MovedKind,
    done: u32,
    total: u32,
}

/// The states of a job.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum JobStateView {
    /// It works.
    Running,
    /// It came to its end.
    Done,
    /// The user ended it; nothing was written.
    Cancelled,
    /// It failed; nothing was written.
    Failed,
}

/// Sends events to the window.
pub struct WindowEvents {
    window: AppHandle<Wry>,
    revision: AtomicU32,
    last_report: Mutex<HashMap<JobId, Instant>>,
    health: Coalescing,
    mirror: Coalescing,
}

impl WindowEvents {
    /// Events go to the windows of this application.
    pub fn new(window: AppHandle<Wry>) -> Self {
        Self {
            health: health_events(window.clone()),
            mirror: mirror_events(window.clone()),
            window,
            revision: AtomicU32::new(0),
            last_report: Mutex::default(),
        }
    }

    /// So many rows of this kind have moved.
    pub fn moved(&self, kind: MovedKind, done: u32, total: u32) {
        self.send(&MoveProgressed { kind, done, total });
    }

    /// Deskbook has to be locked.
    pub fn lock_wanted(&self) {
        self.send(&LockWanted);
    }

    fn send(&self, event: &(impl Event + Clone + Serialize)) {
        send(&self.window, event);
    }

    /// Whether enough time has passed since the job's last report.
    fn may_report(&self, job: &JobId) -> bool {
        let mut last = self
            .last_report
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let due = last
            .get(job)
            .is_none_or(|at| now.duration_since(*at) >= BREATH);
        if due {
            last.insert(job.clone(), now);
        }
        due
    }

    fn forget(&self, job: &JobId) {
        self.last_report
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(job);
    }
}

/// A window that is closing hears nothing more, which is no fault.
fn send(window: &AppHandle<Wry>, event: &(impl Event + Clone + Serialize)) {
    if let Err(error) = event.emit(window) {
        tracing::debug!(%error, "an event was not delivered");
    }
}

fn health_events(window: AppHandle<Wry>) -> Coalescing {
    let revision = AtomicU32::new(0);
    Coalescing::new(BREATH, move || {
        let revision = revision.fetch_add(1, Ordering::Relaxed) + 1;
        send(&window, &HealthChanged { revision });
    })
}

fn mirror_events(window: AppHandle<Wry>) -> Coalescing {
    let revision = AtomicU32::new(0);
    Coalescing::new(MIRROR_BREATH, move || {
        let revision = revision.fetch_add(1, Ordering::Relaxed) + 1;
        send(&window, &MirrorChanged { revision });
    })
}

impl MirrorListener for WindowEvents {
    fn mirror_changed(&self) {
        self.mirror.happened();
    }
}

impl HealthListener for WindowEvents {
    fn health_changed(&self) {
        self.health.happened();
    }
}

impl ChangeListener for WindowEvents {
    fn changed(&self, topics: &[Topic]) {
        let revision = self.revision.fetch_add(1, Ordering::Relaxed) + 1;
        self.send(&DataChanged {
            topics: topics.to_vec(),
            revision,
        });
    }
}

impl JobListener for WindowEvents {
    fn hear(&self, report: JobReport) {
        if report.state == JobState::Running {
            if !self.may_report(&report.job) {
                return;
            }
        } else {
            self.forget(&report.job);
        }
        self.send(&JobProgress::from(report));
    }
}

impl From<JobReport> for JobProgress {
    fn from(report: JobReport) -> Self {
        let JobReport {
            job,
            state,
            done,
            total,
        } = report;
        let (state, error) = match state {
            JobState::Running => (JobStateView::Running, None),
            JobState::Done => (JobStateView::Done, None),
            JobState::Cancelled => (JobStateView::Cancelled, None),
            JobState::Failed {
                code,
                params,
                detail,
            } => {
                let params = params
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value));
                let error = CommandError {
                    code,
                    field: None,
                    params: params.collect(),
                    detail,
                };
                (JobStateView::Failed, Some(error))
            }
        };
        Self {
            job: job.as_str().to_owned(),
            state,
            done,
            total,
            error,
        }
    }
}
