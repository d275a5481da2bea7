//! What the operating system must have installed: found, and on Debian and Ubuntu put there.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::workspace::{Workspace, is_ci};
use crate::{programs, step};

/// What the packages are needed for; each includes the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// Compiling and opening the app.
    Build,
    /// Running it under a virtual display, driven by the tests, beside servers and a keyring of the
    /// tests' own.
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
            "gnome-keyring",
            "ldap-utils",
            // Without the parts of a service: a database on the computer stays the only one.
            "mariadb-client-core",
            "mariadb-server-core",
            "postgresql",
            "redis-server",
            "slapd",
            "webkit2gtk-driver",
            "xauth",
            "xvfb",
        ],
    ),
    (Purpose::Bench, &["python3"]),
];

/// Packages that start a service, which shares their name. Tests start servers for themselves.
const SERVICES: [&str; 3] = ["postgresql", "redis-server", "slapd"];

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
    let unwanted = unwanted_services(&missing, |service| {
        Path::new("/etc/init.d").join(service).exists()
    });
    let install = || {
        step::run("package lists", apt(workspace)?.arg("update"))?;
        let mut command = apt(workspace)?;
        command
            // Somebody's MySQL must not make way for a MariaDB that only tests use.
            .args(["install", "--no-install-recommends", "--no-remove"])
            .args(unasked())
            .args(&missing);
        step::run("system packages", &mut command)?;
        unwanted
            .iter()
            .try_for_each(|service| silence(service, workspace))
    };
    install().with_context(|| {
        format!(
            "install them yourself and repeat: apt-get install {}",
            missing.join(" ")
        )
    })
}

/// Services that come with missing packages. One that was there before is somebody's own.
fn unwanted_services(
    missing: &[&'static str],
    was_there: impl Fn(&str) -> bool,
) -> Vec<&'static str> {
    SERVICES
        .into_iter()
        .filter(|service| missing.contains(service) && !was_there(service))
        .collect()
}

/// Stops a service, now and for good.
fn silence(service: &str, workspace: &Workspace) -> Result<()> {
    let mut stop = as_root(workspace)?;
    stop.args(["service", service, "stop"]);
    step::run(&format!("{service} is not left running"), &mut stop)?;
    let mut disable = as_root(workspace)?;
    disable.args(["update-rc.d", service, "disable"]);
    step::run(&format!("{service} is not started again"), &mut disable)
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

/// apt-get, waiting for whoever else installs packages at the moment.
fn apt(workspace: &Workspace) -> Result<Command> {
    let mut command = as_root(workspace)?;
    if !unasked().is_empty() {
        command.arg("DEBIAN_FRONTEND=noninteractive");
    }
    command.args(["apt-get", "-o", "DPkg::Lock::Timeout=500"]);
    Ok(command)
}

/// The beginning of a command that root runs.
fn as_root(workspace: &Workspace) -> Result<Command> {
    if is_root()? {
        return Ok(workspace.command("env"));
    }
    ensure!(
        programs::is_there("sudo"),
        "packages can only be installed by root, and there is no sudo"
    );
    let mut sudo = workspace.command("sudo");
    sudo.arg("env");
    Ok(sudo)
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
    use super::{Purpose, debian_packages, missing_from, unwanted_services};

    #[test]
    fn whoever_tests_also_builds() {
        let build = debian_packages(Purpose::Build);
        let test = debian_packages(Purpose::Test);
        assert!(build.iter().all(|package| test.contains(package)));
        assert!(!build.contains(&"xvfb"));
        assert!(
            !build.contains(&"postgresql") && !build.contains(&"redis-server"),
            "whoever only builds gets no servers"
        );
        assert!(debian_packages(Purpose::Bench).contains(&"python3"));
    }

    #[test]
    fn a_service_that_comes_with_a_package_is_unwanted_but_not_one_that_was_there() {
        let missing = ["xvfb", "postgresql", "redis-server", "slapd"];
        assert_eq!(
            unwanted_services(&missing, |_| false),
            ["postgresql", "redis-server", "slapd"]
        );
        assert_eq!(
            unwanted_services(&missing, |service| service == "postgresql"),
            ["redis-server", "slapd"]
        );
        assert!(unwanted_services(&missing, |_| true).is_empty());
        assert!(unwanted_services(&["xvfb"], |_| false).is_empty());
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
