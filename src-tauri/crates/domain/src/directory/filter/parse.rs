//! From text to a filter (RFC 4515).

use super::{Attribute, Filter};

/// Deeper filters are refused: nobody writes them, and it bounds how deep reading goes.
const DEEPEST: usize = 100;

/// Why a text is no filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// A parenthesis is missing, or there is one too many.
    #[error("the parentheses of the filter do not pair")]
    Parentheses,
    /// There is no name of an attribute where one has to be.
    #[error("the filter lacks the name of an attribute")]
    Attribute,
    /// Neither `=`, `>=`, `<=`, `~=` nor `:=` follows the name.
    #[error("the filter lacks a comparison")]
    Comparison,
    /// A backslash without two hexadecimal digits.
    #[error("a backslash in the filter is not followed by two hexadecimal digits")]
    Escape,
    /// More levels than anybody needs.
    #[error("the filter is nested too deeply")]
    TooDeep,
}

impl Filter {
    /// Reads a filter. As the library of OTOBO's does, it takes one without the outer parentheses and with
    /// blanks between its parts; in values a blank is a blank.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        let text = text.trim();
        let mut reader = Reader { rest: text };
        let filter = if text.starts_with('(') {
            reader.filter(0)?
        } else {
            reader.inner(0)?
        };
        reader.skip_blanks();
        if reader.rest.is_empty() {
            Ok(filter)
        } else {
            Err(FilterError::Parentheses)
        }
    }
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn takes(&mut self, character: char) -> bool {
        match self.rest.strip_prefix(character) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn filter(&mut self, depth: usize) -> Result<Filter, FilterError> {
        if depth > DEEPEST {
            return Err(FilterError::TooDeep);
        }
        self.skip_blanks();
        if !self.takes('(') {
            return Err(FilterError::Parentheses);
        }
        let filter = self.inner(depth)?;
        self.skip_blanks();
        if self.takes(')') {
            Ok(filter)
        } else {
            Err(FilterError::Parentheses)
        }
    }

    /// What stands in parentheses.
    fn inner(&mut self, depth: usize) -> Result<Filter, FilterError> {
        self.skip_blanks();
        if self.takes('&') {
            return Ok(Filter::And(self.members(depth)?));
        }
        if self.takes('|') {
            return Ok(Filter::Or(self.members(depth)?));
        }
        if self.takes('!') {
            return Ok(Filter::Not(Box::new(self.filter(depth + 1)?)));
        }
        self.item()
    }

    fn members(&mut self, depth: usize) -> Result<Vec<Filter>, FilterError> {
        let mut members = Vec::new();
        loop {
            self.skip_blanks();
            if !self.rest.starts_with('(') {
                return Ok(members);
            }
            members.push(self.filter(depth + 1)?);
        }
    }

    fn item(&mut self) -> Result<Filter, FilterError> {
        let end = self.rest.find(['(', ')']).unwrap_or(self.rest.len());
        let (item, rest) = self.rest.split_at(end);
        if rest.starts_with('(') {
            return Err(FilterError::Parentheses);
        }
        self.rest = rest;
        let (name, value) = item.split_once('=').ok_or(FilterError::Comparison)?;
        let attribute = |name: &str| Attribute::try_from(name.trim());
        if let Some(name) = name.strip_suffix(':') {
            return extensible(name.trim(), value);
        }
        for (sign, make) in [
            (
                '>',
                Filter::GreaterOrEqual as fn(Attribute, Vec<u8>) -> Filter,
            ),
            ('<', Filter::LessOrEqual),
            ('~', Filter::Approximate),
        ] {
            if let Some(name) = name.strip_suffix(sign) {
                return Ok(make(attribute(name)?, bytes(value)?));
            }
        }
        compared(attribute(name)?, value)
    }
}

/// `name=value`, where a `*` that is not escaped stands for any text.
fn compared(attribute: Attribute, value: &str) -> Result<Filter, FilterError> {
    let mut parts = value.split('*');
    let first = bytes(parts.next().unwrap_or_default())?;
    let mut any = parts.map(bytes).collect::<Result<Vec<_>, _>>()?;
    let Some(last) = any.pop() else {
        return Ok(Filter::Equal(attribute, first));
    };
    // Nothing stands between two wildcards side by side
    any.retain(|part| !part.is_empty());
    let some = |part: Vec<u8>| (!part.is_empty()).then_some(part);
    Ok(match (some(first), some(last)) {
        (None, None) if any.is_empty() => Filter::Present(attribute),
        (initial, last) => Filter::Substrings {
            attribute,
            initial,
            any,
            last,
        },
    })
}

/// `name:dn:rule:=value`, each part but the value optional.
fn extensible(name: &str, value: &str) -> Result<Filter, FilterError> {
    let mut parts = name.split(':');
    let attribute = match parts.next().map(str::trim) {
        None | Some("") => None,
        Some(name) => Some(Attribute::try_from(name)?),
    };
    let mut rest: Vec<&str> = parts.map(str::trim).collect();
    let dn = rest.first().is_some_and(|it| it.eq_ignore_ascii_case("dn"));
    if dn {
        rest.remove(0);
    }
    let rule = match rest.as_slice() {
        [] => None,
        [rule] => Some(Attribute::try_from(*rule)?.to_string()),
        _ => return Err(FilterError::Comparison),
    };
    if attribute.is_none() && rule.is_none() {
        return Err(FilterError::Attribute);
    }
    Ok(Filter::Extensible {
        attribute,
        rule,
        dn,
        value: bytes(value)?,
    })
}

