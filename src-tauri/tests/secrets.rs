//! No password that goes through the commands is ever found in a file, a log line or an error text.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};

use deskbook_caches::Clearer;
use deskbook_core::back_end::BackEnd;
use deskbook_core::changes::{ChangeListener, Topic};
use deskbook_core::clearing::{self, NobodyAgrees};
use deskbook_core::clock::SystemClock;
use deskbook_core::connecting::{
    self, Intervals, Keeping, OpenInstallations, Outside, SaveOutcome, Timing,
};
use deskbook_core::customer_back_end::CustomerBackEnd;
use deskbook_core::health::HealthListener;
use deskbook_core::installation::Installation;
use deskbook_core::installations::InstallationId;
use deskbook_core::instant::LookUp;
use deskbook_core::mail_domains::EveryDomain;
use deskbook_core::mirror::NoMirrors;
use deskbook_core::secrets::SessionSecrets;
use deskbook_core::sign_in_form;
use deskbook_core::sources::{CustomerSources, CustomerUserSources};
use deskbook_core::sources_form::{self, NewSource};
use deskbook_domain::ids::AgentId;
use deskbook_domain::instant::Region;
use deskbook_domain::secret::Secret;
use deskbook_ldap::LdapDirectories;
use deskbook_lib::wire::caches::{
    CachesRequest, CachesSaveView, CachesTestView, CachesView, ClearedView,
};
use deskbook_lib::wire::connection::{ConnectionRequest, ConnectionTestView};
use deskbook_lib::wire::error::CommandError;
use deskbook_lib::wire::health::SourceHealthView;
use deskbook_lib::wire::installation::{InstallationRequest, InstallationSaveView, UnlockView};
use deskbook_lib::wire::sign_in::{SignInRequest, SignInSaveView};
use deskbook_lib::wire::source_form::{SourceForm, SourceSaveView, SourceTestView};
use deskbook_sql::LocalDirectory;
use deskbook_sql::server::Servers;
use deskbook_store::{DataFolder, OwnStore};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use serde::Serialize;
use serde_json::{Value, json};

/// What is planted, and all that was told.
struct Field {
    secrets: Vec<String>,
    told: String,
    port: u16,
}

