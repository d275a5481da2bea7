//! Passwords of connections: in no error, no log, no word of a server's that is passed on.

use anyhow::Result;
use deskbook_core::error_chain;
use deskbook_core::otobo_system::OtoboSystem as _;
use deskbook_tests::server_stand::{address, open};
use deskbook_tests::servers::{Engine, Server, load_small_set};

use super::{error_of, list, tested};

#[tokio::test]
async fn a_refused_password_is_in_no_error() -> Result<()> {
    for engine in [Engine::MariaDb, Engine::PostgreSql] {
        let server = Server::shared(engine).await?;
        let database = server.database("secrets").await?;
        for number in 0..50 {
            let planted = format!("planted-{number}-Päss\"'\\");
            let error = error_of(list(&open(&address(&database), &planted)).await)?;
            let test = tested(&address(&database), &planted).await;
            let told = format!(
                "{} {:?} {error:?} {test:?}",
                error_chain(&error),
                error.params()
            );
            assert!(!told.contains("planted"), "{engine:?}: {told}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn secret_preferences_never_leave_the_database() -> Result<()> {
    for engine in [Engine::MariaDb, Engine::PostgreSql] {
        let server = Server::shared(engine).await?;
        let database = server.database("tokens").await?;
        load_small_set(&database).await?;
        let plant = [
            "UserToken",
            "UserLastPw",
            "UserLastPw2",
            "UserGoogleAuthenticatorSecretKey",
        ]
        .map(|key| format!("('planted', '{key}', 'planted-secret')"))
        .join(", ");
        let insert = format!(
            "INSERT INTO customer_preferences VALUES {plant}, ('planted', 'UserLanguage', 'de')"
        );
        database.execute(&insert).await?;
        let opened = open(&address(&database), &database.account.password);
        let preferences = opened.preferences(&"planted".into()).await?;
        assert_eq!(preferences.len(), 1, "{preferences:?}");
        for key in ["UserToken", "UserLastPw"] {
            assert_eq!(opened.preferences_named(key, None).await?, []);
        }
    }
    Ok(())
}
