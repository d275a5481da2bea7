//! Entries of directories as they cross to the UI: every attribute with what its values mean.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Utc};
use deskbook_attributes::{Bitmap, Bytes, Certificate, Kind, LONGEST_SHOWN, Value, value_of};
use deskbook_core::connecting::{DirectoryAttribute, DirectoryEntry};
use serde::Serialize;
use specta::Type;

use super::time_text;

/// The most values of one attribute that cross: a group can have a million members.
const MOST_VALUES: usize = 200;

/// An entry as it is in its directory.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EntryView {
    /// Its distinguished name.
    dn: String,
    /// In the directory's order.
    attributes: Vec<AttributeView>,
}

/// An attribute.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AttributeView {
    /// With its options.
    name: String,
    /// At most 200 of them.
    values: Vec<ValueView>,
    /// How many there are in all.
    count: u32,
}

/// A value.
#[derive(Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ValueView {
    /// Text, or the text form of a number such as a GUID.
    Text {
        /// Cut where it is very long.
        text: String,
    },
    /// A time.
    Time {
        /// As the directory has it.
        stored: String,
        /// RFC 3339; `null` stands for never.
        time: Option<String>,
    },
    /// The certificates that the value holds.
    Certificates {
        /// At least one.
        certificates: Vec<CertificateView>,
    },
    /// A password or a key: it never crosses.
    Secret,
    /// Any other bytes.
    Bytes {
        /// What they seem to be.
        format: BytesFormat,
        /// How many.
        size: u32,
        /// The first of them, in hexadecimal.
        excerpt: String,
    },
}

/// What a certificate says of itself.
#[derive(Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CertificateView {
    subject: String,
    issuer: String,
    /// RFC 3339; `null` for one without an end.
    good_until: Option<String>,
    /// It is not good any more.
    expired: bool,
}

/// What bytes seem to be.
#[derive(Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BytesFormat {
    /// A picture.
    Jpeg,
    /// A picture.
    Png,
    /// Something in ASN.1.
    Asn1,
    /// Nobody knows.
    Unknown,
}

impl EntryView {
    pub(crate) fn new(entry: DirectoryEntry, now: DateTime<Utc>) -> Self {
        let attributes = entry.attributes.iter();
        Self {
            attributes: attributes.map(|it| AttributeView::new(it, now)).collect(),
            dn: entry.dn,
        }
    }
}

impl AttributeView {
    fn new(attribute: &DirectoryAttribute, now: DateTime<Utc>) -> Self {
        let DirectoryAttribute { name, values } = attribute;
        let shown = values.iter().take(MOST_VALUES);
        Self {
            name: name.clone(),
            values: shown
                .map(|bytes| ValueView::new(value_of(name, bytes), now))
                .collect(),
            count: number(values.len()),
        }
    }
}

impl ValueView {
    fn new(value: Value, now: DateTime<Utc>) -> Self {
        match value {
            Value::Text(text) | Value::Name(text) => Self::Text { text },
            Value::Time { stored, time } => Self::Time {
                stored,
                time: time.map(time_text),
            },
            Value::Certificates(found) => Self::Certificates {
                certificates: found
                    .into_iter()
                    .map(|it| CertificateView::new(it, now))
                    .collect(),
            },
            Value::Secret => Self::Secret,
            Value::Bytes(Bytes {
                kind,
                size,
                excerpt,
            }) => Self::Bytes {
                format: match kind {
                    Kind::Jpeg => BytesFormat::Jpeg,
                    Kind::Png => BytesFormat::Png,
                    Kind::Asn1 => BytesFormat::Asn1,
                    Kind::Unknown => BytesFormat::Unknown,
                },
                size: number(size),
                excerpt,
            },
        }
    }
}

impl CertificateView {
    fn new(certificate: Certificate, now: DateTime<Utc>) -> Self {
        let Certificate {
            subject,
            issuer,
            good_until,
        } = certificate;
        Self {
            subject,
            issuer,
            expired: good_until.is_some_and(|until| until < now),
            good_until: good_until.map(time_text),
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A picture of somebody.
#[derive(Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PhotoView {
    /// In pixels.
    width: u32,
    /// In pixels.
    height: u32,
    /// Four bytes a pixel (red, green, blue, opacity), row by row, in base64.
    rgba: String,
}

impl From<Bitmap> for PhotoView {
    fn from(bitmap: Bitmap) -> Self {
        Self {
            width: bitmap.width,
            height: bitmap.height,
            rgba: BASE64_STANDARD.encode(bitmap.rgba),
        }
    }
}

/// The photo in a file, made to fit into a square of this side, 128 pixels at most. What is no picture counts
/// as none. Pictures are unpacked on a thread that nobody waits for.
pub(crate) async fn photo_of(file: Vec<u8>, side: u32) -> Option<PhotoView> {
    let side = side.clamp(1, LONGEST_SHOWN);
    let unpacking = tokio::task::spawn_blocking(move || deskbook_attributes::bitmap(&file, side));
    // A library that breaks on a file breaks there alone
    unpacking.await.ok().flatten().map(PhotoView::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(attributes: &[(&str, &[&[u8]])]) -> DirectoryEntry {
        let attribute = |(name, values): &(&str, &[&[u8]])| DirectoryAttribute {
            name: (*name).to_owned(),
            values: values.iter().map(|it| it.to_vec()).collect(),
        };
        DirectoryEntry {
            dn: "uid=eva,dc=x".to_owned(),
            attributes: attributes.iter().map(attribute).collect(),
        }
    }

    #[test]
    fn every_value_of_every_attribute_crosses_and_no_secret() {
        let entry = entry(&[
            ("mail", &[b"eva@x.test", b"mayr@x.test"]),
            ("userPassword", &[b"{SSHA}hunter2"]),
            ("whenCreated", &[b"20200102030405.0Z"]),
            ("blob", &[&[0, 1]]),
        ]);
        let view = EntryView::new(entry, DateTime::UNIX_EPOCH);
        let text = serde_json::to_string(&view).unwrap();
        assert!(!text.contains("hunter2"));
        let values = |at: usize| &view.attributes[at].values;
        assert_eq!(values(0).len(), 2);
        assert_eq!(values(1)[..], [ValueView::Secret]);
        let time = Some("2020-01-02T03:04:05Z".to_owned());
        let stored = "20200102030405.0Z".to_owned();
        assert_eq!(values(2)[..], [ValueView::Time { stored, time }]);
        assert!(matches!(&values(3)[0], ValueView::Bytes { size: 2, .. }));
    }

    #[test]
    fn of_a_million_members_some_cross_and_their_number() {
        let values = vec![&b"cn=somebody"[..]; 1_000];
        let entry = entry(&[("member", &values)]);
        let view = EntryView::new(entry, DateTime::UNIX_EPOCH);
        assert_eq!(view.attributes[0].values.len(), MOST_VALUES);
        assert_eq!(view.attributes[0].count, 1_000);
    }

    #[test]
    fn a_file_that_is_no_picture_is_no_photo() {
        let photo = photo_of(b"\xFF\xD8\xFF broken".to_vec(), 64);
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        assert!(runtime.unwrap().block_on(photo).is_none());
    }
}
