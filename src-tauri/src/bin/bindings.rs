//! Writes `ui/src/bridge/bindings.ts`; with `--check` only says whether it is fresh.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use specta_typescript::Typescript;

const HEADER: &str =
    "// Generated from the commands in src-tauri by `cargo xtask fix`. Never edited by hand.\n";

fn main() -> anyhow::Result<()> {
    let committed = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../ui/src/bridge/bindings.ts");
    if std::env::args().any(|argument| argument == "--check") {
        return check(&committed);
    }
    export(&committed)
}

fn export(path: &Path) -> anyhow::Result<()> {
    deskbook_lib::bridge()
        .export(Typescript::default().header(HEADER), path)
        .context("the commands cannot be exported")
}

/// Line ends may be those of the system the file was checked out on.
fn check(committed: &Path) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let fresh = folder.path().join("bindings.ts");
    export(&fresh)?;
    let stored = fs::read_to_string(committed).context("there are no bindings")?;
    let same = stored.replace("\r\n", "\n") == fs::read_to_string(&fresh)?;
    ensure!(same, "bindings.ts is stale: run `cargo xtask fix`");
    Ok(())
}
