//! The servers that stand behind the name of a service, as DNS tells them (RFC 2782).

use async_trait::async_trait;
use deskbook_domain::database::Host;

use crate::Cause;

/// Asks name servers about services.
#[async_trait]
pub trait Services: Send + Sync {
    /// The servers of a service such as `_ldap._tcp.example.org`, in the order in which they are to be tried:
    /// by priority, and by chance as their weights say. Takes three seconds at most.
    async fn servers(&self, service: &str) -> Result<Vec<Host>, ServiceProblem>;
}

/// Why no server of a service is known.
#[derive(Debug, thiserror::Error)]
pub enum ServiceProblem {
    /// No name server gave a usable answer.
    #[error("no name server gave an answer")]
    Unresolved(#[source] Cause),
    /// There is no such service.
    #[error("DNS knows no such service")]
    Unknown,
}

/// Knows no service, and asks nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoServices;

#[async_trait]
impl Services for NoServices {
    async fn servers(&self, _: &str) -> Result<Vec<Host>, ServiceProblem> {
        Err(ServiceProblem::Unknown)
    }
}
