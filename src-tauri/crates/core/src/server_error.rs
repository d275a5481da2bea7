//! What can go wrong with a server, told apart as far as the remedy differs.

use std::sync::Arc;
use std::time::Duration;

use deskbook_domain::source::SourceId;

use crate::ErrorCode;

/// Why a server did not do it. Can be told more than once: to a page, a count and the status bar.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{trouble} ({place})")]
pub struct ServerError {
    /// What is wrong.
    pub trouble: Trouble,
    /// Where.
    pub place: ServerPlace,
    /// What the library told, which ends in the server's own words.
    #[source]
    pub source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// Which server, and who was to work there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerPlace {
    /// `host:port`; of several the last one that was tried.
    pub host: Box<str>,
    /// The database.
    pub database: Box<str>,
    /// The user.
    pub user: Box<str>,
    /// The source whose own database it is; none for OTOBO's.
    pub source: Option<SourceId>,
}

impl std::fmt::Display for ServerPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} at {}, database {}",
            self.user, self.host, self.database
        )
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// No such name.
    #[error("the host's name is not known")]
    HostUnknown,
    /// DNS names this server for a service, and it stands outside the service's domain.
    #[error("{0} stands outside the domain of the service")]
    HostElsewhere(String),
    /// Nobody listens, or no way leads there.
    #[error("no connection to the host")]
    HostUnreachable,
    /// Connected, but no answer in time.
    #[error("no answer within {0:?}")]
    Silent(Duration),
    /// Wrong user or password.
    #[error("the server refused the login")]
    RefusedLogin,
    /// The server does not let anybody in from here.
    #[error("the server lets nobody in from this computer")]
    HostNotAllowed,
    /// The server has no place left.
    #[error("the server has too many connections")]
    TooManyConnections,
    /// No such database.
    #[error("the database is not known")]
    DatabaseUnknown,
    /// No such database, or none that this user may see: MySQL and MariaDB do not tell which.
    #[error("the database is not known, or closed to this user")]
    DatabaseHidden,
    /// The server speaks in the clear only.
    #[error("the server offers no TLS")]
    TlsUnavailable,
    /// The server wants TLS.
    #[error("the server lets nobody in without TLS")]
    TlsRequired,
    /// The certificate is somebody else's.
    #[error("the certificate is not for this name")]
    CertificateName,
    /// The certificate is out of date, or not yet good.
    #[error("the certificate is not valid today")]
    CertificateExpired,
    /// Nobody known signed it.
    #[error("the certificate is from an unknown authority")]
    CertificateUntrusted,
    /// It signed itself.
    #[error("the certificate is signed by itself")]
    CertificateSelfSigned,
    /// A file of ours cannot be read, or holds no certificate or key.
    #[error("a certificate file cannot be used")]
    CertificateFile,
    /// Anything else about TLS.
    #[error("TLS failed")]
    TlsFailed,
    /// No such table.
    #[error("table {0} is missing")]
    TableMissing(String),
    /// No such column.
    #[error("column {0} is missing")]
    ColumnMissing(String),
    /// A column cannot be used as the settings want it.
    #[error("column {0} has a type that does not fit")]
    ColumnUnfit(String),
    /// The user may not do this.
    #[error("the user has no right to read {0}")]
    GrantMissing(String),
    /// The user may not write this.
    #[error("the user has no right to write {0}")]
    WriteGrantMissing(String),
    /// A view that takes no changes, or the like.
    #[error("{0} cannot be written")]
    NotWritable(String),
    /// Two writers wait for one another; a Galera cluster tells so of two that wrote the same.
    #[error("the change stood in the way of another one")]
    Deadlock,
    /// Somebody else holds the row.
    #[error("the record is held by another program")]
    LockTimedOut,
    /// The table has such a value already.
    #[error("the table has such a value already")]
    NotUnique,
    /// A rule of the table refuses a value.
    #[error("a rule of the table refuses a value")]
    RuleBroken,
    /// A text is longer than its column, or a number greater.
    #[error("a value does not fit into its column")]
    ValueTooLong,
    /// The connection broke at the end of a change, and nobody can be asked how it ended.
    #[error("it is not known whether the change was stored")]
    OutcomeUnknown,
    /// A text cannot be compared or changed into another encoding.
    #[error("the encodings of texts do not fit together")]
    CharsetTrouble,
    /// The connection broke.
    #[error("the connection was lost")]
    ConnectionLost,
    /// The statement took too long.
    #[error("the statement took longer than allowed")]
    StatementTimedOut,
    /// The statement took too long, in a change: nothing is stored.
    #[error("a statement of the change took longer than allowed")]
    WriteTimedOut,
    /// A replica, or a server that only reads.
    #[error("the server only reads")]
    ServerReadOnly,
    /// No password is kept for this connection.
    #[error("no password is kept for this connection")]
    PasswordMissing,
    /// The keyring with the password is locked.
    #[error("the keyring is locked")]
    KeyringLocked,
    /// The keyring with the password does not work.
    #[error("the keyring failed")]
    KeyringFailed,
    /// A directory has no entry where it is to be asked.
    #[error("the directory has no entry {0}")]
    BaseMissing(String),
    /// A directory names another server, which would be sent the password.
    #[error("the directory refers to {0}")]
    Referred(String),
    /// Anything else.
    #[error("the server failed")]
    Other,
}

