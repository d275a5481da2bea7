//! All installations of this run: the local directory, and those of the store, opened when they are
//! first shown. One of them is the current one, whose sources are watched.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use deskbook_domain::database::DatabaseAddress;
use deskbook_domain::instant::Region;

use super::watch::{Bell, Intervals, Watch};
use super::{
    ConnectingError, Connector, Directories, OpenInstallation, Opening, SharedPassword, Timing,
};
use crate::caches::CacheClearer;
use crate::changes::{ChangeListener, Topic};
use crate::clock::Clock;
use crate::health::HealthListener;
use crate::installation::Installation;
use crate::installations::{InstallationId, InstallationStore};
use crate::mail_domains::MailDomains;
use crate::mirror::{MirrorHandle, Mirrors};
use crate::secrets::SecretStore;

/// What installations need of the world.
#[derive(Clone)]
pub struct Outside {
    /// Where they are kept.
    pub store: Arc<dyn InstallationStore>,
    /// Where their passwords are kept.
    pub secrets: Arc<dyn SecretStore>,
    /// The way to their servers.
    pub connector: Arc<dyn Connector>,
    /// The way to directories.
    pub directories: Arc<dyn Directories>,
    /// The mirrors of installations.
    pub mirrors: Arc<dyn Mirrors>,
    /// The region of this computer, and of the installations that have none of their own.
    pub region: Region,
    /// The way to OTOBO's caches.
    pub caches: Arc<dyn CacheClearer>,
    /// Who is asked about the domains of e-mail addresses.
    pub mail_domains: Arc<dyn MailDomains>,
    /// How long servers may take.
    pub timing: Timing,
    /// How often sources are asked whether they answer.
    pub intervals: Intervals,
    /// Dates what happens.
    pub clock: Arc<dyn Clock>,
    /// Hears of changed records.
    pub changes: Arc<dyn ChangeListener>,
    /// Hears of sources that begin or cease to answer.
    pub health: Arc<dyn HealthListener>,
}

impl Outside {
    /// The mirror of an installation, whether there is one or not.
    pub fn mirror(&self, installation: &InstallationId) -> MirrorHandle {
        let mirrors = Arc::clone(&self.mirrors);
        let store = Arc::clone(&self.store);
        MirrorHandle::new(mirrors, store, installation.clone(), self.region)
    }

    pub(crate) fn opening(
        &self,
        address: DatabaseAddress,
        password: SharedPassword,
        listener: Arc<dyn HealthListener>,
    ) -> Opening {
        Opening {
            address,
            password,
            timing: self.timing,
            listener,
            clock: Arc::clone(&self.clock),
            session: Vec::new(),
            source: None,
        }
    }
}

/// All installations of this run.
pub struct OpenInstallations {
    outside: Outside,
    bell: Arc<Bell>,
    local: Arc<OpenInstallation>,
    shown: Mutex<Shown>,
    /// Held while something stored is read and written.
    pub(crate) changing: tokio::sync::Mutex<()>,
}

/// What is open, and what the window shows.
struct Shown {
    open: BTreeMap<InstallationId, Arc<OpenInstallation>>,
    /// The watch ends with what it watches.
    current: (Arc<OpenInstallation>, Watch),
}

