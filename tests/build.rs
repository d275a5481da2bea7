//! Tells the tests which servers there are: those that need one are skipped where there is none, and cargo
//! counts them as that.

use std::path::Path;
use std::process::Command;

/// Servers that the environment has to name.
const NAMED: [(&str, &str); 1] = [("mysql_is_there", "DESKBOOK_TEST_MYSQL")];

/// Servers that are asked in full rounds only, by their programs: preparing one takes some seconds.
const INSTALLED: [(&str, &[&str]); 2] = [
    ("ds389_is_there", &["dscreate", "ns-slapd"]),
    ("samba_is_there", &["samba", "samba-tool", "ldbadd"]),
];

/// What says `1` in full rounds.
const FULL: &str = "DESKBOOK_FULL";

/// Where Debian puts programs. Cargo looks here for new ones.
const FOLDERS: [&str; 2] = ["/usr/sbin", "/usr/bin"];

fn main() {
    for (name, variable) in NAMED {
        println!("cargo::rerun-if-env-changed={variable}");
        let is_there = std::env::var_os(variable).is_some_and(|address| !address.is_empty());
        tell(name, is_there);
    }
    let folders: Vec<_> = FOLDERS
        .map(Path::new)
        .into_iter()
        .filter(|it| it.is_dir())
        .collect();
    for folder in &folders {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    // Cargo must know of one file at least, or it takes every file of the package for one.
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed={FULL}");
    let is_full = std::env::var_os(FULL).is_some_and(|value| value == "1");
    for (name, programs) in INSTALLED {
        let is_there = |program: &&str| folders.iter().any(|it| it.join(program).is_file());
        tell(name, is_full && programs.iter().all(is_there));
    }
    tell("root_tests", is_root());
}

/// Whether a server may have the ports that only root can give it.
fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

fn tell(name: &str, is_there: bool) {
    println!("cargo::rustc-check-cfg=cfg({name})");
    if is_there {
        println!("cargo::rustc-cfg={name}");
    }
}
