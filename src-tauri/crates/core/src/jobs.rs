//! Long work: it has an id, tells its progress, can be cancelled, and survives the view that began it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::back_end::BackEndError;
use crate::{ErrorCode, error_chain};

/// Names one job as long as the application runs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct JobId(String);

impl JobId {
    /// Takes an id that the UI gave back.
    pub fn from_text(text: String) -> Self {
        Self(text)
    }

    /// The id as it crosses to the UI.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the UI hears of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobReport {
    /// Which job.
    pub job: JobId,
    /// How it stands.
    pub state: JobState,
    /// How many things are done.
    pub done: u32,
    /// Of how many, if known.
    pub total: Option<u32>,
}

/// How a job stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It works.
    Running,
    /// It came to its end.
    Done,
    /// The user ended it; nothing was written.
    Cancelled,
    /// It failed; nothing was written.
    Failed {
        /// What the UI words.
        code: ErrorCode,
        /// The values that the words need.
        params: Vec<(&'static str, String)>,
        /// The chain of causes, in English.
        detail: String,
    },
}

impl JobState {
    /// How a job that returned this has ended.
    pub fn ended(result: Result<(), BackEndError>) -> Self {
        match result {
            Ok(()) => Self::Done,
            Err(BackEndError::Cancelled) => Self::Cancelled,
            Err(error) => Self::Failed {
                code: error.code(),
                params: error.params(),
                detail: error_chain(&error),
            },
        }
    }
}

/// Where reports go.
pub trait JobListener: Send + Sync {
    /// Hears one report.
    fn hear(&self, report: JobReport);
}

/// A running job's own handle.
pub struct Progress {
    job: JobId,
    cancelled: watch::Sender<bool>,
    done: AtomicU32,
    listener: Arc<dyn JobListener>,
}

impl Progress {
    /// Tells how far the work is.
    pub fn tell(&self, done: u32, total: Option<u32>) {
        self.done.store(done, Ordering::Relaxed);
        self.report(JobState::Running, total);
    }

    /// That of work which is no job of the window's.
    pub(crate) fn beside_jobs(listener: Arc<dyn JobListener>) -> Self {
        Self {
            job: JobId(String::new()),
            cancelled: watch::Sender::new(false),
            done: AtomicU32::new(0),
            listener,
        }
    }

    /// The user wants it to end.
    pub(crate) fn cancel(&self) {
        self.cancelled.send_replace(true);
    }

    /// Whether the user wants it to end.
    pub fn is_cancelled(&self) -> bool {
        *self.cancelled.borrow()
    }

    /// Waits until the user wants it to end.
    pub(crate) async fn cancelled(&self) {
        // It is there as long as this is
        let mut heard = self.cancelled.subscribe();
        let _ended = heard.wait_for(|it| *it).await;
    }

    fn report(&self, state: JobState, total: Option<u32>) {
        let done = self.done.load(Ordering::Relaxed);
        self.listener.hear(JobReport {
            job: self.job.clone(),
            state,
            done,
            total,
        });
    }
}

/// All jobs of this run of the application.
pub struct Jobs {
    listener: Arc<dyn JobListener>,
    next: AtomicU64,
    running: Mutex<HashMap<JobId, Arc<Progress>>>,
}

impl Jobs {
    /// None yet; reports will go to `listener`.
    pub fn new(listener: Arc<dyn JobListener>) -> Self {
        Self {
            listener,
            next: AtomicU64::new(1),
            running: Mutex::default(),
        }
    }

    /// Lets work go on by itself and tells its end. Must be called within a tokio runtime.
    pub fn run<Work, Answer>(self: &Arc<Self>, work: Work) -> JobId
    where
        Work: FnOnce(Arc<Progress>) -> Answer,
        Answer: Future<Output = Result<(), BackEndError>> + Send + 'static,
    {
        let progress = self.begin();
        let job = progress.job.clone();
        let work = work(Arc::clone(&progress));
        let jobs = Arc::clone(self);
        tokio::spawn(async move {
            let ended = JobState::ended(work.await);
            jobs.lock().remove(&progress.job);
            progress.report(ended, Some(progress.done.load(Ordering::Relaxed)));
        });
        job
    }

    /// Asks a job to end. A job that is not there any more has ended already.
    pub fn cancel(&self, job: &JobId) {
        if let Some(progress) = self.lock().get(job) {
            progress.cancel();
        }
    }

    fn begin(&self) -> Arc<Progress> {
        let job = JobId(format!("job-{}", self.next.fetch_add(1, Ordering::Relaxed)));
        let progress = Arc::new(Progress {
            job: job.clone(),
            cancelled: watch::Sender::new(false),
            done: AtomicU32::new(0),
            listener: Arc::clone(&self.listener),
        });
        self.lock().insert(job, Arc::clone(&progress));
        progress
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<JobId, Arc<Progress>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;

    use super::*;

    struct Letterbox(mpsc::UnboundedSender<JobReport>);

    impl JobListener for Letterbox {
        fn hear(&self, report: JobReport) {
            self.0.send(report).unwrap();
        }
    }

    fn jobs() -> (Arc<Jobs>, mpsc::UnboundedReceiver<JobReport>) {
        let (sender, reports) = mpsc::unbounded_channel();
        (Arc::new(Jobs::new(Arc::new(Letterbox(sender)))), reports)
    }

    #[tokio::test]
    async fn a_job_tells_its_progress_and_its_end() {
        let (jobs, mut reports) = jobs();
        let job = jobs.run(async |progress: Arc<Progress>| {
            progress.tell(3, Some(7));
            Ok(())
        });
        let told = [reports.recv().await.unwrap(), reports.recv().await.unwrap()];
        let states = told.map(|report| (report.job, report.state, report.done, report.total));
        let expected = [
            (job.clone(), JobState::Running, 3, Some(7)),
            (job, JobState::Done, 3, Some(3)),
        ];
        assert_eq!(states, expected);
    }

    #[tokio::test]
    async fn a_cancelled_job_hears_of_it() {
        let (jobs, mut reports) = jobs();
        let job = jobs.run(async |progress: Arc<Progress>| {
            while !progress.is_cancelled() {
                tokio::task::yield_now().await;
            }
            Err(BackEndError::Cancelled)
        });
        jobs.cancel(&job);
        assert_eq!(reports.recv().await.unwrap().state, JobState::Cancelled);
        jobs.cancel(&job);
    }

    #[tokio::test]
    async fn a_failed_job_says_why() {
        let (jobs, mut reports) = jobs();
        jobs.run(async |_: Arc<Progress>| Err(BackEndError::NotEmpty));
        let state = reports.recv().await.unwrap().state;
        let JobState::Failed { code, .. } = state else {
            panic!("it failed, but {state:?}")
        };
        assert_eq!(code, ErrorCode::DirectoryNotEmpty);
    }
}
