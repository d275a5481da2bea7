//! Lists of customer IDs: those that a customer user has in one field, and those in use.

use crate::ids::CustomerId;
use crate::text::lower;

/// The IDs in a field such as `UserCustomerIDs`: separated by `;`, else by `,`, else by `|`; only one
/// of them separates. White space around an ID is dropped, and so are empty ones at the end; others
/// are kept (otobo-behaviour.md 3.8, C54).
pub fn split_customer_ids(text: &str) -> Vec<CustomerId> {
    if text.is_empty() {
        return Vec::new();
    }
    let separator = [';', ',', '|'].into_iter().find(|it| text.contains(*it));
    let Some(separator) = separator else {
        return vec![text.trim().into()];
    };
    let mut ids: Vec<&str> = text.split(separator).map(str::trim).collect();
    while ids.last().is_some_and(|id| id.is_empty()) {
        ids.pop();
    }
    ids.into_iter().map(CustomerId::from).collect()
}

/// Each ID once (byte by byte), in lower-case order by code point. IDs that differ in case only are in
/// no order at OTOBO; here they are in their own (otobo-behaviour.md 3.5, C49).
pub fn sorted_customer_ids(mut ids: Vec<CustomerId>) -> Vec<CustomerId> {
    ids.sort_by_cached_key(|id| (lower(id.as_str()), id.clone()));
    ids.dedup();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let ids = split_customer_ids(text).into_iter();
        ids.map(|id| id.as_str().to_owned()).collect()
    }

    #[test]
    fn c54_only_one_kind_of_separator_splits() {
        let cases: &[(&str, &[&str])] = &[
            ("a; b ;c", &["a", "b", "c"]),
            ("a,b;c", &["a,b", "c"]),
            ("a|b,c", &["a|b", "c"]),
            ("a|b", &["a", "b"]),
            (" a ", &["a"]),
            ("a;;b;;", &["a", "", "b"]),
            (";a", &["", "a"]),
            (";", &[]),
            ("", &[]),
        ];
        for (text, ids) in cases {
            assert_eq!(split(text), *ids, "{text}");
        }
    }

    #[test]
    fn c49_ids_in_use_come_once_and_by_their_lower_case() {
        let ids = ["b", "Ä", "a_b", "AxB", "B", "b", "ACME"].map(CustomerId::from);
        let sorted = sorted_customer_ids(ids.to_vec());
        let sorted: Vec<_> = sorted.iter().map(CustomerId::as_str).collect();
        assert_eq!(sorted, ["a_b", "ACME", "AxB", "B", "b", "Ä"]);
    }
}
