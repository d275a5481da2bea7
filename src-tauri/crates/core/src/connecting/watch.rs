//! Asks the sources of the current installation again and again whether they answer, so that the status
//! bar is true and a server that comes back is noticed without anybody's help.

use std::sync::Arc;
use std::time::Duration;

use deskbook_domain::source::Subject;
use tokio::sync::watch::{Receiver, Sender};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::probe::Probe;
use super::{OpenInstallation, Outside};
use crate::changes::{ChangeListener, Topic};
use crate::health::{Health, HealthListener, State};

/// How long a source is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intervals {
    /// One that answers.
    pub answering: Duration,
    /// One that does not.
    pub failing: Duration,
}

impl Default for Intervals {
    fn default() -> Self {
        Self {
            answering: Duration::from_secs(10),
            failing: Duration::from_secs(3),
        }
    }
}

/// Tells the window and the watch that a source's health changed.
pub(super) struct Bell {
    window: Arc<dyn HealthListener>,
    rung: Sender<()>,
}

impl Bell {
    pub(super) fn new(window: Arc<dyn HealthListener>) -> Self {
        Self {
            window,
            rung: Sender::new(()),
        }
    }
}

impl HealthListener for Bell {
    fn health_changed(&self) {
        self.window.health_changed();
        self.rung.send_replace(());
    }
}

/// The sources of an installation being watched, until this is dropped.
pub(super) struct Watch {
    _sources: JoinSet<()>,
}

impl Watch {
    /// Begins at once. Must be called within a tokio runtime.
    pub(super) fn begin(open: &Arc<OpenInstallation>, bell: &Arc<Bell>, outside: &Outside) -> Self {
        let mut sources = JoinSet::new();
        for probe in open.probes() {
            let watched = Watched {
                open: Arc::clone(open),
                heard: probe.health(),
                probe,
                bell: Arc::clone(bell),
                changes: Arc::clone(&outside.changes),
                intervals: outside.intervals,
            };
            sources.spawn(watched.go_on(bell.rung.subscribe()));
        }
        Self { _sources: sources }
    }
}

/// One source being watched.
struct Watched {
    open: Arc<OpenInstallation>,
    probe: Probe,
    /// What was told to the window last.
    heard: Health,
    bell: Arc<Bell>,
    changes: Arc<dyn ChangeListener>,
    intervals: Intervals,
}

impl Watched {
    async fn go_on(mut self, mut rung: Receiver<()>) {
        loop {
            // The outcome is in the source's health
            let _ = self.probe.ping().await;
            let asked = Instant::now();
            loop {
                let pause = self.look().await;
                tokio::select! {
                    () = due(asked, pause) => break,
                    rung = rung.changed() => if rung.is_err() { return },
                }
            }
        }
    }

    /// Tells what is news, and how long the source may be left alone: until somebody asks it, if only a
    /// person can do something about it.
    async fn look(&mut self) -> Option<Duration> {
        let health = self.probe.health();
        let interval = match &health.state {
            State::Failing(reason) if reason.code.needs_a_person() => None,
            State::Failing(_) => Some(self.intervals.failing),
            State::Answering | State::Unknown => Some(self.intervals.answering),
        };
        if health == self.heard {
            return interval;
        }
        self.bell.window.health_changed();
        let before = std::mem::replace(&mut self.heard, health);
        let answers = self.heard.state == State::Answering;
        if answers && matches!(before.state, State::Failing(_)) {
            self.changes.changed(&[topic(self.probe.subject())]);
        }
        if answers && before.state != State::Answering {
            self.learn().await;
        }
        interval
    }

    /// The settings can only be read once a server answers.
    async fn learn(&self) {
        if let Err(error) = self.open.settings().await {
            tracing::debug!(code = ?error.code(), "settings of an installation");
        }
    }
}

async fn due(asked: Instant, pause: Option<Duration>) {
    match pause {
        Some(pause) => sleep_until(asked + pause).await,
        None => std::future::pending().await,
    }
}

fn topic(subject: Subject) -> Topic {
    match subject {
        Subject::CustomerUsers => Topic::CustomerUsers,
        Subject::Customers => Topic::Customers,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::twin::server::{City, connected};

    /// Longer than any pause of a source that does not answer, shorter than that of one that does.
    const A_WHILE: Duration = Duration::from_secs(4);

    async fn settle() {
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
    }

    async fn pass(time: Duration) {
        settle().await;
        tokio::time::advance(time).await;
        settle().await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_source_that_answers_is_asked_every_ten_seconds() {
        let city = City::new();
        let _installations = connected(&city).await;
        settle().await;
        let pings = city.pings();
        pass(Duration::from_secs(9)).await;
        assert_eq!(city.pings(), pings, "it is left alone");
        pass(Duration::from_secs(2)).await;
        assert_eq!(city.pings(), pings + 2, "both sources were asked");
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_comes_back_is_noticed_without_help() {
        let city = City::new();
        let _installations = connected(&city).await;
        settle().await;
        city.stop();
        pass(Duration::from_secs(31)).await;
        assert!(city.heard.health() > 0, "the window hears of it");
        let topics = city.heard.topics().len();
        city.start();
        pass(A_WHILE).await;
        let heard = city.heard.topics();
        let fresh: Vec<_> = heard.into_iter().skip(topics).collect();
        assert!(fresh.contains(&Topic::CustomerUsers) && fresh.contains(&Topic::Customers));
    }

    #[tokio::test(start_paused = true)]
    async fn a_failure_that_a_search_met_is_watched_closely_at_once() {
        let city = City::new();
        let installations = connected(&city).await;
        settle().await;
        city.stop();
        let people = installations.current().installation().customer_users;
        let asked = people.count().await;
        assert!(asked.is_err());
        let topics = city.heard.topics().len();
        city.start();
        pass(A_WHILE).await;
        assert!(
            city.heard.topics().len() > topics,
            "long before half a minute"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn only_the_current_installation_is_watched() {
        let city = City::new();
        let installations = connected(&city).await;
        settle().await;
        let local = crate::installations::InstallationId::local();
        installations.switch(&local).await.unwrap();
        settle().await;
        let pings = city.pings();
        pass(Duration::from_mins(2)).await;
        assert_eq!(city.pings(), pings);
    }

    #[tokio::test(start_paused = true)]
    async fn a_source_that_refused_the_login_is_left_alone_until_a_person_acts() {
        let city = City::new();
        let installations = connected(&city).await;
        settle().await;
        city.refuse();
        pass(Duration::from_secs(31)).await;
        let pings = city.pings();
        pass(Duration::from_mins(10)).await;
        assert_eq!(city.pings(), pings, "no account is locked by Deskbook");
        let admitted = city.admitted();
        city.start();
        installations.retry().await;
        assert!(city.admitted() > admitted, "a person asked for it");
        settle().await;
        let pings = city.pings();
        pass(Duration::from_secs(11)).await;
        assert_eq!(city.pings(), pings + 2, "and it is watched again");
    }

    #[tokio::test(start_paused = true)]
    async fn a_retry_asks_at_once() {
        let city = City::new();
        let installations = connected(&city).await;
        settle().await;
        let pings = city.pings();
        installations.retry().await;
        assert_eq!(city.pings(), pings + 2);
    }
}
