//! How sources stand.

use deskbook_core::connecting::SourceStanding;
use deskbook_core::health::{Rights, State};
use serde::Serialize;
use specta::Type;

use super::connection::millis;
use super::error::CommandError;
use super::time_text;

/// How a source stands.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SourceHealthView {
    id: String,
    name: String,
    state: SourceState,
    /// Of the last answer.
    millis: Option<u32>,
    /// Since when it stands so; RFC 3339.
    since: String,
    /// Answers come from a replica, or the server only reads.
    replica: bool,
    /// The account may neither add nor change records.
    may_only_read: bool,
    error: Option<CommandError>,
}

/// What a source did last.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SourceState {
    /// It was not asked yet.
    Unknown,
    /// It answered.
    Answering,
    /// It did not.
    Failing,
}

impl From<SourceStanding> for SourceHealthView {
    fn from(standing: SourceStanding) -> Self {
        let SourceStanding {
            id,
            name,
            health,
            since,
        } = standing;
        let (state, error) = match health.state {
            State::Unknown => (SourceState::Unknown, None),
            State::Answering => (SourceState::Answering, None),
            State::Failing(reason) => (SourceState::Failing, Some(reason.into())),
        };
        Self {
            id: id.to_string(),
            name,
            state,
            millis: health.took.map(millis),
            since: time_text(since),
            replica: health.replica,
            may_only_read: health.rights == Rights::ReadsOnly,
            error,
        }
    }
}
