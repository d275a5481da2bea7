//! The way into a server. It keeps accounts from being locked: as long as nobody knows whether the
//! password works, one login is tried at a time and those who wait share how it ends; and after a refusal
//! none is tried until a person did something about it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use deskbook_core::server_error::ServerError;

/// So long a login that worked says that the password still does.
const PROVEN: Duration = Duration::from_mins(1);

/// The way into one server, or into one of several that have the same accounts.
#[derive(Default)]
pub struct Door {
    known: Mutex<Known>,
    turn: tokio::sync::Mutex<()>,
}

/// What is known of the logins so far.
#[derive(Default)]
struct Known {
    state: State,
    /// Counts the acts of persons: what was begun before one says nothing after it.
    acts: u64,
    /// Counts the logins that came to an end.
    ended: u64,
    /// How the last one failed.
    failure: Option<ServerError>,
}

#[derive(Default)]
enum State {
    /// Nobody knows whether the password works.
    #[default]
    Untried,
    /// It worked then.
    Proven(Instant),
    /// The server, or what keeps the password, said no.
    Refused(ServerError),
}

/// How somebody finds the door.
enum Found {
    Open,
    Untried { ended: u64 },
    Shut(ServerError),
}

impl Door {
    /// Logs in, unless it is known that this would be of no use.
    pub async fn pass<A>(
        &self,
        log_in: impl Future<Output = Result<A, ServerError>>,
    ) -> Result<A, ServerError> {
        let seen = match self.find() {
            Found::Shut(error) => return Err(error),
            Found::Open => return self.tried(log_in).await,
            Found::Untried { ended } => ended,
        };
        let turn = self.turn.lock().await;
        match self.find() {
            Found::Shut(error) => Err(error),
            Found::Open => {
                drop(turn);
                self.tried(log_in).await
            }
            Found::Untried { ended } => match self.failure_since(seen, ended) {
                Some(error) => Err(error),
                None => self.tried(log_in).await,
            },
        }
    }

    /// A person did something: the next login is tried.
    pub fn admit(&self) {
        let mut known = self.lock();
        known.acts += 1;
        known.state = State::Untried;
        known.failure = None;
    }

    async fn tried<A>(
        &self,
        log_in: impl Future<Output = Result<A, ServerError>>,
    ) -> Result<A, ServerError> {
        let acts = self.lock().acts;
        let outcome = log_in.await;
        let mut known = self.lock();
        if known.acts == acts {
            known.note(outcome.as_ref().err());
        }
        outcome
    }

    fn find(&self) -> Found {
        let known = self.lock();
        match &known.state {
            State::Refused(error) => Found::Shut(error.clone()),
            State::Proven(then) if then.elapsed() < PROVEN => Found::Open,
            State::Proven(_) | State::Untried => Found::Untried { ended: known.ended },
        }
    }

    /// How the login failed that was waited for.
    fn failure_since(&self, seen: u64, ended: u64) -> Option<ServerError> {
        self.lock().failure.clone().filter(|_| ended > seen)
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn note(&mut self, failure: Option<&ServerError>) {
        self.ended += 1;
        self.failure = failure.cloned();
        match failure {
            None => self.state = State::Proven(Instant::now()),
            Some(error) if error.code().needs_a_person() => {
                self.state = State::Refused(error.clone());
            }
            // It says nothing of the password
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use deskbook_core::ErrorCode;
    use deskbook_core::server_error::{ServerPlace, Trouble};

    use super::*;

    /// A server that counts the logins that are tried.
    #[derive(Default)]
    struct Counting {
        door: Door,
        tries: AtomicU32,
    }

    impl Counting {
        async fn log_in(&self, trouble: Option<Trouble>) -> Option<ErrorCode> {
            let login = async {
                self.tries.fetch_add(1, Ordering::Relaxed);
                tokio::task::yield_now().await;
                trouble.map_or(Ok(()), |trouble| {
                    Err(ServerError {
                        trouble,
                        place: ServerPlace::default(),
                        source: None,
                    })
                })
            };
            let outcome = self.door.pass(login).await;
            outcome.err().map(|error| error.code())
        }

        async fn several(&self, trouble: Option<Trouble>) -> Vec<Option<ErrorCode>> {
            let logins = (0..6).map(|_| self.log_in(trouble.clone()));
            futures_util::future::join_all(logins).await
        }

        fn tries(&self) -> u32 {
            self.tries.swap(0, Ordering::Relaxed)
        }
    }

    #[tokio::test]
    async fn a_refused_password_is_tried_once_whoever_asks_until_a_person_acts() {
        let server = Counting::default();
        let told = server.several(Some(Trouble::RefusedLogin)).await;
        assert_eq!(told, [Some(ErrorCode::RefusedLogin); 6]);
        assert_eq!(server.tries(), 1, "six statements, one login");
        server.several(None).await;
        assert_eq!(server.tries(), 0, "nobody acted");
        server.door.admit();
        assert_eq!(server.log_in(None).await, None);
        assert_eq!(server.tries(), 1);
    }

    #[tokio::test]
    async fn those_who_wait_share_a_failure_and_later_ones_try_again() {
        let server = Counting::default();
        let told = server.several(Some(Trouble::HostUnreachable)).await;
        assert_eq!(told, [Some(ErrorCode::HostUnreachable); 6]);
        assert_eq!(server.tries(), 1, "nobody waits for six time-outs");
        assert_eq!(server.log_in(None).await, None);
        assert_eq!(server.tries(), 1, "it is over when it is over");
    }

    #[tokio::test]
    async fn a_password_that_works_lets_all_in() {
        let server = Counting::default();
        assert_eq!(server.several(None).await, [None; 6]);
        assert_eq!(server.tries(), 6);
    }

    #[tokio::test]
    async fn a_login_that_was_begun_before_a_person_acted_shuts_nothing() {
        let server = Counting::default();
        let slow = server.log_in(Some(Trouble::RefusedLogin));
        let act = async { server.door.admit() };
        futures_util::future::join(slow, act).await;
        assert_eq!(server.log_in(None).await, None);
    }
}
