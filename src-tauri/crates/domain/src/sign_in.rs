//! The modules of the customers' sign-in: who is asked whether a password is right, in which order
//! (otobo-behaviour.md 4.7, 5.6). They are settings of their own: a source of customer users in a directory
//! lets nobody in by itself.

mod keys;
mod module;
mod number;

pub use keys::{DATABASE_KEYS, DIRECTORY_KEYS, MODULE, SignInKey, SignInKeyKind};
pub(crate) use keys::{all_settings, settings_of};
pub use module::{
    Member, SignInDatabase, SignInDirectory, SignInFinding, SignInGroup, SignInModule, SignInTable,
    SignInWay, sign_in_modules,
};
pub use number::SignInNumber;

/// The name under which a customer signs in, as a directory is asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInName(String);

impl SignInName {
    /// What was typed, without white space around it and with the suffix behind it (C91). `None` where OTOBO
    /// asks nobody: nothing was typed, or `0`.
    pub fn of(typed: &str, suffix: &str) -> Option<Self> {
        let name = typed.trim();
        let is_typed = !crate::text::is_false(Some(typed)) && !name.is_empty();
        is_typed.then(|| Self(format!("{name}{suffix}")))
    }

    /// The name, which has to be a customer user's login.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What somebody types who signs in as `login`: a suffix that is put behind it is not typed.
pub fn typed_for<'l>(login: &'l str, suffix: &str) -> &'l str {
    let typed = login.strip_suffix(suffix);
    typed.filter(|typed| !typed.is_empty()).unwrap_or(login)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c91_the_suffix_is_put_behind_what_was_typed() {
        let name = |typed, suffix| SignInName::of(typed, suffix).map(|it| it.as_str().to_owned());
        assert_eq!(name("eva", "@corp").as_deref(), Some("eva@corp"));
        assert_eq!(name(" eva\t", "").as_deref(), Some("eva"));
        assert_eq!(name("", "@corp"), None);
        assert_eq!(name("0", ""), None);
        assert_eq!(name("  ", "@corp"), None);
    }

    #[test]
    fn a_suffix_is_not_typed() {
        assert_eq!(typed_for("eva@corp", "@corp"), "eva");
        assert_eq!(typed_for("eva", "@corp"), "eva");
        assert_eq!(typed_for("eva", ""), "eva");
        assert_eq!(typed_for("@corp", "@corp"), "@corp");
    }
}
