//! From entries to records (`otobo-behaviour.md 5.4`).

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use deskbook_core::back_end::FoundCustomerUser;
use deskbook_core::server_error::ServerError;
use deskbook_domain::directory::{Charset, Dn};
use deskbook_domain::ids::{Identifier, Var};
use deskbook_domain::map::{Field, is_password};
use deskbook_domain::record::Record;
use deskbook_domain::source::CustomerUserSource;
use deskbook_domain::text::is_false;
use deskbook_domain::validity::Validity;
use deskbook_domain::vars;

use crate::entry::Entry;
use crate::sessions::Sessions;

const TARGET_ADDRESS: &str = "targetaddress";
const MANAGER: &str = "manager";

/// Reads the entries of one source.
#[derive(Clone)]
pub(crate) struct Reader {
    source: Arc<CustomerUserSource>,
    charset: Charset,
}

impl Reader {
    pub(crate) fn new(source: Arc<CustomerUserSource>, charset: Charset) -> Self {
        Self { source, charset }
    }

    /// Every attribute that a record needs, each once.
    pub(crate) fn attributes(&self) -> Vec<String> {
        self.attributes_where(|_| true)
    }

    /// Those of some fields, and what every record needs: its login and its validity.
    pub(crate) fn attributes_of(&self, wanted: &[Var]) -> Vec<String> {
        let mut attributes = self.attributes_where(|field| {
            let is_asked_for = wanted.contains(&field.var) && !is_password(&field.var);
            is_asked_for || field.var.as_str() == vars::VALID_ID
        });
        let key = self.source.key.as_str();
        if !attributes.iter().any(|it| it.eq_ignore_ascii_case(key)) {
            attributes.push(key.to_owned());
        }
        attributes
    }

    fn attributes_where(&self, is_wanted: impl Fn(&Field) -> bool) -> Vec<String> {
        let mut attributes: Vec<String> = Vec::new();
        for field in self.source.map.stored_fields().filter(|it| is_wanted(it)) {
            let name = field.storage.as_str();
            if !attributes.iter().any(|it| it.eq_ignore_ascii_case(name)) {
                attributes.push(name.to_owned());
            }
        }
        attributes
    }

    /// The login of an entry; one without is nobody (`otobo-behaviour.md 5.4`).
    pub(crate) fn login(&self, entry: &Entry) -> Option<String> {
        let login = self.first(entry, &self.source.key);
        (!login.is_empty()).then_some(login)
    }

    /// The first value of an attribute as text, and nothing where there is none. The text `0` is none, as
    /// Perl sees it (C86).
    pub(crate) fn first(&self, entry: &Entry, attribute: &Identifier) -> String {
        let name = attribute.as_str();
        let value = entry.values(name).first();
        let text = value.and_then(|value| text_of(name, value, self.charset));
        let text = text
            .filter(|text| !is_false(Some(text)))
            .unwrap_or_default();
        if name.eq_ignore_ascii_case(TARGET_ADDRESS) {
            return without_protocol(&text).to_owned();
        }
        text
    }

    /// The values of an attribute that are text.
    pub(crate) fn texts(&self, entry: &Entry, attribute: &Identifier) -> Vec<String> {
        let name = attribute.as_str();
        let values = entry.values(name).iter();
        values
            .filter_map(|value| text_of(name, value, self.charset))
            .collect()
    }

    /// The values of the map, or nothing for an entry without a login.
    pub(crate) fn record(&self, entry: &Entry) -> Option<(String, Record)> {
        let login = self.login(entry)?;
        let mut record = Record::new();
        for field in self.source.map.stored_fields() {
            record.set(field.var.clone(), Some(self.first(entry, &field.storage)));
        }
        Some((login, record))
    }

    /// The fields that show an attribute of somebody's manager instead of the manager's name.
    fn manager_fields(&self) -> Vec<Var> {
        let fields = self.source.map.stored_fields();
        let of_manager = fields.filter(|it| it.storage.as_str().eq_ignore_ascii_case(MANAGER));
        of_manager.map(|field| field.var.clone()).collect()
    }

