//! A full copy of one source: read to its end, then taken over at once.

use deskbook_domain::ids::Var;

use super::{Cut, Deletions, End, Merged, MirrorError, MirrorStore, Readable};
use crate::ErrorCode;
use crate::back_end::BackEndError;
use crate::clock::Clock;
use crate::jobs::Progress;

/// Why a source was not copied.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The source could not be read. What was copied before is there, and stale.
    #[error("the source could not be read to its end")]
    Source(#[source] BackEndError),
    /// The mirror could not be written.
    #[error(transparent)]
    Mirror(#[from] MirrorError),
    /// The user ended it. The next copy goes on where it ended, if the source can.
    #[error("the copy was cancelled")]
    Cancelled,
}

impl SyncError {
    /// What the UI tells apart.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Source(error) => error.code(),
            Self::Mirror(error) => error.code,
            Self::Cancelled => ErrorCode::Cancelled,
        }
    }

    /// The values that the UI's words need.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Source(error) => error.params(),
            Self::Mirror(error) => error.params.clone(),
            Self::Cancelled => Vec::new(),
        }
    }
}

/// Copies a source. Rows are put aside as they come, and nothing is taken over before the source has given all
/// that it gives.
#[tracing::instrument(skip_all)]
pub async fn sync(
    mirror: &dyn MirrorStore,
    source: &dyn Readable,
    fields: &[Var],
    deletions: Deletions,
    clock: &dyn Clock,
    progress: &Progress,
) -> Result<Merged, SyncError> {
    let id = source.source();
    let mut mark = mirror.begin(id, fields).await?;
    if mark.is_some() && !source.goes_on() {
        mirror.start_over(id).await?;
        mark = None;
    }
    let copied = copy(mirror, source, fields, mark, progress).await;
    match copied {
        Ok(End::Whole) => Ok(mirror.merge(id, clock.now(), deletions).await?),
        Ok(End::Cut(limit)) => Ok(mirror.merge_cut(id, Cut::Limit(limit)).await?),
        Err(error) => {
            if matches!(error, SyncError::Source(_)) {
                mirror.note_failure(id, clock.now()).await?;
            }
            Err(error)
        }
    }
}

async fn copy(
    mirror: &dyn MirrorStore,
    source: &dyn Readable,
    fields: &[Var],
    mark: Option<String>,
    progress: &Progress,
) -> Result<End, SyncError> {
    // What was put aside before is no part of what is still to come
    let total = match &mark {
        None => unless_cancelled(progress, async { Ok(source.total().await) }).await?,
        Some(_) => None,
    };
    let mut reading = unless_cancelled(progress, source.read(fields, mark)).await?;
    let mut done: u32 = 0;
    loop {
        let batch = unless_cancelled(progress, reading.next()).await?;
        mirror
            .stage(source.source(), &batch.rows, &batch.mark)
            .await?;
        done = done.saturating_add(u32::try_from(batch.rows.len()).unwrap_or(u32::MAX));
        progress.tell(done, total);
        if let Some(end) = batch.end {
            return Ok(end);
        }
    }
}

/// Asks the source, for no longer than somebody wants it: it may hang.
pub(super) async fn unless_cancelled<A>(
    progress: &Progress,
    work: impl Future<Output = Result<A, BackEndError>>,
) -> Result<A, SyncError> {
    tokio::select! {
        biased;
        () = progress.cancelled() => Err(SyncError::Cancelled),
        outcome = work => outcome.map_err(SyncError::Source),
    }
}
