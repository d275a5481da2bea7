//! What the entries of the keyring are called.

use deskbook_core::secrets::SecretName;

/// The entry of a secret.
pub(crate) fn of_secret(name: &SecretName) -> String {
    format!("{}/{}", part(name.installation()), part(name.purpose()))
}

/// The entry that lists the purposes of an installation. It has no slash, so no secret's is like it.
pub(crate) fn of_purposes(installation: &str) -> String {
    part(installation)
}

/// A part with no slash in it.
fn part(text: &str) -> String {
    text.replace('%', "%25").replace('/', "%2F")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_names_never_share_an_entry() {
        let names = [
            ("a", "b/c"),
            ("a/b", "c"),
            ("a%2Fb", "c"),
            ("a", "b%2Fc"),
            ("", "a/b/c"),
        ];
        let entries: std::collections::BTreeSet<_> = names
            .iter()
            .map(|(installation, purpose)| of_secret(&SecretName::new(*installation, *purpose)))
            .collect();
        assert_eq!(entries.len(), names.len(), "{entries:?}");
    }

    #[test]
    fn the_list_of_purposes_is_no_secrets_entry() {
        assert_eq!(of_purposes("a/b"), "a%2Fb");
        assert_eq!(of_secret(&SecretName::new("a", "b")), "a/b");
    }
}
