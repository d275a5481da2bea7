//! Encrypts a file, with a key that is none: a program that tests kill.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use deskbook_migrations::file::{FileKey, encrypt};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let path = std::env::args_os().nth(1).map(PathBuf::from);
    let path = path.context("the path of a file")?;
    Ok(encrypt(&path, &FileKey::new([7; 32])).await?)
}
