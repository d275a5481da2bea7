//! What the installations of a test stand on: everything as in the app, but passwords in memory.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use deskbook_caches::Clearer;
use deskbook_core::changes::{ChangeListener, Topic};
use deskbook_core::clock::SystemClock;
use deskbook_core::connecting::{Intervals, Outside, Timing};
use deskbook_core::health::HealthListener;
use deskbook_core::mail_domains::EveryDomain;
use deskbook_core::mirror::{MirrorListener, Mirrors};
use deskbook_core::secrets::SessionSecrets;
use deskbook_domain::instant::Region;
use deskbook_ldap::LdapDirectories;
use deskbook_sql::server::Servers;
use deskbook_store::OwnStore;
use tokio::sync::Notify;
use tokio::time::timeout;

/// Hears when a mirror changes, and nothing else.
#[derive(Default)]
pub struct Ear(Notify);

impl Ear {
    /// Waits until a mirror has changed, a minute at most.
    pub async fn heard(&self) -> Result<()> {
        Ok(timeout(Duration::from_mins(1), self.0.notified()).await?)
    }
}

impl MirrorListener for Ear {
    fn mirror_changed(&self) {
        self.0.notify_one();
    }
}

impl ChangeListener for Ear {
    fn changed(&self, _: &[Topic]) {}
}

impl HealthListener for Ear {
    fn health_changed(&self) {}
}

/// Those of one store and its mirrors.
pub fn surroundings(store: Arc<OwnStore>, mirrors: Arc<dyn Mirrors>, ear: Arc<Ear>) -> Outside {
    let clock = Arc::new(SystemClock);
    Outside {
        mirrors,
        region: Region::UNKNOWN,
        store,
        secrets: Arc::new(SessionSecrets::default()),
        connector: Arc::new(Servers::new(clock.clone())),
        directories: Arc::new(LdapDirectories::default()),
        caches: Arc::new(Clearer::default()),
        mail_domains: Arc::new(EveryDomain),
        timing: Timing::default(),
        intervals: Intervals::default(),
        clock,
        changes: ear.clone(),
        health: ear,
    }
}
