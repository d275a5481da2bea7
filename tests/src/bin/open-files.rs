//! Opens the files of a folder as Deskbook does at its start, with keys that are none: a program that tests kill.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use deskbook_tests::opened_files::OpenedFiles;
use deskbook_tests::set_keys::SetKeys;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.context("a folder")?;
    OpenedFiles::open(&folder, &SetKeys).await?.close().await
}
