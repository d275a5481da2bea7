//! Filters as a tree (RFC 4511, 4.5.1). Text becomes one by [`Filter::parse`] and nothing else, and a tree
//! becomes text in one place, [`fmt::Display`], which escapes every byte that could mean something
//! (RFC 4515): no value can change what a filter asks.

mod parse;

pub use parse::FilterError;

use std::fmt;

/// The name of an attribute, with its options: `mail`, `cn;lang-de`, `userCertificate;binary`, or a number
/// such as `2.5.4.3`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Attribute(String);

/// Which entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// All of these hold. Without any it is true (RFC 4526).
    And(Vec<Self>),
    /// At least one of these holds. Without any it is false (RFC 4526).
    Or(Vec<Self>),
    /// This does not hold.
    Not(Box<Self>),
    /// A value equals this one, as the directory compares them.
    Equal(Attribute, Vec<u8>),
    /// A value has these parts in this order.
    Substrings {
        /// Of what.
        attribute: Attribute,
        /// It begins with this.
        initial: Option<Vec<u8>>,
        /// These stand somewhere, one behind the other.
        any: Vec<Vec<u8>>,
        /// It ends with this.
        last: Option<Vec<u8>>,
    },
    /// A value is this one or stands behind it.
    GreaterOrEqual(Attribute, Vec<u8>),
    /// A value is this one or stands before it.
    LessOrEqual(Attribute, Vec<u8>),
    /// There is a value.
    Present(Attribute),
    /// A value is about this one.
    Approximate(Attribute, Vec<u8>),
    /// A value matches by a rule of this name.
    Extensible {
        /// Of what; without it of everything that the rule is for.
        attribute: Option<Attribute>,
        /// The rule.
        rule: Option<String>,
        /// The parts of the entry's name take part.
        dn: bool,
        /// What the rule compares with.
        value: Vec<u8>,
    },
}

impl Filter {
    /// This, and that where there is something.
    #[must_use]
    pub fn and(self, other: Option<&Self>) -> Self {
        match other {
            None => self,
            Some(other) => Self::And(vec![self, other.clone()]),
        }
    }

    /// The opposite, said of each attribute by itself: 389 Directory Server (2.3) finds nobody by the opposite
    /// of an `(|…)` that stands inside another filter.
    #[must_use]
    pub fn negated(self) -> Self {
        let each = |members: Vec<Self>| members.into_iter().map(Self::negated).collect();
        match self {
            Self::And(members) => Self::Or(each(members)),
            Self::Or(members) => Self::And(each(members)),
            Self::Not(inner) => *inner,
            one => Self::Not(Box::new(one)),
        }
    }

    /// One of these; a single one stands for itself.
    pub fn any_of(mut filters: Vec<Self>) -> Self {
        match filters.len() {
            1 => filters.remove(0),
            _ => Self::Or(filters),
        }
    }

    /// All of these; a single one stands for itself.
    pub fn all_of(mut filters: Vec<Self>) -> Self {
        match filters.len() {
            1 => filters.remove(0),
            _ => Self::And(filters),
        }
    }
}

