//! The port of a file that a key can encrypt.

use std::path::Path;

use async_trait::async_trait;

use super::FileError;
use crate::keys::Key;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// There is none, or an empty one.
    Missing,
    /// Everybody who may read it can.
    Plain,
    /// It cannot be read without its key.
    Encrypted,
}

/// One of Deskbook's own files, closed.
#[async_trait]
pub trait KeyedFile: Send + Sync {
    /// Where it is.
    fn path(&self) -> &Path;

    /// What it is.
    async fn state(&self) -> Result<FileState, FileError>;

    /// Encrypts a plain file; one that is missing or encrypted already is left alone. Whatever happens, the
    /// file as it was or the encrypted one is whole.
    async fn encrypt(&self, key: &Key) -> Result<(), FileError>;

    /// Gives the file, which nobody can open any more, another name beside it, so that a new one can be made. Nothing
    /// is ever written over.
    async fn set_aside(&self) -> Result<(), FileError>;

    /// Whether this key opens the file. Nothing is written.
    async fn opens_with(&self, key: &Key) -> Result<bool, FileError>;
}
