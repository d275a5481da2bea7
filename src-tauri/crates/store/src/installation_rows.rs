//! Installations as rows, and back.
//!
//! A row that cannot be understood costs what it says, never the others.

use deskbook_core::caches::CacheSettings;
use deskbook_core::installations::{InstallationId, InstallationRecord};
use deskbook_core::mirror::MirrorSettings;
use deskbook_domain::ids::AgentId;
use deskbook_domain::settings::SourceSettings;
use deskbook_domain::source::SourceId;
use sea_orm::ActiveValue::{NotSet, Set};

use crate::{installation, source};

/// The installation that these rows say.
pub(crate) fn read(
    row: installation::Model,
    sources: &[source::Model],
) -> Option<InstallationRecord> {
    let database = serde_json::from_str(&row.database)
        .inspect_err(|_| tracing::warn!(id = row.id, "a stored installation makes no sense"))
        .ok()?;
    let mut sources: Vec<_> = sources.iter().filter_map(read_source).collect();
    sources.sort_by_key(|(id, _)| *id);
    Some(InstallationRecord {
        id: InstallationId::from_text(row.id),
        name: row.name,
        hue: row.hue.try_into().unwrap_or_default(),
        read_only: row.read_only,
        position: row.position.try_into().unwrap_or_default(),
        database,
        agent: row.agent.map(AgentId),
        caches: row.caches.as_deref().map(read_caches).unwrap_or_default(),
        mirror: row.mirror.as_deref().map(read_mirror).unwrap_or_default(),
        sources,
    })
}

/// Broken settings clear nothing: they can be set up anew.
fn read_caches(text: &str) -> CacheSettings {
    serde_json::from_str(text)
        .inspect_err(|_| tracing::warn!("stored settings of caches make no sense"))
        .unwrap_or_default()
}

/// With broken settings nothing is mirrored: they may say what must not be.
fn read_mirror(text: &str) -> MirrorSettings {
    let read = serde_json::from_str(text);
    read.unwrap_or_else(|_| {
        tracing::warn!("stored settings of a mirror make no sense");
        MirrorSettings::off()
    })
}

/// Broken settings are empty ones: the source is listed and can be set up anew.
fn read_source(row: &source::Model) -> Option<(SourceId, SourceSettings)> {
    let id = row.source.parse().ok()?;
    let settings = serde_json::from_str(&row.settings)
        .inspect_err(|_| tracing::warn!(source = row.source, "stored settings make no sense"))
        .unwrap_or_default();
    Some((id, settings))
}

/// The row of an installation.
pub(crate) fn written(
    record: &InstallationRecord,
) -> Result<installation::ActiveModel, serde_json::Error> {
    Ok(installation::ActiveModel {
        id: Set(record.id.as_str().to_owned()),
        name: Set(record.name.clone()),
        position: Set(record.position.try_into().unwrap_or(i32::MAX)),
        hue: Set(record.hue.into()),
        read_only: Set(record.read_only),
        database: Set(serde_json::to_string(&record.database)?),
        agent: Set(record.agent.map(|agent| agent.0)),
        caches: Set(Some(serde_json::to_string(&record.caches)?)),
        mirror: Set(Some(serde_json::to_string(&record.mirror)?)),
        mirrored_at: NotSet,
    })
}

/// The rows of its sources, without secrets.
pub(crate) fn written_sources(
    record: &InstallationRecord,
) -> Result<Vec<source::ActiveModel>, serde_json::Error> {
    let row = |(id, settings): &(SourceId, SourceSettings)| {
        let mut settings = settings.clone();
        settings.drop_secrets();
        Ok(source::ActiveModel {
            installation: Set(record.id.as_str().to_owned()),
            source: Set(id.to_string()),
            settings: Set(serde_json::to_string(&settings)?),
        })
    };
    record.sources.iter().map(row).collect()
}
