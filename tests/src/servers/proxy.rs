//! A network between a client and a server that fails on command. On this computer only.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

/// What the network does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// It carries everything.
    Works,
    /// Nobody listens: new connections are refused, old ones go on.
    Refuses,
    /// Connections are taken and stay open, and nothing gets through in either direction.
    Hangs,
    /// Each connection ends once this many more bytes have come from the server.
    CutsAfter(u64),
    /// Each connection is reset then, as by a device that has forgotten it.
    ResetsAfter(u64),
    /// What comes from the server comes octet by octet, with such a pause after each.
    Drips(Duration),
}

/// Stands between a client and a server.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    state: watch::Sender<Network>,
    links: Arc<Mutex<JoinSet<()>>>,
    listening: Mutex<Option<JoinHandle<()>>>,
    server: SocketAddr,
}

impl Proxy {
    /// A network that works, to a server on this computer.
    pub async fn to(port: u16) -> Result<Self> {
        Self::to_address((Ipv4Addr::LOCALHOST, port).into()).await
    }

    /// The same to a server that has another address than `127.0.0.1`.
    pub(super) async fn to_address(server: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let proxy = Self {
            address: listener.local_addr()?,
            state: watch::Sender::new(Network::Works),
            links: Arc::default(),
            listening: Mutex::default(),
            server,
        };
        proxy.listen(listener).await;
        Ok(proxy)
    }

    /// The port for clients.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Lets the network be so from now on, for new connections and for those that are there.
    pub async fn set(&self, network: Network) -> Result<()> {
        if network == Network::Refuses {
            self.stop_listening().await;
        } else if self.listening.lock().await.is_none() {
            let listener = TcpListener::bind(self.address).await;
            self.listen(listener.context("the port is gone")?).await;
        }
        self.state.send_replace(network);
        Ok(())
    }

    /// Ends all connections on the spot.
    pub async fn drop_all(&self) {
        self.links.lock().await.shutdown().await;
    }

    async fn listen(&self, listener: TcpListener) {
        let (links, server, state) = (Arc::clone(&self.links), self.server, self.state.subscribe());
        let listening = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let link = link(client, server, state.clone());
                links.lock().await.spawn(async move {
                    // Whichever side ended it, the other one sees the end of its own connection.
                    let _ended = link.await;
                });
            }
        });
        *self.listening.lock().await = Some(listening);
    }

    async fn stop_listening(&self) {
        if let Some(listening) = self.listening.lock().await.take() {
            listening.abort();
            let _aborted = listening.await;
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(listening) = self.listening.get_mut() {
            listening.abort();
        }
    }
}

async fn link(
    client: TcpStream,
    server: SocketAddr,
    mut state: watch::Receiver<Network>,
) -> io::Result<()> {
    // A network that hangs does not reach the server at all.
    wait_until_carried(&mut state).await;
    let server = TcpStream::connect(server).await?;
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let up = carry(from_client, to_server, state.clone(), Cuts::Never);
    let down = carry(from_server, to_client, state, Cuts::AsTold);
    tokio::select! {
        ended = up => ended,
        ended = down => ended,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cuts {
    Never,
    AsTold,
}

async fn carry(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut state: watch::Receiver<Network>,
    cuts: Cuts,
) -> io::Result<()> {
    let mut bytes = vec![0; 16 * 1024];
    let mut carried = 0;
    loop {
        let count = match from.read(&mut bytes).await {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(error) => {
                if error.kind() == io::ErrorKind::ConnectionReset {
                    reset(to)?;
                }
                return Err(error);
            }
        };
        let changed = wait_until_carried(&mut state).await;
        let network = *state.borrow_and_update();
        if changed {
            carried = 0;
        }
        let some = bytes.get(..count).unwrap_or_default();
        match (network, cuts) {
            (Network::CutsAfter(limit) | Network::ResetsAfter(limit), Cuts::AsTold)
                if limit < carried + count as u64 =>
            {
                let left = usize::try_from(limit.saturating_sub(carried)).unwrap_or(count);
                to.write_all(some.get(..left).unwrap_or_default()).await?;
                if let Network::ResetsAfter(_) = network {
                    reset(to)?;
                }
                return Ok(());
            }
            (Network::Drips(pause), Cuts::AsTold) => {
                drip(some, &mut to, pause, state.clone()).await?;
            }
            _ => to.write_all(some).await?,
        }
        carried += count as u64;
    }
}

/// Has the connection end with a reset, and not in good order, once its other half is gone too.
pub(super) fn reset(half: OwnedWriteHalf) -> io::Result<()> {
    half.as_ref().set_zero_linger()?;
    half.forget();
    Ok(())
}

/// Writes octet by octet for as long as the network stays as it is.
async fn drip(
    some: &[u8],
    to: &mut OwnedWriteHalf,
    pause: Duration,
    mut state: watch::Receiver<Network>,
) -> io::Result<()> {
    let drips = |network: &Network| matches!(network, Network::Drips(_));
    let mut left = some;
    while let Some((octet, rest)) = left.split_first()
        && drips(&state.borrow())
    {
        to.write_all(&[*octet]).await?;
        left = rest;
        // Either the pause is over, or the network is another one.
        let _paused = timeout(pause, state.wait_for(|network| !drips(network))).await;
    }
    to.write_all(left).await
}

/// Waits while the network hangs; tells whether it is another one than before.
async fn wait_until_carried(state: &mut watch::Receiver<Network>) -> bool {
    let changed = state.has_changed().unwrap_or(false) || *state.borrow() == Network::Hangs;
    // It ends with an error when the proxy is dropped, and the connection with it.
    let _carried = state.wait_for(|network| *network != Network::Hangs).await;
    changed
}
