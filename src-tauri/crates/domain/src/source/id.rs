//! Which source: OTOBO's keys `CustomerUser`, `CustomerUser1` … `CustomerUser10`, likewise for
//! customers.

use std::fmt;
use std::str::FromStr;

/// What a source has records of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "wire",
    derive(serde::Serialize, serde::Deserialize, specta::Type)
)]
#[cfg_attr(
    feature = "wire",
    serde(rename = "SourceKind", rename_all = "camelCase")
)]
pub enum Subject {
    /// Contact persons.
    CustomerUsers,
    /// Companies.
    Customers,
}

impl Subject {
    const fn key(self) -> &'static str {
        match self {
            Self::CustomerUsers => "CustomerUser",
            Self::Customers => "CustomerCompany",
        }
    }
}

/// One of the eleven sources of a subject. They are asked in the order of their numbers, the
/// unnumbered one first (C11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId {
    subject: Subject,
    number: Option<u8>,
}

impl SourceId {
    /// The source without a number.
    pub const fn first(subject: Subject) -> Self {
        Self {
            subject,
            number: None,
        }
    }

    /// All that there can be, in the order they are asked.
    pub fn all(subject: Subject) -> impl Iterator<Item = Self> {
        std::iter::once(None)
            .chain((1..=10).map(Some))
            .map(move |number| Self { subject, number })
    }

    /// What it has records of.
    pub const fn subject(self) -> Subject {
        self.subject
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.subject.key())?;
        match self.number {
            Some(number) => number.fmt(f),
            None => Ok(()),
        }
    }
}

/// A text that is no key of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no key of a source")]
pub struct SourceIdError;

impl FromStr for SourceId {
    type Err = SourceIdError;

    fn from_str(key: &str) -> Result<Self, SourceIdError> {
        let subjects = [Subject::CustomerUsers, Subject::Customers];
        let mut all = subjects.into_iter().flat_map(Self::all);
        all.find(|id| id.to_string() == key).ok_or(SourceIdError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c11_sources_are_the_unnumbered_one_and_one_to_ten_in_this_order() {
        let keys: Vec<_> = SourceId::all(Subject::CustomerUsers)
            .map(|id| id.to_string())
            .collect();
        assert_eq!(keys.len(), 11);
        assert_eq!(keys.first().map(String::as_str), Some("CustomerUser"));
        assert_eq!(keys.last().map(String::as_str), Some("CustomerUser10"));
        let mut sorted: Vec<SourceId> = keys.iter().map(|key| key.parse().unwrap()).collect();
        sorted.sort();
        let sorted: Vec<_> = sorted.iter().map(ToString::to_string).collect();
        assert_eq!(sorted, keys, "gaps do not change the order");
        for ignored in [
            "CustomerUser0",
            "CustomerUser01",
            "CustomerUser11",
            "customeruser",
            "",
        ] {
            assert_eq!(ignored.parse::<SourceId>(), Err(SourceIdError), "{ignored}");
        }
        assert_eq!(
            "CustomerCompany2".parse::<SourceId>().unwrap().subject(),
            Subject::Customers
        );
    }
}
