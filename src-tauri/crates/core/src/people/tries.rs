//! Slows tests of logins down: whoever holds this window is not to guess passwords with it.

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

/// So many tries go on at once.
const FREE: u32 = 3;

/// What the first try after them waits; each further one waits twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(2);

/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// After so much rest tries are counted anew.
const REST: Duration = Duration::from_mins(2);

/// What a try says of who tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// A password was guessed wrong.
    Refused,
    /// The password was right.
    Accepted,
    /// No password was compared.
    Neither,
}

/// Counts tries that were refused.
#[derive(Debug, Default)]
pub struct Tries(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    refused: u32,
    last: Option<Instant>,
}

impl Tries {
    /// Does one try at a time, each after its wait. `judge` tells whether it counts. What neither counts nor
    /// ends the counting leaves it as it is: nobody is to get more guesses by asking something else between.
    pub async fn one<A>(&self, work: impl Future<Output = A>, judge: impl Fn(&A) -> Tried) -> A {
        let mut state = self.0.lock().await;
        if state.last.is_some_and(|last| last.elapsed() > REST) {
            state.refused = 0;
        }
        if let (Some(last), Some(wait)) = (state.last, wait_after(state.refused)) {
            sleep_until(last + wait).await;
        }
        let answer = work.await;
        match judge(&answer) {
            Tried::Refused => state.refused = state.refused.saturating_add(1),
            Tried::Accepted => state.refused = 0,
            Tried::Neither => return answer,
        }
        state.last = Some(Instant::now());
        answer
    }
}

/// How long the next try waits after so many refused ones.
fn wait_after(refused: u32) -> Option<Duration> {
    let beyond = refused.checked_sub(FREE)?;
    let doubled = 2_u32.checked_pow(beyond).unwrap_or(u32::MAX);
    Some(FIRST_WAIT.saturating_mul(doubled).min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn waits(tries: &Tries, tried: Tried) -> u64 {
        let began = Instant::now();
        tries.one(async {}, |()| tried).await;
        began.elapsed().as_secs()
    }

    #[tokio::test(start_paused = true)]
    async fn three_tries_are_free_and_each_further_one_waits_twice_as_long() {
        let tries = Tries::default();
        let mut waited = Vec::new();
        for _ in 0..9 {
            waited.push(waits(&tries, Tried::Refused).await);
        }
        assert_eq!(waited, [0, 0, 0, 2, 4, 8, 16, 30, 30]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_rest_and_a_right_password_begin_anew() {
        let tries = Tries::default();
        for _ in 0..4 {
            waits(&tries, Tried::Refused).await;
        }
        tokio::time::advance(REST + Duration::from_secs(1)).await;
        assert_eq!(waits(&tries, Tried::Refused).await, 0);
        for _ in 0..2 {
            waits(&tries, Tried::Refused).await;
        }
        assert_eq!(waits(&tries, Tried::Accepted).await, 2);
        assert_eq!(
            waits(&tries, Tried::Refused).await,
            0,
            "the last one was right"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_no_guess_neither_counts_nor_forgives() {
        let tries = Tries::default();
        for _ in 0..3 {
            waits(&tries, Tried::Refused).await;
        }
        assert_eq!(waits(&tries, Tried::Neither).await, 2);
        assert_eq!(
            waits(&tries, Tried::Refused).await,
            0,
            "it has waited enough"
        );
        assert_eq!(waits(&tries, Tried::Refused).await, 4);
    }
}
