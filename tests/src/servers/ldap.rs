//! What the servers of directories have in common.

use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use tempfile::NamedTempFile;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::process::ServerProcess;
use super::programs::{find, run};

/// How long a server may take to answer after its start.
const PATIENCE: Duration = Duration::from_mins(1);

/// How long an answer may take before another try.
const A_MOMENT: Duration = Duration::from_secs(2);

/// An anonymous bind, the shortest question that every server answers, if only by refusing.
const ANYBODY: &[u8] = b"\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x03\x04\x00\x80\x00";

/// Waits until a server answers on a port of this computer. It needs no account, and no encryption
/// either. Fails with the log if the server ended, or takes too long.
pub(super) async fn until_it_answers(
    port: u16,
    process: &mut ServerProcess,
    log: impl Fn() -> String,
) -> Result<()> {
    until_it_answers_at((Ipv4Addr::LOCALHOST, port).into(), process, log).await
}

/// The same for a server with an address of its own.
pub(super) async fn until_it_answers_at(
    address: SocketAddr,
    process: &mut ServerProcess,
    log: impl Fn() -> String,
) -> Result<()> {
    let began = Instant::now();
    loop {
        if let Some(status) = process.ended()? {
            bail!("the server ended ({status}):\n{}", log());
        }
        match anybody_answers(address).await {
            Ok(()) => return Ok(()),
            Err(error) if began.elapsed() > PATIENCE => return Err(error).with_context(log),
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

async fn anybody_answers(address: SocketAddr) -> Result<()> {
    let asked = async {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(ANYBODY).await?;
        stream.read(&mut [0; 64]).await
    };
    let count = timeout(A_MOMENT, asked).await??;
    ensure!(count > 0, "the server closed the connection");
    Ok(())
}

/// One of OpenLDAP's own clients, signed in with a password. Should it be told to encrypt, every
/// certificate is good enough: that is for Deskbook to find out.
pub(super) fn client(program: &str, port: u16, dn: &str, password: &str) -> Result<Command> {
    let mut command = Command::new(find(program)?);
    command
        .args(["-x", "-H", &format!("ldap://127.0.0.1:{port}")])
        .args(["-D", dn, "-w", password])
        .env("LDAPTLS_REQCERT", "never");
    Ok(command)
}

/// Has an `ldapmodify` change a directory: LDIF in which each entry says its `changetype`, or is added
/// where it says none.
pub(super) fn change(mut client: Command, ldif: &str) -> Result<()> {
    let mut file = NamedTempFile::new()?;
    file.write_all(ldif.as_bytes())?;
    run(client.arg("-a").arg("-f").arg(file.path())).map(|_| ())
}
