//! What D-Bus tells of the session.

use std::sync::Arc;
use std::thread;

use zbus::blocking::{Connection, MessageIterator, connection};
use zbus::message::Type;
use zbus::zvariant::{OwnedFd, OwnedObjectPath};
use zbus::{MatchRule, Message};

/// Those who tell that the screen was locked.
const SCREEN_SAVERS: [&str; 2] = ["org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"];

const LOGIND: &str = "org.freedesktop.login1";
const LOGIND_PATH: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";

type Leave = Arc<dyn Fn() + Send + Sync>;

/// The buses that are listened on: those of the environment, unless others are named.
#[derive(Clone, Debug, Default)]
pub struct Buses {
    /// The address of the session bus.
    pub session: Option<String>,
    /// The address of the system bus.
    pub system: Option<String>,
}

impl Buses {
    /// As [`watch`](crate::watch), on these buses.
    pub fn watch(self, leave: impl Fn() + Send + Sync + 'static) {
        let leave: Leave = Arc::new(leave);
        let on_session = Arc::clone(&leave);
        let Self { session, system } = self;
        thread::spawn(move || told(watch_session(session.as_deref(), &on_session)));
        thread::spawn(move || told(watch_system(system.as_deref(), &leave)));
    }
}

fn watch_session(address: Option<&str>, leave: &Leave) -> zbus::Result<()> {
    let connection = connect(address, Connection::session)?;
    for interface in SCREEN_SAVERS {
        let signals = signals(&connection, interface, "ActiveChanged", None)?;
        let leave = Arc::clone(leave);
        thread::spawn(move || {
            for _active in signals.filter_map(told_yes).filter(|active| *active) {
                leave();
            }
        });
    }
    Ok(())
}

fn watch_system(address: Option<&str>, leave: &Leave) -> zbus::Result<()> {
    let connection = connect(address, Connection::system)?;
    let sleeps = signals(&connection, MANAGER, "PrepareForSleep", Some(LOGIND_PATH))?;
    let (sleeping, on_sleep) = (connection.clone(), Arc::clone(leave));
    thread::spawn(move || watch_sleep(&sleeping, sleeps, &on_sleep));
    let own = own_session(&connection)?;
    for _ in signals(&connection, SESSION, "Lock", Some(own.as_str()))? {
        leave();
    }
    Ok(())
}

/// The delay is given back when whoever listens is done, and asked for anew when the computer wakes up.
fn watch_sleep(connection: &Connection, signals: MessageIterator, leave: &Leave) {
    let mut delay = delay_sleep(connection);
    for goes_to_sleep in signals.filter_map(told_yes) {
        if goes_to_sleep {
            leave();
            drop(delay.take());
        } else {
            delay = delay_sleep(connection);
        }
    }
}

fn delay_sleep(connection: &Connection) -> Option<OwnedFd> {
    let reason = ("sleep", "Deskbook", "locks its data", "delay");
    let answer =
        connection.call_method(Some(LOGIND), LOGIND_PATH, Some(MANAGER), "Inhibit", &reason);
    let delay = answer.and_then(|answer| answer.body().deserialize::<OwnedFd>());
    delay
        .inspect_err(|error| tracing::debug!(%error, "the sleep of the computer is not delayed"))
        .ok()
}

fn own_session(connection: &Connection) -> zbus::Result<OwnedObjectPath> {
    let own = std::process::id();
    let method = "GetSessionByPID";
    let answer = connection.call_method(Some(LOGIND), LOGIND_PATH, Some(MANAGER), method, &own)?;
    answer.body().deserialize()
}

fn connect(
    address: Option<&str>,
    usual: fn() -> zbus::Result<Connection>,
) -> zbus::Result<Connection> {
    match address {
        Some(address) => connection::Builder::address(address)?.build(),
        None => usual(),
    }
}

fn signals(
    connection: &Connection,
    interface: &'static str,
    member: &'static str,
    path: Option<&str>,
) -> zbus::Result<MessageIterator> {
    let mut rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .interface(interface)?
        .member(member)?;
    if let Some(path) = path {
        rule = rule.path(path.to_owned())?;
    }
    MessageIterator::for_match_rule(rule.build().to_owned(), connection, None)
}

/// What a signal says yes or no to.
fn told_yes(signal: zbus::Result<Message>) -> Option<bool> {
    signal.ok()?.body().deserialize().ok()
}

/// A desktop without a bus, or without logind, tells nothing, which is no fault.
fn told(ended: zbus::Result<()>) {
    if let Err(error) = ended {
        tracing::debug!(%error, "nobody tells when the session is left");
    }
}
