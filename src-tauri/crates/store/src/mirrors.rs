//! The mirrors of all installations: one file and one key for each.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::ErrorCode;
use deskbook_core::installations::InstallationId;
use deskbook_core::keys::{Key, KeyError, KeyName, KeyStore};
use deskbook_core::mirror::{MirrorError, Mirrors, OpenMirror};
use deskbook_domain::instant::Region;
use deskbook_migrations::file::FileKey;
use tokio::sync::Mutex;

use crate::Mirror;

/// What SQLite may put beside a file.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The mirrors in a folder.
pub struct MirrorFiles {
    folder: PathBuf,
    keys: Arc<dyn KeyStore>,
    open: Mutex<Open>,
}

/// Held while one is opened or erased, so that there is never more than one of a file.
type Open = HashMap<InstallationId, Arc<Mirror>>;

impl MirrorFiles {
    /// Those of this folder, which is made when it is needed.
    pub fn new(folder: PathBuf, keys: Arc<dyn KeyStore>) -> Self {
        Self {
            folder,
            keys,
            open: Mutex::default(),
        }
    }

    /// Where the mirror of an installation lies. Its id is put into letters that every file system takes.
    fn path(&self, installation: &InstallationId) -> PathBuf {
        let safe = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
        let letters = installation.as_str().chars().map(|letter| match letter {
            '-' => "-".to_owned(),
            letter if safe(letter) => letter.to_string(),
            letter => format!("_{:x}", u32::from(letter)),
        });
        self.folder
            .join(format!("{}.mirror", letters.collect::<String>()))
    }

    async fn open_with(
        &self,
        open: &mut Open,
        installation: &InstallationId,
        region: Region,
        key: &Key,
    ) -> Result<Arc<dyn OpenMirror>, MirrorError> {
        let path = self.path(installation);
        let mirror = Mirror::open(&path, &FileKey::new(*key.expose()), region).await?;
        let mirror = Arc::new(mirror);
        open.insert(installation.clone(), Arc::clone(&mirror));
        Ok(mirror)
    }

    async fn find(
        &self,
        open: &mut Open,
        installation: &InstallationId,
        region: Region,
    ) -> Result<Option<Arc<dyn OpenMirror>>, MirrorError> {
        match open.get(installation) {
            Some(mirror) if mirror.is_for(region) => return Ok(Some(Arc::clone(mirror) as _)),
            Some(_) => close(open.remove(installation)).await?,
            None => {}
        }
        if !self.path(installation).exists() {
            return Ok(None);
        }
        match self.keys.key(&name_of(installation)).await.map_err(told)? {
            Some(key) => {
                let opened = self.open_with(open, installation, region, &key);
                Ok(Some(opened.await?))
            }
            None => Ok(None),
        }
    }
}

fn name_of(installation: &InstallationId) -> KeyName {
    KeyName::Mirror(installation.as_str().to_owned())
}

#[async_trait]
impl Mirrors for MirrorFiles {
    async fn open(
        &self,
        installation: &InstallationId,
        region: Region,
    ) -> Result<Arc<dyn OpenMirror>, MirrorError> {
        let mut open = self.open.lock().await;
        if let Some(mirror) = self.find(&mut open, installation, region).await? {
            return Ok(mirror);
        }
        // What no key opens is of no use to anybody, and everything in it can be fetched again
        remove(&self.path(installation)).map_err(|it| cannot(&self.folder, it))?;
        let key = self.keys.make(&name_of(installation)).await;
        let key = key.map_err(told)?;
        self.open_with(&mut open, installation, region, &key).await
    }

    async fn existing(
        &self,
        installation: &InstallationId,
        region: Region,
    ) -> Result<Option<Arc<dyn OpenMirror>>, MirrorError> {
        let mut open = self.open.lock().await;
        self.find(&mut open, installation, region).await
    }

    async fn size(&self, installation: &InstallationId) -> Result<u64, MirrorError> {
        let path = self.path(installation);
        let files = std::iter::once("").chain(BESIDE);
        let mut bytes = 0;
        for file in files.map(|it| beside(&path, it)) {
            match std::fs::metadata(&file) {
                Ok(found) => bytes += found.len(),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(cannot(&file, error)),
            }
        }
        Ok(bytes)
    }

    async fn erase(&self, installation: &InstallationId) -> Result<(), MirrorError> {
        let mut open = self.open.lock().await;
        self.keys
            .forget(&name_of(installation))
            .await
            .map_err(told)?;
        close(open.remove(installation)).await?;
        let path = self.path(installation);
        remove(&path).map_err(|error| cannot(&path, error))
    }
}

async fn close(mirror: Option<Arc<Mirror>>) -> Result<(), MirrorError> {
    match mirror {
        Some(mirror) => Ok(mirror.shut().await?),
        None => Ok(()),
    }
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn remove(path: &Path) -> io::Result<()> {
    for file in std::iter::once("").chain(BESIDE) {
        match std::fs::remove_file(beside(path, file)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn cannot(path: &Path, error: io::Error) -> MirrorError {
    MirrorError {
        code: ErrorCode::DataFolderUnwritable,
        params: vec![("path", path.display().to_string())],
        source: error.into(),
    }
}

fn told(error: KeyError) -> MirrorError {
    MirrorError {
        code: error.code(),
        params: Vec::new(),
        source: error.into(),
    }
}
