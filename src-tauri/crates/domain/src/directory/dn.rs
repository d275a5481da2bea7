//! Distinguished names as text (RFC 4514).

use std::fmt::{self, Write as _};

/// A distinguished name whose text was checked. The empty one is the root of a directory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Dn(String);

/// Why a text is no distinguished name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DnError {
    /// A part has no `=`, or nothing that could be an attribute before it.
    #[error("a part of the name has no attribute")]
    Attribute,
    /// A character that has to be escaped is not, or an escape is cut off.
    #[error("a value of the name is not escaped as it has to be")]
    Value,
}

impl Dn {
    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of an entry directly beneath this one.
    #[must_use]
    pub fn child(&self, attribute: &super::Attribute, value: &str) -> Self {
        let own = format!("{attribute}={}", escape_dn_value(value));
        if self.0.is_empty() {
            Self(own)
        } else {
            Self(format!("{own},{}", self.0))
        }
    }
}

impl TryFrom<&str> for Dn {
    type Error = DnError;

    fn try_from(text: &str) -> Result<Self, DnError> {
        let text = text.trim();
        if !text.is_empty() {
            for part in parts(text)? {
                check_part(part)?;
            }
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Dn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A value as it stands in a distinguished name, escaped (RFC 4514, 2.4). Every text gives one value and
/// no other.
pub fn escape_dn_value(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    let last = value.chars().count().saturating_sub(1);
    for (at, character) in value.chars().enumerate() {
        match character {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' | '=' => {
                escaped.push('\\');
                escaped.push(character);
            }
            ' ' if at == 0 || at == last => escaped.push_str("\\ "),
            '#' if at == 0 => escaped.push_str("\\#"),
            '\0'..='\u{1f}' | '\u{7f}' => {
                // Writing into a text cannot fail
                let _ = write!(escaped, "\\{:02x}", u32::from(character));
            }
            character => escaped.push(character),
        }
    }
    escaped
}

/// What stands between the commas (semicolons in LDAP v2) and plus signs that are not escaped. Values in
/// quotes, as LDAP v2 had them, keep what is in them.
fn parts(text: &str) -> Result<Vec<&str>, DnError> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    let mut quoted = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            ',' | ';' | '+' if !quoted => {
                parts.push(text.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    if escaped || quoted {
        return Err(DnError::Value);
    }
    parts.push(text.get(start..).unwrap_or_default());
    Ok(parts)
}

fn check_part(part: &str) -> Result<(), DnError> {
    let (attribute, value) = part.split_once('=').ok_or(DnError::Attribute)?;
    let attribute = attribute.trim();
    let attribute = attribute
        .strip_prefix("OID.")
        .or_else(|| attribute.strip_prefix("oid."))
        .unwrap_or(attribute);
    if super::Attribute::try_from(attribute).is_err() || attribute.contains(';') {
        return Err(DnError::Attribute);
    }
    let value = value.trim_start();
    if value.starts_with('"') {
        return if value.trim_end().len() > 1 && value.trim_end().ends_with('"') {
            Ok(())
        } else {
            Err(DnError::Value)
        };
    }
    if let Some(digits) = value.strip_prefix('#') {
        let digits = digits.trim_end();
        let is_hex = !digits.is_empty() && digits.len().is_multiple_of(2);
        return if is_hex && digits.bytes().all(|it| it.is_ascii_hexdigit()) {
            Ok(())
        } else {
            Err(DnError::Value)
        };
    }
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match character {
            '<' | '>' | '\0' => return Err(DnError::Value),
            '\\' => {
                let next = characters.next().ok_or(DnError::Value)?;
                let is_pair = next.is_ascii_hexdigit()
                    && characters.next().is_some_and(|it| it.is_ascii_hexdigit());
                let is_special = matches!(
                    next,
                    '"' | '+' | ',' | ';' | '<' | '>' | '\\' | '=' | ' ' | '#'
                );
                if !is_pair && !is_special {
                    return Err(DnError::Value);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Attribute;
    use super::*;

    #[test]
    fn names_as_administrators_write_them_are_taken() {
        for text in [
            "",
            "dc=directory,dc=test",
            "ou=People, o = ACME , c=DE",
            "cn=Doe\\, Jane,ou=people",
            "cn=Jane+uid=jane,dc=x",
            "cn=\"Doe, Jane\",dc=x",
            "1.3.6.1.4.1=#04024869",
            "cn=Lu\\C4\\8Di\\C4\\87",
            "CN=Users,DC=corp,DC=example",
            "cn=a=b,dc=x",
        ] {
            assert!(Dn::try_from(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_name_is_told() {
        let cases = [
            ("people", DnError::Attribute),
            ("=x", DnError::Attribute),
            ("ou=people,,dc=x", DnError::Attribute),
            ("1a=x", DnError::Attribute),
            ("cn=<x>", DnError::Value),
            ("cn=x\\", DnError::Value),
            ("cn=x\\z", DnError::Value),
            ("cn=#0g", DnError::Value),
            ("cn=\"x", DnError::Value),
            ("user@corp.example", DnError::Attribute),
        ];
        for (text, error) in cases {
            assert_eq!(Dn::try_from(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_value_is_escaped_where_it_has_to_be() {
        let cases = [
            ("Doe, Jane", "Doe\\, Jane"),
            (" a ", "\\ a\\ "),
            ("#1", "\\#1"),
            ("a#", "a#"),
            ("a+b=c", "a\\+b\\=c"),
            ("\0\r", "\\00\\0d"),
            (" ", "\\ "),
        ];
        for (value, expected) in cases {
            assert_eq!(escape_dn_value(value), expected, "{value:?}");
        }
    }

    proptest! {
        #[test]
        fn any_value_makes_a_name_of_one_part(value in any::<String>()) {
            let base = Dn::try_from("dc=x").unwrap();
            let attribute = Attribute::try_from("cn").unwrap();
            let child = base.child(&attribute, &value);
            let again = Dn::try_from(child.as_str());
            prop_assert!(again.is_ok(), "{} of {:?}", child, value);
            prop_assert_eq!(parts(child.as_str()).unwrap().len(), 2);
        }
    }
}
