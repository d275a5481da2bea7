//! What goes wrong while something is written: each trouble has an error of its own, and nothing is half
//! written.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use deskbook_core::ErrorCode;
use deskbook_core::back_end::{Addition, BackEnd, BackEndError, Change};
use deskbook_core::editing::Editing;
use deskbook_core::moves::{MoveOptions, MoveRefused};
use deskbook_core::otobo_system::{OtoboSystem as _, PreferenceChange, PreferenceOver};
use deskbook_core::people::draft::{Draft, PasswordChoice};
use deskbook_core::people::save::{Outcome, save};
use deskbook_core::sources::CustomerUserSources;
use deskbook_domain::check::Problem;
use deskbook_domain::database::DatabaseAddress;
use deskbook_domain::ids::Login;
use deskbook_domain::settings::SourceSettings;
use deskbook_domain::source::{CustomerSource, CustomerUserSource, SourceId, Subject};
use deskbook_sql::server::ServerCustomerUsers;
use deskbook_tests::builders::{CustomerUserBuilder, a_customer, a_customer_user};
use deskbook_tests::server_stand::{self, address, open, open_setting};
use deskbook_tests::servers::{
    Engine, Server, ServerOptions, TestDatabase, make_otobo_tables, make_tables,
};
use deskbook_tests::stand::Stand;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use sea_orm::{ConnectionTrait as _, TransactionTrait as _};

use serde_json::json;

use super::error_of;

pub(super) const BOTH: [Engine; 2] = [Engine::MariaDb, Engine::PostgreSql];

/// OTOBO's tables with `j.doe`, who has a preference.
pub(super) async fn with_jane(server: &Server) -> Result<(TestDatabase, Stand)> {
    let database = server.database("writing").await?;
    make_tables(&database).await?;
    make_otobo_tables(&database).await?;
    let stand = server_stand::with(
        &database,
        CustomerUserSource::shipped(),
        CustomerSource::shipped(),
    )?;
    stand.put_customers([a_customer()]).await?;
    stand.put([a_customer_user()]).await?;
    let preference = "INSERT INTO customer_preferences (user_id, preferences_key, preferences_value) \
                      VALUES ('j.doe', 'UserLanguage', 'de')";
    database.execute(preference).await?;
    Ok((database, stand))
}

/// Everything that the tests might write.
pub(super) async fn everything(database: &TestDatabase) -> Result<Vec<String>> {
    let outside = database.outside();
    let mut all = Vec::new();
    for sql in [
        "SELECT CONCAT(login, '|', first_name, '|', last_name, '|', phone) FROM customer_user ORDER BY id",
        "SELECT user_id FROM customer_preferences ORDER BY user_id",
        "SELECT user_id FROM group_customer_user ORDER BY user_id",
    ] {
        all.extend(outside.texts(sql).await?);
    }
    Ok(all)
}

async fn add(people: &ServerCustomerUsers, stand: &Stand) -> Result<(), BackEndError> {
    let addition = Addition {
        record: a_customer_user().login("new").record(),
        password: None,
        by: stand.signature(),
    };
    match people.writer() {
        Some(writer) => writer.add(addition).await,
        None => Err(BackEndError::ReadOnly),
    }
}

/// What the errors of adding, changing and renaming are, while nothing is written.
async fn troubles(
    database: &TestDatabase,
    stand: &Stand,
    people: &ServerCustomerUsers,
) -> Result<[ErrorCode; 3]> {
    let before = everything(database).await?;
    let added = error_of(add(people, stand).await)?;
    let changed = change(people, stand, a_customer_user().with("UserPhone", "1"));
    let changed = error_of(changed.await)?;
    let renamed = change(people, stand, a_customer_user().login("t.smith"));
    let renamed = error_of(renamed.await)?;
    assert_eq!(everything(database).await?, before, "nothing is written");
    Ok([added, changed, renamed].map(|it| it.code()))
}

