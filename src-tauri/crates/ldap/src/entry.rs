//! Entries as a directory sends them. The library's own reading panics on what is malformed; this one says
//! that it is.

use ldap3::ResultEntry;
use ldap3::asn1::{PL, StructureTag};

/// One entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) dn: String,
    pub(crate) attributes: Vec<(String, Vec<Vec<u8>>)>,
}

/// What a search brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    /// An entry.
    Entry(Entry),
    /// Other servers that have a part of what was asked.
    Referral(Vec<String>),
    /// Something that asks for no attention.
    Other,
}

/// The bytes are no entry.
#[derive(Debug, thiserror::Error)]
#[error("the directory sent an entry that makes no sense")]
pub(crate) struct Malformed;

impl Item {
    pub(crate) fn read(item: ResultEntry) -> Result<Self, Malformed> {
        if item.is_intermediate() {
            return Ok(Self::Other);
        }
        if item.is_ref() {
            let servers = members(item.0)?.into_iter().map(text);
            return Ok(Self::Referral(servers.collect::<Result<_, _>>()?));
        }
        Ok(Self::Entry(Entry::read(item.0)?))
    }
}

impl Entry {
    fn read(tag: StructureTag) -> Result<Self, Malformed> {
        let mut parts = members(tag)?.into_iter();
        let dn = text(parts.next().ok_or(Malformed)?)?;
        let listed = members(parts.next().ok_or(Malformed)?)?;
        let mut attributes = Vec::with_capacity(listed.len());
        for attribute in listed {
            let mut parts = members(attribute)?.into_iter();
            let name = text(parts.next().ok_or(Malformed)?)?;
            let values = members(parts.next().ok_or(Malformed)?)?;
            let values = values.into_iter().map(bytes);
            attributes.push((name, values.collect::<Result<_, _>>()?));
        }
        Ok(Self { dn, attributes })
    }

    /// The values of an attribute. Names compare in any case; a part of many values, as Active Directory
    /// gives them, counts as what it is a part of.
    pub(crate) fn values(&self, name: &str) -> &[Vec<u8>] {
        let found = self.attributes.iter().find(|(own, values)| {
            let own = Range::of(own).map_or(own.as_str(), |range| range.of);
            !values.is_empty() && own.eq_ignore_ascii_case(name)
        });
        found.map_or(&[], |(_, values)| values)
    }
}

/// A part of the values of an attribute: `member;range=0-1499`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Range<'n> {
    /// The attribute.
    pub(crate) of: &'n str,
    /// The number of the value that the next part begins with; `None` for the last part.
    pub(crate) next: Option<u32>,
}

impl<'n> Range<'n> {
    pub(crate) fn of(name: &'n str) -> Option<Self> {
        let (of, range) = name.rsplit_once(';')?;
        let (option, bounds) = range.split_once('=')?;
        if !option.eq_ignore_ascii_case("range") {
            return None;
        }
        let (_, last) = bounds.split_once('-')?;
        let next = match last {
            "*" => None,
            last => Some(last.parse::<u32>().ok()?.checked_add(1)?),
        };
        Some(Self { of, next })
    }
}

fn members(tag: StructureTag) -> Result<Vec<StructureTag>, Malformed> {
    match tag.payload {
        PL::C(members) => Ok(members),
        PL::P(_) => Err(Malformed),
    }
}

fn bytes(tag: StructureTag) -> Result<Vec<u8>, Malformed> {
    match tag.payload {
        PL::P(bytes) => Ok(bytes),
        PL::C(_) => Err(Malformed),
    }
}

/// Names are ASCII, and distinguished names UTF-8; what is not is shown as well as can be.
fn text(tag: StructureTag) -> Result<String, Malformed> {
    let bytes = bytes(tag)?;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

#[cfg(test)]
mod tests {
    use ldap3::asn1::TagClass;

    use super::*;

    fn tag(id: u64, payload: PL) -> StructureTag {
        StructureTag {
            class: TagClass::Universal,
            id,
            payload,
        }
    }

    fn octets(text: &[u8]) -> StructureTag {
        tag(4, PL::P(text.to_vec()))
    }

    fn attribute(name: &str, values: &[&[u8]]) -> StructureTag {
        let values = values.iter().map(|it| octets(it)).collect();
        let values = tag(17, PL::C(values));
        tag(16, PL::C(vec![octets(name.as_bytes()), values]))
    }

    fn entry(attributes: Vec<StructureTag>) -> ResultEntry {
        let parts = vec![octets(b"uid=a,dc=x"), tag(16, PL::C(attributes))];
        ResultEntry::new(tag(4, PL::C(parts)))
    }

    #[test]
    fn names_of_attributes_compare_in_any_case_and_ranges_count() {
        let read = Item::read(entry(vec![
            attribute("mail", &[b"a@b", b"c@d"]),
            attribute("jpegPhoto", &[&[0xff, 0xd8]]),
            attribute("member", &[]),
            attribute("member;range=0-1", &[b"x", b"y"]),
        ]));
        let Ok(Item::Entry(entry)) = read else {
            panic!("{read:?}");
        };
        assert_eq!(entry.values("MAIL"), [b"a@b".to_vec(), b"c@d".to_vec()]);
        assert_eq!(entry.values("jpegphoto"), [vec![0xff, 0xd8]]);
        assert_eq!(entry.values("Member"), [b"x".to_vec(), b"y".to_vec()]);
        assert_eq!(entry.values("sn"), Vec::<Vec<u8>>::new().as_slice());
    }

    #[test]
    fn what_is_malformed_is_told_and_nothing_falls() {
        let broken = [
            tag(4, PL::P(Vec::new())),
            tag(4, PL::C(Vec::new())),
            tag(4, PL::C(vec![octets(b"dc=x")])),
            tag(4, PL::C(vec![octets(b"dc=x"), octets(b"")])),
            tag(
                4,
                PL::C(vec![octets(b"dc=x"), tag(16, PL::C(vec![octets(b"")]))]),
            ),
            tag(19, PL::P(Vec::new())),
        ];
        for tag in broken {
            assert!(
                Item::read(ResultEntry::new(tag.clone())).is_err(),
                "{tag:?}"
            );
        }
    }

    #[test]
    fn other_servers_are_named() {
        let referral = tag(19, PL::C(vec![octets(b"ldap://elsewhere/dc=y")]));
        let read = Item::read(ResultEntry::new(referral)).unwrap();
        let named = Item::Referral(vec!["ldap://elsewhere/dc=y".to_owned()]);
        assert_eq!(read, named);
    }

    #[test]
    fn a_range_says_where_the_next_one_begins() {
        let next = |name| Range::of(name).map(|range| range.next);
        assert_eq!(next("member;range=0-1499"), Some(Some(1500)));
        assert_eq!(next("member;Range=1500-*"), Some(None));
        assert_eq!(next("member;binary"), None);
        assert_eq!(next("member"), None);
        assert_eq!(next("member;range=0-4294967295"), None);
    }
}
