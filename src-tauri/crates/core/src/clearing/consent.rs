//! Asking whether a program may be run, where nothing but a person can answer.

use async_trait::async_trait;

use crate::caches::Consent;

/// Asks the user by a way of the system's own: the web page, which could be taken over, has no part in it.
#[async_trait]
pub trait ConsentAsker: Send + Sync {
    /// Whether this program, with this content, may be run after each write.
    async fn agrees_to(&self, program: &Consent) -> bool;
}

/// Where nobody can be asked, nobody agrees.
#[derive(Clone, Copy, Debug)]
pub struct NobodyAgrees;

#[async_trait]
impl ConsentAsker for NobodyAgrees {
    async fn agrees_to(&self, _: &Consent) -> bool {
        false
    }
}
