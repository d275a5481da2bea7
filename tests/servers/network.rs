//! A network that fails on command.

use std::io::{self, ErrorKind};
use std::time::Duration;

use anyhow::Result;
use deskbook_tests::servers::proxy::{Network, Proxy};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

/// A server that says what it hears.
async fn echo() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut from, mut to) = client.split();
                let _ended = tokio::io::copy(&mut from, &mut to).await;
            });
        }
    });
    Ok(port)
}

async fn connect(proxy: &Proxy) -> io::Result<TcpStream> {
    TcpStream::connect(("127.0.0.1", proxy.port())).await
}

/// Says something and hears as much as comes back, up to as many bytes.
async fn say(stream: &mut TcpStream, text: &str) -> io::Result<String> {
    stream.write_all(text.as_bytes()).await?;
    let mut heard = vec![0; text.len()];
    let mut count = 0;
    while count < heard.len() {
        match stream.read(&mut heard[count..]).await? {
            0 => break,
            more => count += more,
        }
    }
    heard.truncate(count);
    Ok(String::from_utf8_lossy(&heard).into_owned())
}

#[tokio::test]
async fn a_network_that_works_carries_everything() -> Result<()> {
    let proxy = Proxy::to(echo().await?).await?;
    let mut stream = connect(&proxy).await?;
    let long = "word ".repeat(100_000);
    let (mut from, mut to) = stream.split();
    let mut heard = vec![0; long.len()];
    let (said, read) = tokio::join!(to.write_all(long.as_bytes()), from.read_exact(&mut heard));
    said?;
    read?;
    assert_eq!(heard, long.as_bytes());
    Ok(())
}

#[tokio::test]
async fn a_network_that_refuses_can_come_back() -> Result<()> {
    let proxy = Proxy::to(echo().await?).await?;
    proxy.set(Network::Refuses).await?;
    let refused = connect(&proxy).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    proxy.set(Network::Works).await?;
    let mut stream = connect(&proxy).await?;
    assert_eq!(say(&mut stream, "hello").await?, "hello");
    Ok(())
}

#[tokio::test]
async fn a_network_that_hangs_keeps_connections_and_their_bytes() -> Result<()> {
    let proxy = Proxy::to(echo().await?).await?;
    let mut old = connect(&proxy).await?;
    assert_eq!(say(&mut old, "before").await?, "before");
    proxy.set(Network::Hangs).await?;
    let mut new = connect(&proxy).await?;
    let a_while = Duration::from_millis(100);
    assert!(timeout(a_while, say(&mut old, "old")).await.is_err());
    assert!(timeout(a_while, say(&mut new, "new")).await.is_err());
    proxy.set(Network::Works).await?;
    let mut heard = [0; 3];
    old.read_exact(&mut heard).await?;
    assert_eq!(&heard, b"old", "it was late, not lost");
    Ok(())
}

#[tokio::test]
async fn a_network_cuts_after_as_many_bytes_as_told() -> Result<()> {
    let proxy = Proxy::to(echo().await?).await?;
    let mut stream = connect(&proxy).await?;
    assert_eq!(say(&mut stream, "before").await?, "before");
    proxy.set(Network::CutsAfter(4)).await?;
    assert_eq!(say(&mut stream, "hello").await?, "hell");
    Ok(())
}

#[tokio::test]
async fn a_network_resets_after_as_many_bytes_as_told() -> Result<()> {
    let proxy = Proxy::to(echo().await?).await?;
    let mut stream = connect(&proxy).await?;
    proxy.set(Network::ResetsAfter(4)).await?;
    stream.write_all(b"hello").await?;
    let mut heard = Vec::new();
    let reset = stream.read_to_end(&mut heard).await.unwrap_err();
    assert_eq!(reset.kind(), ErrorKind::ConnectionReset);
    assert!(b"hell".starts_with(&heard), "a reset may overtake the rest");
    Ok(())
}

#[tokio::test]
async fn a_network_drips_until_it_works_again() -> Result<()> {
    let proxy = Proxy::to(echo().await?).await?;
    let mut stream = connect(&proxy).await?;
    proxy.set(Network::Drips(Duration::from_hours(1))).await?;
    stream.write_all(b"hello").await?;
    let mut heard = [0; 5];
    assert_eq!(stream.read(&mut heard).await?, 1);
    let a_while = Duration::from_millis(100);
    assert!(timeout(a_while, stream.read(&mut heard)).await.is_err());
    proxy.set(Network::Works).await?;
    let mut rest = [0; 4];
    stream.read_exact(&mut rest).await?;
    assert_eq!(&rest, b"ello");
    proxy.set(Network::Drips(Duration::from_millis(1))).await?;
    assert_eq!(say(&mut stream, "slowly").await?, "slowly");
    Ok(())
}

#[tokio::test]
async fn a_network_can_drop_everything() -> Result<()> {
    let proxy = Proxy::to(echo().await?).await?;
    let mut stream = connect(&proxy).await?;
    assert_eq!(say(&mut stream, "before").await?, "before");
    proxy.drop_all().await;
    let after = say(&mut stream, "after").await;
    assert!(after.is_err() || after.is_ok_and(|heard| heard.is_empty()));
    Ok(())
}
