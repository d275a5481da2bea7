//! An installation on a real server is mirrored from its first connection to its last trace.
#![expect(clippy::panic, reason = "that is how a test fails")]

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use async_trait::async_trait;
use deskbook_core::connecting::{
    self, ConnectionDraft, InstallationDraft, OpenInstallations, SaveOutcome,
};
use deskbook_core::installations::{InstallationId, InstallationStore as _};
use deskbook_core::keys::{Key, KeyError, KeyName, KeyStore, LockState};
use deskbook_core::mirror::{
    Activity, MirrorReport, Mirroring, Mirrors as _, OpenMirror, OtoboTable, SourceReport, State,
};
use deskbook_domain::database::{Engine, TlsMode};
use deskbook_domain::instant::Region;
use deskbook_domain::secret::Secret;
use deskbook_domain::source::{CustomerSource, CustomerUserSource, SourceId, Subject};
use deskbook_store::{MirrorFiles, OwnStore};
use deskbook_tests::builders::{a_customer, a_customer_user};
use deskbook_tests::server_stand;
use deskbook_tests::servers::{Server, TestDatabase, make_otobo_tables, make_tables};
use deskbook_tests::stand::Stand;
use deskbook_tests::surroundings::{Ear, surroundings};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::sync::Mutex;

/// Keys in memory.
#[derive(Default)]
struct Ring(Mutex<HashMap<String, [u8; 32]>>);

fn text(name: &KeyName) -> String {
    format!("{name:?}")
}

#[async_trait]
impl KeyStore for Ring {
    async fn state(&self) -> Result<LockState, KeyError> {
        Ok(LockState::Off)
    }

    async fn key(&self, name: &KeyName) -> Result<Option<Key>, KeyError> {
        let keys = self.0.lock().await;
        Ok(keys.get(&text(name)).map(|key| Secret::new(*key)))
    }

    async fn make(&self, name: &KeyName) -> Result<Key, KeyError> {
        let mut keys = self.0.lock().await;
        let key = keys.entry(text(name)).or_insert_with(|| chance().random());
        Ok(Secret::new(*key))
    }

    async fn is_in_keyring(&self) -> Result<bool, KeyError> {
        Ok(true)
    }

    async fn put_back(&self, name: &KeyName, key: &Key) -> Result<(), KeyError> {
        self.0.lock().await.insert(text(name), *key.expose());
        Ok(())
    }

    async fn start_over(&self) -> Result<(), KeyError> {
        self.0.lock().await.clear();
        Ok(())
    }

    async fn forget(&self, name: &KeyName) -> Result<(), KeyError> {
        self.0.lock().await.remove(&text(name));
        Ok(())
    }

    async fn unlock(&self, _: Secret<String>) -> Result<(), KeyError> {
        Ok(())
    }

    async fn lock(&self) {}

    async fn set_passphrase(&self, _: Secret<String>) -> Result<(), KeyError> {
        Ok(())
    }

    async fn remove_passphrase(&self) -> Result<(), KeyError> {
        Ok(())
    }
}

fn chance() -> StdRng {
    StdRng::seed_from_u64(1)
}

/// What belongs to one of the people, in OTOBO's own tables.
const BELONGINGS: [&str; 4] = [
    "INSERT INTO customer_preferences VALUES ('user7', 'UserLanguage', 'de'), \
     ('user7', 'UserToken', 'secret'), ('user8', 'UserLanguage', 'en')",
    "INSERT INTO groups_table (id, name, valid_id, create_time, create_by, change_time, change_by) \
     VALUES (77, 'mirrored', 1, '2024-03-01', 1, '2024-03-01', 1)",
    "INSERT INTO group_customer_user VALUES \
     ('user7', 77, 'rw', 1, '2024-03-01', 1, '2024-03-01', 1)",
    "INSERT INTO customer_user_customer VALUES \
     ('user7', 'ACME', '2024-03-01', 1, '2024-03-01', 1)",
];

