//! Secrets in memory: for a session without a keyring, and the twin of the vault in tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use deskbook_domain::secret::Secret;

use super::{Kept, SecretBinding, SecretError, SecretName, SecretStore};

type Held = BTreeMap<SecretName, (SecretBinding, Secret<String>)>;

/// Keeps secrets until it is dropped, and never fails.
#[derive(Debug, Default)]
pub struct SessionSecrets(Mutex<Held>);

impl SessionSecrets {
    /// A map that a panic left half way is still a map.
    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl SecretStore for SessionSecrets {
    async fn keeps(&self) -> Result<Kept, SecretError> {
        Ok(Kept::SessionOnly)
    }

    async fn store(
        &self,
        name: &SecretName,
        binding: &SecretBinding,
        secret: Secret<String>,
    ) -> Result<Kept, SecretError> {
        self.held().insert(name.clone(), (binding.clone(), secret));
        Ok(Kept::SessionOnly)
    }

    async fn read(
        &self,
        name: &SecretName,
        binding: &SecretBinding,
    ) -> Result<Option<Secret<String>>, SecretError> {
        let held = self.held();
        let found = held.get(name).filter(|(bound, _)| bound == binding);
        Ok(found.map(|(_, secret)| secret.clone()))
    }

    async fn forget(&self, name: &SecretName) -> Result<(), SecretError> {
        self.held().remove(name);
        Ok(())
    }

    async fn forget_all(&self, installation: &str) -> Result<(), SecretError> {
        self.held()
            .retain(|name, _| name.installation() != installation);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATABASE: &str = "database";

    fn binding(text: &str) -> SecretBinding {
        SecretBinding::new(text)
    }

    async fn holding(names: &[SecretName]) -> SessionSecrets {
        let secrets = SessionSecrets::default();
        for name in names {
            let secret = Secret::new("hunter2".to_owned());
            secrets.store(name, &binding("db1"), secret).await.unwrap();
        }
        secrets
    }

    async fn has(secrets: &SessionSecrets, name: &SecretName) -> bool {
        secrets
            .read(name, &binding("db1"))
            .await
            .unwrap()
            .is_some_and(|secret| secret.expose() == "hunter2")
    }

    #[tokio::test]
    async fn a_secret_is_given_out_for_what_it_was_stored_for_alone() {
        let name = SecretName::new("one", DATABASE);
        let secrets = holding(std::slice::from_ref(&name)).await;
        assert!(has(&secrets, &name).await);
        let elsewhere = secrets.read(&name, &binding("evil host")).await.unwrap();
        assert!(elsewhere.is_none(), "it is bound to its host");
    }

    #[tokio::test]
    async fn a_forgotten_secret_is_gone_and_forgetting_it_again_is_no_error() {
        let name = SecretName::new("one", DATABASE);
        let secrets = holding(std::slice::from_ref(&name)).await;
        secrets.forget(&name).await.unwrap();
        secrets.forget(&name).await.unwrap();
        assert!(!has(&secrets, &name).await);
    }

    #[tokio::test]
    async fn an_installation_is_forgotten_without_the_others() {
        let names = [
            SecretName::new("one", DATABASE),
            SecretName::new("one", "CustomerUser3"),
            SecretName::new("two", DATABASE),
        ];
        let secrets = holding(&names).await;
        secrets.forget_all("one").await.unwrap();
        assert!(!has(&secrets, &names[0]).await);
        assert!(!has(&secrets, &names[1]).await);
        assert!(has(&secrets, &names[2]).await);
    }

    #[tokio::test]
    async fn nobody_is_told_that_memory_lasts() {
        let secrets = SessionSecrets::default();
        assert_eq!(secrets.keeps().await.unwrap(), Kept::SessionOnly);
    }

    #[tokio::test]
    async fn what_is_held_is_not_printed() {
        let secrets = holding(&[SecretName::new("one", DATABASE)]).await;
        assert!(!format!("{secrets:?}").contains("hunter2"));
    }
}
