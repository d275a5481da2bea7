//! Keeps the mirrors of all installations fresh while Deskbook runs: one source of an installation after the
//! other, at the pace that its settings say, and destroys those that were not refreshed for too long.

mod copying;
mod due;
mod report;
#[cfg(test)]
mod tests;
mod work;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use deskbook_domain::instant::Region;
use deskbook_domain::source::SourceId;
use tokio::sync::Notify;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

pub use report::{Activity, MirrorReport, MirroredField, SourceReport};
use work::Work;

use super::MirrorSettings;
use crate::back_end::BackEndError;
use crate::changes::Topic;
use crate::connecting::{ConnectingError, OpenInstallations};
use crate::installations::{InstallationId, InstallationRecord};

/// How long until it is looked whether something is due, if nobody asks before.
const PAUSE: Duration = Duration::from_mins(1);

/// Hears that a mirror or what is done for it is not as it was.
pub trait MirrorListener: Send + Sync {
    /// It is not as it was.
    fn mirror_changed(&self);
}

/// In what the settings of a mirror are others than before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Nothing,
    Settings,
    /// Its region, too.
    Region,
}

/// The mirrors of all installations. Dropping it ends the copies; they go on with the next start.
pub struct Mirroring {
    shared: Arc<Shared>,
    looking: JoinHandle<()>,
}

struct Shared {
    installations: Arc<OpenInstallations>,
    listener: Arc<dyn MirrorListener>,
    works: Mutex<HashMap<InstallationId, Arc<Work>>>,
    woken: Notify,
}

impl Mirroring {
    /// Begins to look what is due. Must be called within a tokio runtime.
    pub fn begin(installations: Arc<OpenInstallations>, listener: Arc<dyn MirrorListener>) -> Self {
        let shared = Arc::new(Shared {
            installations,
            listener,
            works: Mutex::default(),
            woken: Notify::new(),
        });
        let looking = tokio::spawn(Arc::clone(&shared).go_on());
        Self { shared, looking }
    }

    /// Looks at once what is due: an installation is new, or a key can be had again.
    pub fn wake(&self) {
        self.shared.woken.notify_one();
    }

    /// How the mirror of an installation stands; `None` for the local directory, which needs none.
    #[tracing::instrument(skip_all)]
    pub async fn read(&self, id: &InstallationId) -> Result<Option<MirrorReport>, ConnectingError> {
        if id.is_local() {
            return Ok(None);
        }
        self.shared.report(id).await.map(Some)
    }

    /// Keeps how an installation is mirrored. Where it is not to be mirrored any more its mirror is destroyed;
    /// else all of it is copied anew.
    #[tracing::instrument(skip_all)]
    pub async fn save(
        &self,
        id: &InstallationId,
        settings: MirrorSettings,
    ) -> Result<(), ConnectingError> {
        if let Some(field) = settings.unfit() {
            return Err(ConnectingError::Unfit { field });
        }
        self.put(id, settings).await
    }

    /// The same with settings that are kept as they are, whatever they say.
    async fn put(
        &self,
        id: &InstallationId,
        settings: MirrorSettings,
    ) -> Result<(), ConnectingError> {
        let is_on = settings.on;
        let change = self.shared.keep(id, settings).await?;
        if !is_on {
            self.shared.destroy(id).await?;
        } else if change != Change::Nothing {
            // What is being copied may be what is not to be mirrored any more
            self.shared.work(id).stop();
            self.sync(id, None);
        }
        if change == Change::Region {
            // What was found before is in a mirror that is opened anew
            let topics = [Topic::CustomerUsers, Topic::Customers];
            self.shared.installations.outside().changes.changed(&topics);
        }
        self.shared.listener.mirror_changed();
        Ok(())
    }

    /// The region of this computer.
    pub fn computer(&self) -> Region {
        self.shared.installations.outside().region
    }

    /// The sources of an installation are others than before: one that is new is due at once.
    pub fn look_again(&self, id: &InstallationId) {
        self.shared.work(id).set_next(None);
        self.wake();
    }

    /// Copies a source now, or all of them.
    pub fn sync(&self, id: &InstallationId, source: Option<SourceId>) {
        self.shared.work(id).want(source);
        self.wake();
    }

    /// Ends what is being copied and begins nothing, until [`Self::resume`] or the next start.
    pub fn pause(&self, id: &InstallationId) {
        self.shared.work(id).pause();
        self.shared.listener.mirror_changed();
    }

    /// Goes on after a pause.
    pub fn resume(&self, id: &InstallationId) {
        self.shared.work(id).resume();
        self.shared.listener.mirror_changed();
        self.wake();
    }

    /// Ends what is being copied and what was asked for. It is due again after the usual time.
    pub fn cancel(&self, id: &InstallationId) {
        self.shared.work(id).cancel();
    }

