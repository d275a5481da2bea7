//! Tells once what happened many times in a moment: events have no back-pressure.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::runtime::Handle;

/// What is told, and how long is waited for more of the same.
pub struct Coalescing {
    pause: Duration,
    waiting: Arc<AtomicBool>,
    tell: Arc<dyn Fn() + Send + Sync>,
}

impl Coalescing {
    /// Tells at most once in each pause, and never forgets the last time.
    pub fn new(pause: Duration, tell: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            pause,
            waiting: Arc::default(),
            tell: Arc::new(tell),
        }
    }

    /// It happened. Outside of a tokio runtime it is told at once.
    pub fn happened(&self) {
        let Ok(runtime) = Handle::try_current() else {
            (self.tell)();
            return;
        };
        if self.waiting.swap(true, Ordering::AcqRel) {
            return;
        }
        let (pause, waiting, tell) = (self.pause, self.waiting.clone(), self.tell.clone());
        runtime.spawn(async move {
            tokio::time::sleep(pause).await;
            // First, so that what happens while it is told is told again
            waiting.store(false, Ordering::Release);
            tell();
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use super::*;

    const PAUSE: Duration = Duration::from_millis(60);

    #[tokio::test(start_paused = true)]
    async fn much_in_a_moment_is_told_once_and_the_last_time_is_not_lost() {
        let told = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&told);
        let coalescing = Coalescing::new(PAUSE, move || {
            count.fetch_add(1, Ordering::Relaxed);
        });
        for _ in 0..100 {
            coalescing.happened();
        }
        tokio::time::sleep(PAUSE * 2).await;
        assert_eq!(told.load(Ordering::Relaxed), 1);
        coalescing.happened();
        tokio::time::sleep(PAUSE * 2).await;
        assert_eq!(told.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn without_a_runtime_it_is_told_at_once() {
        let told = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&told);
        let coalescing = Coalescing::new(PAUSE, move || {
            count.fetch_add(1, Ordering::Relaxed);
        });
        coalescing.happened();
        assert_eq!(told.load(Ordering::Relaxed), 1);
    }
}
