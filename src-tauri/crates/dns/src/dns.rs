//! The adapter of the port for the domains of e-mail addresses.

use std::time::Duration;

use async_trait::async_trait;
use deskbook_core::mail_domains::{DnsProblem, MailDomains};
use deskbook_domain::database::Host;
use hickory_resolver::proto::rr::{Name, RecordType};

use crate::look_up::LookUp;
use crate::trouble::Trouble;

/// Asks name servers. Each check stands for itself: nothing is remembered, so that a network that
/// changed meanwhile is asked as it is.
#[derive(Clone, Debug)]
pub struct Dns {
    patience: Duration,
    name_server: Option<Host>,
}

impl Default for Dns {
    /// Waits three seconds, as OTOBO does.
    fn default() -> Self {
        Self::with_patience(Duration::from_secs(3))
    }
}

impl Dns {
    /// Waits so long for each look-up.
    pub fn with_patience(patience: Duration) -> Self {
        Self {
            patience,
            name_server: None,
        }
    }

    /// Asks this name server about services, in place of those of this computer.
    #[must_use]
    pub fn asking(self, name_server: Host) -> Self {
        Self {
            name_server: Some(name_server),
            ..self
        }
    }

    pub(crate) fn patience(&self) -> Duration {
        self.patience
    }

    pub(crate) fn name_server(&self) -> Option<&Host> {
        self.name_server.as_ref()
    }
}

#[async_trait]
impl MailDomains for Dns {
    #[tracing::instrument(skip_all)]
    async fn check(&self, domain: &str, name_server: Option<&Host>) -> Result<(), DnsProblem> {
        // With a dot at its end it is looked up as it is, not within the domains of this computer
        let Ok(name) = Name::from_ascii(format!("{domain}.")) else {
            // A label of more than 63 characters, which nobody can have
            return Err(DnsProblem::NoMailServer);
        };
        let look_up = LookUp::begin(name_server, self.patience).await?;
        let address = match look_up.finds(&name, RecordType::A).await {
            Ok(true) => return Ok(()),
            Err(silent @ Trouble::Silent(_)) => return Err(silent.into()),
            // A server that cannot tell about the one may well tell about the other
            address => address,
        };
        if look_up.finds(&name, RecordType::MX).await? {
            return Ok(());
        }
        match address {
            Ok(_) => Err(DnsProblem::NoMailServer),
            Err(trouble) => Err(trouble.into()),
        }
    }
}
