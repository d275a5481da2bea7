//! The process of a server: signals, its end, and a watchdog for the case that the test program dies
//! without a word.

use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use rustix::process::{Pid, Signal, kill_process};

/// How long a server may take to stop before it is killed.
const PATIENCE: Duration = Duration::from_secs(10);

/// Waits until its input ends, which it does with the process at its other end, however that ends.
const WATCH: &str =
    "read -r never; kill -CONT \"$1\"; kill -\"$2\" \"$1\"; sleep 1; rm -rf -- \"$3\"";

/// How to end a server on the spot.
#[derive(Clone, Copy, Debug)]
pub(super) enum End {
    /// Kill it: it is one process.
    Kill,
    /// Ask it to: it has children that it must take along.
    Quit,
}

impl End {
    fn signal(self) -> Signal {
        match self {
            Self::Kill => Signal::KILL,
            Self::Quit => Signal::QUIT,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Kill => "KILL",
            Self::Quit => "QUIT",
        }
    }
}

/// A server that ends with this value.
#[derive(Debug)]
pub(super) struct ServerProcess {
    server: Child,
    watchdog: Child,
    end: End,
}

impl ServerProcess {
    /// Starts it. `folder` is removed should the test program die.
    pub(super) fn start(command: &mut Command, end: End, folder: &Path) -> Result<Self> {
        // In a group of its own, a key press that ends the test does not reach the server first.
        let server = command
            .process_group(0)
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("{} cannot be started", command.get_program().display()))?;
        let watchdog = Command::new("sh")
            .args([
                "-c",
                WATCH,
                "watchdog",
                &server.id().to_string(),
                end.name(),
            ])
            .arg(folder)
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        match watchdog {
            Ok(watchdog) => Ok(Self {
                server,
                watchdog,
                end,
            }),
            Err(error) => {
                let mut server = server;
                server.kill()?;
                server.wait()?;
                Err(error).context("sh cannot be started")
            }
        }
    }

    /// The process id.
    pub(super) fn id(&self) -> u32 {
        self.server.id()
    }

    /// How it ended, if it did.
    pub(super) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.server.try_wait()?)
    }

    /// Halts the server and all its children.
    pub(super) fn pause(&self) -> Result<()> {
        // The server first, or it would go on to make children.
        kill_process(self.pid(), Signal::STOP)?;
        self.children_get(Signal::STOP);
        Ok(())
    }

    /// Lets them go on.
    pub(super) fn resume(&self) -> Result<()> {
        self.children_get(Signal::CONT);
        Ok(kill_process(self.pid(), Signal::CONT)?)
    }

    /// Stops the server as an administrator would, so that its data is whole.
    pub(super) async fn stop(mut self, signal: Signal) -> Result<()> {
        self.resume()?;
        kill_process(self.pid(), signal)?;
        let asked = Instant::now();
        while self.ended()?.is_none() && asked.elapsed() < PATIENCE {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.server)
    }

    /// A child that is gone meanwhile needs no signal.
    fn children_get(&self, signal: Signal) {
        for child in children_of(self.id()) {
            let _gone = kill_process(child, signal);
        }
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        if matches!(self.server.try_wait(), Ok(None)) {
            // Whatever fails from here on, the kill below does not.
            let _resumed = self.resume();
            let _asked = kill_process(self.pid(), self.end.signal());
            let asked = Instant::now();
            while matches!(self.server.try_wait(), Ok(None)) && asked.elapsed() < PATIENCE {
                std::thread::sleep(Duration::from_millis(5));
            }
            let _killed = self.server.kill();
            let _waited = self.server.wait();
        }
        let _killed = self.watchdog.kill();
        let _waited = self.watchdog.wait();
    }
}

/// The children of a process, from what the kernel tells of all processes.
fn children_of(parent: u32) -> Vec<Pid> {
    let processes = fs::read_dir("/proc").into_iter().flatten();
    processes
        .filter_map(|entry| {
            let name = entry.ok()?.file_name();
            let id: i32 = name.to_str()?.parse().ok()?;
            let told = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
            // The name stands in parentheses and may hold anything; state and parent follow it.
            let (_, rest) = told.rsplit_once(") ")?;
            let found: u32 = rest.split(' ').nth(1)?.parse().ok()?;
            (found == parent).then(|| Pid::from_raw(id)).flatten()
        })
        .collect()
}