impl OpenInstallations {
    /// Shows what was shown last, or the local directory if that is not there any more. Must be called
    /// within a tokio runtime.
    pub async fn start(local: Installation, outside: Outside) -> Result<Self, ConnectingError> {
        let overrides = outside.store.overrides(&InstallationId::local()).await?;
        let local = Arc::new(OpenInstallation::local_directory(local, overrides));
        let bell = Arc::new(Bell::new(Arc::clone(&outside.health)));
        let watch = Watch::begin(&local, &bell, &outside);
        let installations = Self {
            bell,
            shown: Mutex::new(Shown {
                open: BTreeMap::new(),
                current: (Arc::clone(&local), watch),
            }),
            local,
            outside,
            changing: tokio::sync::Mutex::new(()),
        };
        let last = installations.outside.store.current().await?;
        if let Some(last) = last.filter(|last| !last.is_local()) {
            match installations.open(&last).await {
                Ok(open) => installations.show(open),
                Err(ConnectingError::InstallationUnknown) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(installations)
    }

    /// What the window shows.
    pub fn current(&self) -> Arc<OpenInstallation> {
        Arc::clone(&self.lock().current.0)
    }

    /// The local directory, whatever the window shows.
    pub fn local(&self) -> &OpenInstallation {
        &self.local
    }

    /// All that the window does not show: the local directory first, then as they are listed. Nothing connects.
    pub async fn others(&self) -> Result<Vec<Arc<OpenInstallation>>, ConnectingError> {
        let shown = self.current();
        let mut ids = vec![InstallationId::local()];
        ids.extend(self.outside.store.list().await?.into_iter().map(|it| it.id));
        let mut others = Vec::new();
        for id in ids.iter().filter(|id| *id != shown.id()) {
            if let Some(open) = self.opened(id) {
                others.push(open);
                continue;
            }
            // Nobody removes it while it is being opened
            let _changing = self.changing.lock().await;
            match self.open(id).await {
                Ok(open) => others.push(open),
                // Removed meanwhile
                Err(ConnectingError::InstallationUnknown) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(others)
    }

    /// Shows another one from now on.
    pub async fn switch(
        &self,
        id: &InstallationId,
    ) -> Result<Arc<OpenInstallation>, ConnectingError> {
        let _changing = self.changing.lock().await;
        let open = self.open(id).await?;
        self.outside.store.set_current(id).await?;
        self.show(Arc::clone(&open));
        Ok(open)
    }

    /// Tries the sources of the current installation again, now, also where a login was refused: it is a
    /// person who asks for it. Those that answer again are told to the window by the watch.
    pub async fn retry(&self) {
        let current = self.current();
        current.admit();
        let pings = current
            .probes()
            .map(|probe| async move { probe.ping().await });
        futures_util::future::join_all(pings).await;
        self.bell.health_changed();
    }

    pub(crate) fn outside(&self) -> &Outside {
        &self.outside
    }

    pub(crate) fn health(&self) -> Arc<dyn HealthListener> {
        Arc::clone(&self.bell) as _
    }

    /// One of them, if it is open.
    pub(super) fn opened(&self, id: &InstallationId) -> Option<Arc<OpenInstallation>> {
        self.lock().open.get(id).map(Arc::clone)
    }

    /// One of them, opened if need be.
    pub(crate) async fn open(
        &self,
        id: &InstallationId,
    ) -> Result<Arc<OpenInstallation>, ConnectingError> {
        if id.is_local() {
            return Ok(Arc::clone(&self.local));
        }
        if let Some(open) = self.opened(id) {
            return Ok(open);
        }
        let record = self.outside.store.find(id).await?;
        let record = record.ok_or(ConnectingError::InstallationUnknown)?;
        let overrides = self.outside.store.overrides(id).await?;
        let open = OpenInstallation::of_record(record, overrides, &self.outside, self.health());
        let open = Arc::new(open);
        self.lock().open.insert(id.clone(), Arc::clone(&open));
        Ok(open)
    }

    fn show(&self, open: Arc<OpenInstallation>) {
        let watch = Watch::begin(&open, &self.bell, &self.outside);
        self.lock().current = (open, watch);
    }

    /// Opens an installation anew, after what is stored of it was changed or removed. The window goes on
    /// with it, or with the local directory if it is gone.
    pub(crate) async fn reopen(&self, id: &InstallationId) -> Result<(), ConnectingError> {
        let former = self.lock().open.remove(id);
        let was_shown = self.current().id() == id;
        if was_shown {
            let open = match self.open(id).await {
                Err(ConnectingError::InstallationUnknown) => Arc::clone(&self.local),
                outcome => outcome?,
            };
            self.show(open);
            self.bell.health_changed();
            let topics = [Topic::CustomerUsers, Topic::Customers];
            self.outside.changes.changed(&topics);
        }
        if let Some(former) = former {
            former.close().await;
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use deskbook_domain::password::CryptType;

    use super::*;
    use crate::twin::server::{City, connected, started};

    #[tokio::test]
    async fn the_installation_shown_last_is_shown_again() {
        let city = City::new();
        let id = connected(&city).await.current().id().clone();
        assert_eq!(*started(&city).await.current().id(), id);
        city.store.remove(&id).await.unwrap();
        assert!(started(&city).await.current().id().is_local());
        city.store.set_current(&id).await.unwrap();
        let gone = started(&city).await;
        assert!(gone.current().id().is_local(), "it is not there any more");
    }

    #[tokio::test]
    async fn the_local_directory_stores_bcrypt_whoever_looks_at_its_settings() {
        let city = City::new();
        let local = started(&city).await.current();
        local.settings().await.unwrap();
        let passwords = local.installation().rules.passwords;
        assert_eq!(passwords.kind, CryptType::Bcrypt);
    }

    #[tokio::test]
    async fn nobody_can_switch_to_what_is_not_there() {
        let city = City::new();
        let installations = connected(&city).await;
        let shown = installations.current().id().clone();
        let gone = InstallationId::from_text("gone");
        let refused = installations.switch(&gone).await;
        assert!(matches!(refused, Err(ConnectingError::InstallationUnknown)));
        assert_eq!(*installations.current().id(), shown);
    }
}
