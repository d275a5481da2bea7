//! Putting the sources of an installation together: which can be asked, and on which server.

use std::sync::Arc;

use deskbook_domain::database::DatabaseAddress;
use deskbook_domain::settings::SourceSettings;
use deskbook_domain::source::{BackEndKind, SourceId};

use super::password::{KeptPassword, database_secret, source_secret};
use super::source::Source;
use super::{OpenServer, Outside, SharedPassword};
use crate::back_end::BackEnd;
use crate::customer_back_end::CustomerBackEnd;
use crate::health::HealthListener;
use crate::installations::InstallationRecord;
use crate::read_only::ReadOnly;

/// What OTOBO calls a source without a name.
const NO_NAME: &str = "No Name";

/// A source as it is listed, whether it can be asked or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedSource {
    /// Its key.
    pub id: SourceId,
    /// What stands behind it.
    pub kind: BackEndKind,
    /// Shown where a source is chosen.
    pub name: String,
    /// Whether nothing may be written.
    pub read_only: bool,
    /// Table and server, or a directory's host.
    pub place: String,
    /// Whether Deskbook asks it.
    pub usable: bool,
}

/// The sources of an installation being put together.
pub(super) struct Assembly<'o> {
    record: &'o InstallationRecord,
    outside: &'o Outside,
    health: Arc<dyn HealthListener>,
    pub(super) system: Arc<dyn OpenServer>,
    pub(super) servers: Vec<Arc<dyn OpenServer>>,
    pub(super) sources: Vec<ListedSource>,
    pub(super) people: Vec<Arc<dyn BackEnd>>,
    pub(super) customers: Vec<Arc<dyn CustomerBackEnd>>,
}

impl<'o> Assembly<'o> {
    pub(super) fn begin(
        record: &'o InstallationRecord,
        outside: &'o Outside,
        health: Arc<dyn HealthListener>,
    ) -> Self {
        let address = record.database.clone();
        let secret = database_secret(&record.id);
        let password = KeptPassword::new(Arc::clone(&outside.secrets), secret, &address);
        let system = outside.connector.open(outside.opening(
            address,
            Arc::new(password),
            Vec::new(),
            Arc::clone(&health),
        ));
        Self {
            record,
            outside,
            health,
            servers: vec![Arc::clone(&system)],
            system,
            sources: Vec::new(),
            people: Vec::new(),
            customers: Vec::new(),
        }
    }

    /// Lists a source, and takes it in if it can be asked.
    pub(super) fn add(&mut self, id: SourceId, settings: &SourceSettings) {
        let parts = Parts::read(id, settings, &self.record.database);
        let usable = parts.usable.is_some();
        self.sources.push(ListedSource {
            id,
            kind: parts.kind,
            name: settings.text("Name").unwrap_or_else(|| NO_NAME.to_owned()),
            read_only: self.record.read_only || settings.is_true("ReadOnly"),
            place: parts.place,
            usable,
        });
        let Some(source) = parts.usable else {
            return;
        };
        let server = match parts.own_database {
            None => Arc::clone(&self.system),
            Some(address) => self.own_server(id, address, &source),
        };
        match source {
            Source::CustomerUsers(source) => {
                let back_end = server.customer_users(*source);
                self.people.push(if self.record.read_only {
                    Arc::new(ReadOnly::new(back_end))
                } else {
                    back_end
                });
            }
            Source::Customers(source) => {
                let back_end = server.customers(*source);
                self.customers.push(if self.record.read_only {
                    Arc::new(ReadOnly::new(back_end))
                } else {
                    back_end
                });
            }
        }
    }

    fn own_server(
        &mut self,
        id: SourceId,
        address: DatabaseAddress,
        source: &Source,
    ) -> Arc<dyn OpenServer> {
        let secret = source_secret(&self.record.id, id);
        let password = KeptPassword::new(Arc::clone(&self.outside.secrets), secret, &address);
        let password: SharedPassword = Arc::new(password);
        let server = self.system.beside(self.outside.opening(
            address,
            password,
            source.session(),
            Arc::clone(&self.health),
        ));
        self.servers.push(Arc::clone(&server));
        server
    }
}

/// What the settings of a source come to.
struct Parts {
    kind: BackEndKind,
    place: String,
    usable: Option<Source>,
    own_database: Option<DatabaseAddress>,
}

impl Parts {
    fn read(id: SourceId, settings: &SourceSettings, otobo: &DatabaseAddress) -> Self {
        let kind = BackEndKind::of_module(&settings.text("Module").unwrap_or_default());
        let table = settings.text("Params.Table").unwrap_or_default();
        let source = match kind {
            BackEndKind::Database => Source::read(id, settings).ok(),
            BackEndKind::Directory | BackEndKind::Module => None,
        };
        let own = source.as_ref().and_then(Source::own_database);
        let own = own.map(|own| own.address(&otobo.tls));
        let place = match (kind, &own) {
            (BackEndKind::Directory, _) => settings
                .list("Params.Host")
                .and_then(|hosts| hosts.into_iter().next())
                .unwrap_or_default(),
            (BackEndKind::Module, _) => settings.text("Module").unwrap_or_default(),
            (BackEndKind::Database, Some(Ok(own))) => format!("{table} on {}", own.place()),
            (BackEndKind::Database, Some(Err(_))) => table,
            (BackEndKind::Database, None) => format!("{table} on {}", otobo.place()),
        };
        Self {
            kind,
            place,
            usable: source.filter(|_| !matches!(own, Some(Err(_)))),
            own_database: own.and_then(Result::ok),
        }
    }
}
