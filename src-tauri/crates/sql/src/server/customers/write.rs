//! Adds and changes customers on a server (`otobo-behaviour.md` 6).

use async_trait::async_trait;
use deskbook_core::back_end::{BackEndError, Changed, Signature};
use deskbook_core::customer_back_end::{CustomerChange, CustomerRenaming, CustomerWriter};
use deskbook_core::moves::Moves;
use deskbook_core::server_error::{ServerError, Trouble};
use deskbook_domain::check::{Finding, Mode, Problem};
use deskbook_domain::ids::CustomerId;
use deskbook_domain::record::Record;
use deskbook_domain::vars;
use sea_orm::DatabaseConnection;

use super::super::belongings::{Belongings, Following};
use super::super::rows::{ChangedRow, NewRow, refuse_unfit};
use super::ServerCustomers;
use crate::dragging::{self, may_rename_customer};
use crate::writing::RowChange;

#[async_trait]
impl CustomerWriter for ServerCustomers {
    async fn add(&self, record: Record, by: Signature) -> Result<(), BackEndError> {
        let work = async {
            let shape = self.table.shape().await?;
            let shape = &*shape;
            refuse_unfit(shape, &record, Mode::Add)?;
            let record = &record;
            let row = NewRow::new(shape, record, None, by);
            match self.table.server.write(&row).await {
                Err(error) => {
                    let error = self.table.refused_value(error, record, Mode::Add).await;
                    Err(self.refused_key(error, record, None).await)
                }
                Ok(()) => Ok(()),
            }
        };
        self.table.written(Box::pin(work)).await
    }

    async fn change(&self, change: CustomerChange) -> Result<Changed<CustomerId>, BackEndError> {
        let work = async {
            let shape = self.table.shape().await?;
            let shape = &*shape;
            refuse_unfit(shape, &change.record, Mode::Change)?;
            let (change, server) = (&change, &self.table.server);
            let belongings = if may_rename_customer(&self.source, change) {
                Some(Belongings::new(server, Following::Customer { change }, true).await?)
            } else {
                None
            };
            let row = RowChange {
                key: change.id.as_str(),
                was: &change.was,
                record: &change.record,
                password: None,
                by: change.by,
            };
            let work = ChangedRow::new(shape, row, belongings.as_ref());
            if let Err(error) = server.write(&work).await {
                let (own, record) = (Some(&change.id), &change.record);
                let error = self.table.refused_value(error, record, Mode::Change).await;
                return Err(self.refused_key(error, record, own).await);
            }
            let (key, mut moves) = (work.key(), Moves::default());
            if let Some(belongings) = &belongings {
                belongings.follow(&key).await?;
                moves = belongings.moved();
            }
            let key = CustomerId::from(key);
            Ok(Changed { key, moves })
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
