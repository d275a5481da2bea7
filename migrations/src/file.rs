//! How Deskbook opens its own SQLite files, and how they are brought up to date.
//!
//! A file that is refused is left as it was: everything is looked at before the first write, and all
//! changes are one transaction.

mod encrypt;
mod key;

pub use encrypt::{EncryptError, FileState, encrypt, opens, state_of};
pub use key::FileKey;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::MigrationError;
use crate::fault::is_cut_short;

/// How long a connection waits for the lock of another one.
const LOCK_WAIT: Duration = Duration::from_secs(5);

/// What SQLite may keep of a file in memory while it is brought up to date.
const CACHE_KIB: u32 = 8 * 1024;

/// How connections to one of our files are opened: write-ahead log, foreign keys enforced, every
/// commit on the disk before it counts, and at most `cache_kib` KiB of pages kept by each. Without a
/// key the file is a plain one.
pub fn connect_options(path: &Path, key: Option<&FileKey>, cache_kib: u32) -> ConnectOptions {
    with_options(working_options(path, key, cache_kib))
}

/// The same for a mirror, where free pages are not written over.
pub(crate) fn mirror_options(path: &Path, key: &FileKey, cache_kib: u32) -> ConnectOptions {
    let options = working_options(path, Some(key), cache_kib);
    with_options(options.pragma("secure_delete", "FAST"))
}

/// A transaction that takes the write lock at once, so that what it reads stays true.
pub fn write_transaction() -> TransactionOptions {
    TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    }
}

/// Makes the file if need be, and brings it to the newest schema of migrator `M`.
pub(crate) async fn bring_up<M: MigratorTrait>(
    path: &Path,
    key: Option<&FileKey>,
) -> Result<(), MigrationError> {
    let refused = MigrationError::sqlite(path);
    if is_there(path).await? {
        // On the heap: the compiler looks only so deep into what waits for it
        Box::pin(look_before_writing::<M>(path, key)).await?;
    }
    let options = working_options(path, key, CACHE_KIB).create_if_missing(true);
    let connection = Database::connect(with_options(options))
        .await
        .map_err(&refused)?;
    let outcome = change_in_one_transaction::<M>(&connection)
        .await
        .map_err(&refused);
    connection.close().await.map_err(&refused)?;
    outcome
}

/// Whether there is a file; if not, its folder is made.
async fn is_there(path: &Path) -> Result<bool, MigrationError> {
    let cannot = |source| MigrationError::Folder {
        path: path.to_owned(),
        source,
    };
    if tokio::fs::try_exists(path).await.map_err(cannot)? {
        return Ok(true);
    }
    if let Some(folder) = path.parent() {
        tokio::fs::create_dir_all(folder).await.map_err(cannot)?;
    }
    Ok(false)
}

/// Refuses what is not ours, without a write.
async fn look_before_writing<M: MigratorTrait>(
    path: &Path,
    key: Option<&FileKey>,
) -> Result<(), MigrationError> {
    let look = async |connection: DatabaseConnection| {
        let applied = applied_changes::<M>(&connection).await;
        connection.close().await?;
        applied
    };
    let applied = look_into(path, key, look).await;
    match applied.map_err(MigrationError::sqlite(path))? {
        Applied::Nothing => Ok(()),
        Applied::NotOurs => Err(MigrationError::Foreign {
            path: path.to_owned(),
        }),
        Applied::Changes(changes) => only_known_changes::<M>(path, &changes),
    }
}

/// Looks into a file without a write. Only if whoever wrote it last died in the middle of a change the file is put
/// back to what it was before, which is SQLite's own way and needs a connection that may write.
async fn look_into<A>(
    path: &Path,
    key: Option<&FileKey>,
    look: impl AsyncFn(DatabaseConnection) -> Result<A, DbErr>,
) -> Result<A, DbErr> {
    let looked = async |is_read_only| {
        let options = key::unlocked(key).filename(path).read_only(is_read_only);
        look(Database::connect(with_options(options)).await?).await
    };
    match looked(true).await {
        Err(error) if is_cut_short(&error) => looked(false).await,
        looked => looked,
    }
}

/// What was done to a file before.
enum Applied {
    /// It has no table yet.
    Nothing,
    /// It has tables, but we did not make them.
    NotOurs,
    /// The names of the changes.
    Changes(BTreeSet<String>),
}

async fn applied_changes<M: MigratorTrait>(
    connection: &DatabaseConnection,
) -> Result<Applied, DbErr> {
    let books = M::migration_table_name().to_string();
    let tables = texts(
        connection,
        "SELECT name FROM sqlite_master WHERE type = 'table'",
    )
    .await?;
    if tables.is_empty() {
        return Ok(Applied::Nothing);
    }
    if !tables.contains(&books) {
        return Ok(Applied::NotOurs);
    }
    let changes = texts(connection, "SELECT version FROM seaql_migrations").await?;
    Ok(Applied::Changes(changes))
}

fn only_known_changes<M: MigratorTrait>(
    path: &Path,
    applied: &BTreeSet<String>,
) -> Result<(), MigrationError> {
    let known = M::migrations()
        .iter()
        .map(|change| change.name().to_owned())
        .collect();
    if !applied.is_empty() && applied.is_disjoint(&known) {
        return Err(MigrationError::Foreign {
            path: path.to_owned(),
        });
    }
    match applied.difference(&known).last() {
        Some(change) => Err(MigrationError::Newer {
            path: path.to_owned(),
            change: change.to_owned(),
        }),
        None => Ok(()),
    }
}

async fn texts(connection: &DatabaseConnection, sql: &str) -> Result<BTreeSet<String>, DbErr> {
    let rows = connection
        .query_all_raw(Statement::from_string(DbBackend::Sqlite, sql))
        .await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// All changes or none. The write lock is taken even if there is nothing to change, so that a file
/// that cannot be written is found out now and not when somebody saves.
async fn change_in_one_transaction<M: MigratorTrait>(
    connection: &DatabaseConnection,
) -> Result<(), DbErr> {
    let transaction = connection.begin_with_options(write_transaction()).await?;
    // Agents and validities refer to each other: foreign keys are checked at the commit
    transaction
        .execute_unprepared("PRAGMA defer_foreign_keys = ON")
        .await?;
    M::up(&transaction, None).await?;
    transaction.commit().await
}

fn working_options(path: &Path, key: Option<&FileKey>, cache_kib: u32) -> SqliteConnectOptions {
    key::unlocked(key)
        .filename(path)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(LOCK_WAIT)
        .pragma("temp_store", "MEMORY")
        .pragma("cache_size", format!("-{cache_kib}"))
}

/// sea-orm wants a URL, but a path may hold characters that a URL cannot: the options win.
fn with_options(sqlite: SqliteConnectOptions) -> ConnectOptions {
    let sqlite = sqlite.disable_statement_logging();
    let mut options = ConnectOptions::new("sqlite:");
    options.sqlx_logging(false).max_connections(1);
    options.map_sqlx_sqlite_opts(move |_| sqlite.clone());
    options
}
