//! Deskbook's own files while they are closed: what they are, and how they become encrypted.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use deskbook_core::ErrorCode;
use deskbook_core::files::{FileError, FileState, KeyedFile};
use deskbook_core::keys::Key;
use deskbook_migrations::fault::Fault;
use deskbook_migrations::file::{self, EncryptError, FileKey};

use crate::own_store_error::code_of;

/// An SQLite file of ours, closed.
#[derive(Clone, Debug)]
pub struct OwnFile {
    path: PathBuf,
}

impl OwnFile {
    /// The file at this place, whether it is there or not.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    fn told(&self, error: EncryptError) -> FileError {
        let code = match &error {
            EncryptError::File { source, .. } if source.kind() == ErrorKind::StorageFull => {
                ErrorCode::DiskFull
            }
            EncryptError::File { .. } => ErrorCode::DataFolderUnwritable,
            EncryptError::Sqlite { source, .. } => code_of(Fault::of(source)),
            EncryptError::Differs { .. } => ErrorCode::DatabaseDamaged,
        };
        FileError {
            code,
            path: self.path.clone(),
            source: error.into(),
        }
    }
}

/// The key as files take it.
pub fn file_key(key: &Key) -> FileKey {
    FileKey::new(*key.expose())
}

#[async_trait]
impl KeyedFile for OwnFile {
    fn path(&self) -> &Path {
        &self.path
    }

    async fn state(&self) -> Result<FileState, FileError> {
        let state = file::state_of(&self.path).map_err(|error| self.told(error))?;
        Ok(match state {
            file::FileState::Missing => FileState::Missing,
            file::FileState::Plain => FileState::Plain,
            file::FileState::Encrypted => FileState::Encrypted,
        })
    }

    async fn encrypt(&self, key: &Key) -> Result<(), FileError> {
        let encrypted = file::encrypt(&self.path, &file_key(key)).await;
        encrypted.map_err(|error| self.told(error))
    }

    async fn opens_with(&self, key: &Key) -> Result<bool, FileError> {
        let opened = file::opens(&self.path, &file_key(key)).await;
        opened.map_err(|error| self.told(error))
    }
}
