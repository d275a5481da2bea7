//! A database to move rows in: short ways to put them there, to move them, and to see where they are.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, Result};
use async_trait::async_trait;
use deskbook_core::moves::{MoveOptions, MoveProgress, MoveStep, Moves};
use deskbook_domain::ids::{AgentId, CustomerId, Login};
use deskbook_sql::moves::{
    CustomerMove, LoginMove, MoveError, Mover, OtoboTables, count_customer, count_login,
    move_customer, move_login,
};
use deskbook_tests::engine::{Engine, EngineKind};
use deskbook_tests::otobo_database::OtoboDatabase;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement,
    TransactionTrait as _,
};

/// When rows were written, and when they are moved.
pub(crate) const BEFORE: &str = "2024-03-01 08:00:00";
pub(crate) const NOW: &str = "2025-06-07 08:09:10";

/// Who moves them: the second agent.
const BY: Mover<'_> = Mover {
    agent: AgentId(2),
    time: NOW,
};

pub(crate) struct MoveStand {
    pub(crate) database: OtoboDatabase,
    tickets: AtomicU32,
}

/// What a move did, and how.
pub(crate) struct Moved {
    pub(crate) moves: Moves,
    pub(crate) heard: Vec<(MoveStep, u64, u64)>,
    pub(crate) statements: u32,
}

impl MoveStand {
    /// Two services and a field of each kind of object, and nobody who has any of them.
    pub(crate) async fn new(engine: &dyn Engine) -> Result<Self> {
        let database = OtoboDatabase::empty(engine.kind()).await?;
        let signed = format!("'{BEFORE}', 1, '{BEFORE}', 1");
        let audit = "create_time, create_by, change_time, change_by";
        for (id, name) in [(1, "Mail"), (2, "Network")] {
            database
                .outside
                .run(&format!(
                    "INSERT INTO service (id, name, valid_id, {audit}) \
                     VALUES ({id}, '{name}', 1, {signed})"
                ))
                .await?;
        }
        for (id, name, of) in [
            (1, "Team", "CustomerUser"),
            (2, "Branch", "CustomerCompany"),
        ] {
            database
                .outside
                .run(&format!(
                    "INSERT INTO dynamic_field (id, internal_field, name, label, field_order, \
                     field_type, object_type, config, valid_id, {audit}) \
                     VALUES ({id}, 0, '{name}', '{name}', {id}, 'Text', '{of}', '---', 1, {signed})"
                ))
                .await?;
        }
        Ok(Self {
            database,
            tickets: AtomicU32::new(0),
        })
    }

    pub(crate) fn kind(&self) -> EngineKind {
        self.database.kind
    }

    async fn insert(&self, table: &str, columns: &str, values: &[&str], rest: &str) -> Result<()> {
        let values = values
            .iter()
            .map(|value| format!("'{}'", value.replace('\'', "''")));
        let values = values.collect::<Vec<_>>().join(", ");
        self.database
            .outside
            .run(&format!(
                "INSERT INTO {table} ({columns}) VALUES ({values}{rest})"
            ))
            .await
    }

    /// A row of a table with all four audit columns.
    async fn insert_audited(&self, table: &str, columns: &str, values: &[&str]) -> Result<()> {
        let columns = format!("{columns}, create_time, create_by, change_time, change_by");
        let signed = format!(", '{BEFORE}', 1, '{BEFORE}', 1");
        self.insert(table, &columns, values, &signed).await
    }

    pub(crate) async fn preference(&self, login: &str, key: &str, value: &str) -> Result<()> {
        let columns = "user_id, preferences_key, preferences_value";
        let values = [login, key, value];
        self.insert("customer_preferences", columns, &values, "")
            .await
    }

    pub(crate) async fn service(&self, login: &str, service: &str) -> Result<()> {
        let columns = "customer_user_login, service_id, create_time, create_by";
        let signed = format!(", '{BEFORE}', 1");
        self.insert("service_customer_user", columns, &[login, service], &signed)
            .await
    }

    /// A saved search of two lines.
    pub(crate) async fn search(&self, login: &str, name: &str, value: &str) -> Result<()> {
        let columns = "login, profile_name, profile_type, profile_key, profile_value";
        for key in ["Title", "CustomerID"] {
            let values = [login, name, "ARRAY", key, value];
            self.insert("search_profile", columns, &values, "").await?;
        }
        Ok(())
    }

    /// A value of the field that such objects have.
    pub(crate) async fn field(&self, kind: &str, id: &str, name: &str, value: &str) -> Result<()> {
        let columns = "object_id, object_name, object_type";
        self.insert("dynamic_field_obj_id_name", columns, &[id, name, kind], "")
            .await?;
        let field = if kind == "CustomerUser" { "1" } else { "2" };
        let columns = "object_id, field_id, value_text";
        self.insert("dynamic_field_value", columns, &[id, field, value], "")
            .await
    }

    pub(crate) async fn permission(&self, login: &str, group: &str, key: &str) -> Result<()> {
        let columns = "user_id, group_id, permission_key, permission_value";
        self.insert_audited("group_customer_user", columns, &[login, group, key, "1"])
            .await
    }

    pub(crate) async fn customer_permission(&self, customer: &str, group: &str) -> Result<()> {
        let columns = "customer_id, group_id, permission_key, permission_value, permission_context";
        let values = [customer, group, "rw", "1", "Ticket::CustomerID::Same"];
        self.insert_audited("group_customer", columns, &values)
            .await
    }

