//! Deskbook's own files, opened as it opens them at the start.

use std::path::Path;

use anyhow::Result;
use deskbook_core::files;
use deskbook_core::keys::KeyStore;
use deskbook_sql::LocalDirectory;
use deskbook_store::{OwnFile, OwnStore, file_key};

use crate::local_directory::FILE;

/// What the own store is called.
pub const OWN_STORE: &str = "deskbook.sqlite3";

/// The own store and the local directory of a folder.
pub struct OpenedFiles {
    /// Settings, and what is remembered.
    pub store: OwnStore,
    /// Contacts.
    pub directory: LocalDirectory,
}

impl OpenedFiles {
    /// Opens both, encrypted as far as that is due.
    pub async fn open(folder: &Path, keys: &dyn KeyStore) -> Result<Self> {
        let path = folder.join(OWN_STORE);
        let key = files::own_store_key(&OwnFile::at(&path), keys).await?;
        let store = OwnStore::open_with_key(path, key.as_ref().map(file_key)).await?;
        let path = folder.join(FILE);
        let key = files::local_directory_key(&OwnFile::at(&path), keys, &store).await?;
        let directory = LocalDirectory::open_with_key(path, key.as_ref().map(file_key)).await?;
        Ok(Self { store, directory })
    }

    /// Closes both.
    pub async fn close(self) -> Result<()> {
        self.directory.close().await?;
        Ok(self.store.close().await?)
    }
}
