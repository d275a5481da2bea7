//! From a plain file to an encrypted one: a new file, verified, put in the place of the old one. Whatever happens
//! in between, one of the two is whole.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection, DbBackend, DbErr, Statement};

use super::{CACHE_KIB, FileKey, key, look_into, texts, with_options};
use crate::fault::Fault;

/// What every plain SQLite file begins with.
const PLAIN: &[u8; 16] = b"SQLite format 3\0";

/// Bytes of a page: SQLCipher writes whole ones of this size.
const PAGE: u64 = 4096;

/// What is put behind the name of a file that is being written.
const UNFINISHED: &str = "encrypting";

/// Written over what was in the clear, at a time.
static BLANK: [u8; 64 * 1024] = [0; 64 * 1024];

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// There is none, or an empty one.
    Missing,
    /// Everybody can read it.
    Plain,
    /// It begins like no file that anybody knows.
    Encrypted,
}

/// Why a file was not encrypted, or could not be looked at. It is as it was.
#[derive(Debug, thiserror::Error)]
pub enum EncryptError {
    /// Reading, writing or renaming failed.
    #[error("{} cannot be read or written", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the operating system told.
        #[source]
        source: io::Error,
    },
    /// SQLite did not do it; [`crate::fault::Fault::of`] tells why.
    #[error("SQLite could not encrypt {}", path.display())]
    Sqlite {
        /// Which file.
        path: PathBuf,
        /// What SQLite told.
        #[source]
        source: DbErr,
    },
    /// What was written is not what was read.
    #[error("the encrypted copy of {} differs: {what}", path.display())]
    Differs {
        /// Of which file.
        path: PathBuf,
        /// In what.
        what: String,
    },
}

/// What a file is, from its first bytes and its size. What cannot be one of ours counts as plain, since nothing is
/// hidden in it.
pub fn state_of(path: &Path) -> Result<FileState, EncryptError> {
    let mut begins = Vec::with_capacity(PLAIN.len());
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(FileState::Missing),
        Err(error) => return Err(cannot(path)(error)),
    };
    let size = file.metadata().map_err(cannot(path))?.len();
    let limit = u64::try_from(PLAIN.len()).unwrap_or(u64::MAX);
    file.take(limit)
        .read_to_end(&mut begins)
        .map_err(cannot(path))?;
    Ok(match begins.as_slice() {
        [] => FileState::Missing,
        begins if begins == PLAIN || size % PAGE != 0 => FileState::Plain,
        _ => FileState::Encrypted,
    })
}

/// Encrypts a plain file that nobody else has open. What an attempt that was cut short left behind is removed; a
/// file that is missing or encrypted already is left alone.
pub async fn encrypt(path: &Path, key: &FileKey) -> Result<(), EncryptError> {
    let unfinished = beside(path, UNFINISHED);
    remove(&unfinished)?;
    if state_of(path)? != FileState::Plain {
        return Ok(());
    }
    let refused = |source| EncryptError::Sqlite {
        path: path.to_owned(),
        source,
    };
    make_like(path, &unfinished)?;
    let plain = open(path, None).await.map_err(refused)?;
    let copied = copy(&plain, &unfinished, key).await;
    let outcome = match copied.map_err(refused) {
        Ok(()) => verify(&plain, path, &unfinished, key).await,
        Err(error) => Err(error),
    };
    plain.close().await.map_err(refused)?;
    outcome?;
    put_in_place(path, &unfinished)
}

/// Whether this key opens a file. Nothing is written.
pub async fn opens(path: &Path, key: &FileKey) -> Result<bool, EncryptError> {
    let refused = |source| EncryptError::Sqlite {
        path: path.to_owned(),
        source,
    };
    let look = async |connection: DatabaseConnection| {
        let tables = texts(&connection, "SELECT name FROM sqlite_master").await;
        connection.close().await?;
        tables
    };
    match look_into(path, Some(key), look).await {
        Ok(_) => Ok(true),
        Err(error) if Fault::of(&error) == Fault::NotADatabase => Ok(false),
        Err(error) => Err(refused(error)),
    }
}

async fn open(path: &Path, key: Option<&FileKey>) -> Result<DatabaseConnection, DbErr> {
    let options = key::unlocked(key)
        .filename(path)
        .pragma("temp_store", "MEMORY")
        .pragma("cache_size", format!("-{CACHE_KIB}"));
    Database::connect(with_options(options)).await
}

/// An empty file that the same people may read.
fn make_like(path: &Path, copy: &Path) -> Result<(), EncryptError> {
    let rights = std::fs::metadata(path).map_err(cannot(path))?.permissions();
    File::create(copy)
        .and_then(|file| file.set_permissions(rights))
        .map_err(cannot(copy))
}

