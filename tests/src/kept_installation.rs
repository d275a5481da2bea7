//! An installation as the own store keeps it.

use anyhow::Result;
use deskbook_core::caches::CacheSettings;
use deskbook_core::installations::{InstallationId, InstallationRecord};
use deskbook_core::mirror::MirrorSettings;
use deskbook_domain::database::{DatabaseAddress, Engine, Host, Tls, TlsMode};

/// A port on which nobody answers.
pub const NOWHERE: &str = "127.0.0.1:9";

/// An installation of this name without sources, whose server answers nowhere.
pub fn kept_installation(name: &str) -> Result<InstallationRecord> {
    Ok(InstallationRecord {
        id: InstallationId::from_text(name.to_lowercase()),
        name: name.to_owned(),
        hue: 20,
        read_only: false,
        position: 0,
        database: DatabaseAddress {
            engine: Engine::MySql,
            hosts: Host::list(NOWHERE, 3306)?,
            database: "otobo".to_owned(),
            user: "otobo".to_owned(),
            tls: Tls {
                mode: TlsMode::Disable,
                ca_file: None,
                client: None,
            },
        },
        agent: None,
        caches: CacheSettings::None,
        mirror: MirrorSettings::default(),
        sources: Vec::new(),
    })
}
