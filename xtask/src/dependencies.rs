//! Finds dependencies that a package names and its code does not.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::workspace::Workspace;

/// Dependencies that work by being linked: no code names them.
const LINKED_ONLY: [&str; 1] = [
    // Its feature makes SQLCipher the SQLite that sqlx links.
    "libsqlite3-sys",
];

/// Fails if a package of the workspace depends on something that none of its files name.
pub(crate) fn check_used(workspace: &Workspace) -> Result<()> {
    let mut unused = Vec::new();
    for package in workspace.packages() {
        let words = words_of(package)?;
        let names = dependencies_of(package).filter(|name| !LINKED_ONLY.contains(name));
        for name in names.filter(|name| !words.contains(&name.replace('-', "_"))) {
            unused.push(format!("- {name} in {}", text(package, "manifest_path")));
        }
    }
    ensure!(
        unused.is_empty(),
        "dependencies that nothing uses; remove them:\n{}",
        unused.join("\n")
    );
    Ok(())
}

fn dependencies_of(package: &Value) -> impl Iterator<Item = &str> {
    let dependencies = package["dependencies"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    dependencies.iter().filter_map(|dependency| {
        dependency["rename"]
            .as_str()
            .or(dependency["name"].as_str())
    })
}

/// Every identifier in the files that the package's targets are made of.
fn words_of(package: &Value) -> Result<HashSet<String>> {
    let mut words = HashSet::new();
    for target in package["targets"].as_array().map_or(&[][..], Vec::as_slice) {
        let source = Path::new(text(target, "src_path"));
        let is_build_script = target["kind"] == serde_json::json!(["custom-build"]);
        let files = match source.parent() {
            Some(folder) if !is_build_script => rust_files_below(folder)?,
            _ => vec![source.to_path_buf()],
        };
        for file in files {
            let code = fs::read_to_string(&file)
                .with_context(|| format!("{} cannot be read", file.display()))?;
            words.extend(identifiers(&code).map(str::to_owned));
        }
    }
    Ok(words)
}

fn rust_files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let entries =
        fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(rust_files_below(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(files)
}

fn identifiers(code: &str) -> impl Iterator<Item = &str> {
    code.split(|character: char| !character.is_alphanumeric() && character != '_')
}

fn text<'value>(value: &'value Value, key: &str) -> &'value str {
    value[key].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use std::io::Write as _;

    use serde_json::json;

    use super::{dependencies_of, words_of};

    #[test]
    fn a_dependency_is_found_in_any_file_of_a_target_but_not_inside_a_longer_word() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("src/deep");
        fs::create_dir_all(&deep).unwrap();
        let mut file = File::create(deep.join("file.rs")).unwrap();
        file.write_all(b"use serde_json::Value; fn tokio_like() {}")
            .unwrap();
        let package = json!({
            "targets": [{ "kind": ["lib"], "src_path": folder.path().join("src/lib.rs") }],
        });

        let words = words_of(&package).unwrap();

        assert!(words.contains("serde_json"));
        assert!(!words.contains("tokio"));
    }

    #[test]
    fn a_renamed_dependency_goes_by_its_new_name() {
        let package = json!({
            "dependencies": [{ "name": "a", "rename": "b" }, { "name": "c", "rename": null }],
        });
        assert_eq!(dependencies_of(&package).collect::<Vec<_>>(), ["b", "c"]);
    }
}
