//! A record in one database, and what belongs to it in another: refused before anything is stored, or told
//! to be stored with what is left behind.

use std::sync::Arc;

use anyhow::Result;
use deskbook_core::ErrorCode;
use deskbook_core::back_end::{BackEndError, CustomerMoving};
use deskbook_core::moves::MoveRefused;
use deskbook_domain::check::Problem;
use deskbook_domain::ids::CustomerId;
use deskbook_domain::source::{CustomerUserSource, SourceId, Subject};
use deskbook_sql::server::ServerCustomerUsers;
use deskbook_tests::builders::a_customer_user;
use deskbook_tests::server_stand::{address, open, open_beside};
use deskbook_tests::servers::{Server, TestDatabase};
use deskbook_tests::stand::Stand;

use super::error_of;
use super::writing::{BOTH, change, everything, fail_in_the_middle, with_jane};

/// Customer users in a database of their own, of whom OTOBO's database has the belongings.
struct Elsewhere {
    database: TestDatabase,
    people: ServerCustomerUsers,
    stand: Stand,
    otobo: TestDatabase,
}

impl Elsewhere {
    async fn on(server: &Server) -> Result<Self> {
        let (otobo, _) = with_jane(server).await?;
        let (database, stand) = with_jane(server).await?;
        let system = open(&address(&otobo), &otobo.account.password);
        let own = open_beside(&address(&database), &database.account.password, &system);
        Ok(Self {
            database,
            people: own.customer_users(CustomerUserSource::shipped()),
            stand,
            otobo,
        })
    }

    async fn rename(&self, to: &str) -> Result<(), BackEndError> {
        let to = a_customer_user().login(to).email("j@acme.test");
        change(&self.people, &self.stand, to).await
    }
}

#[tokio::test]
async fn a_login_that_the_other_database_cannot_hold_is_refused_before_anything_is_stored()
-> Result<()> {
    for engine in BOTH {
        let elsewhere = Elsewhere::on(Server::shared(engine).await?).await?;
        let permission = "INSERT INTO group_customer_user (user_id, group_id, permission_key, \
                          permission_value, create_time, create_by, change_time, change_by) \
                          VALUES ('j.doe', 1, 'rw', 1, '2024-03-01 08:00:00', 1, '2024-03-01 08:00:00', 1)";
        elsewhere.otobo.execute(permission).await?;
        let before = everything(&elsewhere.database).await?;
        let error = error_of(elsewhere.rename(&"x".repeat(120)).await)?;
        assert!(
            matches!(error, BackEndError::Move(MoveRefused::TooLong { .. })),
            "{engine:?}: {error:?}"
        );
        assert_eq!(everything(&elsewhere.database).await?, before, "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn nothing_is_stored_while_the_other_database_is_away() -> Result<()> {
    for engine in BOTH {
        let elsewhere = Elsewhere::on(Server::shared(engine).await?).await?;
        let before = everything(&elsewhere.database).await?;
        let mut away = address(&elsewhere.otobo);
        away.hosts[0].port = 9;
        let system = open(&away, "");
        let own = address(&elsewhere.database);
        let own = open_beside(&own, &elsewhere.database.account.password, &system);
        let people = own.customer_users(CustomerUserSource::shipped());
        let to = a_customer_user().login("t.smith");
        let error = error_of(change(&people, &elsewhere.stand, to).await)?;
        assert_eq!(error.code(), ErrorCode::HostUnreachable, "{engine:?}");
        assert_eq!(everything(&elsewhere.database).await?, before, "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_left_behind_is_told_with_the_record_stored() -> Result<()> {
    for engine in BOTH {
        let elsewhere = Elsewhere::on(Server::shared(engine).await?).await?;
        let fault = match engine {
            deskbook_tests::servers::Engine::PostgreSql => "RAISE EXCEPTION 'no'",
            _ => "SIGNAL SQLSTATE '45000'",
        };
        fail_in_the_middle(&elsewhere.otobo, fault).await?;
        let error = error_of(elsewhere.rename("t.smith").await)?;
        assert_eq!(error.code(), ErrorCode::MovesLeft, "{engine:?}: {error:?}");
        let named = ("database", elsewhere.otobo.name.clone());
        assert!(error.params().contains(&named), "{engine:?}: {error:?}");
        let stored = everything(&elsewhere.database).await?;
        assert!(
            stored.iter().any(|row| row.starts_with("t.smith|")),
            "{engine:?}: {stored:?}"
        );
        assert!(
            everything(&elsewhere.otobo)
                .await?
                .contains(&"j.doe".to_owned()),
            "{engine:?}: the preference has its old name"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_customer_id_is_counted_and_refused_by_the_column_that_it_would_move_into() -> Result<()>
{
    for engine in BOTH {
        let (database, stand) = with_jane(Server::shared(engine).await?).await?;
        database
            .execute("CREATE TABLE persons (login VARCHAR(50), customer VARCHAR(6))")
            .await?;
        let sql = "INSERT INTO persons (login, customer) VALUES ('p', 'ACME')";
        database.execute(sql).await?;
        let source = CustomerUserSource {
            id: SourceId::first(Subject::CustomerUsers),
            table: "persons".try_into()?,
            customer_id: "customer".try_into()?,
            foreign: true,
            ..CustomerUserSource::shipped()
        };
        let opened = open(&address(&database), &database.account.password);
        let people: Arc<dyn deskbook_core::back_end::BackEnd> =
            Arc::new(opened.customer_users(source));
        let writer = people.writer().ok_or(BackEndError::ReadOnly)?;
        let moving = |id: &str, new_id: &str| CustomerMoving {
            id: CustomerId::from(id),
            new_id: CustomerId::from(new_id),
            by: stand.signature(),
        };
        assert_eq!(writer.count_to_move(&moving("acme", "BETA")).await?, 1);
        assert_eq!(writer.count_to_move(&moving("NONE", "TOO LONG")).await?, 0);
        let error = error_of(writer.count_to_move(&moving("ACME", "TOO LONG")).await)?;
        let BackEndError::Move(MoveRefused::Unfit { problem, .. }) = error else {
            anyhow::bail!("{engine:?}: {error:?}")
        };
        let expected = Problem::TooLongToMove {
            column: "persons.customer".to_owned(),
            length: 8,
            limit: 6,
        };
        assert_eq!(problem, expected, "{engine:?}");
    }
    Ok(())
}
