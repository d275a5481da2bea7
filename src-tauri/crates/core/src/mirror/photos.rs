//! The photos that a source has of people. They are copied behind its records, if the user asks for them.
//!
//! Each photo stands for itself, so what is new or otherwise is kept at once; a photo is taken away only once all of
//! them were read.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use async_trait::async_trait;
use deskbook_domain::source::SourceId;

use super::sync::unless_cancelled;
use super::{End, MirrorError, Readable, SyncError};
use crate::back_end::BackEndError;
use crate::jobs::Progress;

/// A photo as its source has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// The login of whom it shows, as stored.
    pub key: String,
    /// A file that somebody put there: it may be a picture.
    pub file: Vec<u8>,
}

/// Some photos, so few that they have room in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Originals {
    /// The photos.
    pub photos: Vec<Original>,
    /// Why there are no more; `None` if there may be.
    pub end: Option<End>,
}

/// Photos that are being read. Dropping it ends it.
#[async_trait]
pub trait PhotoReading: Send {
    /// The next photos.
    async fn next(&mut self) -> Result<Originals, BackEndError>;

    /// Makes a picture as small as it is shown; what is no picture comes to nothing. This takes a while.
    fn miniature(&self) -> fn(&[u8]) -> Option<Vec<u8>>;
}

/// A photo as it is mirrored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// The login of whom it shows, as stored.
    pub key: String,
    /// What the original comes to: another one is made small anew.
    pub original: i64,
    /// The picture, made small.
    pub picture: Vec<u8>,
}

/// Where photos are kept, each beside the record of its key. One without a record is not kept, and one whose record
/// goes, goes with it.
#[async_trait]
pub trait PhotoStore: Send + Sync {
    /// Begins to copy the photos of a source. Those that are there stay in use.
    async fn begin_photos(&self, source: SourceId) -> Result<(), MirrorError>;

    /// The source has these photos, by their keys and what they come to: tells of each whether it is there already.
    /// Of several of one key the first counts, as when the source is asked for one.
    async fn meet_photos(
        &self,
        source: SourceId,
        originals: &[(&str, i64)],
    ) -> Result<Vec<bool>, MirrorError>;

    /// Keeps photos that are new, or otherwise than before.
    async fn keep_photos(&self, source: SourceId, photos: &[Photo]) -> Result<(), MirrorError>;

    /// The photos were read to their end: what was not met goes. If none was met, all of them stay.
    async fn end_photos(&self, source: SourceId) -> Result<(), MirrorError>;

    /// Takes away the photos of all sources.
    async fn drop_photos(&self) -> Result<(), MirrorError>;

    /// The photo of a key, byte by byte.
    async fn photo(&self, source: SourceId, key: &str) -> Result<Option<Vec<u8>>, MirrorError>;
}

/// Copies the photos of a source whose records were copied. Where it cannot be read to its end, no photo goes.
#[tracing::instrument(skip_all)]
pub async fn sync_photos(
    mirror: &dyn PhotoStore,
    source: &dyn Readable,
    progress: &Progress,
) -> Result<(), SyncError> {
    let id = source.source();
    let Some(mut reading) = unless_cancelled(progress, source.read_photos()).await? else {
        return Ok(());
    };
    mirror.begin_photos(id).await?;
    loop {
        let Originals { photos, end } = unless_cancelled(progress, reading.next()).await?;
        let photos = new_ones(mirror, id, photos, reading.miniature()).await?;
        mirror.keep_photos(id, &photos).await?;
        match end {
            None => {}
            Some(End::Whole) => return Ok(mirror.end_photos(id).await?),
            Some(End::Cut(_)) => return Ok(()),
        }
    }
}

/// Those that are not there yet, made small. Unpacking thousands of pictures with every copy would keep a computer
/// busy for nothing: few of them ever change.
async fn new_ones(
    mirror: &dyn PhotoStore,
    source: SourceId,
    originals: Vec<Original>,
    miniature: fn(&[u8]) -> Option<Vec<u8>>,
) -> Result<Vec<Photo>, MirrorError> {
    let sums: Vec<_> = originals.iter().map(|it| sum(&it.file)).collect();
    let keys = originals.iter().map(|it| it.key.as_str());
    let met: Vec<_> = keys.zip(sums.iter().copied()).collect();
    let are_there = mirror.meet_photos(source, &met).await?;
    let mut new = Vec::new();
    for ((Original { key, file }, original), is_there) in
        originals.into_iter().zip(sums).zip(are_there)
    {
        if is_there {
            continue;
        }
        // A library that breaks on a file breaks there alone
        let made = tokio::task::spawn_blocking(move || miniature(&file)).await;
        if let Some(picture) = made.ok().flatten() {
            new.push(Photo {
                key,
                original,
                picture,
            });
        }
    }
    Ok(new)
}

fn sum(file: &[u8]) -> i64 {
    let mut hasher = DefaultHasher::new();
    file.hash(&mut hasher);
    hasher.finish().cast_signed()
}
