//! Sources that are read for a copy, and mirrors that they are copied into.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use deskbook_core::back_end::BackEndError;
use deskbook_core::clock::SystemClock;
use deskbook_core::jobs::{JobListener, JobReport, Jobs};
use deskbook_core::mirror::{
    Batch, Deletions, Merged, MirrorStore as _, Readable, Row, Standing, SyncError, sync,
};
use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_migrations::file::FileKey;
use deskbook_store::Mirror;
use tokio::sync::oneshot;

use crate::indexed::look_into;
use crate::outside::OutsideWriter;

/// All batches of a source, behind a mark if one is given.
pub async fn batches(
    source: &dyn Readable,
    fields: &[Var],
    behind: Option<String>,
) -> Result<Vec<Batch>, BackEndError> {
    let mut reading = source.read(fields, behind).await?;
    let mut batches = Vec::new();
    loop {
        let batch = reading.next().await?;
        let is_last = batch.end.is_some();
        batches.push(batch);
        if is_last {
            return Ok(batches);
        }
    }
}

/// All rows of batches, sorted.
pub fn sorted_rows(batches: impl IntoIterator<Item = Batch>) -> Vec<Row> {
    let rows = batches.into_iter().flat_map(|batch| batch.rows);
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by(|one, other| (&one.key, &one.values).cmp(&(&other.key, &other.values)));
    rows
}

/// That of the mirrors of tests.
fn key() -> FileKey {
    FileKey::new([1; 32])
}

fn path(folder: &Path) -> PathBuf {
    folder.join("mirror.sqlite")
}

/// Opens the mirror of a test.
pub async fn mirror(folder: &Path) -> Result<Mirror> {
    let mirror = Mirror::open(path(folder), &key(), Region::UNKNOWN).await;
    mirror.context("the mirror")
}

/// Opens its file beside it.
pub async fn mirror_from_outside(folder: &Path) -> Result<OutsideWriter> {
    look_into(&path(folder), Some(&key())).await
}

/// Copies a source as the program does.
pub async fn copy(
    mirror: &Mirror,
    source: &Arc<dyn Readable>,
    fields: &[Var],
) -> Result<Merged, SyncError> {
    let (mirror, source, fields) = (mirror.clone(), Arc::clone(source), fields.to_vec());
    let (tell, told) = oneshot::channel();
    Arc::new(Jobs::new(Arc::new(NobodyListens))).run(async move |progress| {
        let source = source.as_ref();
        let copied = sync(
            &mirror,
            source,
            &fields,
            Deletions::Few,
            &SystemClock,
            &progress,
        );
        // Nobody is there any more who could fail
        let _told = tell.send(copied.await);
        Ok(())
    });
    told.await.unwrap_or(Err(SyncError::Cancelled))
}

/// How the only copy stands.
pub async fn standing(mirror: &Mirror) -> Result<Standing> {
    let standing = mirror.standings().await?.pop();
    standing.context("one was begun")
}

struct NobodyListens;

impl JobListener for NobodyListens {
    fn hear(&self, _: JobReport) {}
}
