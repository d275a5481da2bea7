//! A proxy between a client and a directory that breaks LDAP itself on command, and records what the
//! client sent. On this computer only. In front of it is a [`Proxy`], for a network that fails.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

use super::proxy::{Network, Proxy};

mod link;
mod message;

pub use message::Question;

/// What goes wrong. It is told from messages in the clear: what goes through TLS is carried as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LdapFault {
    /// Every bind gets this answer, and the directory is not asked.
    AnswersBind(Outcome),
    /// Every search does, after so many that the directory answered, each page counted.
    AnswersSearch {
        /// How many go well before.
        after: u32,
        /// The answer to the others.
        outcome: Outcome,
    },
    /// StartTLS gets this answer.
    RefusesStartTls(Outcome),
    /// StartTLS gets an answer of success, and everything goes on in the clear. A client that begins TLS
    /// all the same loses the connection.
    StripsStartTls,
    /// Together with the answer of success to StartTLS come these octets, still in the clear. The
    /// directory begins TLS in earnest.
    AddsToStartTls(Vec<u8>),
    /// The connection is reset once so many entries have come.
    ResetsAfterEntries(u32),
}

/// An answer: a result code and what is said with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The code, such as 49.
    pub code: u8,
    /// The diagnostic message.
    pub message: String,
}

impl Outcome {
    /// With a code and a message.
    pub fn of(code: u8, message: &str) -> Self {
        Self {
            code,
            message: message.to_owned(),
        }
    }
}

/// What a client sent in one connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Everything, encrypted or not.
    pub octets: Vec<u8>,
    /// The questions that were in the clear.
    pub in_the_clear: Vec<Question>,
}

impl Sent {
    /// Whether a text, such as a password, is among the octets.
    pub fn holds(&self, text: &str) -> bool {
        let mut parts = self.octets.windows(text.len().max(1));
        parts.any(|part| part == text.as_bytes())
    }
}

/// What the proxy does, and how often it let something through.
#[derive(Debug, Default)]
struct State {
    fault: Option<LdapFault>,
    carried: u32,
}

/// What all connections of a proxy share.
#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    sent: Mutex<Vec<Sent>>,
}

impl Shared {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sent(&self) -> std::sync::MutexGuard<'_, Vec<Sent>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Stands between a client and a directory.
#[derive(Debug)]
pub struct LdapProxy {
    network: Proxy,
    shared: Arc<Shared>,
    listening: JoinHandle<()>,
}

impl LdapProxy {
    /// One that carries everything, to a directory on this computer, be it LDAP or LDAPS.
    pub async fn to(port: u16) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let network = Proxy::to(listener.local_addr()?.port()).await?;
        let shared = Arc::default();
        let directory = (Ipv4Addr::LOCALHOST, port).into();
        let listening = tokio::spawn(listen(listener, directory, Arc::clone(&shared)));
        Ok(Self {
            network,
            shared,
            listening,
        })
    }

    /// The port for clients.
    pub fn port(&self) -> u16 {
        self.network.port()
    }

    /// From now on this goes wrong, on new connections and on those that are there.
    pub fn set_fault(&self, fault: LdapFault) {
        let mut state = self.shared.state();
        state.fault = Some(fault);
        state.carried = 0;
    }

    /// From now on nothing goes wrong.
    pub fn mend(&self) {
        *self.shared.state() = State::default();
    }

    /// Lets the network between client and proxy be so from now on.
    pub async fn set_network(&self, network: Network) -> Result<()> {
        self.network.set(network).await
    }

    /// Ends all connections on the spot.
    pub async fn drop_all(&self) {
        self.network.drop_all().await;
    }

    /// What clients sent up to now, a connection each, in the order in which they came. What a network
    /// held back is not among it.
    pub fn sent(&self) -> Vec<Sent> {
        self.shared.sent().clone()
    }
}

impl Drop for LdapProxy {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn listen(listener: TcpListener, directory: SocketAddr, shared: Arc<Shared>) {
    // With this task end all connections.
    let mut links = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        let number = {
            let mut sent = shared.sent();
            sent.push(Sent::default());
            sent.len() - 1
        };
        let shared = Arc::clone(&shared);
        links.spawn(async move {
            // Whichever side ended it, the other one sees the end of its own connection.
            let _ended = link::link(client, directory, number, &shared).await;
        });
    }
}
