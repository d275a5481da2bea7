//! On a bus of the test's own, where a mock stands for logind and for the screen saver.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "that is how a test fails")]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use deskbook_session::Buses;
use zbus::blocking::{Connection, connection};
use zbus::interface;
use zbus::zvariant::{OwnedFd, OwnedObjectPath};

const OWN: &str = "/org/freedesktop/login1/session/_31";

/// Longer than a busy machine needs.
const SOON: Duration = Duration::from_secs(20);

/// So long nothing has to happen.
const QUIET: Duration = Duration::from_millis(300);

struct Bus {
    daemon: Child,
    address: String,
    _folder: tempfile::TempDir,
}

impl Bus {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let configuration = folder.path().join("bus.conf");
        let text = format!(
            r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={}</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"#,
            folder.path().display()
        );
        std::fs::File::create(&configuration)
            .and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()))
            .unwrap();
        let mut daemon = Command::new("dbus-daemon")
            .args(["--nofork", "--print-address=1", "--config-file"])
            .arg(&configuration)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut address = String::new();
        let printed = daemon.stdout.take().unwrap();
        BufReader::new(printed).read_line(&mut address).unwrap();
        Self {
            daemon,
            address: address.trim().to_owned(),
            _folder: folder,
        }
    }

    fn connect(&self) -> connection::Builder<'_> {
        connection::Builder::address(self.address.as_str()).unwrap()
    }

    /// Listens on it for both; each time the session is left a word comes.
    fn watch(&self) -> Receiver<()> {
        let (left, heard) = channel();
        let left = std::sync::Mutex::new(left);
        let buses = Buses {
            session: Some(self.address.clone()),
            system: Some(self.address.clone()),
        };
        buses.watch(move || left.lock().unwrap().send(()).unwrap());
        heard
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ended = self.daemon.kill();
        let _collected = self.daemon.wait();
    }
}

/// Stands for logind, and counts the delays that are held.
struct Logind {
    asked: Arc<AtomicUsize>,
    held: Arc<std::sync::Mutex<Vec<std::os::unix::net::UnixStream>>>,
}

#[interface(name = "org.freedesktop.login1.Manager")]
impl Logind {
    #[expect(
        clippy::unused_self,
        reason = "an interface is asked for by its object"
    )]
    #[zbus(name = "GetSessionByPID")]
    fn session_of(&self, process: u32) -> OwnedObjectPath {
        assert_eq!(process, std::process::id());
        OwnedObjectPath::try_from(OWN).unwrap()
    }

    fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> OwnedFd {
        assert_eq!((what, who, mode), ("sleep", "Deskbook", "delay"));
        assert!(!why.is_empty());
        let (ours, theirs) = std::os::unix::net::UnixStream::pair().unwrap();
        self.held.lock().unwrap().push(ours);
        self.asked.fetch_add(1, Ordering::SeqCst);
        std::os::fd::OwnedFd::from(theirs).into()
    }
}

fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..400 {
        if is_so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(is_so(), "{what}");
}

fn emit(connection: &Connection, path: &str, interface: &str, member: &str, says: bool) {
    let sent = connection.emit_signal(None::<&str>, path, interface, member, &says);
    sent.unwrap();
}

/// Signals that are sent before somebody listens are heard by nobody: they are sent until one is.
fn heard_at_last(heard: &Receiver<()>, send: impl Fn()) {
    for _ in 0..100 {
        send();
        if heard.recv_timeout(QUIET).is_ok() {
            while heard.recv_timeout(QUIET).is_ok() {}
            return;
        }
    }
    assert!(heard.recv_timeout(SOON).is_ok(), "nobody heard it");
}

#[test]
fn a_locked_screen_is_heard_and_an_unlocked_one_is_not() {
    let bus = Bus::start();
    let heard = bus.watch();
    let saver = bus.connect().build().unwrap();
    for name in ["org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"] {
        let tell = |active| emit(&saver, "/ScreenSaver", name, "ActiveChanged", active);
        heard_at_last(&heard, || tell(true));
        tell(false);
        assert!(heard.recv_timeout(QUIET).is_err(), "{name}");
    }
}

#[test]
fn logind_is_heard_for_ones_own_session_and_sleep_waits_until_it_was() {
    let bus = Bus::start();
    let (asked, held) = (Arc::default(), Arc::default());
    let logind = Logind {
        asked: Arc::clone(&asked),
        held: Arc::clone(&held),
    };
    let manager = "org.freedesktop.login1.Manager";
    let connection = bus
        .connect()
        .name("org.freedesktop.login1")
        .unwrap()
        .serve_at("/org/freedesktop/login1", logind)
        .unwrap()
        .build()
        .unwrap();
    let heard = bus.watch();
    let lock = |path: &str| {
        let session = "org.freedesktop.login1.Session";
        let sent = connection.emit_signal(None::<&str>, path, session, "Lock", &());
        sent.unwrap();
    };
    heard_at_last(&heard, || lock(OWN));
    lock("/org/freedesktop/login1/session/_32");
    assert!(
        heard.recv_timeout(QUIET).is_err(),
        "that is somebody else's"
    );

    until("the sleep is delayed", || asked.load(Ordering::SeqCst) == 1);
    let sleep = |sleeps| {
        let path = "/org/freedesktop/login1";
        emit(&connection, path, manager, "PrepareForSleep", sleeps);
    };
    sleep(true);
    heard.recv_timeout(SOON).unwrap();
    // Its other end is closed: there is no waiting any more
    let ours = held.lock().unwrap().remove(0);
    ours.set_read_timeout(Some(SOON)).unwrap();
    let read = std::io::Read::read(&mut &ours, &mut [0]).unwrap();
    assert_eq!(read, 0, "the delay was given back");
    sleep(false);
    until("the next sleep is delayed too", || {
        asked.load(Ordering::SeqCst) == 2
    });
    assert!(
        heard.recv_timeout(QUIET).is_err(),
        "waking up is no leaving"
    );
}
