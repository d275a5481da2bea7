//! From the errors of drivers, TLS and the operating system to what is told.
//!
//! Servers are understood by their codes, never by their messages, which come in many languages.

use std::error::Error;
use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use deskbook_core::server_error::{ServerError, ServerPlace, Trouble};
use deskbook_transport::{of_kind, of_rustls};
use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr};

/// No answer within the time.
pub(super) fn silent(place: ServerPlace, waited: Duration) -> ServerError {
    ServerError {
        trouble: Trouble::Silent(waited),
        place,
        source: None,
    }
}

/// An error of sea-orm's.
pub(super) fn of_db(error: &DbErr, place: &ServerPlace) -> ServerError {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => of_sqlx(error, place),
        DbErr::ConnectionAcquire(_) => told(Trouble::ConnectionLost, place, error.to_string()),
        error => told(Trouble::Other, place, error.to_string()),
    }
}

/// An error of a driver's.
pub(super) fn of_sqlx(error: &sqlx::Error, place: &ServerPlace) -> ServerError {
    let (trouble, words) = match error {
        // The message alone: what else a driver prints is its own, such as a line of PostgreSQL's source
        sqlx::Error::Database(error) => (of_database(error.as_ref()), error.message().to_owned()),
        sqlx::Error::Io(error) => (trouble_of_io(error), error.to_string()),
        sqlx::Error::Tls(error) => (of_tls(error.as_ref()), error.to_string()),
        sqlx::Error::Configuration(error) => (Trouble::CertificateFile, error.to_string()),
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
            (Trouble::ConnectionLost, error.to_string())
        }
        sqlx::Error::ColumnDecode { index, source } => {
            (Trouble::ColumnUnfit(index.clone()), source.to_string())
        }
        error => (Trouble::Other, error.to_string()),
    };
    told(trouble, place, words)
}

/// An error of the operating system's.
pub(super) fn of_io(error: std::io::Error, place: &ServerPlace) -> ServerError {
    ServerError {
        trouble: trouble_of_io(&error),
        place: place.clone(),
        source: Some(Arc::new(error)),
    }
}

/// The words of a server or a library, without the values of a statement: those are never part of them.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Words(String);

fn told(trouble: Trouble, place: &ServerPlace, words: String) -> ServerError {
    ServerError {
        trouble,
        place: place.clone(),
        source: Some(Arc::new(Words(words))),
    }
}

fn of_database(error: &dyn sqlx::error::DatabaseError) -> Trouble {
    if let Some(error) = error.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>() {
        return of_mysql(error.number());
    }
    error
        .code()
        .map_or(Trouble::Other, |code| of_sqlstate(&code))
}

/// Error numbers of MySQL and MariaDB.
fn of_mysql(number: u16) -> Trouble {
    match number {
        1045 | 1698 | 1862 | 1820 | 3118 | 3955 | 4150 | 4151 => Trouble::RefusedLogin,
        1129 | 1130 => Trouble::HostNotAllowed,
        1040 | 1203 | 1226 => Trouble::TooManyConnections,
        1049 => Trouble::DatabaseUnknown,
        3159 | 1235 => Trouble::TlsRequired,
        1146 => Trouble::TableMissing(String::new()),
        1054 => Trouble::ColumnMissing(String::new()),
        1044 => Trouble::DatabaseHidden,
        1142 | 1143 | 1227 | 1370 => Trouble::GrantMissing(String::new()),
        1115 | 1253 | 1267 | 1270 | 1271 | 1300 | 1366 | 3854 | 3988 => Trouble::CharsetTrouble,
        1317 | 1969 | 3024 | 1028 => Trouble::StatementTimedOut,
        1213 => Trouble::Deadlock,
        1205 => Trouble::LockTimedOut,
        1062 | 1169 | 1586 => Trouble::NotUnique,
        1048 | 1364 | 1451 | 1452 | 1216 | 1217 | 1644 | 3819 | 4025 => Trouble::RuleBroken,
        1264 | 1406 | 1690 => Trouble::ValueTooLong,
        1288 | 1348 | 1394 | 1395 | 1471 | 1036 => Trouble::NotWritable(String::new()),
        1290 | 1836 | 1792 => Trouble::ServerReadOnly,
        1053 | 1080 | 1152 | 1158 | 1159 | 1160 | 1161 | 2006 | 2013 | 1047 | 1927 => {
            Trouble::ConnectionLost
        }
        _ => Trouble::Other,
    }
}

/// SQLSTATEs of PostgreSQL.
fn of_sqlstate(code: &str) -> Trouble {
    match code {
        "28P01" => Trouble::RefusedLogin,
        "28000" => Trouble::HostNotAllowed,
        "3D000" => Trouble::DatabaseUnknown,
        "53300" => Trouble::TooManyConnections,
        "42P01" | "3F000" => Trouble::TableMissing(String::new()),
        "42703" => Trouble::ColumnMissing(String::new()),
        "42883" | "42804" | "22P02" => Trouble::ColumnUnfit(String::new()),
        "42501" => Trouble::GrantMissing(String::new()),
        "22021" | "22P05" | "42P22" | "42P21" => Trouble::CharsetTrouble,
        "57014" => Trouble::StatementTimedOut,
        "40001" | "40P01" => Trouble::Deadlock,
        "55P03" => Trouble::LockTimedOut,
        "23505" => Trouble::NotUnique,
        "23502" | "23503" | "23514" | "23000" | "P0001" => Trouble::RuleBroken,
        "22001" | "22003" => Trouble::ValueTooLong,
        "55000" | "0A000" => Trouble::NotWritable(String::new()),
        "25006" => Trouble::ServerReadOnly,
        "57P01" | "57P02" | "57P03" | "57P05" | "08000" | "08003" | "08006" => {
            Trouble::ConnectionLost
        }
        _ => Trouble::Other,
    }
}

fn trouble_of_io(error: &std::io::Error) -> Trouble {
    if let Some(inner) = error.get_ref()
        && let Some(tls) = inner.downcast_ref::<rustls::Error>()
    {
        return of_rustls(tls);
    }
    match error.kind() {
        // What a session says whose connection is gone
        ErrorKind::NotFound | ErrorKind::Unsupported => Trouble::ConnectionLost,
        kind => of_kind(kind),
    }
}

fn of_tls(error: &(dyn Error + Send + Sync + 'static)) -> Trouble {
    match error.downcast_ref::<rustls::Error>() {
        Some(error) => of_rustls(error),
        // Our own files were looked at before, so the server is left
        None => Trouble::TlsUnavailable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_apart_on_both_engines() {
        assert_eq!(of_mysql(1045), Trouble::RefusedLogin);
        assert_eq!(of_mysql(1049), Trouble::DatabaseUnknown);
        assert_eq!(of_mysql(1044), Trouble::DatabaseHidden);
        assert_eq!(of_mysql(1129), Trouble::HostNotAllowed);
        for locked in [3118, 3955, 4150, 4151] {
            assert_eq!(of_mysql(locked), Trouble::RefusedLogin, "{locked}");
        }
        assert_eq!(of_mysql(1969), Trouble::StatementTimedOut);
        assert_eq!(of_sqlstate("28P01"), Trouble::RefusedLogin);
        assert_eq!(of_sqlstate("42501"), Trouble::GrantMissing(String::new()));
        assert_eq!(of_sqlstate("99999"), Trouble::Other);
    }
}
