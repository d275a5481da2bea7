//! The committed bindings are those of the commands.

use std::process::Command;

#[test]
fn the_committed_bindings_are_fresh() {
    let check = Command::new(env!("CARGO_BIN_EXE_bindings"))
        .arg("--check")
        .status()
        .unwrap();
    assert!(
        check.success(),
        "bindings.ts is stale: run `cargo xtask fix`"
    );
}
