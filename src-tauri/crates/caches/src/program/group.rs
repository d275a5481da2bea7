//! What a program starts ends with it, if it has to be ended.

use tokio::process::Child;

/// A program and all that it started, as far as that did not leave the group. Dropped before the
/// program ended by itself, it is killed.
#[derive(Debug)]
pub(super) struct Group {
    leader: Option<u32>,
}

impl Group {
    pub(super) fn of(child: &Child) -> Self {
        Self { leader: child.id() }
    }

    /// The program ended: its number may be another's by now.
    pub(super) fn has_ended(&mut self) {
        self.leader = None;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(leader) = self.leader {
            kill_group(leader);
        }
    }
}

#[cfg(unix)]
fn kill_group(leader: u32) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let leader = i32::try_from(leader).ok().and_then(Pid::from_raw);
    if let Some(leader) = leader {
        // It fails if they are gone already, which is as well
        let _gone = kill_process_group(leader, Signal::KILL);
    }
}

/// Only the program itself is ended, by its `Child`: there are no groups.
#[cfg(not(unix))]
fn kill_group(_: u32) {}
