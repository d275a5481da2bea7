//! A keyring that may ask for its password and wait: its calls run on threads of their own, one at a time,
//! and not for ever.

use std::sync::Arc;
use std::time::Duration;

use deskbook_core::secrets::SecretError;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::ring::Ring;

/// How long the keyring may take, the user's answer to its question included.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct PatientRing {
    /// Behind a lock, since a call that waits for the user must not be joined by others.
    ring: Arc<Mutex<dyn Ring>>,
    patience: Duration,
}

impl PatientRing {
    pub(crate) fn new(ring: impl Ring, patience: Duration) -> Self {
        Self {
            ring: Arc::new(Mutex::new(ring)),
            patience,
        }
    }

    /// Works with the keyring, for as long as patience lasts. Work that outlasts it goes on by itself
    /// and holds up what comes after it. `None` where there is no keyring.
    pub(crate) async fn work<T, E>(
        &self,
        work: impl FnOnce(&dyn Ring) -> Result<T, E> + Send + 'static,
    ) -> Result<Option<T>, E>
    where
        T: Send + 'static,
        E: From<SecretError> + Send + 'static,
    {
        let ring = Arc::clone(&self.ring);
        let answer = async {
            let ring = ring.lock_owned().await;
            spawn_blocking(move || ring.is_there().then(|| work(&*ring)).transpose()).await
        };
        let waited = self.patience;
        let answer = timeout(waited, answer).await;
        answer
            .map_err(|_| SecretError::NoAnswer { waited })?
            .map_err(|panic| SecretError::Failed(panic.into()))?
    }
}
