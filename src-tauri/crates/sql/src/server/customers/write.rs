//! Adds and changes customers on a server (`otobo-behaviour.md` 6).

use std::time::Duration;

use async_trait::async_trait;
use deskbook_core::back_end::{BackEndError, Signature};
use deskbook_core::customer_back_end::{CustomerChange, CustomerRenaming, CustomerWriter};
use deskbook_core::moves::Moves;
use deskbook_core::server_error::{ServerError, Trouble};
use deskbook_domain::check::{Finding, Mode, Problem, check_fields};
use deskbook_domain::ids::CustomerId;
use deskbook_domain::record::Record;
use deskbook_domain::vars;
use sea_orm::{ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbErr};

use super::super::belongings::{Belongings, Following};
use super::super::write::Work;
use super::ServerCustomers;
use crate::dragging::{self, customer_renaming_in};
use crate::shape::Shape;
use crate::writing::{self, ChangeError, RowChange, holds, unfit};

/// A new row.
struct Add<'w> {
    shape: &'w Shape,
    record: &'w Record,
    by: Signature,
}

impl Work for Add<'_> {
    async fn run(&self, transaction: &DatabaseTransaction) -> Result<(), ChangeError> {
        let sql = writing::insert(self.shape, self.record, None, self.by);
        transaction.execute_raw(sql.statement()).await?;
        Ok(())
    }

    async fn is_done(&self, transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
        holds(transaction, self.shape, self.record, None).await
    }
}

/// A row that is there.
struct Rewrite<'w> {
    shape: &'w Shape,
    change: &'w CustomerChange,
    /// What belongs to the customer, where OTOBO's own tables are in the same database.
    belongings: Option<&'w Belongings<'w>>,
}

impl Work for Rewrite<'_> {
    async fn run(&self, transaction: &DatabaseTransaction) -> Result<(), ChangeError> {
        let CustomerChange {
            id,
            was,
            record,
            by,
            ..
        } = self.change;
        let row = RowChange {
            key: id.as_str(),
            was,
            record,
            password: None,
            by: *by,
        };
        writing::change(transaction, self.shape, &row).await?;
        match self.belongings {
            Some(belongings) => belongings.run(transaction).await,
            None => Ok(()),
        }
    }

    fn patience(&self) -> Option<Duration> {
        self.belongings.and_then(Work::patience)
    }

    async fn is_done(&self, transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
        holds(transaction, self.shape, &self.change.record, None).await
    }
}

#[async_trait]
impl CustomerWriter for ServerCustomers {
    async fn add(&self, record: Record, by: Signature) -> Result<(), BackEndError> {
        let work = async {
            let shape = self.table.shape().await?;
            let shape = &*shape;
            self.refuse_unfit(shape, &record, Mode::Add)?;
            let record = &record;
            let written = self.table.server.write(&Add { shape, record, by }).await;
            match written {
                Err(error) => Err(self.refused_key(error, record, None).await),
                Ok(()) => Ok(()),
            }
        };
        self.table.written(Box::pin(work)).await
    }

    async fn change(&self, change: CustomerChange) -> Result<Moves, BackEndError> {
        let work = async {
            let shape = self.table.shape().await?;
            let shape = &*shape;
            self.refuse_unfit(shape, &change.record, Mode::Change)?;
            let (change, server) = (&change, &self.table.server);
            let belongings = match customer_renaming_in(&self.source, change) {
                Some(renaming) => {
                    let following = Following::Customer { change, renaming };
                    Some(Belongings::new(server, following).await?)
                }
                None => None,
            };
            let work = Rewrite {
                shape,
                change,
                belongings: belongings.as_ref().filter(|_| server.has_otobo()),
            };
            if let Err(error) = server.write(&work).await {
                let own = Some(&change.id);
                return Err(self.refused_key(error, &change.record, own).await);
            }
            let Some(belongings) = &belongings else {
                return Ok(Moves::default());
            };
            if !server.has_otobo() {
                belongings.follow_in(server.otobo()).await?;
            }
            Ok(belongings.moved())
        };
        self.table.written(Box::pin(work)).await
    }

    async fn count_moves(&self, renaming: &CustomerRenaming) -> Result<Moves, BackEndError> {
        let server = &self.table.server;
        let (dialect, tables) = (server.otobo().dialect(), server.tables().await?);
        let count = async |db: &DatabaseConnection| {
            Ok(dragging::count_of_customer(db, dialect, tables, renaming).await)
        };
        server.otobo().count_moves(count).await
    }
}

impl ServerCustomers {
    fn refuse_unfit(&self, shape: &Shape, record: &Record, mode: Mode) -> Result<(), BackEndError> {
        let mut findings = check_fields(&self.source.map, &shape.limits(), record, mode);
        findings.extend(unfit(shape, record));
        if findings.is_empty() {
            Ok(())
        } else {
            Err(BackEndError::Refused { findings })
        }
    }

    /// An ID or a name that somebody else took after it was looked up (C74).
    async fn refused_key(
        &self,
        error: BackEndError,
        record: &Record,
        own: Option<&CustomerId>,
    ) -> BackEndError {
        use deskbook_core::customer_back_end::CustomerBackEnd as _;
        let BackEndError::Server(ServerError {
            trouble: Trouble::NotUnique,
            ..
        }) = error
        else {
            return error;
        };
        let name = record.text(vars::CUSTOMER_COMPANY_NAME);
        let holder = self.holder_of_name(name).await.ok().flatten();
        let finding = if let Some(holder) = holder.filter(|holder| own != Some(&holder.id)) {
            let customer_id = holder.id.to_string();
            let problem = Problem::CustomerNameTaken { customer_id };
            Finding::new(vars::CUSTOMER_COMPANY_NAME, problem)
        } else {
            let name = String::new();
            Finding::new(vars::CUSTOMER_ID, Problem::CustomerIdTaken { name })
        };
        BackEndError::Refused {
            findings: vec![finding],
        }
    }
}