impl Field {
    /// Whoever comes to its port is sent away.
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || listener.incoming().for_each(drop));
        Self {
            secrets: Vec::new(),
            told: String::new(),
            port,
        }
    }

    fn plant(&mut self) -> String {
        let secret = format!("planted-{:03}-zxq", self.secrets.len());
        self.secrets.push(secret.clone());
        secret
    }

    /// What crosses to the window.
    fn cross<V: Serialize>(&mut self, answer: Result<V, CommandError>) -> Value {
        let text = match &answer {
            Ok(view) => serde_json::to_string(view).unwrap(),
            Err(error) => format!("{} {error:?}", serde_json::to_string(error).unwrap()),
        };
        self.told.push_str(&text);
        answer.map_or(Value::Null, |view| serde_json::to_value(view).unwrap())
    }

    fn connection(&self) -> Value {
        json!({
            "engine": "mysql", "hosts": "127.0.0.1", "port": self.port, "database": "otobo",
            "user": "deskbook", "tlsMode": "disable", "caFile": "", "certificateFile": "",
            "keyFile": ""
        })
    }

    async fn save(
        &mut self,
        installations: &OpenInstallations,
        name: &str,
        id: Option<&str>,
    ) -> Value {
        let request = json!({
            "id": id, "name": name, "hue": 20, "readOnly": false,
            "connection": self.connection(), "password": self.plant()
        });
        let request: InstallationRequest = serde_json::from_value(request).unwrap();
        let random = &mut StdRng::seed_from_u64(self.secrets.len() as u64);
        let saved = connecting::save(installations, request.into(), random).await;
        let saved: Result<SaveOutcome, _> = saved;
        self.cross(saved.map(InstallationSaveView::from).map_err(Into::into))
    }

    async fn test(&mut self, installations: &OpenInstallations) {
        let request = json!({
            "connection": self.connection(), "password": self.plant(), "installation": null
        });
        let request: ConnectionRequest = serde_json::from_value(request).unwrap();
        let tested = connecting::test(installations, request.into()).await;
        self.cross(tested.map(ConnectionTestView::from).map_err(Into::into));
    }

    async fn unlock(&mut self, installations: &OpenInstallations, id: &str) {
        let id = InstallationId::from_text(id);
        for keeping in [Keeping::OnceItWorks, Keeping::Anyway] {
            let secret = Secret::new(self.plant());
            let unlocked = connecting::unlock(installations, &id, secret, keeping).await;
            self.cross(unlocked.map(UnlockView::from).map_err(Into::into));
        }
        let standing = installations.current().standing();
        let health: Vec<_> = standing.into_iter().map(SourceHealthView::from).collect();
        self.cross(Ok(health));
    }

    /// A form with a database of its own, as the window sends it.
    async fn form(&mut self, installations: &OpenInstallations) -> SourceForm {
        let form = sources_form::new(installations, NewSource::CustomerUsers).await;
        let mut form = serde_json::to_value(SourceForm::from(form.unwrap())).unwrap();
        let dsn = format!("DBI:mysql:database=crm;host=127.0.0.1;port={}", self.port);
        let secret = self.plant();
        for key in form["keys"].as_array_mut().unwrap() {
            match key["key"].as_str().unwrap() {
                "Params.DSN" => key["value"] = json!(dsn),
                "Params.User" => key["value"] = json!("reader"),
                "Params.Password" => key["value"] = json!(secret),
                _ => {}
            }
        }
        serde_json::from_value(form).unwrap()
    }

    async fn source(&mut self, installations: &OpenInstallations) {
        let form = self.form(installations).await.try_into().unwrap();
        let tested = sources_form::test(installations, form).await;
        self.cross(tested.map(SourceTestView::from).map_err(Into::into));
        let form = self.form(installations).await.try_into().unwrap();
        let saved = sources_form::save(installations, form).await;
        let saved = self.cross(saved.map(SourceSaveView::from).map_err(Into::into));
        assert_eq!(saved["saved"], json!(true));
    }

    /// Redis is where everybody is sent away.
    fn redis(&mut self) -> CachesRequest {
        let redis = json!({
            "host": "127.0.0.1", "port": self.port, "database": 0, "encrypted": false,
            "caFile": "", "user": "otobo"
        });
        let password = json!({"kind": "typed", "password": self.plant()});
        let request = json!({"kind": "redis", "redis": redis, "password": password});
        serde_json::from_value(request).unwrap()
    }

    async fn caches(&mut self, installations: &OpenInstallations, id: &str) {
        let id = InstallationId::from_text(id);
        let request = self.redis();
        let tested = clearing::test(installations, &id, request.into()).await;
        let tested = self.cross(tested.map(CachesTestView::from).map_err(Into::into));
        assert_eq!(tested["kind"], json!("failed"));
        let request = self.redis();
        let saved = clearing::save(installations, &id, request.into(), &NobodyAgrees).await;
        let saved = self.cross(saved.map(CachesSaveView::from).map_err(Into::into));
        assert_eq!(saved["kind"], json!("saved"));
        let kept = clearing::read(installations, &id).await;
        self.cross(kept.map(CachesView::from).map_err(Into::into));
        let types = ["Ticket".to_owned()];
        let cleared = clearing::clear(installations, &id, &types).await;
        self.cross(cleared.map(ClearedView::from).map_err(Into::into));
    }

    /// A module of the customers' sign-in. The settings that it stands over cannot be read here.
    async fn sign_in(&mut self, installations: &OpenInstallations) {
        let values = [
            ("Host", "127.0.0.1"),
            ("BaseDN", "dc=x"),
            ("UID", "uid"),
            ("SearchUserDN", "cn=reader"),
        ];
        let values: Vec<_> = values
            .iter()
            .map(|(key, value)| json!({"key": key, "value": value}))
            .collect();
        let password = self.plant();
        let request =
            json!({"number": 1, "kind": "directory", "values": values, "password": password});
        let request: SignInRequest = serde_json::from_value(request).unwrap();
        let printed = format!("{request:?}");
        self.told.push_str(&printed);
        let saved = sign_in_form::save(installations, request.into_draft().unwrap()).await;
        self.cross(saved.map(SignInSaveView::from).map_err(Into::into));
    }

    fn look_into(&self, place: &str, bytes: &[u8]) {
        for secret in &self.secrets {
            let found = bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!found, "a password is in {place}");
        }
    }
}

