//! Putting the sources of an installation together: which can be asked, and on which server.

use std::collections::BTreeMap;
use std::sync::Arc;

use deskbook_domain::database::DatabaseAddress;
use deskbook_domain::directory::Directory;
use deskbook_domain::settings::SourceSettings;
use deskbook_domain::source::{BackEndKind, CustomerUserSource, OwnDatabase, SourceId, Subject};

use super::password::{KeptPassword, database_secret, source_secret};
use super::source::Source;
use super::{DirectoryOpening, OpenDirectory, OpenServer, Opening, Outside, SharedPassword};
use crate::back_end::BackEnd;
use crate::customer_back_end::CustomerBackEnd;
use crate::health::HealthListener;
use crate::installations::InstallationRecord;
use crate::mirror::{MirrorHandle, MirroredCustomers, MirroredPeople};
use crate::read_only::ReadOnly;
use crate::secrets::SecretName;

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
    /// Where it is.
    pub place: SourcePlace,
    /// Whether Deskbook asks it.
    pub usable: bool,
}

/// Where a source is, in parts: the UI has the words between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourcePlace {
    /// A table of OTOBO's own database.
    Table(String),
    /// A table of a database of the source's own.
    OwnTable {
        /// The table.
        table: String,
        /// Host and database.
        database: String,
    },
    /// A directory's host.
    Directory(String),
    /// A module's name.
    Module(String),
}

/// The sources of an installation being put together.
pub(super) struct Assembly<'o> {
    record: &'o InstallationRecord,
    outside: &'o Outside,
    health: Arc<dyn HealthListener>,
    pub(super) system: Arc<dyn OpenServer>,
    pub(super) servers: Vec<Arc<dyn OpenServer>>,
    pub(super) directories: BTreeMap<SourceId, Arc<dyn OpenDirectory>>,
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
        let binding = address.binding();
        let password = KeptPassword::new(Arc::clone(&outside.secrets), secret, &binding);
        let opening = outside.opening(address, Arc::new(password), Arc::clone(&health));
        let system = outside.connector.open(opening);
        Self {
            record,
            outside,
            health,
            servers: vec![Arc::clone(&system)],
            system,
            directories: BTreeMap::new(),
            sources: Vec::new(),
            people: Vec::new(),
            customers: Vec::new(),
        }
    }

    /// Lists a source, and takes it in if it can be asked.
    pub(super) fn add(&mut self, id: SourceId, settings: &SourceSettings) {
        let parts = Parts::read(id, settings);
        let usable = parts.usable.is_some();
        self.sources.push(ListedSource {
            id,
            kind: parts.kind,
            name: settings.text("Name").unwrap_or_else(|| NO_NAME.to_owned()),
            read_only: self.record.read_only
                || parts.kind == BackEndKind::Directory
                || settings.is_true("ReadOnly"),
            place: parts.place,
            usable,
        });
        let Some(source) = parts.usable else {
            return;
        };
        if let Source::CustomerUsers(source) = &source
            && let Some(directory) = &source.directory
        {
            let back_end = self.own_directory(id, (**source).clone(), (**directory).clone());
            self.add_people(back_end);
            return;
        }
        let server = match parts.own_database {
            None => Arc::clone(&self.system),
            Some(address) => self.own_server(id, address, &source),
        };
        match source {
            Source::CustomerUsers(source) => {
                self.add_people(server.customer_users(*source));
            }
            Source::Customers(source) => {
                let back_end = server.customers(*source);
                self.add_customers(back_end);
            }
        }
    }

    fn add_people(&mut self, back_end: Arc<dyn BackEnd>) {
        let back_end = if self.record.read_only {
            Arc::new(ReadOnly::new(back_end))
        } else {
            back_end
        };
        let mirrored = MirroredPeople::new(back_end, self.mirror());
        self.people.push(Arc::new(mirrored));
    }

    fn add_customers(&mut self, back_end: Arc<dyn CustomerBackEnd>) {
        let back_end = if self.record.read_only {
            Arc::new(ReadOnly::new(back_end))
        } else {
            back_end
        };
        let mirrored = MirroredCustomers::new(back_end, self.mirror());
        self.customers.push(Arc::new(mirrored));
    }

    fn mirror(&self) -> MirrorHandle {
        self.outside.mirror(&self.record.id)
    }

    fn kept_password(&self, secret: SecretName, binding: &str) -> SharedPassword {
        let secrets = Arc::clone(&self.outside.secrets);
        Arc::new(KeptPassword::new(secrets, secret, binding))
    }

    fn own_directory(
        &mut self,
        id: SourceId,
        source: CustomerUserSource,
        directory: Directory,
    ) -> Arc<dyn BackEnd> {
        let secret = source_secret(&self.record.id, id);
        let password = self.kept_password(secret, &directory.binding());
        let opened = self.outside.directories.open(DirectoryOpening {
            source,
            directory,
            password,
            timing: self.outside.timing,
            listener: Arc::clone(&self.health),
            clock: Arc::clone(&self.outside.clock),
        });
        let back_end = opened.customer_users();
        self.directories.insert(id, opened);
        back_end
    }

    fn own_server(
        &mut self,
        id: SourceId,
        address: DatabaseAddress,
        source: &Source,
    ) -> Arc<dyn OpenServer> {
        let secret = source_secret(&self.record.id, id);
        let password = self.kept_password(secret, &address.binding());
        let opening = self
            .outside
            .opening(address, password, Arc::clone(&self.health));
        let server = self.system.beside(Opening {
            session: source.session(),
            source: Some(id),
            ..opening
        });
        self.servers.push(Arc::clone(&server));
        server
    }
}

/// What the settings of a source come to.
struct Parts {
    kind: BackEndKind,
    place: SourcePlace,
    usable: Option<Source>,
    own_database: Option<DatabaseAddress>,
}

impl Parts {
    fn read(id: SourceId, settings: &SourceSettings) -> Self {
        let kind = BackEndKind::of_module(&settings.text("Module").unwrap_or_default());
        let table = settings.text("Params.Table").unwrap_or_default();
        let source = match kind {
            BackEndKind::Database => Source::read(id, settings).ok(),
            // OTOBO has no customers in directories
            BackEndKind::Directory if id.subject() == Subject::CustomerUsers => {
                Source::read(id, settings).ok()
            }
            BackEndKind::Directory | BackEndKind::Module => None,
        };
        let own = source.as_ref().and_then(Source::own_database);
        let own = own.map(OwnDatabase::address);
        let place = match (kind, &own) {
            (BackEndKind::Directory, _) => SourcePlace::Directory(first_host(settings)),
            (BackEndKind::Module, _) => {
                SourcePlace::Module(settings.text("Module").unwrap_or_default())
            }
            (BackEndKind::Database, None) => SourcePlace::Table(table),
            (BackEndKind::Database, Some(own)) => SourcePlace::OwnTable {
                table,
                database: own
                    .as_ref()
                    .map_or_else(|_| String::new(), |own| own.place(None)),
            },
        };
        Self {
            kind,
            place,
            usable: source.filter(|_| !matches!(own, Some(Err(_)))),
            own_database: own.and_then(Result::ok),
        }
    }
}

fn first_host(settings: &SourceSettings) -> String {
    let hosts = settings.list("Params.Host");
    hosts
        .and_then(|hosts| hosts.into_iter().next())
        .unwrap_or_default()
}
