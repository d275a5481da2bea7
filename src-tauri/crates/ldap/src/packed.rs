//! Hits close together: a list may have a hundred thousand of them.

use deskbook_core::back_end::FoundCustomerUser;
use deskbook_core::query::Tier;
use deskbook_domain::ids::Var;
use deskbook_domain::record::Record;
use deskbook_domain::source::SourceId;
use deskbook_domain::validity::Validity;

/// Stands for a value that is not there.
const NONE: u32 = u32::MAX;

/// One hit: the login and the values of all fields, in one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Packed {
    text: Box<str>,
    /// Where the login and each value end; the login is the first.
    ends: Box<[u32]>,
    pub(crate) validity: Validity,
    pub(crate) tier: Option<Tier>,
}

impl Packed {
    pub(crate) fn new(
        login: &str,
        record: &Record,
        fields: &[Var],
        validity: Validity,
        tier: Option<Tier>,
    ) -> Self {
        let mut text = login.to_owned();
        let end = |text: &String| u32::try_from(text.len()).unwrap_or(NONE - 1);
        let mut ends = vec![end(&text)];
        for field in fields {
            match record.get(field) {
                Some(value) => {
                    text.push_str(value);
                    ends.push(end(&text));
                }
                None => ends.push(NONE),
            }
        }
        Self {
            text: text.into_boxed_str(),
            ends: ends.into_boxed_slice(),
            validity,
            tier,
        }
    }

    pub(crate) fn login(&self) -> &str {
        let end = self.ends.first().copied().unwrap_or_default();
        self.text.get(..end as usize).unwrap_or_default()
    }

    /// The hit, whose fields have these names.
    pub(crate) fn unpack(&self, source: SourceId, fields: &[Var]) -> FoundCustomerUser {
        let mut record = Record::new();
        let mut start = self.login().len();
        for (field, end) in fields.iter().zip(self.ends.iter().skip(1)) {
            let value = if *end == NONE {
                None
            } else {
                let value = self.text.get(start..*end as usize).unwrap_or_default();
                start = *end as usize;
                Some(value.to_owned())
            };
            record.set(field.clone(), value);
        }
        FoundCustomerUser {
            source,
            login: self.login().into(),
            record,
            validity: self.validity,
            tier: self.tier,
        }
    }

    /// The value of the field at this place.
    pub(crate) fn value(&self, place: usize) -> Option<&str> {
        let end = *self.ends.get(place + 1)?;
        if end == NONE {
            return None;
        }
        let before = self.ends.get(..=place)?.iter().rev();
        let start = before.copied().find(|end| *end != NONE).unwrap_or_default();
        self.text.get(start as usize..end as usize)
    }
}

#[cfg(test)]
mod tests {
    use deskbook_domain::source::Subject;

    use super::*;

    #[test]
    fn a_hit_comes_out_as_it_went_in() {
        let fields: Vec<Var> = ["UserLogin", "UserTitle", "UserCity"]
            .into_iter()
            .map(Var::from)
            .collect();
        let mut record = Record::from_iter([("UserLogin", "größe")]);
        record.set("UserTitle", None);
        record.set("UserCity", Some("東京".to_owned()));
        let tier = Some(Tier::Prefix);
        let packed = Packed::new("größe", &record, &fields, Validity::Invalid, tier);
        let source = SourceId::first(Subject::CustomerUsers);
        let found = packed.unpack(source, &fields);
        assert_eq!((found.login.as_str(), found.record), ("größe", record));
        assert_eq!((found.validity, found.tier), (Validity::Invalid, tier));
        assert_eq!(packed.value(0), Some("größe"));
        assert_eq!(packed.value(1), None);
        assert_eq!(packed.value(2), Some("東京"));
        assert_eq!(packed.value(3), None);
    }
}
