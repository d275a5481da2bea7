//! Passwords of connections as the vault keeps them.

use std::sync::Arc;

use async_trait::async_trait;
use deskbook_domain::secret::Secret;
use deskbook_domain::sign_in::{MODULE, SignInNumber};
use deskbook_domain::source::SourceId;

use super::PasswordSource;
use crate::installations::InstallationId;
use crate::secrets::{SecretBinding, SecretError, SecretName, SecretStore};

/// What the vault calls the password of OTOBO's own database.
const DATABASE: &str = "database";

/// The name of the password of an installation.
pub(super) fn database_secret(id: &InstallationId) -> SecretName {
    SecretName::new(id.as_str(), DATABASE)
}

/// The name of the password of a source with a database of its own, or in a directory.
pub(crate) fn source_secret(id: &InstallationId, source: SourceId) -> SecretName {
    SecretName::new(id.as_str(), source.to_string())
}

/// The name of the password of the user that searches the directory of a module of the sign-in.
pub(crate) fn sign_in_secret(id: &InstallationId, number: SignInNumber) -> SecretName {
    SecretName::new(id.as_str(), format!("{MODULE}{number}"))
}

/// Reads the vault each time a session begins, so that a password that was given meanwhile counts.
pub(crate) struct KeptPassword {
    secrets: Arc<dyn SecretStore>,
    name: SecretName,
    binding: SecretBinding,
}

impl KeptPassword {
    /// The password of this name, as far as it was kept for this very connection.
    pub(crate) fn new(secrets: Arc<dyn SecretStore>, name: SecretName, binding: &str) -> Self {
        Self {
            secrets,
            name,
            binding: SecretBinding::new(binding),
        }
    }
}

#[async_trait]
impl PasswordSource for KeptPassword {
    async fn password(&self) -> Result<Option<Secret<String>>, SecretError> {
        self.secrets.read(&self.name, &self.binding).await
    }
}
