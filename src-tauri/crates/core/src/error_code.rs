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
    /// Sample data only goes into an empty directory.
    DirectoryNotEmpty,
    /// The desktop offers no clipboard.
    ClipboardUnavailable,
    /// The keyring is locked, or waits for an answer that nobody gives.
    KeyringLocked,
    /// The keyring is there but cannot be used.
    KeyringFailed,
    /// The user ended it.
    Cancelled,
    /// The request itself makes no sense (a page of 10,000 rows, an unknown column).
    InvalidInput,
    /// Something that should not happen.
    Internal,
}
