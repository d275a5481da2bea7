//! Just enough of BER to read what the library reads by panicking, or not at all.

/// One element: its tag and what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Element<'b> {
    pub(crate) tag: u8,
    pub(crate) content: &'b [u8],
}

/// The first element of some bytes, and what follows it. `None` for bytes that are none: only short tags
/// and definite lengths are known, as LDAP has them.
pub(crate) fn element(bytes: &[u8]) -> Option<(Element<'_>, &[u8])> {
    let (tag, rest) = bytes.split_first()?;
    let (first, mut rest) = rest.split_first()?;
    let mut length = usize::from(*first);
    if length > 0x7f {
        let count = length & 0x7f;
        if count == 0 || count > 4 {
            return None;
        }
        let (digits, behind) = rest.split_at_checked(count)?;
        length = digits
            .iter()
            .fold(0, |length, digit| length << 8 | usize::from(*digit));
        rest = behind;
    }
    let (content, rest) = rest.split_at_checked(length)?;
    Some((Element { tag: *tag, content }, rest))
}

/// The cookie of a paged search's answer (RFC 2696): `SEQUENCE { INTEGER, OCTET STRING }`.
pub(crate) fn cookie_of(value: &[u8]) -> Option<Vec<u8>> {
    let (sequence, _) = element(value)?;
    let (_, rest) = element(sequence.content)?;
    let (cookie, _) = element(rest)?;
    (sequence.tag == 0x30 && cookie.tag == 0x04).then(|| cookie.content.to_vec())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cookie_is_found_and_nonsense_is_none() {
        assert_eq!(
            cookie_of(&[0x30, 7, 2, 1, 0, 4, 2, 0xab, 0xcd]),
            Some(vec![0xab, 0xcd])
        );
        assert_eq!(cookie_of(&[0x30, 5, 2, 1, 0, 4, 0]), Some(Vec::new()));
        assert_eq!(cookie_of(&[0x30, 5, 2, 1, 0, 4]), None);
        assert_eq!(cookie_of(&[]), None);
    }

    #[test]
    fn long_lengths_are_read() {
        let mut bytes = vec![4, 0x82, 1, 0];
        bytes.extend([7; 256]);
        let (found, rest) = element(&bytes).unwrap();
        assert_eq!((found.content.len(), rest.len()), (256, 0));
        assert_eq!(element(&[4, 0x80]), None, "no indefinite lengths");
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fall(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = cookie_of(&bytes);
        }
    }
}
