//! One OTOBO system that Deskbook is connected to, or the embedded local directory.

use std::sync::Arc;

use deskbook_domain::email::EmailRules;
use deskbook_domain::ids::AgentId;

use crate::back_end::Signature;
use crate::changes::ChangeListener;
use crate::clock::Clock;
use crate::otobo_system::OtoboSystem;
use crate::sources::{CustomerSources, CustomerUserSources};

/// What use cases need of an installation.
#[derive(Clone)]
pub struct Installation {
    /// Where its customer users are.
    pub customer_users: CustomerUserSources,
    /// Where its customers are.
    pub customers: CustomerSources,
    /// OTOBO's own database beside them.
    pub system: Arc<dyn OtoboSystem>,
    /// Which addresses it takes (`CheckEmail…` of `otobo-behaviour.md 1.3`).
    pub email_rules: Arc<EmailRules>,
    /// On whose behalf changes are written.
    pub agent: AgentId,
    /// The clock that dates them.
    pub clock: Arc<dyn Clock>,
    /// Who hears of changes.
    pub listener: Arc<dyn ChangeListener>,
}

impl Installation {
    /// The acting agent and the time, for a change that is written now.
    pub fn signature(&self) -> Signature {
        Signature {
            agent: self.agent,
            at: self.clock.now(),
        }
    }
}
