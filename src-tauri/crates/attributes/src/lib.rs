#![doc = include_str!("../README.md")]

mod certificate;
mod identity;
mod picture;
mod text;
mod time;

pub use certificate::Certificate;
pub use picture::{Bitmap, LARGEST_FILE, LONGEST_SHOWN, bitmap, miniature};

use chrono::{DateTime, Utc};

/// One value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text.
    Text(String),
    /// The text form of what is stored as bytes: a GUID, a SID.
    Name(String),
    /// A time; `None` stands for never.
    Time {
        /// As it is stored.
        stored: String,
        /// When that is.
        time: Option<DateTime<Utc>>,
    },
    /// The certificates that a value holds; at least one.
    Certificates(Vec<Certificate>),
    /// Something that is never shown.
    Secret,
    /// Any other bytes.
    Bytes(Bytes),
}

/// Bytes that are shown as such.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bytes {
    /// What they seem to be.
    pub kind: Kind,
    /// How many there are.
    pub size: usize,
    /// The first of them, in hexadecimal.
    pub excerpt: String,
}

/// What bytes seem to be, by how they begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A picture (JPEG).
    Jpeg,
    /// A picture (PNG).
    Png,
    /// Something in ASN.1, such as a certificate that cannot be read.
    Asn1,
    /// Nobody knows.
    Unknown,
}

/// How many bytes are shown.
const SHOWN: usize = 32;

/// Attributes whose values are secrets, in small letters: passwords, what can be made into one, and keys.
const SECRETS: [&str; 18] = [
    "userpassword",
    "authpassword",
    "unicodepwd",
    "dbcspwd",
    "ntpwdhistory",
    "lmpwdhistory",
    "pwdhistory",
    "supplementalcredentials",
    "sambantpassword",
    "sambalmpassword",
    "sambapasswordhistory",
    "krbprincipalkey",
    "userpkcs12",
    "ms-mcs-admpwd",
    "mslaps-password",
    "mslaps-encryptedpassword",
    "msds-managedpassword",
    "olcrootpw",
];

/// What a value of an attribute means.
pub fn value_of(attribute: &str, bytes: &[u8]) -> Value {
    let name = attribute.split(';').next().unwrap_or_default();
    let name = name.to_ascii_lowercase();
    if SECRETS.contains(&name.as_str()) {
        return Value::Secret;
    }
    if let Some(identity) = identity::identity(&name, bytes) {
        return Value::Name(identity);
    }
    if certificate::may_hold(&name)
        && let Some(found) = certificate::certificates(bytes)
    {
        return Value::Certificates(found);
    }
    match text::text(bytes) {
        Some(text) => time::time(&name, &text).unwrap_or(Value::Text(text)),
        None => Value::Bytes(Bytes::of(bytes)),
    }
}

/// The attributes that hold a picture of somebody.
pub const PHOTOS: [&str; 2] = ["thumbnailPhoto", "jpegPhoto"];

/// Whether an attribute holds a picture of somebody.
pub fn is_photo(attribute: &str) -> bool {
    let name = attribute.split(';').next().unwrap_or_default();
    PHOTOS.iter().any(|photo| name.eq_ignore_ascii_case(photo))
}

impl Bytes {
    fn of(bytes: &[u8]) -> Self {
        let first = bytes.get(..SHOWN).unwrap_or(bytes);
        Self {
            kind: Kind::of(bytes),
            size: bytes.len(),
            excerpt: base16ct::lower::encode_string(first),
        }
    }
}

impl Kind {
    fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Self::Jpeg,
            [0x89, b'P', b'N', b'G', ..] => Self::Png,
            [0x30, 0x80..=0x84, ..] => Self::Asn1,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_never_shown_whatever_option_they_have() {
        for name in ["userPassword", "unicodePwd", "USERPASSWORD;lang-de"] {
            assert_eq!(value_of(name, b"{SSHA}abc"), Value::Secret, "{name}");
        }
    }

    #[test]
    fn bytes_are_told_by_what_they_seem_to_be_their_size_and_how_they_begin() {
        let photo = [&[0xFF, 0xD8, 0xFF, 0xE0][..], &[0; 100]].concat();
        let Value::Bytes(bytes) = value_of("jpegPhoto", &photo) else {
            panic!("it is no text");
        };
        assert_eq!((bytes.kind, bytes.size), (Kind::Jpeg, 104));
        assert_eq!(bytes.excerpt.len(), 64);
        assert!(bytes.excerpt.starts_with("ffd8ffe000"));
        let broken = value_of("cn", &[0x4D, 0xFC, 0x6C]);
        assert!(matches!(broken, Value::Bytes(_)), "not UTF-8");
    }
}
