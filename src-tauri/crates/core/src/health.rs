//! How a source stands: whether it answers, since when, and why not.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use crate::ErrorCode;
use crate::back_end::BackEndError;
use crate::error_chain;

/// How a source stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Health {
    /// What it did last.
    pub state: State,
    /// How long the last answer took.
    pub took: Option<Duration>,
    /// Since when it stands so; `None` before it was asked.
    pub since: Option<DateTime<Utc>>,
    /// Answers come from a server that only reads, such as a replica.
    pub replica: bool,
    /// What its account may do.
    pub rights: Rights,
}

impl Health {
    /// Whether it did not answer the last time.
    pub fn is_failing(&self) -> bool {
        matches!(self.state, State::Failing(_))
    }

    /// Whether its next answer may come within a time: it did not fail, and took no longer, the last time.
    pub fn answers_within(&self, time: Duration) -> bool {
        !self.is_failing() && self.took.is_none_or(|took| took <= time)
    }
}

/// What the account that a source is asked with may do to its table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rights {
    /// Nobody asked, or the server does not tell for sure. Writing is tried then.
    #[default]
    Unknown,
    /// It may add or change rows, or some of their columns.
    Writes,
    /// It may do neither.
    ReadsOnly,
}

/// What a source did last.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum State {
    /// It was not asked yet.
    #[default]
    Unknown,
    /// It answered.
    Answering,
    /// It did not.
    Failing(Reason),
}

/// Why a source does not answer, as an error that can be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What the UI tells apart.
    pub code: ErrorCode,
    /// The values that the UI's words need.
    pub params: Vec<(&'static str, String)>,
    /// The chain of causes.
    pub detail: String,
}

impl Reason {
    /// Keeps what an error tells.
    pub fn of(error: &BackEndError) -> Self {
        Self {
            code: error.code(),
            params: error.params(),
            detail: error_chain(error),
        }
    }
}

/// Hears when a source begins or ceases to answer.
pub trait HealthListener: Send + Sync {
    /// Ask again how the sources stand.
    fn health_changed(&self);
}

/// Keeps the health of one source.
#[derive(Debug, Default)]
pub struct HealthCell(Mutex<Health>);

impl HealthCell {
    /// How it stands.
    pub fn read(&self) -> Health {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Notes an answer or the lack of one; tells whether that is news. An error about the question, not
    /// the source (a sort of too many rows, a cancelled search), changes nothing.
    pub fn note<T>(
        &self,
        outcome: &Result<T, BackEndError>,
        began: Instant,
        now: DateTime<Utc>,
        replica: bool,
    ) -> bool {
        let state = match outcome {
            Ok(_) => State::Answering,
            Err(error) if error.is_of_the_source() => State::Failing(Reason::of(error)),
            Err(_) => return false,
        };
        let mut health = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if outcome.is_ok() {
            health.took = Some(began.elapsed());
            health.replica = replica;
        }
        health.pass_to(state, now)
    }

    /// Notes what the account may do; tells whether that is news.
    pub fn note_rights(&self, rights: Rights) -> bool {
        let mut health = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut health.rights, rights) != rights
    }

    /// Notes how a question ended that needs no more than a part of the source, such as how many rows
    /// there are: a failure counts as any other. An answer says that the server is back, but not that the
    /// source can be read.
    pub fn note_in_part<T>(
        &self,
        outcome: &Result<T, BackEndError>,
        began: Instant,
        now: DateTime<Utc>,
        replica: bool,
    ) -> bool {
        if outcome.is_err() {
            return self.note(outcome, began, now, replica);
        }
        let mut health = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        health.took = Some(began.elapsed());
        health.replica = replica;
        let is_back =
            matches!(&health.state, State::Failing(reason) if !reason.code.is_of_a_table());
        is_back && health.pass_to(State::Answering, now)
    }
}

