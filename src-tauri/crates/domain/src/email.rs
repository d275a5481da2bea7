//! Which texts pass as an e-mail address (otobo-behaviour.md 4.4), and whose DNS is asked about one.
//! Asking it is not done here: that takes a network.

mod grammar;

use grammar::Domain;
use regex::{Regex, RegexBuilder};

/// The settings that decide, read from OTOBO or as it ships them.
#[derive(Clone, Debug)]
pub struct EmailRules {
    accepted: Option<Regex>,
    refused: Option<Regex>,
}

/// Why a text does not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailProblem {
    /// It is no address.
    #[error("the syntax of the e-mail address is incorrect")]
    Syntax,
    /// The setting `CheckEmailInvalidAddress` refuses it.
    #[error("the e-mail address is not allowed by the settings")]
    NotAllowed,
}

/// A setting's pattern that cannot be used. OTOBO's are Perl's, which knows more than we do, such
/// as looking back.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the pattern of the setting {setting} cannot be used")]
pub struct EmailRulesError {
    /// Name of the setting.
    pub setting: &'static str,
    #[source]
    source: Box<regex::Error>,
}

impl EmailRules {
    /// Rules of the settings `CheckEmailValidAddress` and `CheckEmailInvalidAddress`; an empty
    /// pattern stands for a setting that is off.
    pub fn new(accepted: &str, refused: &str) -> Result<Self, EmailRulesError> {
        Ok(Self {
            accepted: compile("CheckEmailValidAddress", accepted)?,
            refused: compile("CheckEmailInvalidAddress", refused)?,
        })
    }

    /// Every text passes: the setting `CheckEmailAddresses` is off.
    pub fn everything() -> Self {
        Self {
            // An empty pattern is found in every text
            accepted: Regex::new("").ok(),
            refused: None,
        }
    }

    fn accepts_unseen(&self, address: &str) -> bool {
        let accepted = self.accepted.as_ref();
        accepted.is_some_and(|pattern| is_match(pattern, address))
    }
}

impl Default for EmailRules {
    /// As OTOBO ships them: `root@localhost` and `admin@localhost` pass, `example.com` and the like
    /// do not.
    fn default() -> Self {
        #[expect(
            clippy::expect_used,
            reason = "the patterns are constants, and a test holds them"
        )]
        Self::new(
            r"^(root@localhost|admin@localhost)$",
            r"@(example)\.(..|...)$",
        )
        .expect("the shipped patterns can be used")
    }
}

fn compile(setting: &'static str, pattern: &str) -> Result<Option<Regex>, EmailRulesError> {
    if pattern.is_empty() {
        return Ok(None);
    }
    let regex = RegexBuilder::new(pattern).case_insensitive(true).build();
    regex.map(Some).map_err(|source| EmailRulesError {
        setting,
        source: Box::new(source),
    })
}

/// The domain that needs an A or MX record if the setting `CheckMXRecord` is on; `None` if nothing has
/// to be looked up.
///
/// That is so for a text that is no address, for one that the setting `CheckEmailValidAddress` takes
/// unseen, and for `a@[10.0.0.1]`, which names its host by number. OTOBO looks up whatever stands
/// behind the last `@`: the `b.de>` of `Ann <a@b.de>`, which nobody can have, and for a number in
/// brackets the name that belongs to it. Neither tells whether mail arrives, so neither is copied.
pub fn domain_to_look_up(address: &str, rules: &EmailRules) -> Option<String> {
    if rules.accepts_unseen(address) {
        return None;
    }
    match grammar::domain_of_mailbox(address)? {
        Domain::Name(name) => Some(name),
        Domain::Literal(_) => None,
    }
}

/// Whether OTOBO would take this text for an e-mail address. The settings' patterns are applied to
/// the whole text, so `x <a@example.com>` passes.
pub fn check_email(address: &str, rules: &EmailRules) -> Result<(), EmailProblem> {
    if rules.accepts_unseen(address) {
        return Ok(());
    }
    if !grammar::is_mailbox(address) {
        return Err(EmailProblem::Syntax);
    }
    if rules
        .refused
        .as_ref()
        .is_some_and(|pattern| is_match(pattern, address))
    {
        return Err(EmailProblem::NotAllowed);
    }
    Ok(())
}

/// Perl's `$` also matches before a line feed that ends the text.
fn is_match(pattern: &Regex, text: &str) -> bool {
    pattern.is_match(text)
        || text
            .strip_suffix('\n')
            .is_some_and(|text| pattern.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str) -> Result<(), EmailProblem> {
        check_email(address, &EmailRules::default())
    }

    #[test]
    fn the_shipped_settings_decide_on_localhost_and_example_domains() {
        for address in ["root@localhost", "ADMIN@localhost", "root@localhost\n"] {
            assert_eq!(check(address), Ok(()), "{address:?}");
        }
        for address in [
            "x@example.com",
            "a@EXAMPLE.com",
            "a@example.de",
            "a@example.com\n",
        ] {
            assert_eq!(check(address), Err(EmailProblem::NotAllowed), "{address:?}");
        }
        let passing = [
            "a@my-example.com",
            "a@example.info",
            "x <a@example.com>",
            "a@globex.example",
        ];
        for address in passing {
            assert_eq!(check(address), Ok(()), "{address:?}");
        }
        assert_eq!(check("user@localhost"), Err(EmailProblem::Syntax));
    }

    #[test]
    fn settings_that_are_off_decide_nothing() {
        let rules = EmailRules::new("", "").unwrap();
        assert_eq!(check_email("a@example.com", &rules), Ok(()));
        assert_eq!(
            check_email("root@localhost", &rules),
            Err(EmailProblem::Syntax)
        );
    }

    #[test]
    fn an_accepted_address_is_asked_nothing_more() {
        let rules = EmailRules::new("^support$", "support").unwrap();
        assert_eq!(check_email("Support", &rules), Ok(()));
        assert_eq!(
            check_email("support@b.de", &rules),
            Err(EmailProblem::NotAllowed)
        );
    }

    #[test]
    fn only_the_name_behind_an_address_is_looked_up() {
        let asked = |address| domain_to_look_up(address, &EmailRules::default());
        assert_eq!(asked("a@b.test").as_deref(), Some("b.test"));
        assert_eq!(asked("Ann <a@b.test>").as_deref(), Some("b.test"));
        assert_eq!(
            asked("a@example.com").as_deref(),
            Some("example.com"),
            "whether it is allowed is another question"
        );
        for address in ["root@localhost", "a@[10.0.0.1]", "a@b", "no address", ""] {
            assert_eq!(asked(address), None, "{address:?}");
        }
        let everything = EmailRules::everything();
        assert_eq!(domain_to_look_up("a@b.test", &everything), None);
    }

    #[test]
    fn a_pattern_that_cannot_be_used_names_its_setting() {
        let error = EmailRules::new("a", "(?<!x)@").unwrap_err();
        assert_eq!(error.setting, "CheckEmailInvalidAddress");
        let error = EmailRules::new("(", "a").unwrap_err();
        assert_eq!(error.setting, "CheckEmailValidAddress");
    }
}