    pub(crate) async fn relation(&self, login: &str, customer: &str) -> Result<()> {
        self.insert_audited(
            "customer_user_customer",
            "user_id, customer_id",
            &[login, customer],
        )
        .await
    }

    /// A ticket of the third agent in queue 5 with priority 3 and state 4.
    pub(crate) async fn ticket(&self, customer: &str, login: &str, title: &str) -> Result<()> {
        let number = self.tickets.fetch_add(1, Ordering::Relaxed).to_string();
        let columns = "tn, title, queue_id, type_id, user_id, responsible_user_id, \
                       ticket_priority_id, ticket_state_id, customer_id, customer_user_id, \
                       archive_flag";
        let archived = if title == "archived" { "1" } else { "0" };
        let values = [
            &number, title, "5", "2", "3", "1", "3", "4", customer, login, archived,
        ];
        self.insert_audited("ticket", columns, &values).await
    }

    pub(crate) async fn texts(&self, sql: &str) -> Result<Vec<String>> {
        self.database.outside.texts(sql).await
    }

    /// Whose rows a table has: `column` of all rows, sorted byte by byte.
    pub(crate) async fn names(&self, table: &str, column: &str) -> Result<Vec<String>> {
        let mut names = self.texts(&format!("SELECT {column} FROM {table}")).await?;
        names.sort();
        Ok(names)
    }

    /// Where tickets are, by their titles: customer and customer user.
    pub(crate) async fn whose_tickets(&self) -> Result<Vec<String>> {
        self.texts(
            "SELECT CONCAT(title, ': ', customer_id, ' / ', customer_user_id) FROM ticket \
             ORDER BY id",
        )
        .await
    }

    /// Renames a login.
    pub(crate) async fn rename(&self, old: &str, new: &str) -> Result<Moved> {
        self.change([old, new], ["ACME", "ACME"]).await
    }

    /// Gives a customer user another login or another customer.
    pub(crate) async fn change(&self, logins: [&str; 2], customers: [&str; 2]) -> Result<Moved> {
        self.try_change(logins, customers, MoveOptions::default())
            .await
            .context("it moves")
    }

    /// Counts first, moves then, and compares.
    pub(crate) async fn try_change(
        &self,
        logins: [&str; 2],
        [old_customer, new_customer]: [&str; 2],
        options: MoveOptions,
    ) -> Result<Moved, MoveError> {
        let [old, new] = logins.map(Login::from);
        let asked = LoginMove {
            old: &old,
            new: &new,
            old_customer,
            new_customer,
            by: BY,
            options,
        };
        self.counted_and_moved(
            async |db, tables| count_login(db, tables, &asked).await,
            async |db, tables, heard| move_login(db, tables, &asked, heard).await,
        )
        .await
    }

    /// The same for a customer.
    pub(crate) async fn rename_customer(
        &self,
        ids: [&str; 2],
        options: MoveOptions,
    ) -> Result<Moved, MoveError> {
        let [old, new] = ids.map(CustomerId::from);
        let asked = customer_move(&old, &new, options);
        self.counted_and_moved(
            async |db, tables| count_customer(db, tables, &asked).await,
            async |db, tables, heard| move_customer(db, tables, &asked, heard).await,
        )
        .await
    }

    async fn counted_and_moved(
        &self,
        count: impl AsyncFnOnce(&Counted, &OtoboTables) -> Result<Moves, MoveError>,
        carry_out: impl AsyncFnOnce(&Counted, &OtoboTables, &Heard) -> Result<Moves, MoveError>,
    ) -> Result<Moved, MoveError> {
        let db = Counted {
            transaction: self.database.connection().begin().await?,
            statements: AtomicU32::new(0),
        };
        let tables = OtoboTables::read(&db, self.database.dialect()).await?;
        let counted = count(&db, &tables).await;
        db.statements.store(0, Ordering::Relaxed);
        let heard = Heard::default();
        let moves = carry_out(&db, &tables, &heard).await;
        let told = |it: &Result<Moves, MoveError>| match it {
            Ok(moves) => Ok(moves.clone()),
            Err(error) => Err(error.to_string()),
        };
        assert_eq!(told(&counted), told(&moves), "the preview told it");
        let statements = db.statements.into_inner();
        // What was refused must have written nothing, or the test finds it
        db.transaction.commit().await?;
        let moves = moves?;
        Ok(Moved {
            moves,
            heard: heard.0.into_inner().unwrap_or_else(PoisonError::into_inner),
            statements,
        })
    }
}

/// A customer's move by the second agent.
pub(crate) fn customer_move<'m>(
    old: &'m CustomerId,
    new: &'m CustomerId,
    options: MoveOptions,
) -> CustomerMove<'m> {
    CustomerMove {
        old,
        new,
        by: BY,
        options,
    }
}

#[derive(Default)]
struct Heard(Mutex<Vec<(MoveStep, u64, u64)>>);

impl MoveProgress for Heard {
    fn moved(&self, step: MoveStep, done: u64, total: u64) {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.push((step, done, total));
    }
}

/// A transaction that counts what it is asked.
struct Counted {
    transaction: DatabaseTransaction,
    statements: AtomicU32,
}

impl Counted {
    fn count(&self) -> &DatabaseTransaction {
        self.statements.fetch_add(1, Ordering::Relaxed);
        &self.transaction
    }
}

#[async_trait]
impl ConnectionTrait for Counted {
    fn get_database_backend(&self) -> DbBackend {
        self.transaction.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.count().execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.count().execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.count().query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.count().query_all_raw(statement).await
    }
}
