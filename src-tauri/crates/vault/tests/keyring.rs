//! The vault with a real keyring: GNOME Keyring on a session bus of its own.

#![cfg(target_os = "linux")]
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "that is how a test fails"
)]

mod stage;

use std::time::{Duration, Instant};

use deskbook_core::ErrorCode;
use deskbook_core::secrets::{Kept, SecretBinding, SecretName, SecretStore as _};
use deskbook_domain::secret::Secret;
use deskbook_vault::Vault;
use stage::{Scene, Stage, act, lock_keyring, play};

const UNICODE: &str = "pä\u{df}w\u{f6}rd 李小龙 🦀 \"\\\n";

fn vault() -> Vault {
    Vault::new("deskbook-tests")
}

fn database() -> SecretName {
    SecretName::new("acme", "database")
}

fn here() -> SecretBinding {
    SecretBinding::new("mariadb otobo@db.example.org:3306 verify-full")
}

fn elsewhere() -> SecretBinding {
    SecretBinding::new("mariadb otobo@evil.example.org:3306 verify-full")
}

async fn store(vault: &Vault, name: &SecretName, secret: &str) -> Kept {
    let secret = Secret::new(secret.to_owned());
    vault.store(name, &here(), secret).await.unwrap()
}

async fn read(vault: &Vault, name: &SecretName) -> Option<String> {
    let read = vault.read(name, &here()).await.unwrap();
    read.map(|secret| secret.expose().clone())
}

#[test]
fn a_secret_comes_back_as_it_was_stored_until_it_is_forgotten() {
    if act().is_none() {
        let stage = Stage::set(Scene::Keyring);
        return stage.run(
            "a_secret_comes_back_as_it_was_stored_until_it_is_forgotten",
            1,
        );
    }
    play(async {
        let vault = vault();
        assert_eq!(vault.keeps().await.unwrap(), Kept::Keyring);
        assert_eq!(read(&vault, &database()).await, None);
        assert_eq!(store(&vault, &database(), UNICODE).await, Kept::Keyring);
        assert_eq!(read(&vault, &database()).await.as_deref(), Some(UNICODE));
        store(&vault, &database(), "").await;
        assert_eq!(
            read(&vault, &database()).await.as_deref(),
            Some(""),
            "the newer one takes its place"
        );
        vault.forget(&database()).await.unwrap();
        assert_eq!(read(&vault, &database()).await, None);
        vault.forget(&database()).await.unwrap();
    });
}

#[test]
fn a_secret_outlives_the_process() {
    let Some(act) = act() else {
        let stage = Stage::set(Scene::Keyring);
        stage.run("a_secret_outlives_the_process", 1);
        return stage.run("a_secret_outlives_the_process", 2);
    };
    play(async {
        if act == 1 {
            store(&vault(), &database(), UNICODE).await;
        } else {
            assert_eq!(read(&vault(), &database()).await.as_deref(), Some(UNICODE));
            let development = Vault::new("deskbook-tests-dev");
            assert_eq!(
                read(&development, &database()).await,
                None,
                "another namespace is another vault"
            );
        }
    });
}

#[test]
fn a_secret_is_not_given_out_for_another_host() {
    if act().is_none() {
        let stage = Stage::set(Scene::Keyring);
        return stage.run("a_secret_is_not_given_out_for_another_host", 1);
    }
    play(async {
        let vault = vault();
        store(&vault, &database(), UNICODE).await;
        let read = vault.read(&database(), &elsewhere()).await.unwrap();
        assert!(read.is_none());
    });
}

