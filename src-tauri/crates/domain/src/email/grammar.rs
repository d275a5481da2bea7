//! The syntax of an e-mail address: RFC 822's mailbox, and of it what OTOBO lets through
//! (otobo-behaviour.md 4.4).

use std::net::Ipv4Addr;

/// Characters of the bare address, comments and blanks not counted.
const MAX_ADDRESS: usize = 254;
/// Characters before the `@`.
const MAX_LOCAL_PART: usize = 64;

/// What stands behind the `@`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Domain {
    /// Labels joined by dots, without the blanks and comments that stood between them.
    Name(String),
    /// A host without a name, in brackets.
    Literal(Ipv4Addr),
}

/// Whether a text is one mailbox.
pub(super) fn is_mailbox(text: &str) -> bool {
    domain_of_mailbox(text).is_some()
}

/// The domain of a text that is one mailbox: `a@b.de`, `Ann <a@b.de>`, with blanks and `(comments)`
/// around the parts, and one line feed at the end.
pub(super) fn domain_of_mailbox(text: &str) -> Option<Domain> {
    let text = strip_trailing_comment(text);
    let text = text.strip_suffix('\n').unwrap_or(text);
    if !text.is_ascii() || text.contains("..") || text.contains(".@") {
        return None;
    }
    bare(text).or_else(|| named(text))
}

/// OTOBO takes a ` (comment)` off the end before it looks closer, whatever letters are in it.
fn strip_trailing_comment(text: &str) -> &str {
    let split = text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once(" ("));
    let comment = split.filter(|(_, comment)| !comment.contains(['(', ')']));
    comment.map_or(text, |(before, _)| before)
}

/// `a@b.de`
fn bare(text: &str) -> Option<Domain> {
    let mut input = Input { rest: text };
    input.skip();
    let domain = input.address()?;
    input.rest.is_empty().then_some(domain)
}

/// `Ann <a@b.de>`, the name in words and quoted strings, at least one.
fn named(text: &str) -> Option<Domain> {
    let mut input = Input { rest: text };
    input.skip();
    let mut named = false;
    while input.word().is_some() {
        input.skip();
        named = true;
    }
    if !named || !input.take('<') {
        return None;
    }
    input.skip();
    let domain = input.address()?;
    if !input.take('>') {
        return None;
    }
    input.skip();
    input.rest.is_empty().then_some(domain)
}

/// What is left to read. Readers that fail may have read something: the text is then refused.
struct Input<'a> {
    rest: &'a str,
}

impl<'a> Input<'a> {
    fn take(&mut self, character: char) -> bool {
        let rest = self.rest.strip_prefix(character);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Takes characters of a kind; none is possible.
    fn take_while(&mut self, is: impl Fn(char) -> bool) -> &'a str {
        let end = self
            .rest
            .find(|character| !is(character))
            .unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// Blanks and comments.
    fn skip(&mut self) {
        loop {
            self.take_while(|character| matches!(character, ' ' | '\t'));
            let Some(behind) = behind_comment(self.rest, 0) else {
                return;
            };
            self.rest = behind;
        }
    }

    /// A local part, `@` and a domain, blanks and comments behind each part.
    fn address(&mut self) -> Option<Domain> {
        let local = self.local_part()?;
        if !self.take('@') {
            return None;
        }
        self.skip();
        let (domain, length) = self.domain()?;
        let fits = local <= MAX_LOCAL_PART && local + 1 + length <= MAX_ADDRESS;
        fits.then_some(domain)
    }

    /// Words joined by single dots; the length without what is around them.
    fn local_part(&mut self) -> Option<usize> {
        let mut length = 0;
        loop {
            length += self.word()?.len();
            self.skip();
            if !self.take('.') {
                return Some(length);
            }
            length += 1;
            self.skip();
        }
    }

    /// An atom or a quoted string.
    fn word(&mut self) -> Option<&'a str> {
        if self.rest.starts_with('"') {
            return self.quoted();
        }
        let atom = self.take_while(is_atom);
        (!atom.is_empty()).then_some(atom)
    }