pub(super) async fn change(
    people: &ServerCustomerUsers,
    stand: &Stand,
    to: CustomerUserBuilder,
) -> Result<(), BackEndError> {
    let stored = people.find(&Login::from("j.doe")).await?;
    let stored = stored.ok_or(BackEndError::NotFound)?;
    let change = Change {
        login: stored.login,
        was: stored.record,
        record: to.record(),
        password: None,
        by: stand.signature(),
        options: MoveOptions::default(),
        progress: Arc::new(()),
    };
    let writer = people.writer().ok_or(BackEndError::ReadOnly)?;
    writer.change(change).await.map(|_| ())
}

/// Another person has the same login in a second source: what was read of one is not written over the other.
#[tokio::test]
async fn a_record_is_changed_in_the_source_that_it_was_read_from() -> Result<()> {
    for engine in BOTH {
        let (database, stand) = with_jane(Server::shared(engine).await?).await?;
        let more = "CREATE TABLE more_users AS SELECT * FROM customer_user; \
                    UPDATE more_users SET first_name = 'Jim', email = 'jim@acme.test'";
        database.execute(more).await?;
        let mut settings = SourceSettings::shipped(Subject::CustomerUsers);
        settings.set("Params.Table", Some(json!("more_users")));
        let id: SourceId = "CustomerUser1".parse().ok().context("an id")?;
        let second = CustomerUserSource::read(id, &settings);
        let second = second.map_err(|it| anyhow::anyhow!("{it:?}"))?;
        let second = open(&address(&database), &database.account.password).customer_users(second);
        let mut installation = stand.installation();
        let both: [Arc<dyn BackEnd>; 2] = [Arc::clone(&stand.customer_users), Arc::new(second)];
        installation.customer_users = CustomerUserSources::new(both.to_vec());
        let login = Login::from("j.doe");
        let found = installation.customer_users.of(id)?.find(&login).await?;
        let mut record = found.context("Jim is there")?.record;
        record.set("UserPhone", Some("1".to_owned()));
        let draft = Draft {
            editing: Some(Editing::as_stored("j.doe")),
            source: Some(id),
            record,
            password: PasswordChoice::Keep,
            options: MoveOptions::default(),
        };
        let mut random = StdRng::seed_from_u64(7);
        let outcome = save(&installation, draft, &mut random, Arc::new(())).await?;
        assert!(
            matches!(outcome, Outcome::Saved { .. }),
            "{engine:?}: {outcome:?}"
        );
        let outside = database.outside();
        let phones = "SELECT CONCAT(first_name, '|', phone) FROM ";
        let of = async |table: &str| outside.texts(&format!("{phones}{table}")).await;
        assert_eq!(of("more_users").await?, ["Jim|1"], "{engine:?}");
        let jane = of("customer_user").await?.concat();
        assert!(jane.ends_with('|'), "{engine:?}: {jane}");
    }
    Ok(())
}

/// A preference over whatever is stored.
fn of<'c>(login: &'c Login, key: &'c str, value: Option<&'c str>) -> PreferenceChange<'c> {
    PreferenceChange {
        login,
        key,
        value,
        over: PreferenceOver::Anything,
    }
}

#[tokio::test]
async fn a_secret_preference_survives_one_that_the_engine_takes_for_it() -> Result<()> {
    for engine in BOTH {
        let (database, stand) = with_jane(Server::shared(engine).await?).await?;
        let secret = "INSERT INTO customer_preferences (user_id, preferences_key, preferences_value) \
                      VALUES ('j.doe', 'UserToken', 'secret')";
        database.execute(secret).await?;
        let jane = Login::from("j.doe");
        for key in ["usertoken", "UserTökén"] {
            for value in [Some("x"), None] {
                stand.system.set_preference(of(&jane, key, value)).await?;
            }
        }
        let left = "SELECT preferences_value FROM customer_preferences \
                    WHERE preferences_key LIKE 'UserT%'";
        let left = database.outside().texts(left).await?;
        assert_eq!(left, ["secret"], "{engine:?}");
    }
    Ok(())
}