struct Nobody;

impl ChangeListener for Nobody {
    fn changed(&self, _: &[Topic]) {}
}

impl HealthListener for Nobody {
    fn health_changed(&self) {}
}

async fn installations(folder: &DataFolder) -> OpenInstallations {
    let directory = LocalDirectory::open(folder.local_directory())
        .await
        .unwrap();
    let people: Arc<dyn BackEnd> = Arc::new(directory.customer_users().clone());
    let customers: Arc<dyn CustomerBackEnd> = Arc::new(directory.customers().clone());
    let local = Installation {
        look_up: LookUp::Nowhere,
        customer_users: CustomerUserSources::new(vec![people]),
        customers: CustomerSources::new(vec![customers]),
        system: Arc::new(directory),
        rules: Arc::default(),
        agent: Some(AgentId(1)),
        read_only: false,
        has_otobo: false,
        directories: None,
        mail_domains: Arc::new(EveryDomain),
        clock: Arc::new(SystemClock),
        listener: Arc::new(Nobody),
    };
    let outside = Outside {
        mirrors: Arc::new(NoMirrors),
        region: Region::UNKNOWN,
        store: Arc::new(OwnStore::open(folder.own_store()).await.unwrap()),
        secrets: Arc::new(SessionSecrets::default()),
        connector: Arc::new(Servers::new(Arc::new(SystemClock))),
        directories: Arc::new(LdapDirectories::default()),
        caches: Arc::new(Clearer::default()),
        mail_domains: Arc::new(EveryDomain),
        timing: Timing::default(),
        intervals: Intervals::default(),
        clock: Arc::new(SystemClock),
        changes: Arc::new(Nobody),
        health: Arc::new(Nobody),
    };
    OpenInstallations::start(local, outside).await.unwrap()
}

/// Every log line, however small.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let entries = entries.map(|entry| entry.unwrap().path());
    let below = entries.flat_map(|path| {
        if path.is_dir() {
            files_below(&path)
        } else {
            vec![path]
        }
    });
    below.collect()
}

#[tokio::test]
async fn a_hundred_planted_passwords_are_found_nowhere() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .init();
    let home = tempfile::tempdir().unwrap();
    let folder = DataFolder::claim(home.path()).unwrap();
    let installations = installations(&folder).await;
    let mut field = Field::new();
    let mut ids = Vec::new();
    for number in 0..19 {
        let name = format!("System {number}");
        let saved = field.save(&installations, &name, None).await;
        ids.push(saved["id"].as_str().unwrap().to_owned());
        // Refused, since the name is taken
        let again = field.save(&installations, &name, None);
        assert_eq!(again.await["kind"], json!("refused"));
        field.test(&installations).await;
    }
    let first = InstallationId::from_text(ids[0].clone());
    installations.switch(&first).await.unwrap();
    for id in &ids {
        field.unlock(&installations, id).await;
    }
    for _ in 0..10 {
        field.source(&installations).await;
    }
    field.save(&installations, "Renamed", Some(&ids[1])).await;
    field.caches(&installations, &ids[0]).await;
    field.sign_in(&installations).await;
    for _ in 0..3 {
        field.unlock(&installations, "unknown").await;
    }
    assert!(
        field.secrets.len() >= 100,
        "{} are planted",
        field.secrets.len()
    );
    field.look_into("an answer", field.told.as_bytes());
    let failures = r#""state":"failed""#;
    assert!(field.told.contains(failures), "errors were told");
    let lines = log.0.lock().unwrap().clone();
    assert!(!lines.is_empty(), "something was logged");
    field.look_into("the log", &lines);
    let files = files_below(home.path());
    assert!(files.len() >= 2);
    for file in files {
        field.look_into(&file.display().to_string(), &std::fs::read(&file).unwrap());
    }
    let store = std::fs::read(folder.own_store()).unwrap();
    let wal = std::fs::read(folder.own_store().with_extension("sqlite3-wal")).unwrap_or_default();
    let kept = [store, wal].concat();
    let is_there = kept.windows(7).any(|part| part == b"Renamed");
    assert!(is_there, "what is no secret is kept");
}