    /// Puts what `TranslateManagerTo` asks for in the place of managers' names. A manager who cannot be read
    /// stays as the name.
    pub(crate) async fn translate_managers(
        &self,
        sessions: &Arc<Sessions>,
        records: &mut [&mut Record],
    ) -> Result<(), ServerError> {
        let Some(attribute) = &sessions.directory.manager else {
            return Ok(());
        };
        let fields = self.manager_fields();
        let mut known: HashMap<String, Option<String>> = HashMap::new();
        for record in records {
            for field in &fields {
                let dn = record.text(field).to_owned();
                if dn.is_empty() || Dn::try_from(dn.as_str()).is_err() {
                    continue;
                }
                if !known.contains_key(&dn) {
                    let wanted = vec![attribute.to_string()];
                    let entry = match sessions.read(&dn, wanted).await {
                        Err(error) if error.ends_connection() => return Err(error),
                        entry => entry.ok().flatten(),
                    };
                    let value = entry.and_then(|entry| {
                        let value = entry.values(attribute.as_str()).first()?;
                        text_of(attribute.as_str(), value, self.charset)
                    });
                    known.insert(dn.clone(), value);
                }
                if let Some(Some(value)) = known.get(&dn) {
                    record.set(field.clone(), Some(value.clone()));
                }
            }
        }
        Ok(())
    }
}

/// A record's validity: that of its `ValidID`, where the map has one. Without one everybody is valid
/// (`otobo-behaviour.md 5.5`).
pub(crate) fn validity_of(record: &Record) -> Validity {
    let id = record.get(vars::VALID_ID).filter(|id| !id.is_empty());
    let Some(id) = id else {
        return Validity::Valid;
    };
    let known = id.parse().ok().and_then(Validity::from_id);
    known.unwrap_or(Validity::Invalid)
}

/// A hit of what was read.
pub(crate) fn found(
    source: &CustomerUserSource,
    login: String,
    record: Record,
    validity: Validity,
) -> FoundCustomerUser {
    FoundCustomerUser {
        source: source.id,
        login: login.into(),
        record,
        validity,
        tier: None,
    }
}

/// A value as text; `None` for one that is none, such as a picture. Numbers that Active Directory keeps as
/// bytes are written as people know them.
fn text_of(attribute: &str, value: &[u8], charset: Charset) -> Option<String> {
    if attribute.eq_ignore_ascii_case("objectGUID") {
        return guid(value);
    }
    if attribute.eq_ignore_ascii_case("objectSid") {
        return sid(value);
    }
    let text = charset.decode(value)?;
    // Latin-1 makes a text of everything
    (!text.contains('\0')).then_some(text)
}

/// Microsoft's order of the bytes: the first three groups are little-endian.
fn guid(value: &[u8]) -> Option<String> {
    let bytes: [u8; 16] = value.try_into().ok()?;
    let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
    let mut text = String::with_capacity(36);
    for (at, index) in order.into_iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        // Writing into a text cannot fail
        let _ = write!(text, "{:02x}", bytes[index]);
    }
    Some(text)
}

/// `S-1-5-21-…`
fn sid(value: &[u8]) -> Option<String> {
    let (revision, rest) = value.split_first()?;
    let (count, rest) = rest.split_first()?;
    let (authority, rest) = rest.split_at_checked(6)?;
    if rest.len() != usize::from(*count) * 4 {
        return None;
    }
    let authority = authority
        .iter()
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let mut text = format!("S-{revision}-{authority}");
    for part in rest.chunks_exact(4) {
        let number = part
            .iter()
            .rev()
            .fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
        let _ = write!(text, "-{number}");
    }
    Some(text)
}

/// `SMTP:` at the beginning is taken away (C89).
fn without_protocol(address: &str) -> &str {
    address.strip_prefix("SMTP:").unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c89_the_protocol_of_a_target_address_is_taken_away() {
        assert_eq!(without_protocol("SMTP:a@b.test"), "a@b.test");
        assert_eq!(without_protocol("a@SMTP:b"), "a@SMTP:b");
    }

    #[test]
    fn numbers_in_bytes_are_written_as_people_know_them() {
        let bytes: Vec<u8> = (0..16).collect();
        let guid = text_of("objectguid", &bytes, Charset::Utf8);
        let expected = "03020100-0504-0706-0809-0a0b0c0d0e0f";
        assert_eq!(guid.as_deref(), Some(expected));
        let sid = [1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0];
        let sid = text_of("objectSid", &sid, Charset::Utf8);
        assert_eq!(sid.as_deref(), Some("S-1-5-32-544"));
        assert_eq!(text_of("objectSid", &[1, 9], Charset::Utf8), None);
        assert_eq!(text_of("objectGUID", b"text", Charset::Utf8), None);
    }

    #[test]
    fn a_picture_is_no_text() {
        let picture = [0xff, 0xd8, 0xff, 0xe0, 0, 0x10];
        for charset in [Charset::Utf8, Charset::Latin1] {
            assert_eq!(text_of("jpegPhoto", &picture, charset), None);
        }
        assert_eq!(
            text_of("cn", &[0xfc], Charset::Latin1).as_deref(),
            Some("ü")
        );
    }
}
