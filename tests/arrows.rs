//! Imports point down: who may know whom, and who may name which library.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use anyhow::{Result, ensure};
use cargo_metadata::{Metadata, MetadataCommand, Package};

/// Every package of the workspace with those of it that it may use.
///
/// Adapters are missing from each other's lists on purpose: they meet in the shell's wiring only.
const ARROWS: &[(&str, &[&str])] = &[
    (
        "deskbook",
        &[
            "deskbook-attributes",
            "deskbook-caches",
            "deskbook-core",
            "deskbook-dns",
            "deskbook-domain",
            "deskbook-ldap",
            "deskbook-session",
            "deskbook-sql",
            "deskbook-store",
            "deskbook-vault",
        ],
    ),
    ("deskbook-attributes", &[]),
    (
        "deskbook-caches",
        &["deskbook-core", "deskbook-domain", "deskbook-transport"],
    ),
    ("deskbook-core", &["deskbook-domain"]),
    ("deskbook-dns", &["deskbook-core", "deskbook-domain"]),
    ("deskbook-domain", &[]),
    ("deskbook-index", &["deskbook-core", "deskbook-domain"]),
    (
        "deskbook-ldap",
        &[
            "deskbook-attributes",
            "deskbook-core",
            "deskbook-domain",
            "deskbook-index",
            "deskbook-transport",
        ],
    ),
    ("deskbook-migrations", &[]),
    ("deskbook-session", &[]),
    (
        "deskbook-sql",
        &[
            "deskbook-core",
            "deskbook-domain",
            "deskbook-index",
            "deskbook-migrations",
            "deskbook-transport",
        ],
    ),
    (
        "deskbook-store",
        &[
            "deskbook-core",
            "deskbook-domain",
            "deskbook-index",
            "deskbook-migrations",
        ],
    ),
    (
        "deskbook-tests",
        &[
            "deskbook-attributes",
            "deskbook-caches",
            "deskbook-core",
            "deskbook-domain",
            "deskbook-index",
            "deskbook-ldap",
            "deskbook-migrations",
            "deskbook-sql",
            "deskbook-store",
            "deskbook-vault",
        ],
    ),
    ("deskbook-transport", &["deskbook-core"]),
    ("deskbook-vault", &["deskbook-core", "deskbook-domain"]),
    ("xtask", &[]),
];

/// The first part of a library's name, and who may name it.
///
/// The test kit writes into files behind the adapters' backs, as an outside program would.
const NAMES: &[(&str, &[&str])] = &[
    ("tauri", &["deskbook"]),
    ("wry", &["deskbook"]),
    (
        "sea-",
        &[
            "deskbook-index",
            "deskbook-migrations",
            "deskbook-sql",
            "deskbook-store",
            "deskbook-tests",
        ],
    ),
    (
        "sqlx",
        &[
            "deskbook-index",
            "deskbook-migrations",
            "deskbook-sql",
            "deskbook-store",
        ],
    ),
    (
        "libsqlite3-sys",
        &[
            "deskbook-index",
            "deskbook-migrations",
            "deskbook-sql",
            "deskbook-store",
        ],
    ),
    ("keyring", &["deskbook-vault"]),
    ("zbus", &["deskbook-session"]),
    ("secret-service", &["deskbook-vault"]),
    ("ldap3", &["deskbook-ldap"]),
    ("image", &["deskbook-attributes"]),
    ("redis", &["deskbook-caches"]),
    ("hickory-", &["deskbook-dns"]),
];

#[test]
fn every_package_uses_only_those_below_it() -> Result<()> {
    let metadata = metadata()?;
    let ours: BTreeSet<_> = packages(&metadata)
        .map(|package| package.name.as_str())
        .collect();
    let arrows: BTreeMap<_, _> = ARROWS.iter().copied().collect();
    for package in packages(&metadata) {
        let Some(allowed) = arrows.get(package.name.as_str()) else {
            panic!(
                "{} has no place in the house yet: give it one in ARROWS",
                package.name
            );
        };
        for used in names(package).filter(|name| ours.contains(name)) {
            assert!(
                allowed.contains(&used),
                "{} may not use {used}",
                package.name
            );
        }
    }
    Ok(())
}

#[test]
fn libraries_are_named_only_where_they_belong() -> Result<()> {
    let metadata = metadata()?;
    for package in packages(&metadata) {
        for used in names(package) {
            for (library, allowed) in NAMES
                .iter()
                .filter(|(library, _)| used.starts_with(library))
            {
                assert!(
                    allowed.contains(&package.name.as_str()),
                    "{} names {used}, but only {allowed:?} may name {library}",
                    package.name
                );
            }
        }
    }
    Ok(())
}

#[test]
fn domain_and_core_stand_without_a_window_a_database_a_directory_and_a_keyring() -> Result<()> {
    for package in ["deskbook-domain", "deskbook-core"] {
        let below = everything_below(package)?;
        assert!(
            below.contains(package),
            "{package} is in its own tree: {below}"
        );
        for line in below.lines() {
            let foreign = [
                "tauri",
                "wry",
                "sea-",
                "sqlx",
                "libsqlite3",
                "ldap3",
                "keyring",
                "redis",
                "hickory-",
            ];
            let found = foreign.iter().find(|library| line.starts_with(*library));
            assert_eq!(found, None, "{package} reaches {line}");
        }
    }
    Ok(())
}

fn manifest() -> String {
    format!("{}/Cargo.toml", env!("CARGO_MANIFEST_DIR"))
}

fn metadata() -> Result<Metadata> {
    Ok(MetadataCommand::new()
        .manifest_path(manifest())
        .no_deps()
        .exec()?)
}

fn packages(metadata: &Metadata) -> impl Iterator<Item = &Package> {
    metadata
        .packages
        .iter()
        .filter(|package| metadata.workspace_members.contains(&package.id))
}

/// What a package names, for building and testing too.
fn names(package: &Package) -> impl Iterator<Item = &str> {
    package
        .dependencies
        .iter()
        .map(|dependency| dependency.name.as_str())
}

/// What is linked with a package, a line each. `cargo metadata` would want to download what only
/// other systems need.
fn everything_below(package: &str) -> Result<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "tree",
            "--offline",
            "--edges=normal",
            "--prefix=none",
            "--package",
            package,
        ])
        .args(["--manifest-path", &manifest()])
        .output()?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?)
}
