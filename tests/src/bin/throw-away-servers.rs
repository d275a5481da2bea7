//! Throw-away servers for tests that are not written in Rust: see `deskbook_tests::servers::steered`.

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> anyhow::Result<()> {
    deskbook_tests::servers::steered::obey().await
}

#[cfg(not(target_os = "linux"))]
fn main() {}