impl ServerError {
    /// What the UI tells apart.
    pub fn code(&self) -> ErrorCode {
        match &self.trouble {
            Trouble::HostUnknown => ErrorCode::HostUnknown,
            Trouble::HostElsewhere(_) => ErrorCode::HostElsewhere,
            Trouble::HostUnreachable => ErrorCode::HostUnreachable,
            Trouble::Silent(_) => ErrorCode::ServerSilent,
            Trouble::RefusedLogin => ErrorCode::RefusedLogin,
            Trouble::HostNotAllowed => ErrorCode::HostNotAllowed,
            Trouble::TooManyConnections => ErrorCode::TooManyConnections,
            Trouble::DatabaseUnknown => ErrorCode::DatabaseUnknown,
            Trouble::DatabaseHidden => ErrorCode::DatabaseHidden,
            Trouble::TlsUnavailable => ErrorCode::TlsUnavailable,
            Trouble::TlsRequired => ErrorCode::TlsRequired,
            Trouble::CertificateName => ErrorCode::CertificateName,
            Trouble::CertificateExpired => ErrorCode::CertificateExpired,
            Trouble::CertificateUntrusted => ErrorCode::CertificateUntrusted,
            Trouble::CertificateSelfSigned => ErrorCode::CertificateSelfSigned,
            Trouble::CertificateFile => ErrorCode::CertificateFile,
            Trouble::TlsFailed => ErrorCode::TlsFailed,
            Trouble::TableMissing(_) => ErrorCode::TableMissing,
            Trouble::ColumnMissing(_) => ErrorCode::ColumnMissing,
            Trouble::ColumnUnfit(_) => ErrorCode::ColumnUnfit,
            Trouble::GrantMissing(_) => ErrorCode::GrantMissing,
            Trouble::WriteGrantMissing(_) => ErrorCode::WriteGrantMissing,
            Trouble::NotWritable(_) => ErrorCode::TableNotWritable,
            Trouble::Deadlock => ErrorCode::Deadlock,
            Trouble::LockTimedOut => ErrorCode::LockTimedOut,
            Trouble::NotUnique | Trouble::RuleBroken | Trouble::ValueTooLong => {
                ErrorCode::ConstraintViolated
            }
            Trouble::OutcomeUnknown => ErrorCode::OutcomeUnknown,
            Trouble::CharsetTrouble => ErrorCode::CharsetTrouble,
            Trouble::ConnectionLost => ErrorCode::ConnectionLost,
            Trouble::StatementTimedOut => ErrorCode::StatementTimedOut,
            Trouble::WriteTimedOut => ErrorCode::WriteTimedOut,
            Trouble::ServerReadOnly => ErrorCode::ServerReadOnly,
            Trouble::PasswordMissing => ErrorCode::PasswordMissing,
            Trouble::KeyringLocked => ErrorCode::KeyringLocked,
            Trouble::KeyringFailed => ErrorCode::KeyringFailed,
            Trouble::BaseMissing(_) => ErrorCode::DirectoryBaseMissing,
            Trouble::Referred(_) => ErrorCode::DirectoryReferral,
            Trouble::Other => ErrorCode::ServerFailed,
        }
    }

    /// The values that the UI's words need.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        let mut params = vec![
            ("host", self.place.host.to_string()),
            ("database", self.place.database.to_string()),
            ("user", self.place.user.to_string()),
        ];
        if let Some(source) = self.place.source {
            params.push(("source", source.to_string()));
        }
        match &self.trouble {
            Trouble::Silent(waited) => params.push(("seconds", waited.as_secs().to_string())),
            Trouble::TableMissing(table)
            | Trouble::GrantMissing(table)
            | Trouble::WriteGrantMissing(table)
            | Trouble::NotWritable(table) => {
                params.push(("table", table.clone()));
            }
            Trouble::ColumnMissing(column) | Trouble::ColumnUnfit(column) => {
                params.push(("column", column.clone()));
            }
            Trouble::HostElsewhere(server) => params.push(("target", server.clone())),
            Trouble::BaseMissing(base) => params.push(("base", base.clone())),
            Trouble::Referred(server) => params.push(("referral", server.clone())),
            _ => {}
        }
        if let Some(words) = self.words() {
            params.push(("server", words));
        }
        params
    }

    /// The server's own words: the last cause in the chain.
    pub fn words(&self) -> Option<String> {
        let mut cause: &dyn std::error::Error = self.source.as_deref()?;
        while let Some(deeper) = cause.source() {
            cause = deeper;
        }
        Some(cause.to_string())
    }

    /// Whether the connection itself is of no use any more.
    pub fn ends_connection(&self) -> bool {
        !matches!(
            self.trouble,
            Trouble::TableMissing(_)
                | Trouble::ColumnMissing(_)
                | Trouble::ColumnUnfit(_)
                | Trouble::GrantMissing(_)
                | Trouble::WriteGrantMissing(_)
                | Trouble::NotWritable(_)
                | Trouble::NotUnique
                | Trouble::RuleBroken
                | Trouble::ValueTooLong
                | Trouble::CharsetTrouble
                | Trouble::BaseMissing(_)
                | Trouble::Referred(_)
        )
    }
}