impl Attribute {
    /// A name written in a test.
    #[cfg(test)]
    pub(crate) fn fixed(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The name as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for Attribute {
    type Error = FilterError;

    fn try_from(text: &str) -> Result<Self, FilterError> {
        let mut parts = text.split(';');
        let name = parts.next().unwrap_or_default();
        let is_name = name.starts_with(|it: char| it.is_ascii_alphabetic())
            && name
                .chars()
                .all(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_'));
        let is_number = !name.is_empty()
            && name
                .split('.')
                .all(|part| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit()));
        let is_option = |option: &str| {
            !option.is_empty()
                && option
                    .chars()
                    .all(|it| it.is_ascii_alphanumeric() || it == '-')
        };
        if (is_name || is_number) && parts.all(is_option) {
            Ok(Self(text.to_owned()))
        } else {
            Err(FilterError::Attribute)
        }
    }
}

impl From<&crate::ids::Identifier> for Attribute {
    /// Every name of a column is one of an attribute.
    fn from(name: &crate::ids::Identifier) -> Self {
        Self(name.as_str().to_owned())
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A value with everything escaped that means something, and whatever is no printable ASCII.
struct Escaped<'v>(&'v [u8]);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            match byte {
                b'*' | b'(' | b')' | b'\\' | 0..=0x1f | 0x7f..=0xff => write!(f, "\\{byte:02x}")?,
                byte => write!(f, "{}", char::from(*byte))?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let several = |f: &mut fmt::Formatter<'_>, sign: char, members: &[Self]| {
            write!(f, "({sign}")?;
            members.iter().try_for_each(|member| member.fmt(f))?;
            f.write_str(")")
        };
        match self {
            Self::And(members) => several(f, '&', members),
            Self::Or(members) => several(f, '|', members),
            Self::Not(inner) => write!(f, "(!{inner})"),
            Self::Equal(attribute, value) => write!(f, "({attribute}={})", Escaped(value)),
            Self::GreaterOrEqual(attribute, value) => {
                write!(f, "({attribute}>={})", Escaped(value))
            }
            Self::LessOrEqual(attribute, value) => write!(f, "({attribute}<={})", Escaped(value)),
            Self::Approximate(attribute, value) => write!(f, "({attribute}~={})", Escaped(value)),
            Self::Present(attribute) => write!(f, "({attribute}=*)"),
            Self::Substrings {
                attribute,
                initial,
                any,
                last,
            } => {
                let initial = Escaped(initial.as_deref().unwrap_or_default());
                write!(f, "({attribute}={initial}*")?;
                any.iter()
                    .try_for_each(|part| write!(f, "{}*", Escaped(part)))?;
                write!(f, "{})", Escaped(last.as_deref().unwrap_or_default()))
            }
            Self::Extensible {
                attribute,
                rule,
                dn,
                value,
            } => {
                f.write_str("(")?;
                if let Some(attribute) = attribute {
                    attribute.fmt(f)?;
                }
                if *dn {
                    f.write_str(":dn")?;
                }
                if let Some(rule) = rule {
                    write!(f, ":{rule}")?;
                }
                write!(f, ":={})", Escaped(value))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c83_what_means_something_is_escaped_in_values() {
        let attribute = Attribute::fixed("uid");
        let filter = Filter::Equal(attribute, b"a*b)(c\\d\0\x1f ~".to_vec());
        assert_eq!(filter.to_string(), "(uid=a\\2ab\\29\\28c\\5cd\\00\\1f ~)");
    }

    #[test]
    fn an_opposite_is_said_of_each_attribute() {
        let opposite = |filter| Filter::parse(filter).unwrap().negated().to_string();
        assert_eq!(opposite("(uid=a)"), "(!(uid=a))");
        assert_eq!(
            opposite("(|(&(a=1)(!(b=2)))(c=*))"),
            "(&(|(!(a=1))(b=2))(!(c=*)))"
        );
    }

    #[test]
    fn text_beyond_ascii_is_escaped_byte_by_byte_so_that_any_encoding_passes() {
        let filter =
            |value: &[u8]| Filter::Equal(Attribute::fixed("cn"), value.to_vec()).to_string();
        assert_eq!(filter("ü".as_bytes()), "(cn=\\c3\\bc)");
        assert_eq!(filter(&[0xfc]), "(cn=\\fc)");
    }

    #[test]
    fn names_of_attributes_are_names_or_numbers_with_options() {
        for name in [
            "mail",
            "cn;lang-de",
            "userCertificate;binary",
            "2.5.4.3",
            "x-my-id",
            "a_b",
        ] {
            assert!(Attribute::try_from(name).is_ok(), "{name}");
        }
        for name in ["", "a b", "a)(b", "1a", "a;", "mail=*", ".1", "ä"] {
            assert!(Attribute::try_from(name).is_err(), "{name}");
        }
    }
}
