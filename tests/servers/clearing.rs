//! What a save made stale is cleared in a Redis, from the form to the keys.
#![expect(clippy::panic, reason = "that is how a test fails")]

use std::sync::Arc;

use anyhow::Result;
use deskbook_core::ErrorCode;
use deskbook_core::caches::{CacheTypes, Cleared};
use deskbook_core::clearing::{
    self, CachesDraft, NobodyAgrees, RedisDraft, RedisPassword, SaveOutcome as CachesSaved,
    TestOutcome,
};
use deskbook_core::connecting::{
    self, ConnectionDraft, InstallationDraft, OpenInstallations, SaveOutcome,
};
use deskbook_core::customers;
use deskbook_core::editing::Editing;
use deskbook_core::installations::InstallationId;
use deskbook_core::mirror::NoMirrors;
use deskbook_core::moves::MoveOptions;
use deskbook_core::people;
use deskbook_core::people::draft::{Draft, PasswordChoice};
use deskbook_domain::database::{Engine, TlsMode};
use deskbook_domain::record::Record;
use deskbook_domain::secret::Secret;
use deskbook_store::OwnStore;
use deskbook_tests::builders::{a_customer, a_customer_user};
use deskbook_tests::local_directory;
use deskbook_tests::servers::RedisServer;
use deskbook_tests::stand::Stand;
use deskbook_tests::surroundings::surroundings;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

/// Deskbook with an installation, in whose name caches are cleared.
async fn deskbook(stand: &Stand) -> Result<(OpenInstallations, InstallationId)> {
    let store = OwnStore::open(stand.place.path().join("deskbook.sqlite3")).await?;
    let outside = surroundings(Arc::new(store), Arc::new(NoMirrors), Arc::default());
    let installations = OpenInstallations::start(stand.installation(), outside).await?;
    let draft = InstallationDraft {
        id: None,
        name: "Production".to_owned(),
        hue: 0,
        read_only: false,
        connection: ConnectionDraft {
            engine: Engine::MySql,
            hosts: "db.invalid".to_owned(),
            port: 3306,
            database: "otobo".to_owned(),
            user: "deskbook".to_owned(),
            tls_mode: TlsMode::Disable,
            ca_file: String::new(),
            certificate_file: String::new(),
            key_file: String::new(),
        },
        password: Some(Secret::new("unused".to_owned())),
    };
    match connecting::save(&installations, draft, &mut chance()).await? {
        SaveOutcome::Saved { id, .. } => Ok((installations, id)),
        SaveOutcome::Refused { findings } => panic!("{findings:?}"),
    }
}

fn chance() -> StdRng {
    StdRng::seed_from_u64(1)
}

fn redis(server: &RedisServer, password: &str) -> CachesDraft {
    CachesDraft::Redis(RedisDraft {
        host: "127.0.0.1".to_owned(),
        port: server.port().into(),
        database: 0,
        encrypted: false,
        ca_file: String::new(),
        user: String::new(),
        password: RedisPassword::Typed(Secret::new(password.to_owned())),
    })
}

fn names(types: &CacheTypes) -> Vec<String> {
    types.iter().map(str::to_owned).collect()
}

/// Saves a customer user as its form does; the types that are stale then.
async fn save(stand: &Stand, login: &str, editing: bool, record: Record) -> Result<Vec<String>> {
    let draft = Draft {
        editing: editing.then(|| Editing::as_stored(login)),
        source: None,
        options: MoveOptions::default(),
        record,
        password: PasswordChoice::Keep,
    };
    let installation = stand.installation();
    let outcome = people::save(&installation, draft, &mut chance(), Arc::new(())).await?;
    match outcome {
        people::save::Outcome::Saved { stale_caches, .. } => Ok(names(&stale_caches)),
        other => panic!("it is faultless, but {other:?}"),
    }
}

#[tokio::test]
async fn c115_what_a_save_made_stale_is_deleted_and_other_keys_stay() -> Result<()> {
    let stand = local_directory::fresh().await?;
    stand.add_customer(a_customer().id("ACME")).await?;
    let server = RedisServer::start(None).await?;
    let (installations, id) = deskbook(&stand).await?;
    let saved = clearing::save(
        &installations,
        &id,
        redis(&server, server.password()),
        &NobodyAgrees,
    )
    .await?;
    assert!(matches!(saved, CachesSaved::Saved { .. }), "{saved:?}");
    let eva = || a_customer_user().login("eva").of("ACME");
    let stale = [
        "CustomerUser:CustomerUserDataGet::eva",
        "CustomerUser_CustomerSearch:CustomerSearch::e*",
        "CustomerUser_CustomerIDList:all",
    ];
    let of_others = [
        "CustomerCompany:CustomerCompanyGet::ACME",
        "CustomerUser1:CustomerUserDataGet::eva",
        "CustomerUserPreferencesDB:eva",
        "Ticket:GetTicket1",
    ];
    server.put(&of_others)?;
    for editing in [false, true] {
        server.put(&stale)?;
        let record = eva().with("UserPhone", if editing { "1" } else { "" });
        let types = save(&stand, "eva", editing, record.record()).await?;
        let cleared = clearing::clear(&installations, &id, &types).await?;
        assert_eq!(cleared, Cleared::Entries(3));
        assert_eq!(server.keys()?, of_others);
    }
    Ok(())
}

#[tokio::test]
async fn c115_a_renamed_customer_clears_what_moved_along_with_it() -> Result<()> {
    let stand = local_directory::fresh().await?;
    stand.add_customer(a_customer().id("ACME")).await?;
    stand.add(a_customer_user().login("eva").of("ACME")).await?;
    let draft = customers::check::Draft {
        editing: Some(Editing::as_stored("ACME")),
        source: None,
        record: a_customer().id("NEW").record(),
        options: MoveOptions::default(),
    };
    let outcome = customers::save(&stand.installation(), draft, Arc::new(())).await?;
    let customers::save::Outcome::Saved { stale_caches, .. } = outcome else {
        panic!("it is faultless, but {outcome:?}");
    };
    let types = names(&stale_caches);
    for name in [
        "CustomerCompany",
        "CustomerUser",
        "CustomerUser_CustomerSearch",
    ] {
        assert!(types.iter().any(|it| it == name), "{name} in {types:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_redis_that_refuses_the_password_says_so_in_the_test_and_in_clearing() -> Result<()> {
    let stand = local_directory::fresh().await?;
    let server = RedisServer::start(None).await?;
    let (installations, id) = deskbook(&stand).await?;
    let tested = clearing::test(&installations, &id, redis(&server, "hunter2")).await?;
    let TestOutcome::Failed(error) = tested else {
        panic!("Redis refuses it, but {tested:?}");
    };
    assert_eq!(error.code(), ErrorCode::CacheRefusedLogin);
    let tested = clearing::test(&installations, &id, redis(&server, server.password())).await?;
    assert!(matches!(tested, TestOutcome::Passed), "{tested:?}");
    clearing::save(
        &installations,
        &id,
        redis(&server, "hunter2"),
        &NobodyAgrees,
    )
    .await?;
    server.put(&["Ticket:1"])?;
    let types = ["Ticket".to_owned()];
    let error = clearing::clear(&installations, &id, &types)
        .await
        .unwrap_err();
    assert_eq!(error.code(), ErrorCode::CacheRefusedLogin);
    assert_eq!(server.keys()?, ["Ticket:1"]);
    Ok(())
}