    fn quoted(&mut self) -> Option<&'a str> {
        let start = self.rest;
        if !self.take('"') {
            return None;
        }
        loop {
            self.take_while(|character| !matches!(character, '"' | '\\' | '\r' | '\n'));
            if self.take('"') {
                return start.get(..start.len() - self.rest.len());
            }
            self.escaped()?;
        }
    }

    /// A backslash and any character.
    fn escaped(&mut self) -> Option<char> {
        let mut characters = self.rest.strip_prefix('\\')?.chars();
        let character = characters.next()?;
        self.rest = characters.as_str();
        Some(character)
    }

    /// Two or more labels, or four numbers in brackets; and the length without what is around them.
    fn domain(&mut self) -> Option<(Domain, usize)> {
        let domain = if self.rest.starts_with('[') {
            self.literal()?
        } else {
            let name = self.labels()?;
            let length = name.len();
            (Domain::Name(name), length)
        };
        self.skip();
        Some(domain)
    }

    fn labels(&mut self) -> Option<String> {
        let mut name = self.label()?.to_owned();
        loop {
            self.skip();
            if !self.take('.') {
                return name.contains('.').then_some(name);
            }
            self.skip();
            name.push('.');
            name.push_str(self.label()?);
        }
    }

    fn label(&mut self) -> Option<&'a str> {
        let label = self.take_while(|it| it.is_ascii_alphanumeric() || it == '-');
        let inner = !label.starts_with('-') && !label.ends_with('-');
        (inner && !label.is_empty()).then_some(label)
    }

    fn literal(&mut self) -> Option<(Domain, usize)> {
        let (inside, behind) = self.rest.strip_prefix('[')?.split_once(']')?;
        let mut numbers = Vec::new();
        for number in inside.split('.') {
            let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            if !digits {
                return None;
            }
            numbers.push(number.parse().ok()?);
        }
        self.rest = behind;
        let octets: [u8; 4] = numbers.try_into().ok()?;
        Some((Domain::Literal(octets.into()), inside.len() + 2))
    }
}

/// What is left behind a comment. Inside one there may be another, but none in that.
fn behind_comment(text: &str, depth: u8) -> Option<&str> {
    let mut input = Input {
        rest: text.strip_prefix('(')?,
    };
    loop {
        input.take_while(|character| !matches!(character, '(' | ')' | '\\' | '\r' | '\n'));
        if input.take(')') {
            return Some(input.rest);
        }
        if depth == 0 && input.rest.starts_with('(') {
            input.rest = behind_comment(input.rest, 1)?;
        } else {
            input.escaped()?;
        }
    }
}

