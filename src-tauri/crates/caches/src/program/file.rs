//! The program's file: opened once, and compared with what was agreed to.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use deskbook_core::caches::{CacheError, CacheProgram};
use sha2::{Digest as _, Sha256};

use super::guarded::writable_by_others;

/// A program whose content is known.
#[derive(Debug)]
pub(super) struct Opened {
    /// Held for as long as others shall not write to it.
    file: File,
    /// How it was before it was read.
    written: (u64, Option<SystemTime>),
    /// In lower-case hexadecimal digits.
    pub(super) sha256: String,
}

impl Opened {
    /// Refuses to start what stands at the path by now, if that is not the file whose content is known: another
    /// one, or the same that was written to since it was opened.
    pub(super) fn confirm(&self, path: &str) -> Result<(), CacheError> {
        let missing = |error: io::Error| CacheError::ProgramMissing(error.into());
        let read = self.file.metadata().map_err(missing)?;
        let there = fs::metadata(path).map_err(missing)?;
        if identity(&read) == identity(&there) && self.written == written(&there) {
            Ok(())
        } else {
            Err(CacheError::ProgramChanged)
        }
    }
}

/// What makes a file this one and no other.
#[cfg(unix)]
fn identity(file: &Metadata) -> impl PartialEq + use<> {
    use std::os::unix::fs::MetadataExt as _;
    (file.dev(), file.ino())
}

/// An open file stays in its place.
#[cfg(not(unix))]
fn identity(_: &Metadata) -> impl PartialEq + use<> {}

/// How long a file is, and when it was written last.
fn written(file: &Metadata) -> (u64, Option<SystemTime>) {
    (file.len(), file.modified().ok())
}

/// Opens the program that was agreed to, and no other.
pub(super) async fn open_agreed(program: &CacheProgram) -> Result<Opened, CacheError> {
    let consent = &program.consent;
    if consent.path != program.path {
        return Err(CacheError::ProgramChanged);
    }
    let opened = open(&program.path).await?;
    if opened.sha256 == consent.sha256 {
        Ok(opened)
    } else {
        Err(CacheError::ProgramChanged)
    }
}

/// Opens a program.
pub(super) async fn open(path: &str) -> Result<Opened, CacheError> {
    if !Path::new(path).is_absolute() {
        return Err(CacheError::ProgramPathRelative);
    }
    let path = path.to_owned();
    let opened = tokio::task::spawn_blocking(move || open_blocking(Path::new(&path))).await;
    match opened.map_err(io::Error::other).flatten() {
        Ok(Ok(opened)) => Ok(opened),
        Ok(Err(path)) => Err(CacheError::ProgramWritable { path }),
        Err(error) => Err(CacheError::ProgramMissing(error.into())),
    }
}

/// The path of what others may write, if there is such a thing.
fn open_blocking(path: &Path) -> io::Result<Result<Opened, PathBuf>> {
    // Before it is opened: opening a pipe would wait for whoever writes into it
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    if let Some(open) = writable_by_others(path)? {
        return Ok(Err(open));
    }
    let mut file = open_unwritten(path)?;
    let written = written(&file.metadata()?);
    let mut hash = Sha256::new();
    let mut part = vec![0; 64 * 1024];
    loop {
        match file.read(&mut part)? {
            0 => break,
            length => hash.update(part.get(..length).unwrap_or_default()),
        }
    }
    Ok(Ok(Opened {
        file,
        written,
        sha256: base16ct::lower::encode_string(&hash.finalize()),
    }))
}

/// Windows lets nobody write to the file or remove it as long as it is open.
#[cfg(windows)]
fn open_unwritten(path: &Path) -> io::Result<File> {
    use std::os::windows::fs::OpenOptionsExt as _;
    const OTHERS_MAY_READ: u32 = 1;
    File::options()
        .read(true)
        .share_mode(OTHERS_MAY_READ)
        .open(path)
}

#[cfg(not(windows))]
fn open_unwritten(path: &Path) -> io::Result<File> {
    File::open(path)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use deskbook_core::caches::Consent;

    use super::*;

    const OF_ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn file_of(text: &str) -> (tempfile::TempDir, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("program");
        File::create(&path)
            .unwrap()
            .write_all(text.as_bytes())
            .unwrap();
        let path = path.to_str().unwrap().to_owned();
        (folder, path)
    }

    fn program(path: &str, agreed_path: &str, sha256: &str) -> CacheProgram {
        CacheProgram {
            path: path.to_owned(),
            arguments: Vec::new(),
            consent: Consent {
                path: agreed_path.to_owned(),
                sha256: sha256.to_owned(),
            },
        }
    }

    #[tokio::test]
    async fn a_file_is_known_by_its_content() {
        let (_folder, path) = file_of("abc");
        assert_eq!(open(&path).await.unwrap().sha256, OF_ABC);
        assert!(open_agreed(&program(&path, &path, OF_ABC)).await.is_ok());
    }

    #[tokio::test]
    async fn another_content_or_another_path_was_not_agreed_to() {
        let (_folder, path) = file_of("abcd");
        let changed = open_agreed(&program(&path, &path, OF_ABC)).await;
        assert!(matches!(changed, Err(CacheError::ProgramChanged)));
        let (_folder, path) = file_of("abc");
        let moved = open_agreed(&program(&path, "/opt/abc", OF_ABC)).await;
        assert!(matches!(moved, Err(CacheError::ProgramChanged)));
    }

    #[tokio::test]
    async fn what_took_its_place_after_it_was_read_is_not_started() {
        let (_folder, path) = file_of("abc");
        let opened = open(&path).await.unwrap();
        assert!(opened.confirm(&path).is_ok());
        // The same content, but nobody looked at this file
        let (_beside, other) = file_of("abc");
        fs::rename(&other, &path).unwrap();
        let replaced = opened.confirm(&path);
        assert!(matches!(replaced, Err(CacheError::ProgramChanged)));
        let opened = open(&path).await.unwrap();
        let mut file = File::options().append(true).open(&path).unwrap();
        file.write_all(b"d").unwrap();
        let written = opened.confirm(&path);
        assert!(matches!(written, Err(CacheError::ProgramChanged)));
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_program_that_others_may_write_is_neither_shown_nor_run() {
        use std::os::unix::fs::PermissionsExt as _;
        let (_folder, path) = file_of("abc");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o777)).unwrap();
        for refused in [
            open(&path).await,
            open_agreed(&program(&path, &path, OF_ABC)).await,
        ] {
            let Err(CacheError::ProgramWritable { path: told }) = refused else {
                panic!("everybody may write it, but {refused:?}");
            };
            assert_eq!(told.to_str(), Some(path.as_str()));
        }
    }

    #[tokio::test]
    async fn a_relative_path_is_refused_even_if_it_leads_somewhere() {
        for path in ["Cargo.toml", "./Cargo.toml", ""] {
            let refused = open(path).await;
            assert!(
                matches!(refused, Err(CacheError::ProgramPathRelative)),
                "{path:?}"
            );
        }
    }

    #[tokio::test]
    async fn what_is_no_file_is_no_program() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing");
        for path in [folder.path(), &missing] {
            let refused = open(path.to_str().unwrap()).await;
            assert!(
                matches!(refused, Err(CacheError::ProgramMissing(_))),
                "{path:?}"
            );
        }
    }
}
