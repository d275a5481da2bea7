//! A keyring of the test's own: its own session bus, its own GNOME Keyring, its own folders.
//!
//! Bus and keyring are found through the environment of a process, and the library connects once a
//! process. So a test starts itself again: outside, it sets the stage; inside, it acts on it. The
//! user's own keyring is never in sight.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use std::{env, thread};

use tempfile::TempDir;

/// Tells a test that it is inside, and in which act.
const ACT: &str = "DESKBOOK_KEYRING_ACT";

/// All that leads a program to its user's folders.
const FOLDERS: [&str; 6] = [
    "HOME",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    "XDG_STATE_HOME",
];

const BUS: &str = "DBUS_SESSION_BUS_ADDRESS";

/// What the system has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scene {
    /// A keyring that is open.
    Keyring,
    /// A session bus on which nobody keeps secrets.
    BusOnly,
    /// Not even a bus.
    Nothing,
}

/// The act that is to be played, or `None` outside.
pub(crate) fn act() -> Option<u32> {
    env::var(ACT).ok()?.parse().ok()
}

/// Runs a future to its end, as the application would.
pub(crate) fn play(act: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    // Never dropped: that would wait for a keyring that does not answer, and the test would hang
    // rather than fail.
    Box::leak(Box::new(runtime.unwrap())).block_on(act);
}

/// A stage that is struck when it is dropped.
pub(crate) struct Stage {
    folder: TempDir,
    bus: String,
    processes: Vec<Process>,
}

impl Stage {
    pub(crate) fn set(scene: Scene) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for variable in FOLDERS {
            private_folder(&folder.path().join(variable));
        }
        let mut stage = Self {
            bus: format!("unix:path={}", folder.path().join("no-bus").display()),
            folder,
            processes: Vec::new(),
        };
        if scene != Scene::Nothing {
            stage.start_bus();
        }
        if scene == Scene::Keyring {
            stage.start_keyring();
        }
        stage
    }

    /// Plays an act: starts this very test again, inside.
    pub(crate) fn run(&self, test: &str, act: u32) {
        let mut command = self.command(env::current_exe().unwrap());
        command
            .args([test, "--exact", "--nocapture"])
            .env(ACT, act.to_string());
        let output = command.output().unwrap();
        let told = told(&output);
        assert!(
            output.status.success() && told.contains("1 passed"),
            "act {act} of {test}:\n{told}"
        );
    }

    /// Every file below the folders that the stage gives out as the user's.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let entry = entry.unwrap();
                let kind = entry.file_type().unwrap();
                if kind.is_dir() {
                    folders.push(entry.path());
                } else if kind.is_file() {
                    files.push(entry.path());
                }
            }
        }
        files
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        for variable in FOLDERS {
            command.env(variable, self.folder.path().join(variable));
        }
        command.env(BUS, &self.bus);
        command
    }

    /// A bus without the services of the system: nothing starts on it but what the stage starts.
    fn start_bus(&mut self) {
        let folder = self.folder.path().display();
        let configuration = format!(
            "<busconfig><type>session</type><listen>unix:dir={folder}</listen><auth>EXTERNAL</auth>\
             <policy context=\"default\"><allow send_destination=\"*\"/><allow receive_sender=\"*\"/>\
             <allow own=\"*\"/></policy></busconfig>"
        );
        let file = self.folder.path().join("bus.conf");
        File::create(&file)
            .unwrap()
            .write_all(configuration.as_bytes())
            .unwrap();
        let mut command = self.command("dbus-daemon");
        command
            .arg(format!("--config-file={}", file.display()))
            .args(["--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            // It complains about limits that only matter to a bus of many programs.
            .stderr(Stdio::null());
        let mut process = Process::start(&mut command);
        let mut address = String::new();
        let output = process.0.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut address).unwrap();
        address.trim_end().clone_into(&mut self.bus);
        self.processes.push(process);
    }

    fn start_keyring(&mut self) {
        let control = self.folder.path().join("control");
        private_folder(&control);
        let mut command = self.command("gnome-keyring-daemon");
        command
            .args(["--foreground", "--unlock", "--components=secrets"])
            .arg(format!("--control-directory={}", control.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut process = Process::start(&mut command);
        // Closing the pipe ends the password.
        let mut password = process.0.stdin.take().unwrap();
        password.write_all(b"password of the stage").unwrap();
        drop(password);
        self.processes.push(process);
        let started = Instant::now();
        while !self.has_secret_service() {
            assert!(
                started.elapsed() < Duration::from_secs(20),
                "GNOME Keyring did not come up"
            );
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn has_secret_service(&self) -> bool {
        let mut command = self.command("dbus-send");
        command
            .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus"])
            .args(["/", "org.freedesktop.DBus.NameHasOwner"])
            .arg("string:org.freedesktop.secrets");
        told(&output(&mut command)).contains("boolean true")
    }
}

/// Locks the keyring, from inside.
pub(crate) fn lock_keyring() {
    let mut command = Command::new("dbus-send");
    command
        .args([
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.secrets",
        ])
        .args([
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.Lock",
        ])
        .arg("array:objpath:/org/freedesktop/secrets/collection/login");
    let output = output(&mut command);
    assert!(output.status.success(), "{}", told(&output));
}

/// A process that ends with its owner, also when a test panics.
struct Process(Child);

impl Process {
    fn start(command: &mut Command) -> Self {
        Self(
            command
                .spawn()
                .unwrap_or_else(|error| no_program(command, &error)),
        )
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Whatever fails here, it has ended already.
        let _killed = self.0.kill();
        let _waited = self.0.wait();
    }
}

fn output(command: &mut Command) -> Output {
    command
        .output()
        .unwrap_or_else(|error| no_program(command, &error))
}

fn no_program(command: &Command, error: &std::io::Error) -> ! {
    panic!(
        "{} cannot be started ({error}): `cargo xtask setup` installs it on Debian and Ubuntu; elsewhere \
         install the packages of dbus and gnome-keyring",
        command.get_program().display()
    )
}

fn told(output: &Output) -> String {
    let text = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    text.concat()
}

fn private_folder(path: &Path) {
    use std::os::unix::fs::DirBuilderExt as _;

    fs::DirBuilder::new().mode(0o700).create(path).unwrap();
}
