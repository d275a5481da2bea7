//! What the UI can tell apart. It owns the words (`errors.<code>` in its catalogues).

/// A variant exists only if the UI words it or acts on it differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum ErrorCode {
    /// The data folder cannot be made or written.
    DataFolderUnwritable,
    /// Another Deskbook works in this data folder.
    DataFolderInUse,
    /// No space is left where the file is.
    DiskFull,
    /// The file is there, but it is no database.
    NotADatabase,
    /// The file was written by a newer Deskbook.
    NewerDatabase,
    /// Another program holds the file's lock.
    DatabaseBusy,
    /// The file is a database with broken pages.
    DatabaseDamaged,
    /// The search text is one that OTOBO answers with an SQL error.
    SearchNotUnderstood,
    /// The search was replaced or cancelled.
    SearchGone,
    /// More hits than can be sorted at once.
    TooManyToSort,
    /// The record is not there (any more).
    NotFound,
    /// Somebody else changed the record meanwhile.
    Conflict,
    /// Several records have the key of one.
    Ambiguous,
    /// Nobody is chosen on whose behalf a change could be written.
    AgentUnknown,
    /// The agent who was chosen is not valid any more.
    AgentInvalid,
    /// The key is no preference's.
    PreferenceRefused,
    /// A preference has more characters than its column takes.
    PreferenceTooLong,
    /// The settings offer other values for a preference.
    PreferenceNotOffered,
    /// A preference is a number, and this is none.
    PreferenceNoNumber,
    /// Sample data only goes into an empty directory.
    DirectoryNotEmpty,
    /// The desktop offers no clipboard.
    ClipboardUnavailable,
    /// The keyring is locked, or waits for an answer that nobody gives.
    KeyringLocked,
    /// The keyring is there but cannot be used.
    KeyringFailed,
    /// Deskbook is locked: its passphrase is asked for.
    VaultLocked,
    /// This is not the passphrase.
    WrongPassphrase,
    /// Without a keyring keys need a passphrase.
    PassphraseNeeded,
    /// A key is not what was kept.
    KeyDamaged,
    /// Deskbook's own store is encrypted, and its key is gone.
    KeyMissing,
    /// The local directory is encrypted, and its key is gone: its recovery code is asked for.
    RecoveryNeeded,
    /// The user ended it.
    Cancelled,
    /// The request itself makes no sense (a page of 10,000 rows, an unknown column).
    InvalidInput,
    /// No host of this name.
    HostUnknown,
    /// DNS names servers for a service that stand outside its domain.
    HostElsewhere,
    /// Nobody listens there, or no way leads there.
    HostUnreachable,
    /// Connected, but no answer in time.
    ServerSilent,
    /// Wrong user or password.
    RefusedLogin,
    /// The server lets nobody in from this computer.
    HostNotAllowed,
    /// The server has no place left.
    TooManyConnections,
    /// No such database.
    DatabaseUnknown,
    /// No such database, or none that this user may see.
    DatabaseHidden,
    /// The server offers no TLS.
    TlsUnavailable,
    /// The server lets nobody in without TLS.
    TlsRequired,
    /// The certificate is for another name.
    CertificateName,
    /// The certificate is out of date.
    CertificateExpired,
    /// The certificate is from an unknown authority.
    CertificateUntrusted,
    /// The certificate is signed by itself.
    CertificateSelfSigned,
    /// A certificate file cannot be read or used.
    CertificateFile,
    /// Anything else about TLS.
    TlsFailed,
    /// A table is missing.
    TableMissing,
    /// A column is missing.
    ColumnMissing,
    /// A column has a type that does not fit.
    ColumnUnfit,
    /// The database user may not read a table.
    GrantMissing,
    /// The database user may not write a table.
    WriteGrantMissing,
    /// A view that takes no changes, or the like.
    TableNotWritable,
    /// Two writers wait for one another.
    Deadlock,
    /// Somebody else holds the record too long.
    LockTimedOut,
    /// A value that the table has already, or refers to nothing, or is missing.
    ConstraintViolated,
    /// A record got its new name, but what belongs to it in another database has the old one.
    MovesLeft,
    /// A change is stored, but the record could not be read back.
    StoredUnread,
    /// The connection broke while a change was being stored, and it cannot be told whether it is.
    OutcomeUnknown,
    /// Encodings do not fit together.
    CharsetTrouble,
    /// The connection broke.
    ConnectionLost,
    /// A statement took longer than allowed.
    StatementTimedOut,
    /// A statement of a change took longer than allowed.
    WriteTimedOut,
    /// The server only reads.
    ServerReadOnly,
    /// A directory has no entry where it is to be asked.
    DirectoryBaseMissing,
    /// A directory names another server that would have to be asked.
    DirectoryReferral,
    /// Anything else that a server told.
    ServerFailed,
    /// No password is kept for a connection.
    PasswordMissing,
    /// The installation or the source may not be written.
    ReadOnly,
    /// The settings of a source cannot be used.
    SourceUnusable,
    /// No such installation.
    InstallationUnknown,
    /// Nothing that keeps OTOBO's cache listens there.
    CacheUnreachable,
    /// Connected to where OTOBO's cache is, but no answer in time.
    CacheSilent,
    /// Redis refused user and password.
    CacheRefusedLogin,
    /// Redis wants a password, and none is kept for it.
    CachePasswordMissing,
    /// Redis lets nobody in from this computer.
    CacheHostNotAllowed,
    /// Redis has no database of this number.
    CacheDatabaseUnknown,
    /// Redis speaks in the clear only.
    CacheTlsUnavailable,
    /// Redis only reads.
    CacheReadOnly,
    /// The user of Redis may not scan and unlink keys.
    CacheNotPermitted,
    /// Anything else that Redis told.
    CacheFailed,
    /// There is no such program.
    ProgramMissing,
    /// The path of a program is not absolute.
    ProgramPathRelative,
    /// Others may write a program or a folder that it is in.
    ProgramWritable,
    /// A program is not the one that was agreed to.
    ProgramChanged,
    /// A program cannot be started.
    ProgramNotStarted,
    /// A program ended with another exit code than 0.
    ProgramFailed,
    /// A program was ended by a signal.
    ProgramKilled,
    /// A program did not end in time.
    ProgramTimedOut,
    /// Something that should not happen.
    Internal,
}

impl ErrorCode {
    /// Whether it is over only once a person did something. Trying again by oneself would do harm:
    /// servers lock accounts after some wrong passwords, and keyrings ask their user each time.
    pub const fn needs_a_person(self) -> bool {
        matches!(
            self,
            Self::RefusedLogin | Self::HostNotAllowed | Self::PasswordMissing | Self::KeyringLocked
        )
    }

    /// Whether it is about a table of a server that does answer.
    pub const fn is_of_a_table(self) -> bool {
        matches!(
            self,
            Self::TableMissing
                | Self::ColumnMissing
                | Self::ColumnUnfit
                | Self::GrantMissing
                | Self::CharsetTrouble
                | Self::DirectoryBaseMissing
                | Self::DirectoryReferral
        )
    }
}
