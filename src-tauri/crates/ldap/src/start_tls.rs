//! StartTLS (RFC 4511, 4.14) by ourselves, on the naked connection.
//!
//! The library would throw away what a server, or somebody on the way, sent in the clear behind its answer.
//! Here exactly the answer is read. Whatever else comes before the handshake is an error: either it is here
//! already and told at once, or TLS takes it for a part of the handshake and fails. Nothing that could be
//! listened to, or answered by somebody else, is sent before the server has proved itself.

use std::io;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::ber::{Element, element};

/// `LDAPMessage { 1, ExtendedRequest { 1.3.6.1.4.1.1466.20037 } }`
const REQUEST: &[u8] = b"\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037";

/// No answer to it is longer.
const LONGEST: usize = 0xffff;

/// Why the conversation cannot be encrypted. It must end here.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartTlsError {
    /// The server said no.
    #[error("the server answered with code {code}: {words}")]
    Refused {
        /// Its code.
        code: u8,
        /// Its words.
        words: String,
    },
    /// It is no answer to what was asked.
    #[error("the server's answer makes no sense")]
    Nonsense,
    /// There is more than the answer.
    #[error("something came in the clear before the handshake")]
    Injected,
    /// The connection broke.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Asks for encryption and waits for the answer. Once this returns the handshake may begin.
pub(crate) async fn ask(stream: &mut TcpStream) -> Result<(), StartTlsError> {
    stream.write_all(REQUEST).await?;
    let answer = read_message(stream).await?;
    check(&answer)?;
    match stream.try_read(&mut [0]) {
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(()),
        Ok(0) => Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
        Ok(_) => Err(StartTlsError::Injected),
        Err(error) => Err(error.into()),
    }
}

/// One message, and not a byte more.
async fn read_message(stream: &mut TcpStream) -> Result<Vec<u8>, StartTlsError> {
    let mut message = vec![0; 2];
    stream.read_exact(&mut message).await?;
    let [0x30, first] = message[..] else {
        return Err(StartTlsError::Nonsense);
    };
    let mut length = usize::from(first);
    if length > 0x7f {
        let count = length & 0x7f;
        if count == 0 || count > 4 {
            return Err(StartTlsError::Nonsense);
        }
        let mut digits = vec![0; count];
        stream.read_exact(&mut digits).await?;
        length = digits
            .iter()
            .fold(0, |length, digit| length << 8 | usize::from(*digit));
        message.extend(digits);
    }
    if length > LONGEST {
        return Err(StartTlsError::Nonsense);
    }
    let head = message.len();
    message.resize(head + length, 0);
    stream
        .read_exact(message.get_mut(head..).unwrap_or_default())
        .await?;
    Ok(message)
}

/// `LDAPMessage { 1, ExtendedResponse { code, matched, words, … } }`
fn check(message: &[u8]) -> Result<(), StartTlsError> {
    let read = || {
        let (message, _) = element(message)?;
        let (id, rest) = element(message.content)?;
        let (response, _) = element(rest)?;
        let (code, rest) = element(response.content)?;
        let (_, rest) = element(rest)?;
        let (words, _) = element(rest)?;
        let fits = id.tag == 0x02 && response.tag == 0x78 && code.tag == 0x0a;
        // A server that hangs up tells so in a message of number 0
        let is_ours = id.content == [1] || id.content == [0];
        (fits && is_ours).then_some((id, code, words))
    };
    let (id, code, words): (Element<'_>, Element<'_>, Element<'_>) =
        read().ok_or(StartTlsError::Nonsense)?;
    match (id.content, code.content) {
        ([1], [0]) => Ok(()),
        (_, [code]) => Err(StartTlsError::Refused {
            code: *code,
            words: String::from_utf8_lossy(words.content).into_owned(),
        }),
        _ => Err(StartTlsError::Nonsense),
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    const YES: &[u8] = b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00";

    /// What is asked, and what comes of it when a server answers so.
    async fn asked(answer: &'static [u8]) -> (Vec<u8>, Result<(), StartTlsError>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut heard = vec![0; REQUEST.len()];
            stream.read_exact(&mut heard).await.unwrap();
            stream.write_all(answer).await.unwrap();
            // Whatever else the client says
            let mut rest = Vec::new();
            // A client that leaves without having read everything resets the connection
            drop(stream.read_to_end(&mut rest).await);
            heard.extend(rest);
            heard
        });
        let mut stream = TcpStream::connect(address).await.unwrap();
        let outcome = ask(&mut stream).await;
        drop(stream);
        (server.await.unwrap(), outcome)
    }

    #[tokio::test]
    async fn a_server_that_agrees_is_sent_nothing_but_the_request() {
        let (heard, outcome) = asked(YES).await;
        assert!(outcome.is_ok());
        assert_eq!(heard, REQUEST);
    }

    #[tokio::test]
    async fn c92_a_refusal_ends_it_with_the_servers_words() {
        let refusal = b"\x30\x0e\x02\x01\x01\x78\x09\x0a\x01\x02\x04\x00\x04\x02no";
        let (heard, outcome) = asked(refusal).await;
        let Err(StartTlsError::Refused { code: 2, words }) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!(words, "no");
        assert_eq!(heard, REQUEST, "no bind, no password");
    }

    #[tokio::test]
    async fn bytes_behind_the_answer_are_an_error() {
        let mut injected = YES.to_vec();
        injected.extend(b"\x30\x0c\x02\x01\x02\x61\x07\x0a\x01\x00\x04\x00\x04\x00");
        let (heard, outcome) = asked(injected.leak()).await;
        assert!(
            matches!(outcome, Err(StartTlsError::Injected)),
            "{outcome:?}"
        );
        assert_eq!(heard, REQUEST);
    }

    #[test]
    fn what_is_no_answer_is_nonsense() {
        for message in [
            &b""[..],
            b"\x30\x00",
            b"\x30\x0c\x02\x01\x02\x78\x07\x0a\x01\x00\x04\x00\x04\x00",
            b"\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x00\x04\x00\x04\x00",
            b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01",
        ] {
            assert!(
                matches!(check(message), Err(StartTlsError::Nonsense)),
                "{message:?}"
            );
        }
    }

    #[test]
    fn a_server_that_hangs_up_has_refused() {
        let notice = b"\x30\x0c\x02\x01\x00\x78\x07\x0a\x01\x34\x04\x00\x04\x00";
        let refused = matches!(check(notice), Err(StartTlsError::Refused { code: 52, .. }));
        assert!(refused);
        let false_yes = b"\x30\x0c\x02\x01\x00\x78\x07\x0a\x01\x00\x04\x00\x04\x00";
        assert!(check(false_yes).is_err(), "it is no answer to us");
    }
}