fn is_atom(character: char) -> bool {
    character.is_ascii_graphic() && !r#"()<>@,;:\".[]"#.contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mailbox_passes() {
        let texts = [
            "a@b.test",
            "a_b@c.test",
            "a+b@c.test",
            "o'b@c.test",
            "a%b@c.test",
            "a&b@c.test",
            "a=b@c.test",
            "!a@c.test",
            "a/b@c.test",
            "{a}~`|^*#$?@c.test",
            "a.b.c@d.e.f",
            "a@b.c",
            "1@2.3",
            "A-@x-y.test",
            "\"a b\"@c.test",
            r#""a\"b"@c.test"#,
            r#""a\\"@c.test"#,
            r#""".""@c.test"#,
            r#""a".b."c"@d.test"#,
            r#""(a"@c.test"#,
            "a@[10.0.0.1]",
            "a@[255.255.255.255]",
            "A <a@c.test>",
            "Ann Lee <a@c.test>",
            "Ann<a@c.test>",
            "\"Ann Lee\" <a@c.test>",
            "\"Lee, Ann\" Ann <a@c.test>",
            "Ann < a@c.test > ",
            "Ann (x) Lee <a@c.test> (y)",
            "(note) a@c.test",
            " a@c.test",
            "a@c.test ",
            "\ta@c.test\t",
            "a @ c . test",
            "a . b@c.test",
            "a@(x)c.test",
            "a(x)@c(y).(z)test(w)",
            "a@c.test (x)",
            "a@c.test (ü..)",
            "a@c.test (x (y) z)",
            r"a@c.test (x\))",
            "a@c.test(x)(y)",
            "a@c.test\n",
            "a@c.test (x)\n",
        ];
        for text in texts {
            assert!(is_mailbox(text), "{text:?} passes");
        }
    }

    #[test]
    fn the_domain_is_bare() {
        let name = |name: &str| Some(Domain::Name(name.to_owned()));
        let domains = [
            ("a@b.test", name("b.test")),
            ("\"a@x.y\"@B-2.test", name("B-2.test")),
            ("Ann <a@b.c.test>", name("b.c.test")),
            ("\"Lee, Ann\" < a@c.test > (x) ", name("c.test")),
            ("a(x)@c(y) . (z)test(w)\n", name("c.test")),
            ("a@c.test (at home@x.y)", name("c.test")),
            (
                "a@[10.0.0.001]",
                Some(Domain::Literal([10, 0, 0, 1].into())),
            ),
            ("a@[1.2.3]", None),
            ("a@b", None),
            ("a@b.test, c@d.test", None),
        ];
        for (text, domain) in domains {
            assert_eq!(domain_of_mailbox(text), domain, "{text:?}");
        }
    }

    #[test]
    fn anything_else_does_not() {
        let texts = [
            "",
            " ",
            "a",
            "a@",
            "@b.test",
            "a@b",
            "a@b@c.test",
            "a@b c.test",
            "a b@c.test",
            ".a@c.test",
            "a.@c.test",
            "a..b@c.de",
            "\"a..b\"@c.de",
            "\"a.@b\"@c.de",
            "Ann..Lee <a@c.test>",
            "a@c..test",
            "a@.c.test",
            "a@c.test.",
            "a@-c.test",
            "a@c-.test",
            "a@c.-test",
            "a@c_d.test",
            "a@c.te+st",
            "<a@c.test>",
            " <a@c.test>",
            "(x)<a@c.test>",
            "A. <a@c.test>",
            "Dr. Ann <a@c.test>",
            "Ann <a@c.test",
            "Ann a@c.test>",
            "Ann <a@c.test> Lee",
            "Ann <>",
            "Ann <@x.de:a@c.test>",
            "Ann <a@c.test> <b@c.test>",
            "a@c.test,b@c.test",
            "a@c.test;b@c.test",
            "a@c.test, ",
            "Team: a@c.test;",
            "ü@c.test",
            "a@ü.test",
            "Jörg <a@c.test>",
            "a\n@c.test",
            "a@c.test\n\n",
            "\na@c.test",
            "a@c.test\r",
            "a\u{1}@c.test",
            "a\u{7f}@c.test",
            r"a\b@c.test",
            "\"a@c.test",
            "\"a\"b@c.test",
            "\"a\nb\"@c.test",
            "\"a\\",
            "a\"b\"@c.test",
            "a[b@c.test",
            "a@[1.2.3]",
            "a@[1.2.3.4.5]",
            "a@[1.2.3.256]",
            "a@[1.2.3.+4]",
            "a@[1.2.3.]",
            "a@[1.2.3.x]",
            "a@[1.2.3.4",
            "a@[1.2.3.4]x",
            "a@x[1.2.3.4]",
            "a@c.test (",
            "a@c.test (x",
            "a@c.test (x\\",
            "a@c.test ((x)",
            "a@c.test (((x)))",
            "a@c.test )",
            "a@c.test (x\ny) ",
            "a@c.test (x) b (y)",
            ")",
        ];
        for text in texts {
            assert!(!is_mailbox(text), "{text:?} does not pass");
        }
    }

    #[test]
    fn lengths_count_the_bare_address() {
        let local = "x".repeat(64);
        assert!(is_mailbox(&format!("{local}@c.test")));
        assert!(!is_mailbox(&format!("x{local}@c.test")));
        assert!(is_mailbox(&format!("\"{}\"@c.test", "x".repeat(62))));
        assert!(!is_mailbox(&format!("\"{}\"@c.test", "x".repeat(63))));
        assert!(!is_mailbox(&format!(
            "{}.{}@c.test",
            "x".repeat(32),
            "y".repeat(32)
        )));
        assert!(is_mailbox(&format!(
            "{}.{}@c.test",
            "x".repeat(31),
            "y".repeat(32)
        )));
        let domain = format!("{}.test", "d".repeat(254 - 65 - 5));
        assert!(
            is_mailbox(&format!("{local}@{domain}")),
            "over-long labels pass"
        );
        assert!(!is_mailbox(&format!("{local}@d{domain}")));
        assert!(is_mailbox(&format!(
            "{} <{local}@{domain}>",
            "Ann ".repeat(100)
        )));
        assert!(
            !is_mailbox(&format!("a@{}", vec!["d"; 127].join("."))),
            "dots count"
        );
        assert!(is_mailbox(&format!("a@{}", vec!["d"; 126].join("."))));
        let literal = format!("{}@[10.0.0.1]", "x".repeat(64));
        assert!(is_mailbox(&literal));
    }
}
