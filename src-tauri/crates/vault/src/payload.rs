//! What stands in an entry: a secret together with what it may be used for, in a form that says its version.
//!
//! Old versions stay readable. What this version cannot read is told as absent, so that the user is
//! asked for the secret again.

use std::mem;

use deskbook_core::Cause;
use deskbook_core::secrets::SecretBinding;
use deskbook_domain::secret::Secret;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The version that is written.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    binding: &'a str,
    secret: &'a str,
}

#[derive(Deserialize)]
struct Head {
    version: u32,
}

#[derive(Deserialize)]
struct Body {
    binding: String,
    secret: Zeroizing<String>,
}

/// The bytes of an entry.
pub(crate) fn write(
    binding: &SecretBinding,
    secret: &Secret<String>,
) -> Result<Zeroizing<Vec<u8>>, Cause> {
    let written = Written {
        version: VERSION,
        binding: binding.as_str(),
        secret: secret.expose(),
    };
    // Large enough for a text of control characters alone: bytes that have to grow leave a copy behind.
    let most = 64 + 6 * (written.binding.len() + written.secret.len());
    let mut bytes = Zeroizing::new(Vec::with_capacity(most));
    serde_json::to_writer(&mut *bytes, &written)?;
    Ok(bytes)
}

/// The secret in an entry, if it may be used for `binding`.
pub(crate) fn read(bytes: &[u8], binding: &SecretBinding) -> Option<Secret<String>> {
    let head: Head = understood(bytes)?;
    if head.version != VERSION {
        tracing::warn!(
            version = head.version,
            "an entry of the keyring is a newer Deskbook's"
        );
        return None;
    }
    let mut body: Body = understood(bytes)?;
    (body.binding == binding.as_str()).then(|| Secret::new(mem::take(&mut *body.secret)))
}

/// The library's error is not told: it may quote what it read.
fn understood<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    let read = serde_json::from_slice(bytes).ok();
    if read.is_none() {
        tracing::warn!("an entry of the keyring is not as Deskbook writes it");
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here() -> SecretBinding {
        SecretBinding::new("mariadb otobo@db:3306")
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["", "hunter2", "pä\u{df} 😀 \"\\\u{0}\n", "\u{1}\u{1}\u{1}"] {
            let secret = Secret::new(text.to_owned());
            let bytes = write(&here(), &secret).unwrap();
            assert_eq!(read(&bytes, &here()).unwrap().expose(), text);
        }
    }

    #[test]
    fn a_secret_is_not_read_for_anything_else() {
        let bytes = write(&here(), &Secret::new("hunter2".to_owned())).unwrap();
        let elsewhere = SecretBinding::new("mariadb otobo@elsewhere:3306");
        assert!(read(&bytes, &elsewhere).is_none());
    }

    #[test]
    fn the_first_form_stays_readable() {
        let bytes = br#"{"version":1,"binding":"mariadb otobo@db:3306","secret":"hunter2"}"#;
        assert_eq!(read(bytes, &here()).unwrap().expose(), "hunter2");
    }

    #[test]
    fn what_cannot_be_read_counts_as_absent() {
        let unreadable: [&[u8]; 4] = [
            br#"{"version":2,"binding":"mariadb otobo@db:3306","secret":"hunter2"}"#,
            br#"{"version":1,"secret":"hunter2"}"#,
            b"hunter2",
            b"\xff\xfe",
        ];
        for bytes in unreadable {
            assert!(read(bytes, &here()).is_none());
        }
    }

    #[test]
    fn the_bytes_never_grow_while_they_are_written() {
        let secret = Secret::new("\u{1}".repeat(100));
        let bytes = write(&here(), &secret).unwrap();
        assert!(bytes.capacity() <= 64 + 6 * (here().as_str().len() + 100));
    }
}
