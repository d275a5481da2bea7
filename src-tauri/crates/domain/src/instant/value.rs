//! What is searched of a record.

use unicode_normalization::UnicodeNormalization;

use super::FoldedText;
use crate::ids::Var;
use crate::text::lower_char;
use crate::validity::Validity;
use crate::vars;

/// What a value is, as far as the search cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A login, or a customer's own ID.
    Login,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A name of a person or a company: what is listened to, and stands before other words.
    Name,
    /// Any other text.
    Other,
}

impl FieldKind {
    /// What the values of a field are, by its name: OTOBO's own names, and any that speaks of phones.
    pub fn of_var(var: &Var) -> Self {
        match var.as_str() {
            vars::USER_LOGIN | vars::CUSTOMER_ID => Self::Login,
            vars::USER_EMAIL => Self::Email,
            vars::USER_FIRSTNAME | vars::USER_LASTNAME | vars::CUSTOMER_COMPANY_NAME => Self::Name,
            name if ["Phone", "Mobile", "Fax"]
                .iter()
                .any(|it| name.contains(it)) =>
            {
                Self::Phone
            }
            _ => Self::Other,
        }
    }
}

/// One value of a record.
#[derive(Clone, Copy, Debug)]
pub struct Value<'a> {
    /// The name of the field in records.
    pub field: &'a str,
    /// What it is.
    pub kind: FieldKind,
    /// The value.
    pub text: &'a str,
}

/// A record with all that a query asks of it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The values that are searched, in the order of the map; empty ones may be left out.
    pub values: &'a [Value<'a>],
    /// Whether it may be used.
    pub validity: Validity,
    /// The names of its source and installation, for `source:`.
    pub sources: &'a [&'a str],
}

/// A login or e-mail address as another spelling of it is compared with: in lower case, and composed as
/// Unicode has it. Accents count here.
pub fn exact_key(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        exact_characters(text).collect()
    }
}

/// Whether this is the [`exact_key`] of a text: mostly told by its first letters.
pub(super) fn has_exact_key(text: &str, key: &str) -> bool {
    let text = text.trim();
    if text.is_ascii() {
        text.eq_ignore_ascii_case(key)
    } else {
        exact_characters(text).eq(key.chars())
    }
}

fn exact_characters(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(lower_char).nfc()
}

/// A value with its folded text.
#[derive(Debug)]
pub(super) struct FoldedValue<'a> {
    pub(super) value: Value<'a>,
    pub(super) folded: FoldedText,
}

impl<'a> FoldedValue<'a> {
    pub(super) fn of(value: &Value<'a>) -> Self {
        Self {
            value: *value,
            folded: FoldedText::of(value.text),
        }
    }

    /// The words of a name that are listened to; none of other values.
    pub(super) fn heard_words(&self) -> impl Iterator<Item = &str> {
        let is_name = self.value.kind == FieldKind::Name;
        let heard = if is_name {
            self.folded.most_collapsed()
        } else {
            ""
        };
        heard.split(' ').filter(|word| !word.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lower;

    #[test]
    fn fields_are_known_by_their_names() {
        for (var, kind) in [
            ("UserLogin", FieldKind::Login),
            ("CustomerID", FieldKind::Login),
            ("UserCustomerID", FieldKind::Other),
            ("UserEmail", FieldKind::Email),
            ("UserLastname", FieldKind::Name),
            ("CustomerCompanyName", FieldKind::Name),
            ("UserMobile", FieldKind::Phone),
            ("UserPhonePrivate", FieldKind::Phone),
            ("UserCity", FieldKind::Other),
        ] {
            assert_eq!(FieldKind::of_var(&var.into()), kind, "{var}");
        }
    }

    /// The local directory looks logins up by it, which it compares in lower case.
    #[test]
    fn what_is_equal_in_lower_case_has_one_exact_key() {
        for character in '\0'..=char::MAX {
            let text = format!("a{character}b");
            assert_eq!(exact_key(&text), exact_key(&lower(&text)), "{character:?}");
        }
    }

    #[test]
    fn exact_keys_are_blind_for_case_but_not_for_accents() {
        assert_eq!(exact_key(" T.MÜLLER@acme.de"), "t.müller@acme.de");
        assert_eq!(exact_key("Mu\u{308}ller"), exact_key("müller"));
        assert_ne!(exact_key("muller"), exact_key("müller"));
        assert!(has_exact_key(" MÜLLER", &exact_key("müller")));
        assert!(!has_exact_key("MÜLLERS", &exact_key("müller")));
        assert_eq!(
            exact_key("J\u{30c}"),
            exact_key("ǰ"),
            "only the small one is composed"
        );
    }
}
