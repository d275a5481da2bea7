//! Why a question remained without an answer.

use deskbook_core::mail_domains::DnsProblem;

/// Why a question remained without an answer. What was asked is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Trouble {
    /// The settings of this computer name no name servers, or cannot be read.
    #[error("this computer names no name server")]
    NoNameServer,
    /// The name server was given by a name that leads nowhere.
    #[error("the name server's own name is not known")]
    NameServerUnknown,
    /// No answer in time, or no way to the server.
    #[error("no name server answered ({0})")]
    Silent(&'static str),
    /// A server answered that it cannot tell, or does not want to.
    #[error("the name server failed ({0})")]
    Failed(&'static str),
}

impl From<Trouble> for DnsProblem {
    fn from(trouble: Trouble) -> Self {
        Self::Unresolved(trouble.into())
    }
}
