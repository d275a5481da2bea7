//! The folder that all of Deskbook's files are in, and the promise that one process at a time works in it.
//!
//! The lock is the operating system's own on an empty file: it ends with the process, however that
//! ends, so that no leftover of a crash has to be cleared away by hand.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use deskbook_core::ErrorCode;

/// How long another process may take to end.
const HAND_OVER: Duration = Duration::from_secs(1);

/// The data folder, claimed for this process until it is dropped.
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    /// Closing the file gives the folder free again.
    _lock: File,
}

impl DataFolder {
    /// Makes the folder unless it is there, and takes it for this process alone.
    pub fn claim(path: impl Into<PathBuf>) -> Result<Self, DataFolderError> {
        let path = path.into();
        let lock = match lock_file(&path) {
            Ok(lock) => lock,
            Err(source) => return Err(DataFolderError::Unwritable { path, source }),
        };
        match lock_soon(&lock) {
            Ok(()) => Ok(Self { path, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(DataFolderError::InUse { path }),
            Err(TryLockError::Error(source)) => Err(DataFolderError::Unwritable { path, source }),
        }
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file of the embedded local directory.
    pub fn local_directory(&self) -> PathBuf {
        Self::local_directory_in(&self.path)
    }

    /// The same of a folder that is not claimed.
    pub fn local_directory_in(path: &Path) -> PathBuf {
        path.join("local-directory.sqlite3")
    }

    /// The file of keys, where the system has no keyring.
    pub fn keys_in(path: &Path) -> PathBuf {
        path.join("keys.json")
    }

    /// The folder of the mirrors.
    pub fn mirrors(&self) -> PathBuf {
        self.path.join("mirrors")
    }

    /// The file of the [`OwnStore`](crate::OwnStore).
    pub fn own_store(&self) -> PathBuf {
        Self::own_store_in(&self.path)
    }

    /// The same of a folder that is not claimed.
    pub fn own_store_in(path: &Path) -> PathBuf {
        path.join("deskbook.sqlite3")
    }
}

/// Why the data folder could not be had.
#[derive(Debug, thiserror::Error)]
pub enum DataFolderError {
    /// It cannot be made, or nothing can be written into it.
    #[error("the data folder {} cannot be written", path.display())]
    Unwritable {
        /// The folder.
        path: PathBuf,
        /// What the operating system told.
        #[source]
        source: io::Error,
    },
    /// Another Deskbook works in it.
    #[error("another process works in the data folder {}", path.display())]
    InUse {
        /// The folder.
        path: PathBuf,
    },
}

impl DataFolderError {
    /// What the UI tells apart.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Unwritable { .. } => ErrorCode::DataFolderUnwritable,
            Self::InUse { .. } => ErrorCode::DataFolderInUse,
        }
    }

    /// The values that the UI's words need.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Unwritable { path, .. } | Self::InUse { path } => {
                vec![("path", path.display().to_string())]
            }
        }
    }
}

/// A Deskbook that replaces itself holds the lock for a moment after the new one has begun.
fn lock_soon(lock: &File) -> Result<(), TryLockError> {
    let since = Instant::now();
    loop {
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) if since.elapsed() < HAND_OVER => {
                std::thread::sleep(HAND_OVER / 20);
            }
            outcome => return outcome,
        }
    }
}

fn lock_file(folder: &Path) -> io::Result<File> {
    make(folder)?;
    let path = folder.join("deskbook.lock");
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
}

/// A folder that is there already keeps its permissions: somebody chose them.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_made_with_the_folders_above_it() {
        let home = tempfile::tempdir().unwrap();
        let wanted = home.path().join("share/deskbook");
        let folder = DataFolder::claim(&wanted).unwrap();
        assert_eq!(folder.path(), wanted);
        assert!(wanted.is_dir());
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_look_into_a_new_folder() {
        use std::os::unix::fs::PermissionsExt;

        let home = tempfile::tempdir().unwrap();
        let folder = DataFolder::claim(home.path().join("deskbook")).unwrap();
        let mode = folder.path().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "the folder holds contact data");
    }

    #[test]
    fn a_claimed_folder_is_refused_to_a_second_claim() {
        let home = tempfile::tempdir().unwrap();
        let _first = DataFolder::claim(home.path()).unwrap();
        let second = DataFolder::claim(home.path()).unwrap_err();
        assert_eq!(second.code(), ErrorCode::DataFolderInUse);
        assert_eq!(
            second.params(),
            [("path", home.path().display().to_string())]
        );
    }

    #[test]
    fn a_folder_is_handed_over_by_a_process_that_is_ending() {
        let home = tempfile::tempdir().unwrap();
        let first = DataFolder::claim(home.path()).unwrap();
        let ending = std::thread::spawn(move || {
            std::thread::sleep(HAND_OVER / 5);
            drop(first);
        });
        assert!(DataFolder::claim(home.path()).is_ok());
        ending.join().unwrap();
    }

    #[test]
    fn a_dropped_folder_can_be_claimed_again() {
        let home = tempfile::tempdir().unwrap();
        drop(DataFolder::claim(home.path()).unwrap());
        assert!(
            DataFolder::claim(home.path()).is_ok(),
            "the lock ends with its holder"
        );
    }

    #[test]
    fn what_a_crash_left_behind_does_not_keep_anybody_out() {
        let home = tempfile::tempdir().unwrap();
        File::create(home.path().join("deskbook.lock")).unwrap();
        assert!(
            DataFolder::claim(home.path()).is_ok(),
            "the file alone is no lock"
        );
    }

    #[test]
    fn a_folder_below_a_file_is_unwritable() {
        let home = tempfile::tempdir().unwrap();
        File::create(home.path().join("file")).unwrap();
        let path = home.path().join("file").join("deskbook");
        let refused = DataFolder::claim(&path).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::DataFolderUnwritable);
        assert_eq!(refused.params(), [("path", path.display().to_string())]);
    }

    #[test]
    fn both_files_stand_in_the_folder() {
        let home = tempfile::tempdir().unwrap();
        let folder = DataFolder::claim(home.path()).unwrap();
        assert_eq!(
            folder.local_directory(),
            home.path().join("local-directory.sqlite3")
        );
        assert_eq!(folder.own_store(), home.path().join("deskbook.sqlite3"));
    }
}
