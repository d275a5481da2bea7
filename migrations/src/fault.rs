//! What SQLite's result codes mean for somebody who only wants to know what to do.

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

/// Why SQLite did not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No space is left.
    DiskFull,
    /// Another program holds the lock.
    Busy,
    /// The file or its folder cannot be written.
    Unwritable,
    /// The file is no database.
    NotADatabase,
    /// The database has broken pages.
    Damaged,
    /// Anything else.
    Other,
}

impl Fault {
    /// Reads the result code out of an error.
    pub fn of(error: &DbErr) -> Self {
        // The low byte is the primary code, whatever the extended one adds
        match result_code(error).map(|code| code & 0xff) {
            Some(libsqlite3_sys::SQLITE_FULL) => Self::DiskFull,
            Some(libsqlite3_sys::SQLITE_BUSY | libsqlite3_sys::SQLITE_LOCKED) => Self::Busy,
            Some(
                libsqlite3_sys::SQLITE_READONLY
                | libsqlite3_sys::SQLITE_CANTOPEN
                | libsqlite3_sys::SQLITE_PERM
                | libsqlite3_sys::SQLITE_IOERR,
            ) => Self::Unwritable,
            Some(libsqlite3_sys::SQLITE_NOTADB) => Self::NotADatabase,
            Some(libsqlite3_sys::SQLITE_CORRUPT) => Self::Damaged,
            _ => Self::Other,
        }
    }
}

/// Whether the error is the refusal of a second row with the same unique value.
pub fn is_unique_violation(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// Whether a writer died in the middle of a change, which only somebody who may write can take back.
pub(crate) fn is_cut_short(error: &DbErr) -> bool {
    const ROLLBACK: i32 = libsqlite3_sys::SQLITE_READONLY_ROLLBACK;
    const RECOVERY: i32 = libsqlite3_sys::SQLITE_READONLY_RECOVERY;
    matches!(result_code(error), Some(ROLLBACK | RECOVERY))
}

fn result_code(error: &DbErr) -> Option<i32> {
    let (DbErr::Conn(cause) | DbErr::Exec(cause) | DbErr::Query(cause)) = error else {
        return None;
    };
    let RuntimeErr::SqlxError(cause) = cause else {
        return None;
    };
    let sqlx::Error::Database(cause) = cause.as_ref() else {
        return None;
    };
    cause.code()?.parse().ok()
}
