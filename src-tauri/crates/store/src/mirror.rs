//! The file of an installation's mirror: encrypted from its first byte on.

mod add;
mod aside;
#[cfg(test)]
mod aside_tests;
mod content;
mod copies;
mod correct;
mod index;
mod keys;
mod making;
mod merge;
mod names;
mod photos;
mod rebuild;
mod search;
#[cfg(test)]
mod search_tests;
mod table;
mod tables;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deskbook_core::back_end::BackEndError;
use deskbook_core::instant::InstantSearch;
use deskbook_core::mirror::{
    Cut, Deletions, Known, Merged, MirrorError, MirrorStore, Mirrored, OpenMirror, Row, Standing,
};
use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_domain::source::SourceId;
use deskbook_index::instant::numbers;
use deskbook_migrations::file::{self, FileKey};
use sea_orm::{Database, DatabaseConnection, DatabaseTransaction, DbErr, TransactionTrait as _};

use crate::OwnStoreError;
use crate::mirror::merge::{Merging, Whole};

/// What SQLite keeps of the file in memory, for the connection that writes.
const WRITER_CACHE_KIB: u32 = 32 * 1024;

/// And for each of those that read.
const READER_CACHE_KIB: u32 = 16 * 1024;

/// And for the one that looks through rows one after the other, each once.
const SCANNER_CACHE_KIB: u32 = 2 * 1024;

/// A mirror, open.
#[derive(Clone, Debug)]
pub struct Mirror {
    path: PathBuf,
    region: Region,
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    /// Has the long questions of searches, so that pages do not wait for them.
    searcher: DatabaseConnection,
    /// Reads what was put aside, so that none of them waits for that. Connects when it is first needed.
    scanner: DatabaseConnection,
}

impl Mirror {
    /// Opens the file, made if need be and brought up to date, its index for this region. A file that this key does
    /// not open, or that is no mirror of ours, is refused and left as it is.
    pub async fn open(
        path: impl AsRef<Path>,
        key: &FileKey,
        region: Region,
    ) -> Result<Self, OwnStoreError> {
        let path = path.as_ref();
        let file = deskbook_migrations::Mirror::at(path, key.clone());
        file.bring_up()
            .await
            .map_err(|error| OwnStoreError::migration(path, error))?;
        let connect = async |cache_kib, is_lazy| {
            let mut options = file.connections(cache_kib);
            options.connect_lazy(is_lazy);
            let connection = Database::connect(options).await;
            connection.map_err(|error| OwnStoreError::sqlite(path, error))
        };
        let mirror = Self {
            path: path.to_owned(),
            region,
            writer: connect(WRITER_CACHE_KIB, false).await?,
            reader: connect(READER_CACHE_KIB, false).await?,
            searcher: connect(READER_CACHE_KIB, false).await?,
            scanner: connect(SCANNER_CACHE_KIB, true).await?,
        };
        let indexed = mirror.bring_up_index().await;
        indexed.map_err(|error| OwnStoreError::sqlite(path, error))?;
        Ok(mirror)
    }

    async fn bring_up_index(&self) -> Result<(), DbErr> {
        let transaction = self.begin_write().await?;
        rebuild::bring_up(&transaction, self.region).await?;
        transaction.commit().await
    }

    /// Whether its index is for this region.
    pub(crate) fn is_for(&self, region: Region) -> bool {
        self.region == region
    }

    /// Closes the file.
    pub async fn close(self) -> Result<(), OwnStoreError> {
        self.shut().await
    }

    /// The same for all who still have it: what they ask from now on fails.
    pub(crate) async fn shut(&self) -> Result<(), OwnStoreError> {
        let readers = [&self.scanner, &self.searcher, &self.reader];
        for connection in readers.into_iter().chain([&self.writer]) {
            let closed = connection.close_by_ref().await;
            closed.map_err(|error| OwnStoreError::sqlite(&self.path, error))?;
        }
        Ok(())
    }

    async fn begin_write(&self) -> Result<DatabaseTransaction, DbErr> {
        self.writer
            .begin_with_options(file::write_transaction())
            .await
    }

    fn told(&self) -> impl Fn(DbErr) -> MirrorError + '_ {
        |error| OwnStoreError::sqlite(&self.path, error).into()
    }
}

