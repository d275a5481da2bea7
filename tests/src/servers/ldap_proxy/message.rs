//! As much of LDAP's messages (RFC 4511) as a proxy needs: where one ends, what it asks, and answers of
//! its own. What cannot be read is no message, whatever else it is.

/// The kinds of messages, by their first octet.
pub(super) mod kind {
    pub(crate) const BIND: u8 = 0x60;
    pub(crate) const BIND_DONE: u8 = 0x61;
    pub(crate) const UNBIND: u8 = 0x42;
    pub(crate) const SEARCH: u8 = 0x63;
    pub(crate) const ENTRY: u8 = 0x64;
    pub(crate) const SEARCH_DONE: u8 = 0x65;
    pub(crate) const ABANDON: u8 = 0x50;
    pub(crate) const EXTENDED: u8 = 0x77;
    pub(crate) const EXTENDED_DONE: u8 = 0x78;
}

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const ENUMERATED: u8 = 0x0a;
/// The name of an extended operation, and a bind by SASL: context-specific parts.
const NAME: u8 = 0x80;
const SASL: u8 = 0xa3;

/// StartTLS (RFC 4511, 4.14).
pub(super) const START_TLS: &str = "1.3.6.1.4.1.1466.20037";

/// Longer ones are taken for something else than LDAP.
const LONGEST: usize = 64 << 20;

/// What a client asked for in the clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// A bind.
    Bind {
        /// Who; empty for an anonymous one, and for SASL.
        dn: String,
        /// By SASL, not by a password.
        is_sasl: bool,
    },
    /// A search.
    Search,
    /// That TLS begins.
    StartTls,
    /// Another extended operation.
    Extended(String),
    /// That an operation is given up.
    Abandon,
    /// The end of the connection.
    Unbind,
    /// Something else, by the first octet of its kind.
    Other(u8),
}

/// What stands at the beginning of the octets that came so far.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Framed {
    /// A message of so many octets.
    Message(usize),
    /// A message of which some is missing.
    Beginning,
    /// No message.
    Nonsense,
}

/// Finds where the first message ends.
pub(super) fn framed(octets: &[u8]) -> Framed {
    match octets.first() {
        None => Framed::Beginning,
        Some(&SEQUENCE) => match part(octets) {
            Part::Whole { rest, .. } => Framed::Message(octets.len() - rest.len()),
            Part::Beginning => Framed::Beginning,
            Part::Nonsense => Framed::Nonsense,
        },
        Some(_) => Framed::Nonsense,
    }
}

/// A message, taken apart no further than its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Message<'octets> {
    /// Its number, as it is written.
    id: &'octets [u8],
    pub(super) kind: u8,
    contents: &'octets [u8],
}

impl<'octets> Message<'octets> {
    /// Reads a whole message.
    pub(super) fn read(octets: &'octets [u8]) -> Option<Self> {
        let (inside, _) = of_kind(SEQUENCE, octets)?;
        let (id, rest) = of_kind(INTEGER, inside)?;
        let Part::Whole { kind, contents, .. } = part(rest) else {
            return None;
        };
        Some(Self { id, kind, contents })
    }

    /// What a client asks with it.
    pub(super) fn question(&self) -> Question {
        let asked = match self.kind {
            kind::BIND => self.bind(),
            kind::EXTENDED => of_kind(NAME, self.contents).map(|(name, _)| match text(name) {
                name if name == START_TLS => Question::StartTls,
                name => Question::Extended(name),
            }),
            kind::SEARCH => Some(Question::Search),
            kind::ABANDON => Some(Question::Abandon),
            kind::UNBIND => Some(Question::Unbind),
            _ => None,
        };
        asked.unwrap_or(Question::Other(self.kind))
    }

    fn bind(&self) -> Option<Question> {
        let (_version, rest) = of_kind(INTEGER, self.contents)?;
        let (dn, how) = of_kind(OCTETS, rest)?;
        Some(Question::Bind {
            dn: text(dn),
            is_sasl: how.first() == Some(&SASL),
        })
    }

    /// Whether it tells of success; `None` where it is no answer with a result.
    pub(super) fn is_success(&self) -> Option<bool> {
        let (code, _) = of_kind(ENUMERATED, self.contents)?;
        Some(code == [0])
    }

    /// An answer to it.
    pub(super) fn answer(&self, kind: u8, code: u8, message: &str) -> Vec<u8> {
        let result = [
            written(ENUMERATED, &[code]),
            written(OCTETS, b""),
            written(OCTETS, message.as_bytes()),
        ]
        .concat();
        let inside = [written(INTEGER, self.id), written(kind, &result)].concat();
        written(SEQUENCE, &inside)
    }

