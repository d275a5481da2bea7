//! What the servers of directories have in common.

use std::net::Ipv4Addr;
use std::time::Duration;

use anyhow::{Result, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long an answer may take before another try.
const A_MOMENT: Duration = Duration::from_secs(2);

/// An anonymous bind, the shortest question that every server answers, if only by refusing.
const ANYBODY: &[u8] = b"\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x03\x04\x00\x80\x00";

/// Fails unless a directory on this computer answers. It needs no account, and no encryption either.
pub(super) async fn anybody_answers(port: u16) -> Result<()> {
    let asked = async {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
        stream.write_all(ANYBODY).await?;
        stream.read(&mut [0; 64]).await
    };
    let count = timeout(A_MOMENT, asked).await??;
    ensure!(count > 0, "the server closed the connection");
    Ok(())
}
