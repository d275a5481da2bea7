//! Adds and changes customer users on a server (`otobo-behaviour.md` 4.1 and 4.2).
//!
//! What costs a look at every row was looked up before the transaction and is not looked up again: the
//! table's own keys refuse what came in between.

use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use deskbook_core::back_end::{
    Addition, BackEndError, BackEndWriter, Change, Changed, CustomerMoving, Renaming,
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
use super::super::write::{Ending, Work};
use super::ServerCustomerUsers;
use crate::dialect::Dialect;
use crate::dragging::{self, count_customer_users, drag_customer_users, may_rename};
use crate::moves::{MoveError, customer_users_of};
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

    async fn ending(&self, transaction: &DatabaseTransaction) -> Result<Ending, DbErr> {
        let left = customer_users_of(transaction, self.dialect, self.source, &self.moving.id);
        let mut left = left.await?.into_iter();
        Ok(if left.all(|it| it.customer == self.moving.new_id) {
            Ending::Stored
        } else {
            Ending::NotStored
        })
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
            let row = NewRow::new(shape, record, password.as_ref(), *by);
            match self.table.server.write(&row).await {
                Err(error) => Err(self.refused(error, record, Mode::Add).await),
                Ok(()) => Ok(()),
            }
        };
        self.table.written(Box::pin(work)).await
    }

    async fn change(&self, change: Change) -> Result<Changed<Login>, BackEndError> {
        let work = async {
            let shape = self.table.shape().await?;
            let shape = &*shape;
            refuse_unfit(shape, &change.record, Mode::Change)?;
            let server = &self.table.server;
            let (source, change) = (&*self.source, &change);
            let following = Following::CustomerUser { source, change };
            let may_move = may_rename(source, change);
            let belongings = Belongings::new(server, following, may_move).await?;
            let row = RowChange {
                key: change.login.as_str(),
                was: &change.was,
                record: &change.record,
                password: change.password.as_ref(),
                by: change.by,
            };
            let work = ChangedRow::new(shape, row, Some(&belongings));
            if let Err(error) = server.write(&work).await {
                return Err(self.refused(error, &change.record, Mode::Change).await);
            }
            let key = work.key();
            belongings.follow(&key).await?;
            Ok(Changed {
                key: Login::from(key),
                moves: belongings.moved(),
            })
        };
        self.table.written(Box::pin(work)).await
    }

    async fn count_moves(&self, renaming: &Renaming) -> Result<Moves, BackEndError> {
        let server = &self.table.server;
        let tables = server.tables().await?;
        let count = async |db: &DatabaseConnection| Ok(dragging::count(db, tables, renaming).await);
        server.otobo().count_moves(count).await
    }

    async fn count_to_move(&self, moving: &CustomerMoving) -> Result<u64, BackEndError> {
        let work = async {
            let mut lease = self.table.server.sessions().lease_to_write().await?;
            let (dialect, source) = (self.table.server.dialect(), &*self.source);
            let count = async |db: &DatabaseConnection| {
                Ok(count_customer_users(db, dialect, source, moving).await)
            };
            match lease.ask(count).await? {
                Ok(count) => Ok(count),
                Err(MoveError::Refused(refused)) => Err(BackEndError::Move(refused)),
                Err(MoveError::Database(error)) => Err(lease.failed(&error).into()),
            }
        };
        self.table.written(Box::pin(work)).await
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

impl ServerCustomerUsers {
    /// What the table refused, told by the field where it can be.
    async fn refused(&self, error: BackEndError, record: &Record, mode: Mode) -> BackEndError {
        let error = self.table.refused_value(error, record, mode).await;
        refused_key(error, record)
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
