//! One OTOBO system that Deskbook is connected to, or the embedded local directory.

use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};
use deskbook_domain::ids::AgentId;

use crate::back_end::{BackEndError, Signature};
use crate::caches::{CacheTypes, Written, stale_caches};
use crate::changes::ChangeListener;
use crate::clock::Clock;
use crate::connecting::SignInDirectories;
use crate::instant::LookUp;
use crate::mail_domains::MailDomains;
use crate::otobo_system::OtoboSystem;
use crate::rules::Rules;
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
    /// What its settings say of writing.
    pub rules: Arc<Rules>,
    /// On whose behalf changes are written; without one nothing is (C3).
    pub agent: Option<AgentId>,
    /// Whether the user wants nothing to be written: OTOBO's own tables are no source.
    pub read_only: bool,
    /// Whether an OTOBO stands over it, whose caches a write makes stale.
    pub has_otobo: bool,
    /// The local copy of its sources, or the index of the local directory.
    pub look_up: LookUp,
    /// The way to the directories of its customers' sign-in; the local directory has none.
    pub directories: Option<SignInDirectories>,
    /// Who is asked about the domains of e-mail addresses.
    pub mail_domains: Arc<dyn MailDomains>,
    /// The clock that dates them.
    pub clock: Arc<dyn Clock>,
    /// Who hears of changes.
    pub listener: Arc<dyn ChangeListener>,
}

impl Installation {
    /// The acting agent and the time, for a change that is written now. Whoever was valid when chosen may not
    /// be any more, and is looked up each time.
    pub async fn sign(&self) -> Result<Signature, BackEndError> {
        let agent = self.agent.ok_or(BackEndError::AgentUnknown)?;
        if !self.system.is_valid_agent(agent).await? {
            return Err(BackEndError::AgentInvalid);
        }
        Ok(Signature {
            agent,
            at: self.now(),
        })
    }

    /// The types of OTOBO's cache that are stale after a write (C115).
    pub fn stale_caches(&self, written: &[Written]) -> CacheTypes {
        if self.has_otobo {
            stale_caches(written)
        } else {
            CacheTypes::default()
        }
    }

    /// The time in its own time zone (C2).
    pub fn now(&self) -> NaiveDateTime {
        let now = self.clock.now();
        now.with_timezone(&self.rules.zone).naive_local()
    }

    /// A stored time. One that a clock shows twice is the earlier one, one that it leaves out is taken
    /// for UTC.
    pub fn time(&self, stored: NaiveDateTime) -> DateTime<Utc> {
        let local = stored.and_local_timezone(self.rules.zone).earliest();
        local.map_or_else(|| stored.and_utc(), |local| local.to_utc())
    }
}
