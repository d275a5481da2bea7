//! How a mirror stands, and what is being done for it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use deskbook_domain::ids::{Identifier, Var};
use deskbook_domain::map::{Field, Map, is_password};
use deskbook_domain::source::SourceId;

use super::Shared;
use super::due::due;
use super::work::{State, Work};
use crate::back_end::BackEndError;
use crate::connecting::{ConnectingError, OpenInstallation};
use crate::installations::InstallationId;
use crate::mirror::{MirrorError, MirrorSettings, Standing, SyncError};

/// How the mirror of an installation stands.
#[derive(Debug)]
pub struct MirrorReport {
    /// How it is mirrored.
    pub settings: MirrorSettings,
    /// Bytes on the disk; 0 if there is no mirror.
    pub size: u64,
    /// When it was refreshed last; `None` if there is no mirror.
    pub mirrored_at: Option<DateTime<Utc>>,
    /// Why it cannot be used.
    pub trouble: Option<Arc<MirrorError>>,
    /// Whether nothing is begun until the user says so.
    pub is_paused: bool,
    /// Its sources, customer users first.
    pub sources: Vec<SourceReport>,
}

/// How the copy of a source stands.
#[derive(Debug)]
pub struct SourceReport {
    /// Which.
    pub id: SourceId,
    /// Its name.
    pub name: String,
    /// Whom its server knows Deskbook as, where it is a directory.
    pub user: String,
    /// All that can be mirrored of it or not, in the order of its map.
    pub fields: Vec<MirroredField>,
    /// Whether photos are mirrored, too; `None` for a source that has none.
    pub photos: Option<bool>,
    /// How it stands; `None` if no copy was begun.
    pub standing: Option<Standing>,
    /// When the next copy is due; `None` while nothing is mirrored, or it is due now.
    pub next: Option<DateTime<Utc>>,
    /// What is being done.
    pub activity: Activity,
    /// Why the last copy failed.
    pub failure: Option<Arc<SyncError>>,
}

/// A field of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MirroredField {
    /// Its name.
    pub var: Var,
    /// What people call it, in English.
    pub label: String,
    /// Whether it is not mirrored.
    pub is_kept_out: bool,
}

/// What is being done about a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// Nothing.
    Resting,
    /// It waits for its turn.
    Waiting,
    /// It is copied.
    Copying {
        /// Records so far.
        done: u32,
        /// Of how many, if known.
        total: Option<u32>,
        /// Records in a second, on the average.
        rate: u32,
    },
}

impl Shared {
    pub(super) async fn report(
        &self,
        id: &InstallationId,
    ) -> Result<MirrorReport, ConnectingError> {
        let record = self.stored(id).await?;
        let open = self.installations.open(id).await?;
        let (standings, trouble) = match self.standings(id).await {
            Ok(standings) => (standings, None),
            Err(error) => (Vec::new(), Some(Arc::new(error))),
        };
        let size = self
            .installations
            .outside()
            .mirrors
            .size(id)
            .await
            .map_err(BackEndError::from)?;
        let store = &self.installations.outside().store;
        let mirrored_at = store.mirrored_at(id).await?;
        let work = self.work(id);
        let sources = sources(&open, &record.mirror).into_iter().map(|resting| {
            let standing = standings.iter().find(|it| it.source == resting.id).cloned();
            at_work(resting, standing, &record.mirror, &work)
        });
        let sources = sources.collect();
        let state = work.lock();
        Ok(MirrorReport {
            sources,
            size,
            mirrored_at,
            trouble: trouble.or_else(|| state.trouble.clone()),
            is_paused: state.is_paused,
            settings: record.mirror,
        })
    }

    async fn standings(&self, id: &InstallationId) -> Result<Vec<Standing>, MirrorError> {
        let mirror = self.installations.outside().mirror(id);
        match mirror.existing().await? {
            Some(mirror) => mirror.standings().await,
            None => Ok(Vec::new()),
        }
    }
}

/// With what is known of its copy, and what is being done.
fn at_work(
    source: SourceReport,
    standing: Option<Standing>,
    settings: &MirrorSettings,
    work: &Work,
) -> SourceReport {
    let is_wanted = work.is_wanted(source.id);
    let state = work.lock();
    let tried = state.tries.get(&source.id);
    let next = due(standing.as_ref(), tried, settings.interval());
    let failure = tried.filter(|it| !it.is_cancelled());
    SourceReport {
        next: next.filter(|_| settings.on && !is_wanted),
        failure: failure.and_then(|it| it.failure.clone()),
        activity: activity(source.id, &state, is_wanted),
        standing,
        ..source
    }
}

fn activity(id: SourceId, state: &State, is_wanted: bool) -> Activity {
    match &state.copying {
        Some(copying) if copying.source == id => {
            let millis = copying.began.elapsed().as_millis().max(1);
            let rate = u128::from(copying.done) * 1_000 / millis;
            Activity::Copying {
                done: copying.done,
                total: copying.total,
                rate: rate.try_into().unwrap_or(u32::MAX),
            }
        }
        _ if is_wanted && !state.is_paused => Activity::Waiting,
        _ => Activity::Resting,
    }
}

/// What of an installation can be mirrored, customer users first.
fn sources(open: &OpenInstallation, settings: &MirrorSettings) -> Vec<SourceReport> {
    let installation = open.installation();
    let resting = |id, name: &str, user: &str, fields| SourceReport {
        id,
        name: name.to_owned(),
        user: user.to_owned(),
        fields,
        photos: None,
        standing: None,
        next: None,
        activity: Activity::Resting,
        failure: None,
    };
    let mut sources = Vec::new();
    for back_end in installation.customer_users.iter() {
        if back_end.readable().is_some() {
            let it = back_end.source();
            let user = it
                .directory
                .as_ref()
                .map_or("", |directory| directory.user());
            let always = [Some(&it.key), it.valid.as_ref()];
            let resting = resting(
                it.id,
                &it.name,
                user,
                fields(&it.map, always, it.id, settings),
            );
            sources.push(SourceReport {
                photos: it.directory.as_ref().map(|_| settings.photos),
                ..resting
            });
        }
    }
    for back_end in installation.customers.iter() {
        if back_end.readable().is_some() {
            let it = back_end.source();
            let always = [Some(&it.key), it.valid.as_ref()];
            sources.push(resting(
                it.id,
                &it.name,
                "",
                fields(&it.map, always, it.id, settings),
            ));
        }
    }
    sources
}

/// The fields that can be kept out: key and validity are what a copy is made of.
fn fields(
    map: &Map,
    always: [Option<&Identifier>; 2],
    source: SourceId,
    settings: &MirrorSettings,
) -> Vec<MirroredField> {
    let kept_out = settings.kept_out_of(source);
    let can_be_kept_out =
        |field: &&Field| !is_password(&field.var) && !always.contains(&Some(&field.storage));
    let field = |field: &Field| MirroredField {
        var: field.var.clone(),
        label: field.label.clone(),
        is_kept_out: kept_out.contains(&field.var),
    };
    map.columns().filter(can_be_kept_out).map(field).collect()
}
