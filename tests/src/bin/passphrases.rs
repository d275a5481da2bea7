//! Keys in a file, under a passphrase that is changed again and again: a program that tests kill.
//!
//! `make FILE` makes three keys under the passphrase 0. `change FILE N` opens them by the passphrase N, and goes on with
//! the next numbers; each is printed before. `open FILE N` prints the keys, which are a test's own.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use deskbook_core::keys::{KeyName, KeyStore as _};
use deskbook_domain::secret::Secret;
use deskbook_vault::Keys;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [task, file, number @ ..] = arguments.as_slice() else {
        bail!("a task and a file");
    };
    let keys = Keys::new("passphrases", PathBuf::from(file));
    let number = number.first().map_or("0", String::as_str);
    let number: u32 = number.parse().context("a number")?;
    if task == "make" {
        keys.set_passphrase(passphrase(number)).await?;
        return tell_keys(&keys).await;
    }
    keys.unlock(passphrase(number)).await?;
    if task == "open" {
        return tell_keys(&keys).await;
    }
    for next in number + 1.. {
        tell(&next.to_string())?;
        keys.set_passphrase(passphrase(next)).await?;
    }
    Ok(())
}

fn passphrase(number: u32) -> Secret<String> {
    Secret::new(format!("the passphrase {number}"))
}

async fn tell_keys(keys: &Keys) -> Result<()> {
    let mirror = KeyName::Mirror("an installation".to_owned());
    for name in [KeyName::OwnStore, KeyName::LocalDirectory, mirror] {
        let key = keys.make(&name).await?;
        tell(&format!("{:02x?}", key.expose()))?;
    }
    Ok(())
}

fn tell(line: &str) -> Result<()> {
    let mut output = std::io::stdout();
    writeln!(output, "{line}")?;
    Ok(output.flush()?)
}