/// What a back end says of an error of the file.
fn told(path: &Path) -> impl Fn(DbErr) -> BackEndError + '_ {
    |error| BackEndError::Mirror(OwnStoreError::sqlite(path, error).into())
}

#[async_trait]
impl MirrorStore for Mirror {
    async fn standings(&self) -> Result<Vec<Standing>, MirrorError> {
        copies::standings(&self.reader).await.map_err(self.told())
    }

    async fn begin(&self, source: SourceId, fields: &[Var]) -> Result<Option<String>, MirrorError> {
        let done = async {
            let transaction = self.begin_write().await?;
            let mark = copies::begin(&transaction, source, fields).await?;
            transaction.commit().await?;
            Ok(mark)
        };
        done.await.map_err(self.told())
    }

    async fn start_over(&self, source: SourceId) -> Result<(), MirrorError> {
        let done = async {
            let transaction = self.begin_write().await?;
            copies::start_over(&transaction, source).await?;
            transaction.commit().await
        };
        done.await.map_err(self.told())
    }

    async fn stage(&self, source: SourceId, rows: &[Row], mark: &str) -> Result<(), MirrorError> {
        let done = async {
            let transaction = self.begin_write().await?;
            copies::stage(&transaction, source, rows, mark).await?;
            transaction.commit().await
        };
        done.await.map_err(self.told())
    }

    async fn merge(
        &self,
        source: SourceId,
        at: DateTime<Utc>,
        deletions: Deletions,
    ) -> Result<Merged, MirrorError> {
        self.merge_as(source, Whole::Complete(at, deletions)).await
    }

    async fn merge_cut(&self, source: SourceId, cut: Cut) -> Result<Merged, MirrorError> {
        self.merge_as(source, Whole::Cut(cut)).await
    }

    async fn tidy(&self) -> Result<(), MirrorError> {
        let done = async {
            let transaction = self.begin_write().await?;
            index::tidy(&transaction).await?;
            transaction.commit().await
        };
        done.await.map_err(self.told())
    }

    async fn note_failure(&self, source: SourceId, at: DateTime<Utc>) -> Result<(), MirrorError> {
        let noted = copies::note_failure(&self.writer, source, at);
        noted.await.map_err(self.told())
    }

    async fn remove_held_back(&self, source: SourceId) -> Result<u32, MirrorError> {
        let done = async {
            let transaction = self.begin_write().await?;
            let removed = merge::remove_held_back(&transaction, source).await?;
            transaction.commit().await?;
            Ok(removed)
        };
        done.await.map_err(self.told())
    }

    async fn find(&self, source: SourceId, key: &str) -> Result<Option<Row>, MirrorError> {
        let found = copies::find(&self.reader, source, key);
        found.await.map_err(self.told())
    }
}

impl Mirror {
    async fn merge_as(&self, source: SourceId, whole: Whole) -> Result<Merged, MirrorError> {
        let done = async {
            let transaction = self.begin_write().await?;
            let merging = Merging {
                db: &transaction,
                aside: &self.scanner,
                source,
                region: self.region,
            };
            let merged = merging.merge(whole).await?;
            transaction.commit().await?;
            Ok(merged)
        };
        done.await.map_err(self.told())
    }
}

fn as_mirror_error(error: BackEndError) -> MirrorError {
    MirrorError {
        code: error.code(),
        params: error.params(),
        source: error.into(),
    }
}

#[async_trait]
impl OpenMirror for Mirror {
    async fn look_up(
        &self,
        sources: &[SourceId],
        key: &str,
    ) -> Result<Option<Mirrored>, MirrorError> {
        let found = search::look_up(self, sources, key);
        found.await.map_err(as_mirror_error)
    }

    async fn records(&self, source: SourceId, keys: &[&str]) -> Result<Vec<Mirrored>, MirrorError> {
        let found = search::records(self, source, keys);
        found.await.map_err(as_mirror_error)
    }

    fn put_aside(&self, most: usize) -> Arc<dyn InstantSearch> {
        Arc::new(search::PutAside {
            mirror: self.clone(),
            most,
        })
    }

    async fn correct(
        &self,
        source: SourceId,
        key: &str,
        known: Option<Known<'_>>,
    ) -> Result<(), MirrorError> {
        let done = async {
            let transaction = self.begin_write().await?;
            correct::correct(&transaction, source, key, known, self.region).await?;
            transaction.commit().await
        };
        done.await.map_err(self.told())
    }
}
