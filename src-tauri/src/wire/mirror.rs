//! The mirror of an installation, as it crosses to the UI.

use deskbook_core::ErrorCode;
use deskbook_core::mirror::{
    Activity, Cut, KeptOut, MirrorError, MirrorReport, MirrorSettings, MirroredField, SourceReport,
    Standing, State, SyncError,
};
use deskbook_domain::instant::Region;
use deskbook_domain::source::{SourceId, Subject};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::error::{CommandError, CommandResult};
use super::search::ServerLimitView;
use super::time_text;

/// How the mirror of an installation stands.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MirrorView {
    /// Whether the installation is mirrored.
    on: bool,
    interval_minutes: u32,
    retention_days: u32,
    /// The country of its telephone numbers (ISO 3166); `null` for that of this computer.
    country: Option<String>,
    /// Whether the photos of directories are mirrored, too.
    photos: bool,
    /// KiB on the disk; 0 if there is no mirror.
    kibibytes: u32,
    /// When it was refreshed last; RFC 3339.
    mirrored_at: Option<String>,
    /// Nothing is begun until the user says so.
    paused: bool,
    /// Why the mirror cannot be used.
    error: Option<CommandError>,
    sources: Vec<MirrorSourceView>,
}

/// How the copy of a source stands.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MirrorSourceView {
    id: String,
    kind: Subject,
    name: String,
    state: MirrorStateView,
    records: u32,
    /// Since when it could not be read any more; RFC 3339.
    stale_since: Option<String>,
    /// Records that the source does not have any more, and that wait for a yes.
    held_back: u32,
    /// When the next copy is due; RFC 3339. `null` if that is now, or never.
    next: Option<String>,
    activity: MirrorActivityView,
    /// Why the last copy failed.
    error: Option<CommandError>,
    fields: Vec<MirrorFieldView>,
    /// Whether photos are mirrored, too; `null` for a source that has none.
    photos: Option<bool>,
    /// Whom a server's limit is for: the user that the directory is asked as; empty for nobody in particular.
    user: String,
}

/// How much of a source was copied.
#[derive(Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum MirrorStateView {
    /// Nothing yet.
    Empty,
    /// The first copy is not finished.
    Unfinished,
    /// The server gives no more.
    Cut {
        /// What it allows.
        limit: ServerLimitView,
    },
    /// All of it.
    Complete {
        /// When; RFC 3339.
        at: String,
    },
}

/// What is being done about a source.
#[derive(Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum MirrorActivityView {
    /// Nothing.
    Resting,
    /// It waits for its turn.
    Waiting,
    /// It is copied.
    Copying {
        /// Records so far.
        done: u32,
        /// Of how many; `null` if that is not known.
        total: Option<u32>,
        /// Records in a second.
        rate: u32,
    },
}

/// A field of a source.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MirrorFieldView {
    var: String,
    /// English; the UI translates those it knows.
    label: String,
    mirrored: bool,
}

/// How an installation is to be mirrored.
#[derive(Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MirrorRequest {
    on: bool,
    interval_minutes: u32,
    retention_days: u32,
    kept_out: Vec<KeptOutRequest>,
    country: Option<String>,
    photos: bool,
}

/// What an installation's country is chosen from, by codes of ISO 3166.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CountriesView {
    /// The country of this computer, if it tells one.
    computer: Option<String>,
    /// All whose telephone numbers are understood.
    known: Vec<&'static str>,
}

impl CountriesView {
    pub(crate) fn of(computer: Region) -> Self {
        Self {
            computer: computer.country().map(str::to_owned),
            known: Region::countries(),
        }
    }
}

/// A field that is not to be mirrored.
#[derive(Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeptOutRequest {
    source: String,
    var: String,
}