/// They come behind the sources; who asks too early waits.
async fn tables_are_there(mirror: &dyn OpenMirror) -> Result<()> {
    let mut tries = 0;
    while mirror
        .table_rows(OtoboTable::Relations, "user7")
        .await?
        .is_empty()
    {
        tries += 1;
        ensure!(tries < 600, "they do not come");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let texts = async |table, key: &str, column: &str| {
        let rows = mirror.table_rows(table, key).await?;
        let texts = rows.iter().map(|row| row.text(column).to_owned());
        anyhow::Ok(texts.collect::<Vec<_>>())
    };
    let preferences = texts(OtoboTable::Preferences, "user7", "preferences_value").await?;
    assert_eq!(preferences, ["de"], "the secret one is not read");
    let group = texts(OtoboTable::Groups, "77", "name").await?;
    assert_eq!(group, ["mirrored"]);
    let permission = texts(OtoboTable::Permissions, "user7", "permission_key").await?;
    assert_eq!(permission, ["rw"]);
    let relation = texts(OtoboTable::Relations, "user7", "customer_id").await?;
    assert_eq!(relation, ["ACME"]);
    Ok(())
}

/// A database of so many people, and Deskbook beside it.
struct Desk {
    stand: Stand,
    store: Arc<OwnStore>,
    mirrors: Arc<MirrorFiles>,
    installations: Arc<OpenInstallations>,
    id: InstallationId,
    ear: Arc<Ear>,
}

impl Desk {
    async fn of(database: &TestDatabase, people: u32) -> Result<Self> {
        let sources = (CustomerUserSource::shipped(), CustomerSource::shipped());
        let stand = server_stand::with(database, sources.0, sources.1)?;
        stand.put_customers([a_customer().id("ACME")]).await?;
        let users = (0..people).map(|number| a_customer_user().login(&format!("user{number}")));
        stand.put(users).await?;
        for belonging in BELONGINGS {
            database.execute(belonging).await?;
        }
        let ear = Arc::new(Ear::default());
        let place = stand.place.path();
        let store = Arc::new(OwnStore::open(place.join("deskbook.sqlite3")).await?);
        let keys = Arc::new(Ring::default());
        let mirrors = Arc::new(MirrorFiles::new(place.join("mirrors"), keys));
        let outside = surroundings(store.clone(), mirrors.clone(), ear.clone());
        let installations = OpenInstallations::start(stand.installation(), outside).await?;
        let saved = connecting::save(&installations, draft(database), &mut chance()).await?;
        let SaveOutcome::Saved { id, .. } = saved else {
            panic!("{saved:?}");
        };
        Ok(Self {
            stand,
            store,
            mirrors,
            installations: Arc::new(installations),
            id,
            ear,
        })
    }

    fn begin(&self) -> Mirroring {
        Mirroring::begin(Arc::clone(&self.installations), self.ear.clone())
    }

    async fn until_complete(&self, mirroring: &Mirroring) -> Result<MirrorReport> {
        loop {
            let report = mirroring
                .read(&self.id)
                .await?
                .context("it is no local one")?;
            if report.sources.iter().all(is_complete) {
                return Ok(report);
            }
            let heard = self.ear.heard().await;
            heard.with_context(|| format!("it stays {report:?}"))?;
        }
    }
}

fn is_complete(source: &SourceReport) -> bool {
    let state = source.standing.as_ref().map(|it| &it.state);
    matches!(state, Some(State::Complete(_))) && source.activity == Activity::Resting
}

fn draft(database: &TestDatabase) -> InstallationDraft {
    InstallationDraft {
        id: None,
        name: "Production".to_owned(),
        hue: 0,
        read_only: false,
        connection: ConnectionDraft {
            engine: Engine::MySql,
            hosts: database.host.clone(),
            port: database.port.into(),
            database: database.name.clone(),
            user: database.account.user.clone(),
            tls_mode: TlsMode::Disable,
            ca_file: String::new(),
            certificate_file: String::new(),
            key_file: String::new(),
        },
        password: Some(Secret::new(database.account.password.clone())),
    }
}

#[tokio::test]
async fn an_installation_is_mirrored_from_its_connection_to_its_last_trace() -> Result<()> {
    let server = Server::shared(deskbook_tests::servers::Engine::MariaDb).await?;
    let database = server.database("mirroring").await?;
    make_tables(&database).await?;
    make_otobo_tables(&database).await?;
    let desk = Desk::of(&database, 2_500).await?;
    let mirroring = desk.begin();
    let report = desk.until_complete(&mirroring).await?;
    let records: Vec<_> = report
        .sources
        .iter()
        .map(|it| it.standing.as_ref())
        .collect();
    let records: Vec<_> = records.into_iter().flatten().map(|it| it.records).collect();
    assert_eq!(records, [2_500, 1], "customer users and customers");
    assert!(report.size > 0 && report.trouble.is_none());
    let people = SourceId::first(Subject::CustomerUsers);
    let mirror = desk.mirrors.existing(&desk.id, Region::UNKNOWN).await?;
    let mirror = mirror.context("there is a mirror")?;
    let found = mirror.find(people, "user1234").await?;
    assert!(found.is_some());
    tables_are_there(mirror.as_ref()).await?;
    drop(mirroring);

    // The next start knows what the last one did
    let again = desk.begin();
    let report = desk.until_complete(&again).await?;
    assert!(
        report.sources.iter().all(|it| it.next.is_some()),
        "{report:?}"
    );
    desk.stand
        .put([a_customer_user().login("newcomer")])
        .await?;
    again.sync(&desk.id, Some(people));
    while mirror.find(people, "newcomer").await?.is_none() {
        desk.ear.heard().await?;
    }

    again.erase(&desk.id).await?;
    assert_eq!(desk.mirrors.size(&desk.id).await?, 0);
    assert!(
        desk.mirrors
            .existing(&desk.id, Region::UNKNOWN)
            .await?
            .is_none()
    );
    assert_eq!(desk.store.mirrored_at(&desk.id).await?, None);
    Ok(())
}
