//! Copying the sources of one installation that are due, one after the other.

use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, Utc};
use deskbook_domain::ids::Var;
use deskbook_domain::source::{SourceId, Subject};

use super::Shared;
use super::due::{Try, due};
use super::work::{Copying, Work};
use crate::ErrorCode;
use crate::changes::Topic;
use crate::connecting::{ConnectingError, OpenInstallation};
use crate::installations::{InstallationId, InstallationRecord};
use crate::jobs::{JobListener, JobReport, Progress};
use crate::mirror::{
    Deletions, MirrorError, MirrorSettings, OpenMirror, OtoboTable, Readable, mirrored, sync,
    sync_photos, sync_table,
};

/// A source with the fields of it that are mirrored.
struct Original {
    source: Arc<dyn Readable>,
    fields: Vec<Var>,
}

impl Shared {
    /// Copies what is due; nothing if that is being done already.
    pub(super) async fn copy_all(self: Arc<Self>, id: InstallationId, work: Arc<Work>) {
        let Ok(_busy) = work.busy.try_lock() else {
            return;
        };
        if let Err(error) = self.copy_due(&id, &work).await {
            tracing::warn!(code = ?error.code(), "an installation cannot be mirrored");
        }
        self.listener.mirror_changed();
    }

    async fn copy_due(&self, id: &InstallationId, work: &Arc<Work>) -> Result<(), ConnectingError> {
        let outside = self.installations.outside();
        let mut copied = None;
        // Settings and sources may be others by the next one
        while let Some(record) = outside.store.find(id).await? {
            if !record.mirror.on || !work.may_go_on() {
                break;
            }
            let open = self.installations.open(id).await?;
            let originals = originals(&open, &record.mirror);
            work.want_each(originals.iter().map(|it| it.source.source()));
            let mirror = match outside.mirror(id).open().await {
                Ok(mirror) => mirror,
                Err(error) => {
                    work.set_trouble(Some(Arc::new(error)));
                    break;
                }
            };
            let prepared = async {
                // As with fields, what is not mirrored any more goes before anything is read
                if !record.mirror.photos {
                    mirror.drop_photos().await?;
                }
                self.next(&originals, &record, work, mirror.as_ref()).await
            };
            let next = match prepared.await {
                Ok(next) => next,
                Err(error) => {
                    work.set_trouble(Some(Arc::new(error)));
                    break;
                }
            };
            work.set_trouble(None);
            let Some(original) = next else {
                break;
            };
            self.copy(original, &record, work, mirror.as_ref()).await?;
            copied = Some((open, mirror));
        }
        if let Some((open, mirror)) = copied {
            self.copy_tables(&open, work, mirror.as_ref()).await;
            // One that is about to be destroyed needs no order
            if work.may_go_on()
                && let Err(error) = mirror.tidy().await
            {
                work.set_trouble(Some(Arc::new(error)));
            }
        }
        Ok(())
    }

    /// Copies OTOBO's own tables. What cannot be read is as it was, and is tried again with the next copy.
    async fn copy_tables(&self, open: &OpenInstallation, work: &Work, mirror: &dyn OpenMirror) {
        let Some(tables) = open.installation().system.tables() else {
            return;
        };
        let clock = &self.installations.outside().clock;
        for table in OtoboTable::ALL {
            if !work.may_go_on() {
                return;
            }
            let copied = sync_table(mirror, tables.as_ref(), table, clock.as_ref());
            if let Err(error) = copied.await {
                tracing::info!(?table, code = ?error.code(), "a table was not copied");
            }
        }
    }