#[test]
fn two_installations_do_not_see_each_others_secrets() {
    if act().is_none() {
        let stage = Stage::set(Scene::Keyring);
        return stage.run("two_installations_do_not_see_each_others_secrets", 1);
    }
    play(async {
        let vault = vault();
        let [one, two] = ["one", "two"].map(|id| SecretName::new(id, "database"));
        let directory = SecretName::new("one", "CustomerUser3");
        store(&vault, &one, "of one").await;
        store(&vault, &directory, "of one's directory").await;
        assert_eq!(read(&vault, &two).await, None);
        store(&vault, &two, "of two").await;
        assert_eq!(read(&vault, &one).await.as_deref(), Some("of one"));
        vault.forget_all("one").await.unwrap();
        assert_eq!(read(&vault, &one).await, None);
        assert_eq!(read(&vault, &directory).await, None);
        assert_eq!(read(&vault, &two).await.as_deref(), Some("of two"));
    });
}

#[test]
fn a_locked_keyring_is_told_before_patience_ends() {
    if act().is_none() {
        let stage = Stage::set(Scene::Keyring);
        return stage.run("a_locked_keyring_is_told_before_patience_ends", 1);
    }
    play(async {
        let vault = vault();
        store(&vault, &database(), UNICODE).await;
        lock_keyring();
        let asked = Instant::now();
        let unread = vault.read(&database(), &here()).await.unwrap_err();
        assert_eq!(unread.code(), ErrorCode::KeyringLocked, "{unread:?}");
        let secret = Secret::new("new".to_owned());
        let unkept = vault.store(&database(), &here(), secret).await.unwrap_err();
        assert_eq!(unkept.code(), ErrorCode::KeyringLocked, "{unkept:?}");
        assert!(asked.elapsed() < Duration::from_secs(30));
    });
}

#[test]
fn without_a_bus_a_secret_lasts_for_the_session() {
    if act().is_none() {
        let stage = Stage::set(Scene::Nothing);
        return stage.run("without_a_bus_a_secret_lasts_for_the_session", 1);
    }
    play(lasts_for_the_session());
}

#[test]
fn without_a_keyring_on_the_bus_a_secret_lasts_for_the_session() {
    if act().is_none() {
        let stage = Stage::set(Scene::BusOnly);
        return stage.run(
            "without_a_keyring_on_the_bus_a_secret_lasts_for_the_session",
            1,
        );
    }
    play(lasts_for_the_session());
}

async fn lasts_for_the_session() {
    let vault = vault();
    assert_eq!(vault.keeps().await.unwrap(), Kept::SessionOnly);
    assert_eq!(store(&vault, &database(), UNICODE).await, Kept::SessionOnly);
    assert_eq!(read(&vault, &database()).await.as_deref(), Some(UNICODE));
    let elsewhere = vault.read(&database(), &elsewhere()).await.unwrap();
    assert!(elsewhere.is_none());
    vault.forget(&database()).await.unwrap();
    assert_eq!(read(&vault, &database()).await, None);
}

/// Recognizable, and no two alike.
fn planted() -> impl Iterator<Item = (SecretName, String)> {
    (0..100).map(|number| {
        let name = SecretName::new("acme", format!("CustomerUser{number}"));
        (
            name,
            format!("planted-{number}-{:x}", number * 7919 + 65_537),
        )
    })
}

#[test]
fn no_file_holds_a_secret_in_the_clear() {
    let test = "no_file_holds_a_secret_in_the_clear";
    if act().is_some() {
        return play(async {
            let vault = vault();
            for (name, secret) in planted() {
                assert_eq!(store(&vault, &name, &secret).await, Kept::Keyring);
            }
        });
    }
    let stage = Stage::set(Scene::Keyring);
    stage.run(test, 1);
    let files = stage.files();
    let keyring = files
        .iter()
        .find(|file| file.extension().is_some_and(|kind| kind == "keyring"));
    let size = keyring.unwrap().metadata().unwrap().len();
    assert!(size > 100 * 100, "the keyring has only {size} bytes");
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        for (_, secret) in planted() {
            let found = bytes
                .windows(secret.len())
                .any(|some| some == secret.as_bytes());
            assert!(!found, "{} holds {secret}", file.display());
        }
    }
}
