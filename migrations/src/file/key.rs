//! The key of an encrypted file.

use std::fmt::{self, Write as _};

use sea_orm::sqlx::sqlite::SqliteConnectOptions;

/// Bytes of a key: 256 bits.
const BYTES: usize = 32;

/// The key of one file, as it is: nothing is derived from it, so that opening a file takes no time.
#[derive(Clone, PartialEq, Eq)]
pub struct FileKey([u8; BYTES]);

impl FileKey {
    /// These bytes. They have to be random.
    pub fn new(bytes: [u8; BYTES]) -> Self {
        Self(bytes)
    }

    /// As SQLCipher takes one that it shall not derive.
    pub(crate) fn text(&self) -> String {
        let mut text = String::with_capacity(2 * BYTES + 3);
        text.push_str("x'");
        for byte in self.0 {
            // Writing into a text cannot fail
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\'');
        text
    }
}

impl fmt::Debug for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileKey(…)")
    }
}

/// How a file with this key is opened, or a plain one.
pub(crate) fn unlocked(key: Option<&FileKey>) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new();
    match key {
        None => options,
        // The library says the key before anything else. A wrong one is told by the error, not in a log as well
        Some(key) => options
            .pragma("key", format!("\"{}\"", key.text()))
            .pragma("cipher_log_level", "NONE"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_written_for_sqlcipher_alone() {
        let key = FileKey::new([0xab; BYTES]);
        assert_eq!(key.text(), format!("x'{}'", "ab".repeat(BYTES)));
        assert_eq!(format!("{key:?}"), "FileKey(…)");
    }
}