    /// The next source to copy, the first that was asked for or is due.
    async fn next<'o>(
        &self,
        originals: &'o [Original],
        record: &InstallationRecord,
        work: &Work,
        mirror: &dyn OpenMirror,
    ) -> Result<Option<&'o Original>, MirrorError> {
        let standings = mirror.standings().await?;
        let now = self.installations.outside().clock.now();
        let skips = work.takes_cancel();
        let mut earliest: Option<DateTime<Utc>> = None;
        for original in originals {
            let id = original.source.source();
            let standing = standings.iter().find(|it| it.source == id);
            let tried = work.lock().tries.get(&id).cloned();
            let due = due(standing, tried.as_ref(), record.mirror.interval());
            let later = due.filter(|at| *at > now && !work.is_wanted(id));
            let at = match later {
                Some(at) => at,
                None if skips => work.skip(id, now) + record.mirror.interval(),
                None => return Ok(Some(original)),
            };
            earliest = Some(earliest.map_or(at, |earliest| earliest.min(at)));
        }
        work.set_next(earliest);
        Ok(None)
    }

    async fn copy(
        &self,
        original: &Original,
        record: &InstallationRecord,
        work: &Arc<Work>,
        mirror: &dyn OpenMirror,
    ) -> Result<(), ConnectingError> {
        let outside = self.installations.outside();
        let id = original.source.source();
        // A mirror that is never finished has to end some day, too
        if outside.store.mirrored_at(&record.id).await?.is_none() {
            let now = outside.clock.now();
            outside.store.set_mirrored_at(&record.id, Some(now)).await?;
        }
        let heard = Heard {
            work: Arc::clone(work),
            listener: Arc::clone(&self.listener),
        };
        let progress = Arc::new(Progress::beside_jobs(Arc::new(heard)));
        work.begin(Copying {
            source: id,
            progress: Arc::clone(&progress),
            done: 0,
            total: None,
            began: Instant::now(),
        });
        self.listener.mirror_changed();
        let copied = sync(
            mirror,
            original.source.as_ref(),
            &original.fields,
            Deletions::Few,
            outside.clock.as_ref(),
            &progress,
        );
        let copied = copied.await;
        if copied.is_ok() && record.mirror.photos {
            let photos = sync_photos(mirror, original.source.as_ref(), &progress).await;
            if let Err(error) = photos {
                tracing::info!(source = %id, code = ?error.code(), "photos were not copied");
            }
        }
        let ended = outside.clock.now();
        if let Err(error) = &copied
            && error.code() != ErrorCode::Cancelled
        {
            tracing::info!(source = %id, code = ?error.code(), "a source was not copied");
        }
        let is_refreshed = copied.is_ok();
        let failure = copied.err().map(Arc::new);
        work.end(id, Try { ended, failure });
        if is_refreshed {
            let at = Some(ended);
            outside.store.set_mirrored_at(&record.id, at).await?;
        }
        self.tell_change(id);
        Ok(())
    }

    /// What is mirrored of a source is not as it was.
    pub(super) fn tell_change(&self, source: SourceId) {
        let topic = match source.subject() {
            Subject::CustomerUsers => Topic::CustomerUsers,
            Subject::Customers => Topic::Customers,
        };
        self.installations.outside().changes.changed(&[topic]);
        self.listener.mirror_changed();
    }
}

/// What of an installation is somewhere else, customer users first.
fn originals(open: &OpenInstallation, settings: &MirrorSettings) -> Vec<Original> {
    let installation = open.installation();
    let original = |readable: Option<Arc<dyn Readable>>, map| {
        let source = readable?;
        let kept_out = settings.kept_out_of(source.source());
        Some(Original {
            fields: mirrored(map, &kept_out),
            source,
        })
    };
    let people = installation.customer_users.iter();
    let people = people.filter_map(|it| original(it.readable(), &it.source().map));
    let customers = installation.customers.iter();
    let customers = customers.filter_map(|it| original(it.readable(), &it.source().map));
    people.chain(customers).collect()
}

/// Notes how far a copy is.
struct Heard {
    work: Arc<Work>,
    listener: Arc<dyn super::MirrorListener>,
}

impl JobListener for Heard {
    fn hear(&self, report: JobReport) {
        if let Some(copying) = &mut self.work.lock().copying {
            copying.done = report.done;
            copying.total = report.total;
        }
        self.listener.mirror_changed();
    }
}
