//! What the operating system must have installed: found, and on Debian and Ubuntu put there.

use std::io::{self, IsTerminal};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::workspace::{Workspace, is_ci};
use crate::{programs, step};

/// What the packages are needed for; each includes the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// Compiling and opening the app.
    Build,
    /// Running it under a virtual display, driven by the tests.
    Test,
    /// Measuring it with generated data.
    Bench,
}

const DEBIAN: [(Purpose, &[&str]); 3] = [
    (
        Purpose::Build,
        &[
            "build-essential",
            "file",
            "libssl-dev",
            "librsvg2-dev",
            "libwebkit2gtk-4.1-dev",
            "pkg-config",
        ],
    ),
    (
        Purpose::Test,
        &[
            "dbus",
            "fonts-dejavu-core",
            "fonts-noto-cjk",
            "webkit2gtk-driver",
            "xauth",
            "xvfb",
        ],
    ),
    (Purpose::Bench, &["python3"]),
];

/// Makes sure that everything for `purpose` is there.
///
/// # Errors
///
/// Where packages cannot be installed from here, the error names them and how to get them.
pub(crate) fn ensure_for(purpose: Purpose, workspace: &Workspace) -> Result<()> {
    if cfg!(target_os = "linux") {
        if programs::is_there("dpkg-query") && programs::is_there("apt-get") {
            ensure_debian(purpose, workspace)
        } else {
            ensure_other_linux()
        }
    } else if cfg!(windows) {
        ensure_windows()
    } else {
        // The linker that made xtask came with Apple's command line tools, and so did the rest.
        Ok(())
    }
}

fn ensure_debian(purpose: Purpose, workspace: &Workspace) -> Result<()> {
    let wanted = debian_packages(purpose);
    let missing = not_installed(&wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    step::note(&format!(
        "packages that the system lacks: {}",
        missing.join(" ")
    ));
    let install = || {
        step::run("package lists", apt(workspace)?.arg("update"))?;
        let mut command = apt(workspace)?;
        command
            .args(["install", "--no-install-recommends"])
            .args(unasked())
            .args(&missing);
        step::run("system packages", &mut command)
    };
    install().with_context(|| {
        format!(
            "install them yourself and repeat: apt-get install {}",
            missing.join(" ")
        )
    })
}

fn debian_packages(purpose: Purpose) -> Vec<&'static str> {
    DEBIAN
        .iter()
        .filter(|(needed_for, _)| *needed_for <= purpose)
        .flat_map(|(_, packages)| packages.iter().copied())
        .collect()
}

fn not_installed(wanted: &[&'static str]) -> Result<Vec<&'static str>> {
    // It fails if it does not know one of the packages, and tells the others all the same.
    let output = Command::new("dpkg-query")
        .args(["--show", "--showformat", "${Package} ${db:Status-Status}\n"])
        .args(wanted)
        .output()
        .context("dpkg-query cannot be started")?;
    let known = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(missing_from(&known, wanted))
}

fn missing_from(known: &str, wanted: &[&'static str]) -> Vec<&'static str> {
    let installed = |package: &str| {
        known
            .lines()
            .any(|line| line.split_once(' ') == Some((package, "installed")))
    };
    wanted
        .iter()
        .copied()
        .filter(|package| !installed(package))
        .collect()
}

/// apt-get, as root, waiting for whoever else installs packages at the moment.
fn apt(workspace: &Workspace) -> Result<Command> {
    let mut command = if is_root()? {
        workspace.command("env")
    } else {
        ensure!(
            programs::is_there("sudo"),
            "packages can only be installed by root, and there is no sudo"
        );
        let mut sudo = workspace.command("sudo");
        sudo.arg("env");
        sudo
    };
    if !unasked().is_empty() {
        command.arg("DEBIAN_FRONTEND=noninteractive");
    }
    command.args(["apt-get", "-o", "DPkg::Lock::Timeout=500"]);
    Ok(command)
}

/// What keeps apt-get from asking where nobody would answer.
fn unasked() -> &'static [&'static str] {
    if is_ci() || !io::stdin().is_terminal() {
        &["--yes"]
    } else {
        &[]
    }
}

fn is_root() -> Result<bool> {
    let output = Command::new("id")
        .arg("-u")
        .output()
        .context("id cannot be started")?;
    Ok(String::from_utf8_lossy(&output.stdout).trim() == "0")
}

fn ensure_other_linux() -> Result<()> {
    if !programs::is_there("pkg-config") {
        bail!("pkg-config is not there{OTHER_LINUX_REMEDY}");
    }
    let missing: Vec<&str> = ["webkit2gtk-4.1", "librsvg-2.0", "openssl"]
        .into_iter()
        .filter(|library| {
            let found = Command::new("pkg-config")
                .args(["--exists", library])
                .status();
            !found.is_ok_and(|status| status.success())
        })
        .collect();
    ensure!(
        missing.is_empty(),
        "libraries that pkg-config does not find: {}{OTHER_LINUX_REMEDY}",
        missing.join(" ")
    );
    Ok(())
}

const OTHER_LINUX_REMEDY: &str = "; install them and repeat:
  Fedora     sudo dnf install gcc pkgconf-pkg-config openssl-devel webkit2gtk4.1-devel librsvg2-devel
  Arch       sudo pacman -S --needed base-devel openssl webkit2gtk-4.1 librsvg
  openSUSE   sudo zypper install gcc pkgconf libopenssl-devel webkit2gtk3-devel librsvg-devel";

fn ensure_windows() -> Result<()> {
    ensure!(
        programs::is_there("perl"),
        "perl is not there; SQLCipher's OpenSSL is built from source with it: \
         `winget install StrawberryPerl.StrawberryPerl`, open a new terminal and repeat"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Purpose, debian_packages, missing_from};

    #[test]
    fn whoever_tests_also_builds() {
        let build = debian_packages(Purpose::Build);
        let test = debian_packages(Purpose::Test);
        assert!(build.iter().all(|package| test.contains(package)));
        assert!(!build.contains(&"xvfb"));
        assert!(debian_packages(Purpose::Bench).contains(&"python3"));
    }

    #[test]
    fn a_package_counts_as_missing_unless_it_is_wholly_installed() {
        let known = "file installed\nxvfb config-files\n";
        assert_eq!(
            missing_from(known, &["file", "xvfb", "xauth"]),
            ["xvfb", "xauth"]
        );
    }
}