    /// Whether it belongs to the same question.
    pub(super) fn has_id_of(&self, id: &[u8]) -> bool {
        self.id == id
    }

    pub(super) fn id(&self) -> Vec<u8> {
        self.id.to_vec()
    }
}

enum Part<'octets> {
    Whole {
        kind: u8,
        contents: &'octets [u8],
        rest: &'octets [u8],
    },
    Beginning,
    Nonsense,
}

/// Reads one part: its kind, its length, its contents.
fn part(octets: &[u8]) -> Part<'_> {
    let [kind, length, rest @ ..] = octets else {
        return Part::Beginning;
    };
    let (length, rest) = match *length {
        short @ 0..=0x7f => (usize::from(short), rest),
        long @ 0x81..=0x84 => {
            let Some((length, rest)) = rest.split_at_checked(usize::from(long & 0x7f)) else {
                return Part::Beginning;
            };
            let more = |length: usize, octet: &u8| (length << 8) | usize::from(*octet);
            (length.iter().fold(0, more), rest)
        }
        _ => return Part::Nonsense,
    };
    if length > LONGEST {
        return Part::Nonsense;
    }
    match rest.split_at_checked(length) {
        None => Part::Beginning,
        Some((contents, rest)) => Part::Whole {
            kind: *kind,
            contents,
            rest,
        },
    }
}

fn of_kind(wanted: u8, octets: &[u8]) -> Option<(&[u8], &[u8])> {
    match part(octets) {
        Part::Whole {
            kind,
            contents,
            rest,
        } if kind == wanted => Some((contents, rest)),
        _ => None,
    }
}

fn written(kind: u8, contents: &[u8]) -> Vec<u8> {
    let length = contents.len().to_be_bytes();
    let mut octets = vec![kind];
    if let Ok(short @ 0..=0x7f) = u8::try_from(contents.len()) {
        octets.push(short);
    } else {
        let [.., a, b, c, d] = length;
        octets.extend([0x84, a, b, c, d]);
    }
    octets.extend(contents);
    octets
}

fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANONYMOUS: &[u8] = b"\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x03\x04\x00\x80\x00";

    #[test]
    fn a_message_ends_where_its_length_says() {
        let two = [ANONYMOUS, ANONYMOUS].concat();
        assert_eq!(framed(&two), Framed::Message(ANONYMOUS.len()));
        for count in 0..ANONYMOUS.len() {
            assert_eq!(framed(&ANONYMOUS[..count]), Framed::Beginning, "{count}");
        }
        let long = [b"\x30\x82\x01\x00".as_slice(), &[0; 300]].concat();
        assert_eq!(framed(&long), Framed::Message(260));
    }

    #[test]
    fn tls_and_endless_lengths_are_no_message() {
        for nonsense in [
            b"\x16\x03\x01".as_slice(),
            b"\x30\x80",
            b"\x30\x84\xff\xff\xff\xff",
        ] {
            assert_eq!(framed(nonsense), Framed::Nonsense, "{nonsense:?}");
        }
    }

    #[test]
    fn questions_are_told_apart() {
        let question = |octets: &[u8]| Message::read(octets).unwrap().question();
        let nobody = Question::Bind {
            dn: String::new(),
            is_sasl: false,
        };
        assert_eq!(question(ANONYMOUS), nobody);
        let start_tls = [
            b"\x30\x1d\x02\x01\x02\x77\x18\x80\x16".as_slice(),
            START_TLS.as_bytes(),
        ];
        assert_eq!(question(&start_tls.concat()), Question::StartTls);
        let whoami = b"\x30\x0a\x02\x01\x02\x77\x05\x80\x031.3";
        assert_eq!(question(whoami), Question::Extended("1.3".to_owned()));
        assert_eq!(question(b"\x30\x05\x02\x01\x03\x42\x00"), Question::Unbind);
        assert_eq!(
            question(b"\x30\x05\x02\x01\x03\x4a\x00"),
            Question::Other(0x4a)
        );
    }

    #[test]
    fn an_answer_has_the_number_of_its_question_and_any_length() {
        let bind = Message::read(ANONYMOUS).unwrap();
        let answer = bind.answer(kind::BIND_DONE, 49, "no");
        assert_eq!(
            answer,
            b"\x30\x0e\x02\x01\x01\x61\x09\x0a\x01\x31\x04\x00\x04\x02no"
        );
        let long = bind.answer(kind::BIND_DONE, 0, &"x".repeat(70_000));
        assert_eq!(framed(&long), Framed::Message(long.len()));
        let read = Message::read(&long).unwrap();
        assert_eq!(
            (read.is_success(), read.has_id_of(&bind.id())),
            (Some(true), true)
        );
    }
}
