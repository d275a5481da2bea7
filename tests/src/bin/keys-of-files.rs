//! Tells the keys of the files in a data folder, as long as they are not sealed: for tests that look for them where they
//! must not be. Takes the namespace, the folder, and the installations that have mirrors.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use deskbook_core::keys::{KeyName, KeyStore as _};
use deskbook_store::DataFolder;
use deskbook_vault::Keys;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let namespace = arguments.next().context("a namespace")?;
    let folder = arguments.next().map(PathBuf::from);
    let folder = folder.context("a data folder")?;
    let keys = Keys::new(&namespace, DataFolder::keys_in(&folder));
    let mut output = std::io::stdout();
    let names = [KeyName::OwnStore, KeyName::LocalDirectory].into_iter();
    for name in names.chain(arguments.map(KeyName::Mirror)) {
        let key = keys.key(&name).await?;
        let key = key.with_context(|| format!("there is no {name:?}"))?;
        for byte in key.expose() {
            write!(output, "{byte:02x}")?;
        }
        writeln!(output)?;
    }
    Ok(())
}
