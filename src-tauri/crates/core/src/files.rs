//! Deskbook's own files at the start: what is encrypted, what is not yet, and what cannot be opened any more.
//!
//! It embodies two decisions. Its own store holds nothing that could not be typed again, so it is encrypted as
//! soon as a key can be had. The local directory is the only copy of what it holds: an existing one is not
//! encrypted before somebody has shown that they noted its recovery code. How a file is read, this module must
//! not know.

mod error;
mod keyed_file;
mod recovery;
mod standing;
mod start;
#[cfg(test)]
pub(crate) mod twin;

pub use error::{FileError, FilesError};
pub use keyed_file::{FileState, KeyedFile};
pub use recovery::{
    ClosedFiles, Confirmation, Recovery, TypedGroup, confirm_recovery_code, recover,
    set_aside_if_lost, show_recovery_code,
};
pub use standing::{OpenFiles, Protection, RecoveryState, Standing, standing};
pub use start::{RecoveryNotes, local_directory_key, own_store_key};
