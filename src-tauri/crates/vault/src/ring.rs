//! What the vault asks of a keyring. Tests put one of their own in its place.

use deskbook_core::secrets::SecretError;
use zeroize::Zeroizing;

/// A keyring, or the lack of one. All calls block, some until the user has answered a question.
pub(crate) trait Ring: Send + 'static {
    /// Whether the system has a keyring.
    fn is_there(&self) -> bool;

    /// Whether it is the system's own, which lets nobody in who has not logged in.
    fn is_of_system(&self) -> bool {
        true
    }

    /// Writes an entry, in place of the one of this name.
    fn set(&self, entry: &str, payload: &[u8]) -> Result<(), SecretError>;

    /// What an entry holds, unless there is none.
    fn get(&self, entry: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError>;

    /// Removes an entry, if it is there.
    fn delete(&self, entry: &str) -> Result<(), SecretError>;
}