/// A server that cuts what does not fit, and a source that names an encoding which is not sent.
#[tokio::test]
async fn nothing_is_stored_cut_or_garbled_on_a_lenient_server() -> Result<()> {
    let server = Server::with(Engine::MariaDb, ServerOptions::default()).await?;
    let (database, _) = with_jane(&server).await?;
    database.execute("SET GLOBAL sql_mode = ''").await?;
    let to_latin1 = "ALTER TABLE customer_preferences CONVERT TO CHARACTER SET latin1";
    database.execute(to_latin1).await?;
    let mut settings = SourceSettings::shipped(Subject::CustomerUsers);
    settings.set("Params.Connect", Some(json!("SET NAMES latin1")));
    let source = CustomerUserSource::read(SourceId::first(Subject::CustomerUsers), &settings);
    let session = source.map_err(|it| anyhow::anyhow!("{it:?}"))?.session;
    assert_eq!(session.len(), 1, "it is taken, though not run");
    let opened = open_setting(&address(&database), &database.account.password, session);
    let jane = Login::from("j.doe");
    let refused = of(&jane, "UserSign", Some("😀"));
    let error = error_of(opened.set_preference(refused).await)?;
    assert_eq!(error.code(), ErrorCode::CharsetTrouble);
    let taken = of(&jane, "UserSign", Some("ü"));
    opened.set_preference(taken).await?;
    let stored = "SELECT HEX(preferences_value) FROM customer_preferences \
                  WHERE preferences_key = 'UserSign'";
    let stored = database.outside().texts(stored).await?;
    assert_eq!(stored, ["FC"], "ü in latin1");
    Ok(())
}

