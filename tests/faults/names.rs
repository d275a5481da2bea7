//! Names that a database keeps otherwise than they were typed: what belongs to a record goes along to the
//! name that it has in the end.

use std::sync::Arc;

use anyhow::Result;
use deskbook_core::back_end::{BackEnd as _, BackEndError, Change, Changed};
use deskbook_core::moves::MoveOptions;
use deskbook_domain::ids::Login;
use deskbook_domain::map::Map;
use deskbook_domain::source::CustomerUserSource;
use deskbook_sql::server::ServerCustomerUsers;
use deskbook_tests::server_stand::{address, open};
use deskbook_tests::servers::{Engine, Server, TestDatabase};
use deskbook_tests::stand::Stand;

use super::writing::{BOTH, with_jane};

async fn rename(
    people: &ServerCustomerUsers,
    stand: &Stand,
    to: &str,
) -> Result<Changed<Login>, BackEndError> {
    let stored = people.find(&Login::from("j.doe")).await?;
    let stored = stored.ok_or(BackEndError::NotFound)?;
    let mut record = stored.record.clone();
    record.set("UserLogin", Some(to.to_owned()));
    let change = Change {
        login: stored.login,
        was: stored.record,
        record,
        password: None,
        by: stand.signature(),
        options: MoveOptions::default(),
        progress: Arc::new(()),
    };
    let writer = people.writer().ok_or(BackEndError::ReadOnly)?;
    writer.change(change).await
}

/// The login of the record, and that of its preference.
async fn names(database: &TestDatabase) -> Result<[Vec<String>; 2]> {
    let outside = database.outside();
    Ok([
        outside
            .texts("SELECT CONCAT('<', login, '>') FROM customer_user")
            .await?,
        outside
            .texts("SELECT CONCAT('<', user_id, '>') FROM customer_preferences")
            .await?,
    ])
}

#[tokio::test]
async fn belongings_move_to_the_login_that_a_rule_of_the_table_makes() -> Result<()> {
    for engine in BOTH {
        let (database, stand) = with_jane(Server::shared(engine).await?).await?;
        let rule = match engine {
            Engine::PostgreSql => {
                "CREATE FUNCTION small() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN NEW.login := LOWER(NEW.login); RETURN NEW; END $$; \
                 CREATE TRIGGER smalls BEFORE UPDATE ON customer_user \
                 FOR EACH ROW EXECUTE FUNCTION small()"
            }
            Engine::MariaDb | Engine::MySql => {
                "CREATE TRIGGER smalls BEFORE UPDATE ON customer_user \
                 FOR EACH ROW SET NEW.login = LOWER(NEW.login)"
            }
        };
        database.execute(rule).await?;
        let people = open(&address(&database), &database.account.password)
            .customer_users(CustomerUserSource::shipped());
        let changed = rename(&people, &stand, "T.Smith").await?;
        assert_eq!(changed.key, Login::from("t.smith"), "{engine:?}");
        let [login, preference] = names(&database).await?;
        assert_eq!(login, ["<t.smith>"], "{engine:?}");
        assert_eq!(preference, ["<t.smith>"], "{engine:?}");
    }
    Ok(())
}

/// A column of a fixed length drops blanks at the end.
#[tokio::test]
async fn belongings_move_to_the_login_without_the_blanks_that_its_column_drops() -> Result<()> {
    for engine in BOTH {
        let (database, stand) = with_jane(Server::shared(engine).await?).await?;
        database
            .execute(match engine {
                Engine::PostgreSql => "ALTER TABLE customer_user ALTER COLUMN login TYPE CHAR(20)",
                Engine::MariaDb | Engine::MySql => {
                    "ALTER TABLE customer_user MODIFY login CHAR(20) NOT NULL"
                }
            })
            .await?;
        let people = open(&address(&database), &database.account.password)
            .customer_users(CustomerUserSource::shipped());
        let changed = rename(&people, &stand, "t.smith ").await?;
        assert_eq!(changed.key, Login::from("t.smith"), "{engine:?}");
        let [_, preference] = names(&database).await?;
        assert_eq!(preference, ["<t.smith>"], "{engine:?}");
    }
    Ok(())
}

/// OTOBO leaves read-only columns out of a change (C16).
#[tokio::test]
async fn belongings_stay_where_the_login_is_not_written() -> Result<()> {
    for engine in BOTH {
        let (database, stand) = with_jane(Server::shared(engine).await?).await?;
        let mut source = CustomerUserSource::shipped();
        let mut fields = source.map.fields().to_vec();
        for field in &mut fields {
            field.read_only |= field.var.as_str() == "UserLogin";
        }
        source.map = Map::new(fields);
        let people = open(&address(&database), &database.account.password).customer_users(source);
        let changed = rename(&people, &stand, "t.smith").await?;
        assert_eq!(changed.key, Login::from("j.doe"), "{engine:?}");
        let [login, preference] = names(&database).await?;
        assert_eq!(
            [login, preference],
            [["<j.doe>"], ["<j.doe>"]],
            "{engine:?}"
        );
    }
    Ok(())
}
