//! The vault: secrets in the keyring, or in memory where the system has none.

use std::time::Duration;

use async_trait::async_trait;
use deskbook_core::secrets::{
    Kept, SecretBinding, SecretError, SecretName, SecretStore, SessionSecrets,
};
use deskbook_domain::secret::Secret;

use crate::patient_ring::{PATIENCE, PatientRing};
use crate::ring::Ring;
use crate::system_ring::SystemRing;
use crate::{entry, payload, purposes};

/// Keeps secrets in the operating system's keyring.
pub struct Vault {
    ring: PatientRing,
    session: SessionSecrets,
}

impl Vault {
    /// A vault whose entries bear this namespace: development builds have one of their own. The
    /// keyring itself is not touched before the first use.
    pub fn new(namespace: impl Into<String>) -> Self {
        Self::with(SystemRing::new(namespace.into()), PATIENCE)
    }

    pub(crate) fn with(ring: impl Ring, patience: Duration) -> Self {
        Self {
            ring: PatientRing::new(ring, patience),
            session: SessionSecrets::default(),
        }
    }
}

#[async_trait]
impl SecretStore for Vault {
    async fn keeps(&self) -> Result<Kept, SecretError> {
        let found = self
            .ring
            .work(|_| Ok::<_, SecretError>(Kept::Keyring))
            .await?;
        Ok(found.unwrap_or(Kept::SessionOnly))
    }

    #[tracing::instrument(skip_all, fields(%name))]
    async fn store(
        &self,
        name: &SecretName,
        binding: &SecretBinding,
        secret: Secret<String>,
    ) -> Result<Kept, SecretError> {
        let bytes = payload::write(binding, &secret).map_err(SecretError::Failed)?;
        let stored = {
            let name = name.clone();
            self.ring
                .work(move |ring| {
                    purposes::add(ring, &name)?;
                    ring.set(&entry::of_secret(&name), &bytes)
                })
                .await?
        };
        match stored {
            Some(()) => Ok(Kept::Keyring),
            None => self.session.store(name, binding, secret).await,
        }
    }

    #[tracing::instrument(skip_all, fields(%name))]
    async fn read(
        &self,
        name: &SecretName,
        binding: &SecretBinding,
    ) -> Result<Option<Secret<String>>, SecretError> {
        let entry = entry::of_secret(name);
        match self.ring.work(move |ring| ring.get(&entry)).await? {
            Some(bytes) => Ok(bytes.and_then(|bytes| payload::read(&bytes, binding))),
            None => self.session.read(name, binding).await,
        }
    }

    #[tracing::instrument(skip_all, fields(%name))]
    async fn forget(&self, name: &SecretName) -> Result<(), SecretError> {
        self.session.forget(name).await?;
        let name = name.clone();
        self.ring
            .work(move |ring| {
                ring.delete(&entry::of_secret(&name))?;
                purposes::remove(ring, &name)
            })
            .await?;
        Ok(())
    }

    #[tracing::instrument(skip(self))]
    async fn forget_all(&self, installation: &str) -> Result<(), SecretError> {
        self.session.forget_all(installation).await?;
        let installation = installation.to_owned();
        self.ring
            .work(move |ring| {
                for purpose in purposes::of(ring, &installation)? {
                    ring.delete(&entry::of_secret(&SecretName::new(&installation, purpose)))?;
                }
                ring.delete(&entry::of_purposes(&installation))
            })
            .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use deskbook_core::ErrorCode;

    use super::*;
    use crate::twin::{LockedRing, MemoryRing, NoRing, SilentRing};

    fn database() -> SecretName {
        SecretName::new("one", "database")
    }

    fn here() -> SecretBinding {
        SecretBinding::new("mariadb otobo@db:3306")
    }

    async fn store(vault: &Vault, name: &SecretName) -> Result<Kept, SecretError> {
        let secret = Secret::new("hunter2".to_owned());
        vault.store(name, &here(), secret).await
    }

    async fn has(vault: &Vault, name: &SecretName) -> bool {
        let read = vault.read(name, &here()).await.unwrap();
        read.is_some_and(|secret| secret.expose() == "hunter2")
    }

    #[tokio::test]
    async fn a_forgotten_installation_leaves_no_entry_behind() {
        let ring = MemoryRing::default();
        let vault = Vault::with(ring.clone(), PATIENCE);
        for purpose in ["database", "CustomerUser3", "a/b"] {
            let kept = store(&vault, &SecretName::new("one", purpose)).await;
            assert_eq!(kept.unwrap(), Kept::Keyring);
        }
        store(&vault, &SecretName::new("two", "database"))
            .await
            .unwrap();
        vault.forget_all("one").await.unwrap();
        assert_eq!(ring.entries(), ["two", "two/database"]);
    }

    #[tokio::test]
    async fn the_last_secret_takes_the_list_of_purposes_with_it() {
        let ring = MemoryRing::default();
        let vault = Vault::with(ring.clone(), PATIENCE);
        store(&vault, &database()).await.unwrap();
        vault.forget(&database()).await.unwrap();
        vault.forget(&database()).await.unwrap();
        assert!(ring.entries().is_empty());
        assert!(!has(&vault, &database()).await);
    }

    #[tokio::test]
    async fn without_a_keyring_a_secret_lasts_for_the_session_and_it_is_told() {
        let vault = Vault::with(NoRing, PATIENCE);
        assert_eq!(vault.keeps().await.unwrap(), Kept::SessionOnly);
        assert_eq!(store(&vault, &database()).await.unwrap(), Kept::SessionOnly);
        assert!(has(&vault, &database()).await);
        vault.forget_all("one").await.unwrap();
        assert!(!has(&vault, &database()).await);
    }

    #[tokio::test]
    async fn a_locked_keyring_is_an_error_and_nothing_stays_in_memory_instead() {
        let vault = Vault::with(LockedRing, PATIENCE);
        let refused = store(&vault, &database()).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::KeyringLocked);
        let unread = vault.read(&database(), &here()).await.unwrap_err();
        assert_eq!(unread.code(), ErrorCode::KeyringLocked);
    }

    #[tokio::test]
    async fn a_question_that_nobody_answers_ends_after_some_patience() {
        let (ring, answer) = SilentRing::new();
        let vault = Vault::with(ring, Duration::from_millis(20));
        let first = store(&vault, &database()).await.unwrap_err();
        assert_eq!(first.code(), ErrorCode::KeyringLocked);
        let next = vault.keeps().await.unwrap_err();
        assert_eq!(
            next.code(),
            ErrorCode::KeyringLocked,
            "it does not join the first one in waiting"
        );
        drop(answer);
    }
}
