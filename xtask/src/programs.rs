//! Programs by name, as the shell would find them.

use std::env;
use std::path::Path;
use std::process::Command;

/// Whether the search path holds a program of this name.
pub(crate) fn is_there(name: &str) -> bool {
    let file_name = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(&file_name).is_file()))
}

/// What a program says about its version, or `None` if it cannot be started or fails.
pub(crate) fn version_line(program: impl AsRef<Path>) -> Option<String> {
    let output = Command::new(program.as_ref())
        .arg("--version")
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
