//! Throw-away servers for tests that are not written in Rust: see `deskbook_tests::servers::steered`.
// Futures of all servers lie within one another, deeper than an optimised build looks by itself
#![recursion_limit = "256"]

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> anyhow::Result<()> {
    deskbook_tests::servers::steered::obey().await
}

#[cfg(not(target_os = "linux"))]
fn main() {}