fn bytes(text: &str) -> Result<Vec<u8>, FilterError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || {
            let digit = char::from(rest.next()?).to_digit(16)?;
            u8::try_from(digit).ok()
        };
        let (Some(high), Some(low)) = (digit(), digit()) else {
            return Err(FilterError::Escape);
        };
        bytes.push(high << 4 | low);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn filters_as_they_are_written_come_back_as_one_spelling() {
        let cases = [
            ("(objectClass=person)", "(objectClass=person)"),
            ("objectClass=person", "(objectClass=person)"),
            ("&(a=1)(b=2)", "(&(a=1)(b=2))"),
            (" ( & (a=1) (b=2) ) ", "(&(a=1)(b=2))"),
            ("(!(description=gesperrt))", "(!(description=gesperrt))"),
            ("(a=*)", "(a=*)"),
            ("(a=x**y*)", "(a=x*y*)"),
            ("(a=*x*y)", "(a=*x*y)"),
            ("(a=\\2A\\c3\\bc)", "(a=\\2a\\c3\\bc)"),
            ("(a=ü b)", "(a=\\c3\\bc b)"),
            ("(a>=5)", "(a>=5)"),
            ("(a<=5)", "(a<=5)"),
            ("(a~=x)", "(a~=x)"),
            (
                "(userAccountControl:1.2.840.113556.1.4.803:=2)",
                "(userAccountControl:1.2.840.113556.1.4.803:=2)",
            ),
            ("(o:dn:=Ace)", "(o:dn:=Ace)"),
            ("(:dn:2.4.6.8.10:=Dino)", "(:dn:2.4.6.8.10:=Dino)"),
            ("(&)", "(&)"),
            ("(a=)", "(a=)"),
            ("(cn=a=b)", "(cn=a=b)"),
        ];
        for (text, expected) in cases {
            let filter = Filter::parse(text).map(|it| it.to_string());
            assert_eq!(filter.as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_filter_is_told_by_what_is_wrong() {
        let cases = [
            ("(a=b", FilterError::Parentheses),
            ("(a=b))", FilterError::Parentheses),
            ("a=b)", FilterError::Parentheses),
            ("(&(a=b)c=d)", FilterError::Parentheses),
            ("(!a=b)", FilterError::Parentheses),
            ("(a=b(c)", FilterError::Parentheses),
            ("(a)", FilterError::Comparison),
            ("", FilterError::Comparison),
            ("(=b)", FilterError::Attribute),
            ("(a b=c)", FilterError::Attribute),
            ("(a=\\2)", FilterError::Escape),
            ("(a=\\zz)", FilterError::Escape),
            ("(:=x)", FilterError::Attribute),
        ];
        for (text, error) in cases {
            assert_eq!(Filter::parse(text), Err(error), "{text}");
        }
        let deep = format!("{}(a=b){}", "(!".repeat(200), ")".repeat(200));
        assert_eq!(Filter::parse(&deep), Err(FilterError::TooDeep));
    }

    fn name() -> impl Strategy<Value = Attribute> {
        "[a-z][a-zA-Z0-9-]{0,8}(;[a-z]{1,5})?"
            .prop_map(|it| Attribute::try_from(it.as_str()).unwrap())
    }

    fn value() -> impl Strategy<Value = Vec<u8>> {
        proptest::collection::vec(any::<u8>(), 0..8)
    }

    fn some_value() -> impl Strategy<Value = Vec<u8>> {
        proptest::collection::vec(any::<u8>(), 1..6)
    }

    fn leaf() -> impl Strategy<Value = Filter> {
        let substrings = (
            name(),
            proptest::option::of(some_value()),
            proptest::collection::vec(some_value(), 0..3),
            proptest::option::of(some_value()),
        );
        prop_oneof![
            (name(), value()).prop_map(|(name, value)| Filter::Equal(name, value)),
            (name(), value()).prop_map(|(name, value)| Filter::GreaterOrEqual(name, value)),
            (name(), value()).prop_map(|(name, value)| Filter::LessOrEqual(name, value)),
            (name(), value()).prop_map(|(name, value)| Filter::Approximate(name, value)),
            name().prop_map(Filter::Present),
            substrings.prop_map(|(attribute, initial, any, last)| {
                if initial.is_none() && any.is_empty() && last.is_none() {
                    return Filter::Present(attribute);
                }
                Filter::Substrings {
                    attribute,
                    initial,
                    any,
                    last,
                }
            }),
            (
                name(),
                any::<bool>(),
                proptest::option::of("[0-9]{1,3}(\\.[0-9]{1,3}){1,3}"),
                value()
            )
                .prop_map(|(attribute, dn, rule, value)| Filter::Extensible {
                    attribute: Some(attribute),
                    rule,
                    dn,
                    value,
                }),
        ]
    }

    fn filter() -> impl Strategy<Value = Filter> {
        leaf().prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Filter::And),
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Filter::Or),
                inner.prop_map(|it| Filter::Not(Box::new(it))),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_rendered_is_read_as_the_same(filter in filter()) {
            prop_assert_eq!(Filter::parse(&filter.to_string()), Ok(filter));
        }

        #[test]
        fn no_text_makes_the_reader_fall(text in any::<String>()) {
            let _ = Filter::parse(&text);
        }

        #[test]
        fn a_value_stays_a_value(text in any::<String>()) {
            let filter = Filter::Equal(Attribute::try_from("uid").unwrap(), text.into_bytes());
            prop_assert!(filter.to_string().is_ascii());
            prop_assert_eq!(Filter::parse(&filter.to_string()), Ok(filter));
        }
    }
}
