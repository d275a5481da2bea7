//! Bytes as text in what is kept.

use serde::de::Error as _;
use serde::{Deserialize as _, Deserializer, Serializer};

pub(crate) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&base16ct::lower::encode_string(bytes))
}

/// The library's error is not told: it may quote what it read.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(from)?;
    base16ct::lower::decode_vec(text).map_err(|_| D::Error::custom("no bytes"))
}
