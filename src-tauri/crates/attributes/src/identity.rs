//! Numbers of objects: those of Active Directory stand in bytes, and are known by their text.

use std::fmt::Write as _;

const GUIDS: [&str; 5] = [
    "objectguid",
    "ms-ds-consistencyguid",
    "schemaidguid",
    "attributesecurityguid",
    "msexchmailboxguid",
];

const SIDS: [&str; 3] = ["objectsid", "sidhistory", "tokengroups"];

/// The text of a number; `None` if the attribute has none, or the bytes are none.
pub(crate) fn identity(attribute: &str, bytes: &[u8]) -> Option<String> {
    if GUIDS.contains(&attribute) {
        return guid(bytes);
    }
    if SIDS.contains(&attribute) {
        return sid(bytes);
    }
    None
}

/// The first three parts have their lowest byte first.
fn guid(bytes: &[u8]) -> Option<String> {
    let bytes = <[u8; 16]>::try_from(bytes).ok()?;
    let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
    let mut text = String::with_capacity(36);
    for (position, index) in order.into_iter().enumerate() {
        if [4, 6, 8, 10].contains(&position) {
            text.push('-');
        }
        write!(text, "{:02x}", bytes.get(index)?).ok()?;
    }
    Some(text)
}

/// `S-1-` the authority (six bytes, highest first) and each part (four bytes, lowest first).
fn sid(bytes: &[u8]) -> Option<String> {
    let [1, count, authority @ ..] = bytes else {
        return None;
    };
    let (authority, parts) = authority.split_at_checked(6)?;
    if parts.len() != usize::from(*count) * 4 {
        return None;
    }
    let authority = authority
        .iter()
        .fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    let mut text = format!("S-1-{authority}");
    for part in parts.chunks_exact(4) {
        let part = <[u8; 4]>::try_from(part).ok()?;
        write!(text, "-{}", u32::from_le_bytes(part)).ok()?;
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_active_directory_are_written_as_its_own_tools_do() {
        let guid = [
            0x78, 0x56, 0x34, 0x12, 0xBC, 0x9A, 0xF0, 0xDE, 1, 2, 3, 4, 5, 6, 7, 8,
        ];
        assert_eq!(
            identity("objectguid", &guid).as_deref(),
            Some("12345678-9abc-def0-0102-030405060708")
        );
        let sid = [
            1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF,
            0xF4, 1, 0, 0,
        ];
        assert_eq!(
            identity("objectsid", &sid).as_deref(),
            Some("S-1-5-21-1-2-4294967295-500")
        );
    }

    #[test]
    fn what_has_another_length_is_no_number() {
        assert_eq!(identity("objectguid", &[1; 15]), None);
        for broken in [
            &[][..],
            &[1],
            &[2, 0, 0, 0, 0, 0, 0, 5],
            &[1, 9, 0, 0, 0, 0, 0, 5],
        ] {
            assert_eq!(identity("objectsid", broken), None, "{broken:?}");
        }
    }
}
