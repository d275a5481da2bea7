//! Adds and changes customer users on a server (`otobo-behaviour.md` 4.1 and 4.2).
//!
//! What costs a look at every row was looked up before the transaction and is not looked up again: the
//! table's own keys refuse what came in between.

use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use deskbook_core::back_end::{
    Addition, BackEndError, BackEndWriter, Change, CustomerMoving, Renaming,
};
use deskbook_core::moves::Moves;
use deskbook_core::server_error::{ServerError, Trouble};
use deskbook_domain::check::{Finding, Mode, Problem};
use deskbook_domain::ids::Login;
use deskbook_domain::password::StoredPassword;
use deskbook_domain::record::Record;
use deskbook_domain::source::CustomerUserSource;
use deskbook_domain::vars;
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};

use super::super::belongings::{Belongings, Following};
use super::super::rows::{ChangedRow, NewRow, refuse_unfit};
use super::super::write::Work;
use super::ServerCustomerUsers;
use crate::dialect::Dialect;
use crate::dragging::{self, drag_customer_users, renaming_in};
use crate::moves::customer_users_of;
use crate::writing::{ChangeError, RowChange, read_password};

/// The customer users of a customer that has a new ID.
struct MoveToCustomer<'w> {
    dialect: Dialect,
    source: &'w CustomerUserSource,
    moving: &'w CustomerMoving,
    moved: AtomicU64,
}

impl Work for MoveToCustomer<'_> {
    async fn run(&self, transaction: &DatabaseTransaction) -> Result<(), ChangeError> {
        let (dialect, source) = (self.dialect, self.source);
        let moved = drag_customer_users(transaction, dialect, source, self.moving).await?;
        self.moved.store(moved, Ordering::Relaxed);
        Ok(())
    }

    async fn is_done(&self, transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
        let left = customer_users_of(transaction, self.dialect, self.source, &self.moving.id);
        let mut left = left.await?.into_iter();
        Ok(left.all(|it| it.customer == self.moving.new_id))
    }
}

#[async_trait]
impl BackEndWriter for ServerCustomerUsers {
    async fn add(&self, addition: Addition) -> Result<(), BackEndError> {
        let work = async {
            let shape = self.table.shape().await?;
            let shape = &*shape;
            let Addition {
                record,
                password,
                by,
            } = &addition;
            refuse_unfit(shape, record, Mode::Add)?;
            let row = NewRow {
                shape,
                record,
                password: password.as_ref(),
                by: *by,
            };
            let written = self.table.server.write(&row).await;
            written.map_err(|error| refused_key(error, record))
        };
        self.table.written(Box::pin(work)).await
    }

    async fn change(&self, change: Change) -> Result<Moves, BackEndError> {
        let work = async {
            let shape = self.table.shape().await?;
            let shape = &*shape;
            refuse_unfit(shape, &change.record, Mode::Change)?;
            let server = &self.table.server;
            let following = Following::CustomerUser {
                change: &change,
                renaming: renaming_in(&self.source, &change),
            };
            let belongings = Belongings::new(server, following).await?;
            let work = ChangedRow {
                shape,
                row: RowChange {
                    key: change.login.as_str(),
                    was: &change.was,
                    record: &change.record,
                    password: change.password.as_ref(),
                    by: change.by,
                },
                belongings: server.has_otobo().then_some(&belongings),
            };
            let written = server.write(&work).await;
            written.map_err(|error| refused_key(error, &change.record))?;
            if !server.has_otobo() {
                belongings.follow_in(server.otobo()).await?;
            }
            Ok(belongings.moved())
        };
        self.table.written(Box::pin(work)).await
    }

    async fn count_moves(&self, renaming: &Renaming) -> Result<Moves, BackEndError> {
        let server = &self.table.server;
        let tables = server.tables().await?;
        let count = async |db: &DatabaseConnection| Ok(dragging::count(db, tables, renaming).await);
        server.otobo().count_moves(count).await
    }

    async fn move_to_customer(&self, moving: &CustomerMoving) -> Result<u64, BackEndError> {
        let work = async {
            let work = MoveToCustomer {
                dialect: self.table.server.dialect(),
                source: &self.source,
                moving,
                moved: AtomicU64::new(0),
            };
            self.table.server.write(&work).await?;
            Ok(work.moved.into_inner())
        };
        self.table.written(Box::pin(work)).await
    }

    async fn stored_password(&self, login: &Login) -> Result<Option<StoredPassword>, BackEndError> {
        self.table
            .watched(async {
                let shape = self.table.shape().await?;
                let shape = &*shape;
                let mut lease = self.table.server.sessions().lease().await?;
                let key = login.as_str();
                let password = lease.ask(async |db| read_password(db, shape, key).await);
                Ok((password.await?, lease.reads_only()))
            })
            .await
    }
}

/// A key that somebody else took after it was looked up.
fn refused_key(error: BackEndError, record: &Record) -> BackEndError {
    let BackEndError::Server(ServerError {
        trouble: Trouble::NotUnique,
        ..
    }) = error
    else {
        return error;
    };
    let problem = Problem::LoginTaken {
        login: record.text(vars::USER_LOGIN).to_owned(),
        name: String::new(),
        free: None,
    };
    BackEndError::Refused {
        findings: vec![Finding::new(vars::USER_LOGIN, problem)],
    }
}
