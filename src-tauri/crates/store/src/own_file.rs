//! Deskbook's own files while they are closed: what they are, and how they become encrypted.

use std::io::{self, ErrorKind};
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

/// How often a file may be set aside: nobody needs so many.
const MOST_ASIDE: u32 = 1000;

/// Under the first name that is free. Its journals belong to it and go along.
fn set_aside(path: &Path) -> io::Result<()> {
    for number in 1..MOST_ASIDE {
        let aside = with_end(path, &format!(".locked-{number}"));
        if aside.try_exists()? {
            continue;
        }
        for end in ["-journal", "-wal", "-shm"] {
            let beside = with_end(path, end);
            if beside.try_exists()? {
                std::fs::rename(beside, with_end(&aside, end))?;
            }
        }
        return std::fs::rename(path, aside);
    }
    Err(ErrorKind::AlreadyExists.into())
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
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

    async fn set_aside(&self) -> Result<(), FileError> {
        let moved = set_aside(&self.path);
        moved.map_err(|source| FileError {
            code: ErrorCode::DataFolderUnwritable,
            path: self.path.clone(),
            source: source.into(),
        })
    }

    async fn opens_with(&self, key: &Key) -> Result<bool, FileError> {
        let opened = file::opens(&self.path, &file_key(key)).await;
        opened.map_err(|error| self.told(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OwnStore;

    #[tokio::test]
    async fn a_file_that_is_set_aside_is_as_it_was_and_makes_room() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deskbook.sqlite3");
        let file = OwnFile::at(&path);
        for number in 1..3 {
            let key = FileKey::new([number; 32]);
            let store = OwnStore::open_with_key(&path, Some(key.clone())).await;
            store.unwrap().close().await.unwrap();
            let journal = with_end(&path, "-journal");
            std::fs::File::create(&journal).unwrap();
            file.set_aside().await.unwrap();
            assert!(!journal.exists(), "it says nothing of the new file");
            assert_eq!(file.state().await.unwrap(), FileState::Missing);
            let aside = with_end(&path, &format!(".locked-{number}"));
            let store = OwnStore::open_with_key(aside, Some(key)).await;
            store.unwrap().close().await.unwrap();
        }
    }
}
