//! Adds and changes customer users on a server (`otobo-behaviour.md` 4.1 and 4.2).
//!
//! What costs a look at every row was looked up before the transaction and is not looked up again: the
//! table's own keys refuse what came in between.

use async_trait::async_trait;
use deskbook_core::back_end::{Addition, BackEndError, BackEndWriter, Change};
use deskbook_core::server_error::{ServerError, Trouble};
use deskbook_domain::check::{Finding, Limits, Mode, Problem, check_fields};
use deskbook_domain::ids::Login;
use deskbook_domain::password::StoredPassword;
use deskbook_domain::record::Record;
use deskbook_domain::vars;
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbErr};

use super::super::write::Work;
use super::ServerCustomerUsers;
use crate::dialect::Dialect;
use crate::shape::Shape;
use crate::system::forget_password_age;
use crate::writing::{self, ChangeError, RowChange, holds, read_password, unfit};

/// A new row.
struct Add<'w> {
    shape: &'w Shape,
    addition: &'w Addition,
}

impl Work for Add<'_> {
    async fn run(&self, transaction: &DatabaseTransaction) -> Result<(), ChangeError> {
        let Addition {
            record,
            password,
            by,
        } = self.addition;
        let sql = writing::insert(self.shape, record, password.as_ref(), *by);
        transaction.execute_raw(sql.statement()).await?;
        Ok(())
    }

    async fn is_done(&self, transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
        let Addition {
            record, password, ..
        } = self.addition;
        holds(transaction, self.shape, record, password.as_ref()).await
    }
}

/// A row that is there.
struct Rewrite<'w> {
    shape: &'w Shape,
    change: &'w Change,
    /// Where OTOBO's own tables are in the same database.
    preferences: Option<Dialect>,
}

impl Work for Rewrite<'_> {
    async fn run(&self, transaction: &DatabaseTransaction) -> Result<(), ChangeError> {
        let Change {
            login,
            was,
            record,
            password,
            by,
        } = self.change;
        let row = RowChange {
            key: login.as_str(),
            was,
            record,
            password: password.as_ref(),
            by: *by,
        };
        writing::change(transaction, self.shape, &row).await?;
        if let (Some(dialect), Some(_)) = (self.preferences, password) {
            forget_password_age(transaction, dialect, login).await?;
        }
        Ok(())
    }

    async fn is_done(&self, transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
        let Change {
            record, password, ..
        } = self.change;
        holds(transaction, self.shape, record, password.as_ref()).await
    }
}

#[async_trait]
impl BackEndWriter for ServerCustomerUsers {
    async fn add(&self, addition: Addition) -> Result<(), BackEndError> {
        let work = async {
            let shape = self.table.shape().await?;
            let shape = &*shape;
            self.refuse_unfit(shape, &addition.record, Mode::Add)?;
            let addition = &addition;
            let written = self.table.server.write(&Add { shape, addition }).await;
            written.map_err(|error| refused_key(error, &addition.record))
        };
        self.table.written(Box::pin(work)).await
    }

    async fn change(&self, change: Change) -> Result<(), BackEndError> {
        let work = async {
            let shape = self.table.shape().await?;
            let shape = &*shape;
            self.refuse_unfit(shape, &change.record, Mode::Change)?;
            let server = &self.table.server;
            let work = Rewrite {
                shape,
                change: &change,
                preferences: server.has_otobo().then(|| server.dialect()),
            };
            let written = server.write(&work).await;
            written.map_err(|error| refused_key(error, &change.record))
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
    /// What the columns cannot take: the form may have been checked before the catalogue was read.
    fn refuse_unfit(&self, shape: &Shape, record: &Record, mode: Mode) -> Result<(), BackEndError> {
        let limits: Limits = shape.limits();
        let mut findings = check_fields(&self.source.map, &limits, record, mode);
        findings.extend(unfit(shape, record));
        if findings.is_empty() {
            Ok(())
        } else {
            Err(BackEndError::Refused { findings })
        }
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
