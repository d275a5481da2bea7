//! Sample data: all of it or nothing, into an empty directory only.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod kit;

use std::sync::Arc;

use deskbook_core::ErrorCode;
use deskbook_core::back_end::BackEnd;
use deskbook_core::customer_back_end::CustomerBackEnd;
use deskbook_core::jobs::{JobListener, JobReport, JobState, Jobs};
use deskbook_core::sample::{SampleRows, SampleTarget};
use deskbook_domain::sample;
use kit::{Fixture, everybody, signature};
use tokio::sync::mpsc;

struct Letterbox(mpsc::UnboundedSender<JobReport>);

impl JobListener for Letterbox {
    fn hear(&self, report: JobReport) {
        self.0.send(report).unwrap();
    }
}

fn rows() -> SampleRows {
    SampleRows {
        customers: sample::customers(),
        customer_users: sample::customer_users(),
    }
}

/// All reports of a job that fills the directory, after having been asked to end if `cancelled`.
async fn fill(fixture: &Fixture, rows: SampleRows, cancelled: Cancelled) -> Vec<JobReport> {
    let (sender, mut reports) = mpsc::unbounded_channel();
    let jobs = Arc::new(Jobs::new(Arc::new(Letterbox(sender))));
    let directory = fixture.directory.clone();
    let (go, gone) = tokio::sync::oneshot::channel();
    let job = jobs.run(|progress| async move {
        gone.await.unwrap();
        directory.fill(rows, signature(), &progress).await
    });
    if cancelled == Cancelled::BeforeItBegins {
        jobs.cancel(&job);
    }
    go.send(()).unwrap();
    let mut heard = Vec::new();
    while let Some(report) = reports.recv().await {
        let ended = report.state != JobState::Running;
        heard.push(report);
        if ended {
            break;
        }
    }
    heard
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cancelled {
    Never,
    BeforeItBegins,
}

#[tokio::test]
async fn an_empty_directory_is_filled_and_progress_is_told() {
    let fixture = Fixture::empty().await;
    let heard = fill(&fixture, rows(), Cancelled::Never).await;
    let (customers, users) = (rows().customers.len(), rows().customer_users.len());
    let total = u32::try_from(customers + users).unwrap();
    assert_eq!(
        heard.last().map(|report| (&report.state, report.done)),
        Some((&JobState::Done, total))
    );
    assert_eq!(
        heard.first().map(|report| (report.done, report.total)),
        Some((0, Some(total)))
    );
    assert_eq!(
        fixture.directory.customers().count().await.unwrap() as usize,
        customers
    );
    assert_eq!(
        fixture.directory.customer_users().count().await.unwrap() as usize,
        users
    );
    assert_eq!(
        fixture.ask(everybody()).await.count().await.unwrap() as usize,
        users
    );
}

#[tokio::test]
async fn a_directory_with_rows_is_left_alone() {
    let fixture = Fixture::with_acme().await;
    let heard = fill(&fixture, rows(), Cancelled::Never).await;
    let [report] = heard.try_into().unwrap();
    assert!(
        matches!(
            report.state,
            JobState::Failed {
                code: ErrorCode::DirectoryNotEmpty,
                ..
            }
        ),
        "{report:?}"
    );
    assert_eq!(fixture.directory.customer_users().count().await.unwrap(), 0);
}

#[tokio::test]
async fn a_cancelled_fill_leaves_nothing() {
    let fixture = Fixture::empty().await;
    let heard = fill(&fixture, rows(), Cancelled::BeforeItBegins).await;
    assert_eq!(
        heard.last().map(|report| &report.state),
        Some(&JobState::Cancelled)
    );
    assert_eq!(fixture.directory.customers().count().await.unwrap(), 0);
}

#[tokio::test]
async fn one_bad_row_leaves_nothing() {
    let fixture = Fixture::empty().await;
    let mut rows = rows();
    rows.customer_users
        .last_mut()
        .unwrap()
        .set("UserLogin", None);
    let heard = fill(&fixture, rows, Cancelled::Never).await;
    let [report] = heard.try_into().unwrap();
    assert!(
        matches!(
            report.state,
            JobState::Failed {
                code: ErrorCode::InvalidInput,
                ..
            }
        ),
        "{report:?}"
    );
    assert_eq!(fixture.directory.customers().count().await.unwrap(), 0);
}
