//! One connection through the proxy.

use std::io;
use std::net::SocketAddr;
use std::sync::Mutex as StdMutex;
use std::sync::PoisonError;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::Mutex;

use super::super::proxy::reset;
use super::message::{Framed, Message, Question, framed, kind};
use super::{LdapFault, Outcome, Shared};

/// Where a connection is with TLS.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Speech {
    /// LDAP in the clear.
    Clear,
    /// The question of this number asks for TLS.
    Asking(Vec<u8>),
    /// Whatever comes is carried.
    Opaque,
}

/// What both directions of a connection share.
struct Link<'proxy> {
    number: usize,
    shared: &'proxy Shared,
    speech: StdMutex<Speech>,
    /// Answers come from the directory and from the proxy itself.
    to_client: Mutex<OwnedWriteHalf>,
}

/// What becomes of a message of the client.
enum Verdict {
    Carry,
    Answer(Vec<u8>),
}

/// How a connection ends.
enum End {
    Closed,
    Reset,
}

/// Carries everything until one side ends.
pub(super) async fn link(
    client: TcpStream,
    directory: SocketAddr,
    number: usize,
    shared: &Shared,
) -> io::Result<()> {
    let server = TcpStream::connect(directory).await?;
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let link = Link {
        number,
        shared,
        speech: StdMutex::new(Speech::Clear),
        to_client: Mutex::new(to_client),
    };
    let end = tokio::select! {
        ended = link.up(from_client, to_server) => ended.map(|()| End::Closed)?,
        ended = link.down(from_server) => ended?,
    };
    match end {
        End::Closed => Ok(()),
        End::Reset => reset(link.to_client.into_inner()),
    }
}

impl Link<'_> {
    async fn up(&self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) -> io::Result<()> {
        let mut waiting = Vec::new();
        let mut octets = vec![0; 16 * 1024];
        loop {
            let count = from.read(&mut octets).await?;
            let some = octets.get(..count).unwrap_or_default();
            if some.is_empty() {
                return Ok(());
            }
            if self.record(some) {
                self.set(Speech::Opaque);
            }
            waiting.extend_from_slice(some);
            while self.speech() != Speech::Opaque {
                let end = match framed(&waiting) {
                    Framed::Message(end) => end,
                    Framed::Beginning => break,
                    Framed::Nonsense => return Ok(()),
                };
                let message: Vec<u8> = waiting.drain(..end).collect();
                match self.judge(&message) {
                    Verdict::Carry => to.write_all(&message).await?,
                    Verdict::Answer(answer) => self.tell(&answer).await?,
                }
            }
            if self.speech() == Speech::Opaque {
                to.write_all(&waiting).await?;
                waiting.clear();
            }
        }
    }

    async fn down(&self, mut from: OwnedReadHalf) -> io::Result<End> {
        let mut waiting = Vec::new();
        let mut octets = vec![0; 16 * 1024];
        let mut entries = 0;
        loop {
            let count = from.read(&mut octets).await?;
            if count == 0 {
                return Ok(End::Closed);
            }
            waiting.extend_from_slice(octets.get(..count).unwrap_or_default());
            while self.speech() != Speech::Opaque
                && let Framed::Message(end) = framed(&waiting)
            {
                let mut message: Vec<u8> = waiting.drain(..end).collect();
                if self.begins_tls(&message) {
                    self.add_to_start_tls(&mut message);
                    self.set(Speech::Opaque);
                }
                if Message::read(&message).is_some_and(|message| message.kind == kind::ENTRY) {
                    entries += 1;
                }
                self.tell(&message).await?;
                if self.resets_after(entries) {
                    return Ok(End::Reset);
                }
            }
            if self.speech() == Speech::Opaque {
                self.tell(&waiting).await?;
                waiting.clear();
            }
        }
    }

    /// Decides on a message of the client, and records what it asks.
    fn judge(&self, octets: &[u8]) -> Verdict {
        let Some(message) = Message::read(octets) else {
            return Verdict::Carry;
        };
        let question = message.question();
        let outcome = self.outcome_of(&question);
        if let (Question::StartTls, None) = (&question, &outcome) {
            self.set(Speech::Asking(message.id()));
        }
        let kind = match question {
            Question::Bind { .. } => kind::BIND_DONE,
            Question::Search => kind::SEARCH_DONE,
            _ => kind::EXTENDED_DONE,
        };
        if let Some(sent) = self.shared.sent().get_mut(self.number) {
            sent.in_the_clear.push(question);
        }
        match outcome {
            None => Verdict::Carry,
            Some(Outcome { code, message: why }) => {
                Verdict::Answer(message.answer(kind, code, &why))
            }
        }
    }

    /// The proxy's own answer, if the directory is not to be asked.
    fn outcome_of(&self, question: &Question) -> Option<Outcome> {
        let mut state = self.shared.state();
        match (question, state.fault.clone()?) {
            (Question::Bind { .. }, LdapFault::AnswersBind(outcome))
            | (Question::StartTls, LdapFault::RefusesStartTls(outcome)) => Some(outcome),
            (Question::StartTls, LdapFault::StripsStartTls) => Some(Outcome::of(0, "")),
            (Question::Search, LdapFault::AnswersSearch { after, outcome }) => {
                if state.carried >= after {
                    return Some(outcome);
                }
                state.carried += 1;
                None
            }
            _ => None,
        }
    }

    /// Whether the directory says with this message that TLS begins.
    fn begins_tls(&self, octets: &[u8]) -> bool {
        let Speech::Asking(asked) = self.speech() else {
            return false;
        };
        Message::read(octets).is_some_and(|message| {
            message.kind == kind::EXTENDED_DONE
                && message.has_id_of(&asked)
                && message.is_success() == Some(true)
        })
    }

    fn add_to_start_tls(&self, answer: &mut Vec<u8>) {
        if let Some(LdapFault::AddsToStartTls(octets)) = &self.shared.state().fault {
            answer.extend(octets);
        }
    }

    fn resets_after(&self, entries: u32) -> bool {
        let fault = &self.shared.state().fault;
        matches!(fault, Some(LdapFault::ResetsAfterEntries(after)) if entries >= *after)
    }

    /// Records what the client sent; tells whether the connection begins with TLS, as with LDAPS.
    fn record(&self, octets: &[u8]) -> bool {
        /// The first octet of a handshake.
        const HANDSHAKE: u8 = 0x16;
        let mut sent = self.shared.sent();
        let Some(sent) = sent.get_mut(self.number) else {
            return false;
        };
        let is_first = sent.octets.is_empty();
        sent.octets.extend_from_slice(octets);
        is_first && octets.first() == Some(&HANDSHAKE)
    }

    async fn tell(&self, octets: &[u8]) -> io::Result<()> {
        self.to_client.lock().await.write_all(octets).await
    }

    fn speech(&self) -> Speech {
        let speech = self.speech.lock();
        speech.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, speech: Speech) {
        *self.speech.lock().unwrap_or_else(PoisonError::into_inner) = speech;
    }
}