/// The plain file gives up its write-ahead log first: no name of it may stand beside the new file.
async fn copy(plain: &DatabaseConnection, to: &Path, key: &FileKey) -> Result<(), DbErr> {
    plain
        .execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)")
        .await?;
    plain
        .execute_unprepared("PRAGMA journal_mode = DELETE")
        .await?;
    let attach = Statement::from_sql_and_values(
        DbBackend::Sqlite,
        "ATTACH DATABASE ? AS encrypted KEY ?",
        [to.to_string_lossy().into_owned().into(), key.text().into()],
    );
    plain.execute_raw(attach).await?;
    let exported = plain
        .query_all_raw(Statement::from_string(
            DbBackend::Sqlite,
            "SELECT sqlcipher_export('encrypted')",
        ))
        .await;
    plain
        .execute_unprepared("DETACH DATABASE encrypted")
        .await?;
    exported.map(|_| ())
}

/// Every page is what was written, every table is there with all its rows.
async fn verify(
    plain: &DatabaseConnection,
    path: &Path,
    copy: &Path,
    key: &FileKey,
) -> Result<(), EncryptError> {
    let refused = |source| EncryptError::Sqlite {
        path: path.to_owned(),
        source,
    };
    let encrypted = open(copy, Some(key)).await.map_err(refused)?;
    let difference = difference(plain, &encrypted).await;
    encrypted.close().await.map_err(refused)?;
    match difference.map_err(refused)? {
        None => Ok(()),
        Some(what) => Err(EncryptError::Differs {
            path: path.to_owned(),
            what,
        }),
    }
}

async fn difference(
    plain: &DatabaseConnection,
    encrypted: &DatabaseConnection,
) -> Result<Option<String>, DbErr> {
    let damaged = texts(encrypted, "PRAGMA cipher_integrity_check").await?;
    if let Some(damage) = damaged.into_iter().next() {
        return Ok(Some(damage));
    }
    let sound = texts(encrypted, "PRAGMA integrity_check").await?;
    if let Some(damage) = sound.into_iter().find(|it| it != "ok") {
        return Ok(Some(damage));
    }
    let schema = "SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_master";
    if texts(plain, schema).await? != texts(encrypted, schema).await? {
        return Ok(Some("the tables".to_owned()));
    }
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table'";
    for table in texts(plain, tables).await? {
        let count = format!(
            "SELECT CAST(COUNT(*) AS TEXT) FROM \"{}\"",
            table.replace('"', "\"\"")
        );
        if texts(plain, &count).await? != texts(encrypted, &count).await? {
            return Ok(Some(table));
        }
    }
    Ok(None)
}

/// The rename is what counts: before it the plain file is the one, after it the encrypted one.
fn put_in_place(path: &Path, unfinished: &Path) -> Result<(), EncryptError> {
    let written = OpenOptions::new().write(true).open(unfinished);
    let written = written.and_then(|file| file.sync_all());
    written.map_err(cannot(unfinished))?;
    let plain = OpenOptions::new().write(true).open(path);
    let plain = plain.map_err(cannot(path))?;
    std::fs::rename(unfinished, path).map_err(cannot(path))?;
    sync_folder(path).map_err(cannot(path))?;
    // Nobody can reach it by a name any more. Where the file system writes elsewhere, as on flash, the old blocks
    // stay until they are used again (docs/threat-model.md)
    blank(plain).map_err(cannot(path))
}

fn blank(mut file: File) -> io::Result<()> {
    let mut left = file.metadata()?.len();
    file.seek(SeekFrom::Start(0))?;
    while left > 0 {
        let some = usize::try_from(left).map_or(BLANK.len(), |left| left.min(BLANK.len()));
        file.write_all(&BLANK[..some])?;
        left -= u64::try_from(some).unwrap_or(left);
    }
    file.sync_all()
}

/// A rename is on the disk when its folder is.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

/// Windows opens no folders.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The copy, and what SQLite may have put beside it.
fn remove(unfinished: &Path) -> Result<(), EncryptError> {
    let others = ["journal", "wal", "shm"].map(|it| {
        let mut name = unfinished.as_os_str().to_owned();
        name.push(format!("-{it}"));
        PathBuf::from(name)
    });
    for file in others.iter().map(PathBuf::as_path).chain([unfinished]) {
        match std::fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(cannot(file)(error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn beside(path: &Path, word: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{word}"));
    name.into()
}

fn cannot(path: &Path) -> impl Fn(io::Error) -> EncryptError + '_ {
    move |source| EncryptError::File {
        path: path.to_owned(),
        source,
    }
}