    /// Destroys the mirror of an installation, which is not mirrored any more.
    #[tracing::instrument(skip_all)]
    pub async fn erase(&self, id: &InstallationId) -> Result<(), ConnectingError> {
        let mut settings = self.shared.stored(id).await?.mirror;
        settings.on = false;
        self.put(id, settings).await
    }

    /// Destroys the mirror of an installation that is about to be forgotten.
    #[tracing::instrument(skip_all)]
    pub async fn forget(&self, id: &InstallationId) -> Result<(), ConnectingError> {
        self.shared.destroy(id).await
    }

    /// The user said yes: the records that a source does not have any more are taken away. Tells how many.
    #[tracing::instrument(skip_all)]
    pub async fn remove_held_back(
        &self,
        id: &InstallationId,
        source: SourceId,
    ) -> Result<u32, ConnectingError> {
        let mirror = self.shared.installations.outside().mirror(id);
        let Some(mirror) = mirror.existing().await.map_err(BackEndError::from)? else {
            return Ok(0);
        };
        let removed = mirror.remove_held_back(source).await;
        let removed = removed.map_err(BackEndError::from)?;
        self.shared.tell_change(source);
        Ok(removed)
    }
}

impl Drop for Mirroring {
    fn drop(&mut self) {
        self.looking.abort();
    }
}

impl Shared {
    async fn go_on(self: Arc<Self>) {
        let mut copies = JoinSet::new();
        loop {
            if let Err(error) = self.look(&mut copies).await {
                tracing::warn!(code = ?error.code(), "the mirrors could not be looked at");
            }
            // Whether somebody asked or the time is over: it is looked again
            let _woken = timeout(PAUSE, self.woken.notified()).await;
            while copies.try_join_next().is_some() {}
        }
    }

    /// Begins what is due, and destroys what is too old.
    async fn look(self: &Arc<Self>, copies: &mut JoinSet<()>) -> Result<(), ConnectingError> {
        let outside = self.installations.outside();
        for record in outside.store.list().await? {
            if let Err(error) = self.destroy_if_stale(&record).await {
                tracing::warn!(code = ?error.code(), "a mirror could not be destroyed");
                continue;
            }
            let work = self.work(&record.id);
            if record.mirror.on && work.is_due(outside.clock.now()) {
                copies.spawn(Arc::clone(self).copy_all(record.id, work));
            }
        }
        Ok(())
    }

    /// A mirror that was not refreshed for too long tells too little of what is true, and too much to a thief.
    async fn destroy_if_stale(&self, record: &InstallationRecord) -> Result<(), ConnectingError> {
        let outside = self.installations.outside();
        let Some(at) = outside.store.mirrored_at(&record.id).await? else {
            return Ok(());
        };
        if outside.clock.now() - at < record.mirror.retention() {
            return Ok(());
        }
        tracing::info!("a mirror was not refreshed for too long");
        self.destroy(&record.id).await?;
        self.listener.mirror_changed();
        Ok(())
    }

    async fn destroy(&self, id: &InstallationId) -> Result<(), ConnectingError> {
        let work = self.work(id);
        work.at_rest(self.erase(id, &work)).await
    }

    async fn erase(&self, id: &InstallationId, work: &Work) -> Result<(), ConnectingError> {
        let outside = self.installations.outside();
        let erased = outside.mirrors.erase(id).await;
        erased.map_err(BackEndError::from)?;
        work.forget_tries();
        outside.store.set_mirrored_at(id, None).await?;
        Ok(())
    }

    /// Keeps settings; tells in what they are others than before.
    async fn keep(
        &self,
        id: &InstallationId,
        settings: MirrorSettings,
    ) -> Result<Change, ConnectingError> {
        let outside = self.installations.outside();
        let _changing = self.installations.changing.lock().await;
        let mut record = self.stored(id).await?;
        if record.mirror == settings {
            return Ok(Change::Nothing);
        }
        let region = record.mirror.region(outside.region);
        record.mirror = settings;
        if record.mirror.region(outside.region) == region {
            outside.store.save(&record).await?;
            return Ok(Change::Settings);
        }
        // Whoever asks next has the mirror closed and opened anew: a copy would lose it
        let kept = outside.store.save(&record);
        self.work(id).at_rest(kept).await?;
        Ok(Change::Region)
    }

    async fn stored(&self, id: &InstallationId) -> Result<InstallationRecord, ConnectingError> {
        let record = self.installations.outside().store.find(id).await?;
        record.ok_or(ConnectingError::InstallationUnknown)
    }

    fn work(&self, id: &InstallationId) -> Arc<Work> {
        let mut works = self.works.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(works.entry(id.clone()).or_default())
    }
}
