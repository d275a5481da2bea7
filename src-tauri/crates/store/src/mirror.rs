//! The file of an installation's mirror: encrypted from its first byte on.

mod content;
mod copies;
mod merge;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deskbook_core::mirror::{Cut, Deletions, Merged, MirrorError, MirrorStore, Row, Standing};
use deskbook_domain::ids::Var;
use deskbook_domain::source::SourceId;
use deskbook_migrations::file::{self, FileKey};
use sea_orm::{Database, DatabaseConnection, DatabaseTransaction, DbErr, TransactionTrait as _};

use crate::OwnStoreError;
use crate::mirror::merge::Whole;

/// What SQLite keeps of the file in memory, for the connection that writes.
const WRITER_CACHE_KIB: u32 = 32 * 1024;

/// And for the one that reads.
const READER_CACHE_KIB: u32 = 16 * 1024;

/// A mirror, open.
#[derive(Clone, Debug)]
pub struct Mirror {
    path: PathBuf,
    writer: DatabaseConnection,
    reader: DatabaseConnection,
}

impl Mirror {
    /// Opens the file, made if need be and brought up to date. A file that this key does not open, or that is no
    /// mirror of ours, is refused and left as it is.
    pub async fn open(path: impl AsRef<Path>, key: &FileKey) -> Result<Self, OwnStoreError> {
        let path = path.as_ref();
        deskbook_migrations::Mirror::at(path, key.clone())
            .bring_up()
            .await
            .map_err(|error| OwnStoreError::migration(path, error))?;
        let connect = async |cache_kib| {
            let connection = Database::connect(file::connect_options(path, Some(key), cache_kib));
            let connection = connection.await;
            connection.map_err(|error| OwnStoreError::sqlite(path, error))
        };
        Ok(Self {
            path: path.to_owned(),
            writer: connect(WRITER_CACHE_KIB).await?,
            reader: connect(READER_CACHE_KIB).await?,
        })
    }

    /// Closes the file.
    pub async fn close(self) -> Result<(), OwnStoreError> {
        for connection in [&self.reader, &self.writer] {
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
        |error| {
            let error = OwnStoreError::sqlite(&self.path, error);
            MirrorError {
                code: error.code(),
                params: error.params(),
                source: error.into(),
            }
        }
    }
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

    async fn note_failure(&self, source: SourceId, at: DateTime<Utc>) -> Result<(), MirrorError> {
        let noted = copies::note_failure(&self.writer, source, at);
        noted.await.map_err(self.told())
    }

    async fn remove_held_back(&self, source: SourceId) -> Result<u32, MirrorError> {
        let removed = merge::remove_held_back(&self.writer, source);
        removed.await.map_err(self.told())
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
            let merged = merge::merge(&transaction, source, whole).await?;
            transaction.commit().await?;
            Ok(merged)
        };
        done.await.map_err(self.told())
    }
}
