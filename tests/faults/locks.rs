//! Tables that somebody else holds, and columns that somebody changed meanwhile: a save is told in its own
//! words, and in time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use deskbook_core::ErrorCode;
use deskbook_core::back_end::{BackEnd as _, BackEndError};
use deskbook_core::connecting::Timing;
use deskbook_core::editing::Editing;
use deskbook_core::moves::MoveOptions;
use deskbook_core::people::draft::{Draft, PasswordChoice};
use deskbook_core::people::save::save;
use deskbook_domain::check::Problem;
use deskbook_domain::ids::Login;
use deskbook_domain::source::CustomerUserSource;
use deskbook_tests::builders::a_customer_user;
use deskbook_tests::server_stand::{address, open, open_within};
use deskbook_tests::servers::{Engine, Server};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use sea_orm::{ConnectionTrait as _, TransactionTrait as _};

use super::error_of;
use super::writing::{BOTH, change, everything, with_jane};

#[tokio::test]
async fn a_save_of_a_table_that_somebody_holds_is_told_within_its_time() -> Result<()> {
    for engine in BOTH {
        let (database, stand) = with_jane(Server::shared(engine).await?).await?;
        let installation = stand.installation();
        let draft = || Draft {
            editing: Some(Editing::as_stored("j.doe")),
            source: None,
            record: a_customer_user().with("UserPhone", "1").record(),
            password: PasswordChoice::Keep,
            options: MoveOptions::default(),
        };
        let saved = async || {
            let mut random = StdRng::seed_from_u64(7);
            save(&installation, draft(), &mut random, Arc::new(())).await
        };
        // What is asked once is asked
        installation
            .customer_users
            .find(&Login::from("j.doe"))
            .await?;
        let before = everything(&database).await?;
        let holder = database.admin().begin().await?;
        let [hold, let_go] = match engine {
            Engine::PostgreSql => ["LOCK TABLE customer_user", "SELECT 1"],
            Engine::MariaDb | Engine::MySql => ["LOCK TABLES customer_user WRITE", "UNLOCK TABLES"],
        };
        holder.execute_unprepared(hold).await?;
        let began = Instant::now();
        let error = error_of(saved().await)?;
        assert_eq!(error.code(), ErrorCode::LockTimedOut, "{engine:?}");
        let took = began.elapsed();
        assert!(took < Duration::from_secs(12), "{engine:?}: {took:?}");
        holder.execute_unprepared(let_go).await?;
        holder.rollback().await?;
        assert_eq!(everything(&database).await?, before, "{engine:?}");
        saved().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_change_that_takes_too_long_is_told_in_words_for_a_change() -> Result<()> {
    for engine in BOTH {
        let (database, stand) = with_jane(Server::shared(engine).await?).await?;
        let slow = match engine {
            Engine::PostgreSql => {
                "CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN PERFORM pg_sleep(5); RETURN NEW; END $$; \
                 CREATE TRIGGER lingers BEFORE UPDATE ON customer_user \
                 FOR EACH ROW EXECUTE FUNCTION linger()"
            }
            Engine::MariaDb | Engine::MySql => {
                "CREATE TRIGGER lingers BEFORE UPDATE ON customer_user \
                 FOR EACH ROW SET NEW.comments = SLEEP(5)"
            }
        };
        database.execute(slow).await?;
        let timing = Timing {
            connect: Duration::from_secs(3),
            statement: Duration::from_secs(1),
        };
        let opened = open_within(&address(&database), &database.account.password, timing);
        let people = opened.customer_users(CustomerUserSource::shipped());
        let before = everything(&database).await?;
        let to = a_customer_user().with("UserPhone", "1");
        let error = error_of(change(&people, &stand, to).await)?;
        assert_eq!(
            error.code(),
            ErrorCode::WriteTimedOut,
            "{engine:?}: {error:?}"
        );
        assert_eq!(everything(&database).await?, before, "{engine:?}");
    }
    Ok(())
}

/// What the columns are is read once, and they change afterwards.
#[tokio::test]
async fn a_character_that_a_changed_table_cannot_hold_is_named_with_its_field() -> Result<()> {
    let (database, stand) = with_jane(Server::shared(Engine::MariaDb).await?).await?;
    let opened = open(&address(&database), &database.account.password);
    let people = opened.customer_users(CustomerUserSource::shipped());
    people.find(&Login::from("j.doe")).await?;
    let narrow = "ALTER TABLE customer_user CONVERT TO CHARACTER SET latin1, \
                  MODIFY phone VARCHAR(5) CHARACTER SET latin1";
    database.execute(narrow).await?;
    let unfit = Problem::CharacterUnfit {
        character: "🦀".to_owned(),
    };
    let long = Problem::TooLong {
        length: 7,
        limit: 5,
    };
    for (field, text, problem) in [
        ("UserCity", "Köln 🦀", unfit),
        ("UserPhone", "1234567", long),
    ] {
        let outcome = change(&people, &stand, a_customer_user().with(field, text)).await;
        let error = error_of(outcome)?;
        let BackEndError::Refused { findings } = error else {
            anyhow::bail!("{field}: {error:?}")
        };
        let found: Vec<_> = findings
            .iter()
            .map(|it| (it.field.as_str(), &it.problem))
            .collect();
        assert_eq!(found, [(field, &problem)]);
    }
    Ok(())
}
