//! Sample data: all of it or nothing, and only into an empty directory.

use std::sync::{Arc, OnceLock};

use anyhow::{Context as _, Result};
use deskbook_core::ErrorCode;
use deskbook_core::back_end::BackEndError;
use deskbook_core::jobs::{JobListener, JobReport, JobState, Jobs, Progress};
use deskbook_core::sample::{self, SampleRows};
use deskbook_domain::check::{Mode, check_fields};
use deskbook_domain::{email, sample as rows};
use deskbook_tests::builders::{a_customer, a_customer_user};
use deskbook_tests::found::Searched as _;
use deskbook_tests::local_directory;
use deskbook_tests::stand::Stand;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

/// Passes all reports on, and cancels the job when so many rows are done.
struct Listener {
    jobs: OnceLock<Arc<Jobs>>,
    cancel_at: Option<u32>,
    reports: UnboundedSender<JobReport>,
}

impl JobListener for Listener {
    fn hear(&self, report: JobReport) {
        if self.cancel_at.is_some_and(|at| report.done >= at)
            && let Some(jobs) = self.jobs.get()
        {
            jobs.cancel(&report.job);
        }
        // Nobody listens any more only if the test has failed already
        let _ = self.reports.send(report);
    }
}

/// Runs work as a job, to its end: all that was told of it.
async fn run<Work, Answer>(cancel_at: Option<u32>, work: Work) -> Vec<JobReport>
where
    Work: FnOnce(Arc<Progress>) -> Answer,
    Answer: Future<Output = Result<(), BackEndError>> + Send + 'static,
{
    let (reports, mut heard) = unbounded_channel();
    let listener = Arc::new(Listener {
        jobs: OnceLock::new(),
        cancel_at,
        reports,
    });
    let jobs = Arc::new(Jobs::new(Arc::clone(&listener) as _));
    listener.jobs.get_or_init(|| Arc::clone(&jobs));
    jobs.run(work);
    let mut told: Vec<JobReport> = Vec::new();
    while let Some(report) = heard.recv().await {
        told.push(report);
        if told
            .last()
            .is_some_and(|report| report.state != JobState::Running)
        {
            break;
        }
    }
    told
}

/// Loads the sample data as the window does.
async fn load(stand: &Stand, cancel_at: Option<u32>) -> Result<Vec<JobReport>> {
    let (installation, target) = (stand.installation(), stand.sample_target()?);
    let work =
        async move |progress: Arc<Progress>| sample::load(&installation, &*target, &progress).await;
    Ok(run(cancel_at, work).await)
}

/// Fills the directory with these rows: how it ended.
async fn fill(stand: &Stand, rows: SampleRows) -> Result<JobState> {
    let (by, target) = (stand.signature(), stand.sample_target()?);
    let work = async move |progress: Arc<Progress>| target.fill(rows, by, &progress).await;
    run(None, work)
        .await
        .pop()
        .map(|last| last.state)
        .context("a job tells its end")
}

fn code(state: &JobState) -> Option<ErrorCode> {
    match state {
        JobState::Failed { code, .. } => Some(*code),
        JobState::Running | JobState::Done | JobState::Cancelled => None,
    }
}

async fn assert_empty(stand: &Stand) -> Result<()> {
    assert_eq!(stand.customers.count().await?, 0, "no customer is left");
    assert_eq!(
        stand.customer_users.count().await?,
        0,
        "no customer user is left"
    );
    let (typed, found) = ("*", [""; 0]);
    assert_eq!(stand.customer_users.keys(typed).await?, found);
    assert_eq!(stand.customers.keys(typed).await?, found);
    Ok(())
}

fn all_rows() -> SampleRows {
    SampleRows {
        customers: rows::customers(),
        customer_users: rows::customer_users(),
    }
}