impl Health {
    /// Whether it is news that it stands so.
    fn pass_to(&mut self, state: State, now: DateTime<Utc>) -> bool {
        if self.state == state {
            return false;
        }
        let of_code = |state: &State| match state {
            State::Failing(reason) => Some(reason.code),
            State::Unknown | State::Answering => None,
        };
        let same_trouble = of_code(&state).is_some() && of_code(&state) == of_code(&self.state);
        if !same_trouble {
            self.since = Some(now);
        }
        self.state = state;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server_error::{ServerError, ServerPlace, Trouble};

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap_or_default()
    }

    #[test]
    fn who_was_slow_or_failed_is_expected_to_be_so_again() {
        let after = |took, state| Health {
            state,
            took,
            ..Health::default()
        };
        let milliseconds = |it| Some(Duration::from_millis(it));
        let within = |health: Health| health.answers_within(Duration::from_millis(50));
        assert!(within(Health::default()), "nobody knows");
        assert!(within(after(milliseconds(50), State::Answering)));
        assert!(!within(after(milliseconds(51), State::Answering)));
        let reason = Reason::of(&BackEndError::Failed("gone".into()));
        assert!(!within(after(milliseconds(1), State::Failing(reason))));
    }

    #[test]
    fn news_is_only_what_changes() {
        let cell = HealthCell::default();
        let ok: Result<(), BackEndError> = Ok(());
        let failed = || -> Result<(), _> { Err(BackEndError::Failed("gone".into())) };
        let began = Instant::now();
        assert!(cell.note(&ok, began, at(1), false));
        assert!(!cell.note(&ok, began, at(2), false), "it answered before");
        assert!(cell.note(&failed(), began, at(3), false));
        assert!(
            !cell.note(&failed(), began, at(4), false),
            "the same trouble as before"
        );
        assert_eq!(cell.read().since, Some(at(3)), "since the first failure");
        assert!(cell.note(&ok, began, at(5), false));
        assert_eq!(cell.read().state, State::Answering);
        assert_eq!(cell.read().since, Some(at(5)));
    }

    #[test]
    fn an_answer_of_a_part_does_not_make_a_source_healthy_but_a_failure_makes_it_fail() {
        let cell = HealthCell::default();
        let ok: Result<(), BackEndError> = Ok(());
        assert!(!cell.note_in_part(&ok, Instant::now(), at(1), true));
        assert_eq!(
            cell.read().state,
            State::Unknown,
            "its columns may be missing"
        );
        assert!(cell.read().replica);
        let failed = |trouble| -> Result<(), _> {
            Err(BackEndError::Server(ServerError {
                trouble,
                place: ServerPlace::default(),
                source: None,
            }))
        };
        let lacks = failed(Trouble::ColumnMissing("phone".to_owned()));
        assert!(cell.note(&lacks, Instant::now(), at(2), false));
        assert!(!cell.note_in_part(&ok, Instant::now(), at(3), false));
        assert!(matches!(cell.read().state, State::Failing(_)));
        let gone = failed(Trouble::ConnectionLost);
        assert!(cell.note_in_part(&gone, Instant::now(), at(4), false));
        assert!(cell.note_in_part(&ok, Instant::now(), at(5), false));
        assert_eq!(cell.read().state, State::Answering, "the server is back");
    }

    #[test]
    fn rights_stay_as_they_were_told_whatever_is_asked_meanwhile() {
        let cell = HealthCell::default();
        assert_eq!(cell.read().rights, Rights::Unknown);
        assert!(cell.note_rights(Rights::ReadsOnly));
        assert!(!cell.note_rights(Rights::ReadsOnly), "that is no news");
        let ok: Result<(), BackEndError> = Ok(());
        assert!(cell.note(&ok, Instant::now(), at(1), false));
        assert_eq!(cell.read().rights, Rights::ReadsOnly);
        assert!(cell.note_rights(Rights::Writes), "somebody gave them");
    }

    #[test]
    fn a_question_that_cannot_be_answered_says_nothing_of_the_source() {
        let cell = HealthCell::default();
        let outcome: Result<(), _> = Err(BackEndError::TooManyToSort { limit: 1 });
        assert!(!cell.note(&outcome, Instant::now(), at(1), false));
        assert_eq!(cell.read().state, State::Unknown);
    }
}
