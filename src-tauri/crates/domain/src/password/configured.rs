//! Passwords of databases as OTOBO's configuration may write them (otobo-behaviour.md 1.4).

use crate::secret::Secret;

/// The plain text of a configured password: one in braces is hidden, with the low nibble of each byte
/// first and every bit complemented (C6). What is hidden badly is no password.
pub fn configured_password(written: &str) -> Option<Secret<String>> {
    let hidden = written
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    let Some(hidden) = hidden else {
        return Some(Secret::new(written.to_owned()));
    };
    let mut digits = hidden.chars().map(|it| it.to_digit(16));
    let mut bytes = Vec::with_capacity(hidden.len() / 2);
    while let Some(low) = digits.next() {
        let high = digits.next()?;
        let byte = u8::try_from(high? << 4 | low?).ok()?;
        bytes.push(!byte);
    }
    String::from_utf8(bytes).ok().map(Secret::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a configuration hides it.
    fn hidden(plain: &str) -> String {
        let bytes = plain.bytes().map(|byte| {
            let byte = !byte;
            format!("{:x}{:x}", byte & 0x0f, byte >> 4)
        });
        format!("{{{}}}", bytes.collect::<String>())
    }

    #[test]
    fn c6_a_password_in_braces_is_decoded() {
        // `a` is 61, complemented 9e, with the low nibble first e9
        assert_eq!(hidden("a"), "{e9}");
        for plain in ["a", "Secret-1", "pässwört", ""] {
            let decoded = configured_password(&hidden(plain));
            assert_eq!(
                decoded.map(|it| it.expose().clone()).as_deref(),
                Some(plain)
            );
        }
        let upper = configured_password("{E9D9}");
        assert_eq!(upper.map(|it| it.expose().clone()).as_deref(), Some("ab"));
        for plain in ["{", "}", "{e9", "plain", "a{e9}"] {
            let written = configured_password(plain);
            assert_eq!(
                written.map(|it| it.expose().clone()).as_deref(),
                Some(plain)
            );
        }
        for broken in ["{e}", "{xy}", "{e9e}", "{00}"] {
            assert!(configured_password(broken).is_none(), "{broken}");
        }
    }
}