impl From<MirrorReport> for MirrorView {
    fn from(report: MirrorReport) -> Self {
        let error = report.trouble.as_deref();
        Self {
            on: report.settings.on,
            interval_minutes: report.settings.interval_minutes,
            retention_days: report.settings.retention_days,
            country: report.settings.country,
            photos: report.settings.photos,
            kibibytes: report.size.div_ceil(1024).try_into().unwrap_or(u32::MAX),
            mirrored_at: report.mirrored_at.map(time_text),
            paused: report.is_paused,
            error: error.map(CommandError::from),
            sources: report.sources.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<SourceReport> for MirrorSourceView {
    fn from(source: SourceReport) -> Self {
        let standing = source.standing.as_ref();
        Self {
            id: source.id.to_string(),
            kind: source.id.subject(),
            name: source.name,
            state: standing.map_or(MirrorStateView::Empty, MirrorStateView::of),
            records: standing.map_or(0, |it| it.records),
            stale_since: standing.and_then(|it| it.stale_since).map(time_text),
            held_back: standing.map_or(0, |it| it.held_back),
            next: source.next.map(time_text),
            activity: source.activity.into(),
            error: source.failure.as_deref().map(CommandError::from),
            fields: source.fields.into_iter().map(Into::into).collect(),
            photos: source.photos,
            user: source.user,
        }
    }
}

impl MirrorStateView {
    fn of(standing: &Standing) -> Self {
        match standing.state {
            State::Empty => Self::Empty,
            State::Partial(Cut::Unfinished) => Self::Unfinished,
            State::Partial(Cut::Limit(limit)) => Self::Cut {
                limit: limit.into(),
            },
            State::Complete(at) => Self::Complete { at: time_text(at) },
        }
    }
}

impl From<Activity> for MirrorActivityView {
    fn from(activity: Activity) -> Self {
        match activity {
            Activity::Resting => Self::Resting,
            Activity::Waiting => Self::Waiting,
            Activity::Copying { done, total, rate } => Self::Copying { done, total, rate },
        }
    }
}

impl From<MirroredField> for MirrorFieldView {
    fn from(field: MirroredField) -> Self {
        Self {
            var: field.var.as_str().to_owned(),
            label: field.label,
            mirrored: !field.is_kept_out,
        }
    }
}

impl MirrorRequest {
    pub(crate) fn into_settings(self) -> CommandResult<MirrorSettings> {
        let kept_out = self.kept_out.into_iter().map(|it| {
            Ok(KeptOut {
                source: source_id(&it.source)?,
                var: it.var.into(),
            })
        });
        Ok(MirrorSettings {
            on: self.on,
            interval_minutes: self.interval_minutes,
            retention_days: self.retention_days,
            kept_out: kept_out.collect::<CommandResult<_>>()?,
            country: self.country,
            photos: self.photos,
        })
    }
}

/// A source that the UI names.
pub(crate) fn source_id(id: &str) -> CommandResult<SourceId> {
    let unknown = |_| CommandError::plain(ErrorCode::InvalidInput, "no such source");
    id.parse().map_err(unknown)
}

impl From<&MirrorError> for CommandError {
    fn from(error: &MirrorError) -> Self {
        Self::new(error.code, error.params.clone(), error)
    }
}

impl From<&SyncError> for CommandError {
    fn from(error: &SyncError) -> Self {
        Self::new(error.code(), error.params(), error)
    }
}

#[cfg(test)]
mod tests {
    use deskbook_core::hits::ServerLimit;

    use super::*;

    #[test]
    fn a_state_crosses_with_its_limit_or_its_time() {
        let of = |state| {
            MirrorStateView::of(&Standing {
                source: SourceId::first(Subject::Customers),
                state,
                records: 1,
                stale_since: None,
                held_back: 0,
            })
        };
        let limit = ServerLimitView::Entries { entries: 500 };
        let cut = of(State::Partial(Cut::Limit(ServerLimit::Entries(500))));
        assert_eq!(cut, MirrorStateView::Cut { limit });
        let at = chrono::DateTime::UNIX_EPOCH;
        let at_text = "1970-01-01T00:00:00Z".to_owned();
        let complete = MirrorStateView::Complete { at: at_text };
        assert_eq!(of(State::Complete(at)), complete);
    }

    #[test]
    fn a_source_that_is_none_is_refused() {
        let request = |source: &str| MirrorRequest {
            on: true,
            interval_minutes: 60,
            retention_days: 14,
            kept_out: vec![KeptOutRequest {
                source: source.to_owned(),
                var: "UserComment".to_owned(),
            }],
            country: None,
            photos: false,
        };
        assert!(request("CustomerUser").into_settings().is_ok());
        let refused = request("Nobody").into_settings().unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidInput);
    }
}
