//! Programs that clear caches: only what was agreed to, with nothing of Deskbook's environment.

mod command;
mod file;
mod group;
mod guarded;
mod tail;

use std::time::Duration;

use deskbook_core::caches::{CacheError, CacheProgram, CacheTypes, Consent, ProgramEnd};
use tokio::time::timeout;

use group::Group;
use tail::Tail;

/// What a user is asked to agree to.
pub(crate) async fn fingerprint(path: &str, limit: Duration) -> Result<Consent, CacheError> {
    let opened = within(limit, file::open(path)).await?;
    Ok(Consent {
        path: path.to_owned(),
        sha256: opened.sha256,
    })
}

/// Whether the program is the one that was agreed to.
pub(crate) async fn test(program: &CacheProgram, limit: Duration) -> Result<(), CacheError> {
    within(limit, file::open_agreed(program)).await.map(drop)
}

/// Runs the program to its end. It is ended with all that it started when the time is over, or when
/// nobody waits for it any more.
pub(crate) async fn run(
    program: &CacheProgram,
    types: &CacheTypes,
    limit: Duration,
) -> Result<(), CacheError> {
    within(limit, run_at_leisure(program, types)).await
}

async fn within<T>(
    limit: Duration,
    work: impl Future<Output = Result<T, CacheError>>,
) -> Result<T, CacheError> {
    let outcome = timeout(limit, work).await;
    outcome.unwrap_or(Err(CacheError::ProgramTimedOut { waited: limit }))
}

async fn run_at_leisure(program: &CacheProgram, types: &CacheTypes) -> Result<(), CacheError> {
    // Held until the program is started: where a system can keep others from writing, it does
    let opened = file::open_agreed(program).await?;
    opened.confirm(&program.path)?;
    let spawned = command::of(program, types).spawn();
    let mut child = spawned.map_err(|error| CacheError::ProgramNotStarted(error.into()))?;
    drop(opened);
    let mut group = Group::of(&child);
    let mut tail = Tail::of(child.stderr.take());
    let ended = tail.read_until(child.wait()).await;
    group.has_ended();
    let status = ended.map_err(|error| CacheError::ProgramNotStarted(error.into()))?;
    if status.success() {
        return Ok(());
    }
    Err(CacheError::ProgramFailed {
        end: status.code().map_or(ProgramEnd::Signal, ProgramEnd::Code),
        said: tail.text().await,
    })
}