#[tokio::test]
async fn a_view_that_takes_no_changes_is_named() -> Result<()> {
    for engine in BOTH {
        let (database, stand) = with_jane(Server::shared(engine).await?).await?;
        let view = "CREATE VIEW everybody AS SELECT DISTINCT * FROM customer_user";
        database.execute(view).await?;
        let opened = open(&address(&database), &database.account.password);
        let people = opened.customer_users(CustomerUserSource {
            table: "everybody".try_into()?,
            ..CustomerUserSource::shipped()
        });
        let codes = troubles(&database, &stand, &people).await?;
        assert_eq!(codes, [ErrorCode::TableNotWritable; 3], "{engine:?}");
        let error = error_of(add(&people, &stand).await)?;
        let named = ("table", "everybody".to_owned());
        assert!(error.params().contains(&named), "{engine:?}: {error:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_missing_right_to_write_is_named() -> Result<()> {
    for engine in BOTH {
        let (database, stand) = with_jane(Server::shared(engine).await?).await?;
        let grants = match engine {
            Engine::PostgreSql => ["SELECT ON ALL TABLES IN SCHEMA public".to_owned()],
            Engine::MariaDb | Engine::MySql => [format!("SELECT ON {}.*", database.name)],
        };
        let grants = grants.each_ref().map(String::as_str);
        let account = database.user("reader", "reader-password", &grants).await?;
        let address = DatabaseAddress {
            user: account.user.clone(),
            ..address(&database)
        };
        let opened = open(&address, &account.password);
        let people = opened.customer_users(CustomerUserSource::shipped());
        let codes = troubles(&database, &stand, &people).await?;
        assert_eq!(codes, [ErrorCode::WriteGrantMissing; 3], "{engine:?}");
        let error = error_of(add(&people, &stand).await)?;
        let named = ("table", "customer_user".to_owned());
        assert!(error.params().contains(&named), "{engine:?}: {error:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_character_that_a_table_cannot_hold_is_named_with_its_field() -> Result<()> {
    for (charset, text, unfit) in [
        ("latin1", "Köln 🦀", "🦀"),
        ("utf8mb3", "王🦀", "🦀"),
        ("latin1", "王", "王"),
    ] {
        let (database, stand) = with_jane(Server::shared(Engine::MariaDb).await?).await?;
        let sql = format!("ALTER TABLE customer_user CONVERT TO CHARACTER SET {charset}");
        database.execute(&sql).await?;
        let before = everything(&database).await?;
        for outcome in [
            stand
                .change("j.doe", a_customer_user().with("UserCity", text))
                .await,
            stand
                .add(a_customer_user().login("new").with("UserCity", text))
                .await,
        ] {
            let BackEndError::Refused { findings } = error_of(outcome)? else {
                anyhow::bail!("{charset} holds {text}")
            };
            let found: Vec<_> = findings
                .iter()
                .map(|it| (it.field.as_str(), &it.problem))
                .collect();
            let problem = Problem::CharacterUnfit {
                character: unfit.to_owned(),
            };
            assert_eq!(found, [("UserCity", &problem)], "{charset}");
        }
        assert_eq!(everything(&database).await?, before);
    }
    Ok(())
}

#[tokio::test]
async fn c5_a_login_that_a_relation_cannot_hold_is_refused_as_a_whole() -> Result<()> {
    for engine in BOTH {
        let (database, stand) = with_jane(Server::shared(engine).await?).await?;
        let permission = "INSERT INTO group_customer_user (user_id, group_id, permission_key, \
                          permission_value, create_time, create_by, change_time, change_by) \
                          VALUES ('j.doe', 1, 'rw', 1, '2024-03-01 08:00:00', 1, '2024-03-01 08:00:00', 1)";
        database.execute(permission).await?;
        let before = everything(&database).await?;
        let long = "x".repeat(120);
        let outcome = stand.change("j.doe", a_customer_user().login(&long).email("j@acme.test"));
        let error = error_of(outcome.await)?;
        let named = matches!(
            &error,
            BackEndError::Move(MoveRefused::TooLong {
                table: "group_customer_user",
                length: 120,
                limit: 100,
                ..
            })
        );
        assert!(named, "{engine:?}: {error:?}");
        assert_eq!(everything(&database).await?, before, "{engine:?}");
    }
    Ok(())
}

/// Lets a trigger fail whenever preferences are renamed, as the engine itself would fail.
pub(super) async fn fail_in_the_middle(database: &TestDatabase, fault: &str) -> Result<()> {
    let sql = match database.engine {
        Engine::PostgreSql => format!(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {fault}; RETURN NEW; END $$; \
             CREATE TRIGGER fails BEFORE UPDATE ON customer_preferences \
             FOR EACH ROW EXECUTE FUNCTION fail()"
        ),
        Engine::MariaDb | Engine::MySql => format!(
            "CREATE TRIGGER fails BEFORE UPDATE ON customer_preferences FOR EACH ROW {fault}"
        ),
    };
    database.execute(&sql).await
}

#[tokio::test]
async fn a_deadlock_that_comes_again_is_told() -> Result<()> {
    for (engine, fault) in [
        (
            Engine::MariaDb,
            "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213",
        ),
        (
            Engine::PostgreSql,
            "RAISE EXCEPTION USING ERRCODE = '40P01'",
        ),
    ] {
        let (database, stand) = with_jane(Server::shared(engine).await?).await?;
        fail_in_the_middle(&database, fault).await?;
        let before = everything(&database).await?;
        let outcome = stand
            .change("j.doe", a_customer_user().login("t.smith"))
            .await;
        assert_eq!(error_of(outcome)?.code(), ErrorCode::Deadlock, "{engine:?}");
        assert_eq!(everything(&database).await?, before, "{engine:?}");
        database
            .execute(match engine {
                Engine::PostgreSql => "DROP TRIGGER fails ON customer_preferences",
                Engine::MariaDb | Engine::MySql => "DROP TRIGGER fails",
            })
            .await?;
        stand
            .change("j.doe", a_customer_user().login("t.smith"))
            .await?;
    }
    Ok(())
}

/// Two that wait for one another: whichever the server ends, our change comes to its end.
#[tokio::test]
async fn a_deadlock_that_passes_is_survived() -> Result<()> {
    for engine in BOTH {
        let (database, stand) = with_jane(Server::shared(engine).await?).await?;
        let other = database.admin().begin().await?;
        other
            .execute_unprepared("UPDATE customer_preferences SET preferences_value = 'en'")
            .await?;
        let renaming = stand.change("j.doe", a_customer_user().login("t.smith"));
        let crossing = async {
            tokio::time::sleep(Duration::from_millis(500)).await;
            let crossed = other
                .execute_unprepared("UPDATE customer_user SET phone = '1'")
                .await;
            match crossed {
                Ok(_) => other.rollback().await,
                // It is the one that lost
                Err(_) => Ok(()),
            }
        };
        let (renamed, crossed) = tokio::join!(renaming, crossing);
        renamed.with_context(|| format!("{engine:?}"))?;
        crossed?;
        assert_eq!(
            everything(&database).await?.last().map(String::as_str),
            Some("t.smith")
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_record_that_somebody_holds_is_told_within_its_time() -> Result<()> {
    for engine in BOTH {
        let (database, stand) = with_jane(Server::shared(engine).await?).await?;
        let before = everything(&database).await?;
        let holder = database.admin().begin().await?;
        holder
            .execute_unprepared("UPDATE customer_user SET phone = 'held'")
            .await?;
        let changing = stand.change("j.doe", a_customer_user().with("UserPhone", "1"));
        let outcome = tokio::time::timeout(Duration::from_secs(12), changing).await?;
        assert_eq!(
            error_of(outcome)?.code(),
            ErrorCode::LockTimedOut,
            "{engine:?}"
        );
        holder.rollback().await?;
        assert_eq!(everything(&database).await?, before, "{engine:?}");
        stand
            .change("j.doe", a_customer_user().with("UserPhone", "1"))
            .await?;
    }
    Ok(())
}

/// Ends all sessions of the database's user.
pub(super) async fn kill(database: &TestDatabase) -> Result<()> {
    let user = &database.account.user;
    match database.engine {
        Engine::PostgreSql => {
            let sql = format!(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{user}'"
            );
            database.execute(&sql).await
        }
        Engine::MariaDb | Engine::MySql => {
            database
                .execute(&format!("KILL CONNECTION USER {user}"))
                .await
        }
    }
}

/// Waits until a query about what goes on brings something.
pub(super) async fn until(database: &TestDatabase, sql: &str) -> Result<()> {
    let come = async {
        while database.outside().texts(sql).await?.is_empty() {
            // InnoDB tells nothing new to those who ask within a tenth of a second
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        anyhow::Ok(())
    };
    tokio::time::timeout(Duration::from_secs(10), come).await?
}

/// Somebody of this database waits for a row.
pub(super) fn waiting(database: &TestDatabase) -> String {
    let name = &database.name;
    match database.engine {
        Engine::PostgreSql => format!(
            "SELECT wait_event FROM pg_stat_activity \
             WHERE datname = '{name}' AND wait_event_type = 'Lock'"
        ),
        Engine::MariaDb | Engine::MySql => format!(
            "SELECT trx_state FROM information_schema.innodb_trx \
             JOIN information_schema.processlist ON id = trx_mysql_thread_id \
             WHERE db = '{name}' AND trx_state = 'LOCK WAIT'"
        ),
    }
}

#[tokio::test]
async fn a_connection_cut_before_or_in_the_transaction_leaves_all_as_it_was() -> Result<()> {
    for engine in BOTH {
        let (database, stand) = with_jane(Server::shared(engine).await?).await?;
        let opened = open(&address(&database), &database.account.password);
        let people = opened.customer_users(CustomerUserSource::shipped());
        people.find(&Login::from("j.doe")).await?;
        let before = everything(&database).await?;
        kill(&database).await?;
        let outcome = add(&people, &stand).await;
        assert_eq!(
            error_of(outcome)?.code(),
            ErrorCode::ConnectionLost,
            "{engine:?}"
        );
        assert_eq!(everything(&database).await?, before, "{engine:?}");

        let holder = database.admin().begin().await?;
        let held = "UPDATE customer_preferences SET preferences_value = 'en'";
        holder.execute_unprepared(held).await?;
        let renaming = change(&people, &stand, a_customer_user().login("t.smith"));
        let killing = async {
            until(&database, &waiting(&database)).await?;
            kill(&database).await
        };
        let (outcome, killed) = tokio::join!(renaming, killing);
        killed?;
        holder.rollback().await?;
        let code = error_of(outcome)?.code();
        assert_eq!(code, ErrorCode::ConnectionLost, "{engine:?}");
        assert_eq!(everything(&database).await?, before, "{engine:?}");
        add(&people, &stand).await?;
    }
    Ok(())
}

/// PostgreSQL can be made to take its time over COMMIT.
#[tokio::test]
async fn a_connection_cut_at_the_end_is_asked_about() -> Result<()> {
    let (database, stand) = with_jane(Server::shared(Engine::PostgreSql).await?).await?;
    let slow = "CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS \
                $$ BEGIN PERFORM pg_sleep(3); RETURN NULL; END $$; \
                CREATE CONSTRAINT TRIGGER lingers AFTER UPDATE ON customer_user \
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION linger()";
    database.execute(slow).await?;
    let proxy = deskbook_tests::servers::proxy::Proxy::to(database.port).await?;
    let mut address = address(&database);
    for host in &mut address.hosts {
        host.port = proxy.port();
    }
    let opened = open(&address, &database.account.password);
    let people = opened.customer_users(CustomerUserSource::shipped());
    let cut = async |by_server: bool| {
        let lingers = format!(
            "SELECT wait_event FROM pg_stat_activity \
             WHERE datname = '{}' AND wait_event = 'PgSleep'",
            database.name
        );
        until(&database, &lingers).await?;
        if by_server {
            kill(&database).await
        } else {
            proxy.drop_all().await;
            Ok(())
        }
    };
    let phone = |phone: &str| a_customer_user().with("UserPhone", phone);
    let (outcome, killed) = tokio::join!(change(&people, &stand, phone("1")), cut(true));
    killed?;
    assert_eq!(
        error_of(outcome)?.code(),
        ErrorCode::ConnectionLost,
        "it was not stored"
    );
    assert!(
        everything(&database)
            .await?
            .contains(&"j.doe|Jane|Doe|".to_owned())
    );

    let (outcome, dropped) = tokio::join!(change(&people, &stand, phone("2")), cut(false));
    dropped?;
    outcome.context("it was stored: only the answer was lost")?;
    assert!(
        everything(&database)
            .await?
            .contains(&"j.doe|Jane|Doe|2".to_owned())
    );
    Ok(())
}

#[tokio::test]
async fn a_server_that_only_reads_is_told() -> Result<()> {
    let server = Server::with(Engine::MariaDb, ServerOptions::default()).await?;
    let (database, stand) = with_jane(&server).await?;
    server
        .restart_with(ServerOptions::default().read_only())
        .await?;
    let opened = open(&address(&database), &database.account.password);
    let people = opened.customer_users(CustomerUserSource::shipped());
    let codes = troubles(&database, &stand, &people).await?;
    assert_eq!(codes, [ErrorCode::ServerReadOnly; 3]);

    let server = Server::with(Engine::PostgreSql, ServerOptions::default()).await?;
    let (database, stand) = with_jane(&server).await?;
    let standby = server.standby().await?;
    let follower = standby.same_database(&database).await?;
    let opened = open(&address(&follower), &database.account.password);
    let people = opened.customer_users(CustomerUserSource::shipped());
    let codes = troubles(&database, &stand, &people).await?;
    assert_eq!(codes, [ErrorCode::ServerReadOnly; 3]);
    Ok(())
}