#[tokio::test]
async fn sample_data_fills_an_empty_directory() -> Result<()> {
    let stand = local_directory::fresh().await?;
    let mut told = load(&stand, None).await?;
    let expected = all_rows();
    let (customers, people) = (expected.customers.len(), expected.customer_users.len());
    assert_eq!(usize::try_from(stand.customers.count().await?)?, customers);
    assert_eq!(
        usize::try_from(stand.customer_users.count().await?)?,
        people
    );
    assert_eq!(told.pop().map(|end| end.state), Some(JobState::Done));
    assert!(
        told.is_sorted_by_key(|report| report.done),
        "progress goes on"
    );
    let last = told.last().context("progress was told")?;
    let total = u32::try_from(customers + people)?;
    assert_eq!((last.done, last.total), (total, Some(total)));
    Ok(())
}

#[tokio::test]
async fn sample_data_is_stored_as_it_is() -> Result<()> {
    let stand = local_directory::fresh().await?;
    load(&stand, None).await?;
    for record in rows::customer_users() {
        let login = record.text("UserLogin");
        let stored = stand
            .customer_users
            .find(&login.into())
            .await?
            .context(login.to_owned())?;
        for (var, text) in record.iter() {
            assert_eq!(
                stored.record.text(var),
                text.unwrap_or_default(),
                "{login}: {var}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn every_sample_row_could_have_been_typed() -> Result<()> {
    let stand = local_directory::fresh().await?;
    let (source, limits) = (stand.customer_users.source(), stand.customer_users.limits());
    for record in rows::customer_users() {
        assert_eq!(check_fields(&source.map, &limits, &record, Mode::Add), []);
        let address = record.text("UserEmail");
        let checked = email::check_email(address, &stand.installation().rules.email);
        assert_eq!(checked, Ok(()), "{address}");
    }
    let (source, limits) = (stand.customers.source(), stand.customers.limits());
    for record in rows::customers() {
        assert_eq!(check_fields(&source.map, &limits, &record, Mode::Add), []);
    }
    Ok(())
}

#[tokio::test]
async fn one_bad_row_leaves_nothing_behind() -> Result<()> {
    let stand = local_directory::fresh().await?;
    let mut bad = all_rows();
    bad.customer_users.push(
        bad.customer_users
            .first()
            .context("there are some")?
            .clone(),
    );
    let ended = fill(&stand, bad).await?;
    assert!(code(&ended).is_some(), "a login twice: {ended:?}");
    assert_empty(&stand).await?;
    assert_eq!(
        fill(&stand, all_rows()).await?,
        JobState::Done,
        "and work goes on"
    );
    Ok(())
}

#[tokio::test]
async fn cancelled_half_way_it_leaves_nothing_behind() -> Result<()> {
    let stand = local_directory::fresh().await?;
    for cancel_at in [0, 30] {
        let told = load(&stand, Some(cancel_at)).await?;
        assert_eq!(
            told.last().map(|end| &end.state),
            Some(&JobState::Cancelled)
        );
        assert_empty(&stand).await?;
    }
    stand.add_customer(a_customer()).await?;
    assert_eq!(stand.customers.count().await?, 1, "and work goes on");
    Ok(())
}

#[tokio::test]
async fn a_directory_with_rows_takes_no_sample_data() -> Result<()> {
    let with_customer = local_directory::fresh().await?;
    with_customer.add_customer(a_customer()).await?;
    let with_customer_user = local_directory::fresh().await?;
    with_customer_user
        .put([a_customer_user().invalid()])
        .await?;
    for stand in [with_customer, with_customer_user] {
        let before = (
            stand.customers.count().await?,
            stand.customer_users.count().await?,
        );
        let ended = fill(&stand, all_rows()).await?;
        assert_eq!(
            code(&ended),
            Some(ErrorCode::DirectoryNotEmpty),
            "{ended:?}"
        );
        let after = (
            stand.customers.count().await?,
            stand.customer_users.count().await?,
        );
        assert_eq!(after, before);
    }
    Ok(())
}
