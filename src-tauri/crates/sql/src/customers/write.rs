//! Adds and changes customers (`otobo-behaviour.md` 6).

use async_trait::async_trait;
use deskbook_core::back_end::{BackEndError, Changed, Signature};
use deskbook_core::customer_back_end::{
    Customer, CustomerChange, CustomerRenaming, CustomerWriter,
};
use deskbook_core::moves::Moves;
use deskbook_domain::check::{Finding, Mode, Problem, check_fields};
use deskbook_domain::ids::CustomerId;
use deskbook_domain::record::Record;
use deskbook_domain::text::lower;
use deskbook_domain::vars;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};

use super::Customers;
use crate::dialect::Dialect;
use crate::dragging::{self, customer_renaming_of};
use crate::indexing::{drain_all, drain_if_few};
use crate::moves::OtoboTables;
use crate::writing::{self, ChangeError, RowChange, refuse};

#[async_trait]
impl CustomerWriter for Customers {
    async fn add(&self, record: Record, by: Signature) -> Result<(), BackEndError> {
        let told = self.connections.told();
        refuse(check_fields(
            &self.source.map,
            &self.limits,
            &record,
            Mode::Add,
        ))?;
        let transaction = self.connections.begin_write().await.map_err(&told)?;
        let mut findings = Vec::new();
        let taken = self
            .fault_of_id(&transaction, record.text(vars::CUSTOMER_ID))
            .await;
        findings.extend(taken.map_err(&told)?);
        findings.extend(
            self.fault_of_name(&transaction, &record, None)
                .await
                .map_err(&told)?,
        );
        refuse(findings)?;
        self.insert(&transaction, &record, by)
            .await
            .map_err(&told)?;
        drain_all(&transaction, self.index()).await.map_err(&told)?;
        transaction.commit().await.map_err(&told)
    }

    async fn change(&self, change: CustomerChange) -> Result<Changed<CustomerId>, BackEndError> {
        let told = self.connections.told();
        let CustomerChange {
            id,
            was,
            record,
            by,
            ..
        } = &change;
        refuse(check_fields(
            &self.source.map,
            &self.limits,
            record,
            Mode::Change,
        ))?;
        let transaction = self.connections.begin_write().await.map_err(&told)?;
        let stored = self.lookup().by_id(&transaction, id).await.map_err(&told)?;
        let stored = stored.ok_or(BackEndError::NotFound)?;
        let mut findings = Vec::new();
        let wanted = record.text(vars::CUSTOMER_ID);
        if lower(wanted) != lower(stored.id.as_str()) {
            let taken = self.fault_of_id(&transaction, wanted).await;
            findings.extend(taken.map_err(&told)?);
        }
        let taken = self
            .fault_of_name(&transaction, record, Some(&stored))
            .await;
        findings.extend(taken.map_err(&told)?);
        refuse(findings)?;
        let row = RowChange {
            key: stored.id.as_str(),
            was,
            record,
            password: None,
            by: *by,
        };
        let rewritten = writing::change(&transaction, &self.shape, &row)
            .await
            .map_err(|error| error.told(&told))?;
        let mut moves = Moves::default();
        if let Some(renaming) = customer_renaming_of(&change, &rewritten) {
            let tables = OtoboTables::read(&transaction, Dialect::Sqlite).await;
            let tables = tables.map_err(&told)?;
            let progress = change.progress.as_ref();
            moves = dragging::drag_customer(
                &transaction,
                Dialect::Sqlite,
                &tables,
                &renaming,
                *by,
                progress,
            )
            .await
            .map_err(|error| ChangeError::from(error).told(&told))?;
            drain_if_few(&transaction, self.customer_users.index())
                .await
                .map_err(&told)?;
        }
        drain_all(&transaction, self.index()).await.map_err(&told)?;
        transaction.commit().await.map_err(&told)?;
        Ok(Changed {
            key: CustomerId::from(rewritten.after.key),
            moves,
        })
    }

    async fn count_moves(&self, renaming: &CustomerRenaming) -> Result<Moves, BackEndError> {
        let told = self.connections.told();
        let db = self.connections.lookups();
        let tables = OtoboTables::read(db, Dialect::Sqlite).await;
        let tables = tables.map_err(&told)?;
        let moves = dragging::count_of_customer(db, Dialect::Sqlite, &tables, renaming).await;
        moves.map_err(|error| ChangeError::from(error).told(&told))
    }
}

impl Customers {
    async fn fault_of_id(
        &self,
        transaction: &DatabaseTransaction,
        wanted: &str,
    ) -> Result<Option<Finding>, DbErr> {
        let holder = self
            .lookup()
            .by_id(transaction, &CustomerId::from(wanted))
            .await?;
        Ok(holder.map(|holder| {
            let name = holder.record.text(vars::CUSTOMER_COMPANY_NAME).to_owned();
            Finding::new(vars::CUSTOMER_ID, Problem::CustomerIdTaken { name })
        }))
    }

    async fn fault_of_name(
        &self,
        transaction: &DatabaseTransaction,
        record: &Record,
        own: Option<&Customer>,
    ) -> Result<Option<Finding>, DbErr> {
        let name = record.text(vars::CUSTOMER_COMPANY_NAME);
        let holder = self.lookup().by_name(transaction, name).await?;
        let other = holder.filter(|holder| own.is_none_or(|own| own.id != holder.id));
        Ok(other.map(|holder| {
            let problem = Problem::CustomerNameTaken {
                customer_id: holder.id.to_string(),
            };
            Finding::new(vars::CUSTOMER_COMPANY_NAME, problem)
        }))
    }

    /// Writes a new row; its fields were checked before.
    pub(crate) async fn insert(
        &self,
        transaction: &DatabaseTransaction,
        record: &Record,
        by: Signature,
    ) -> Result<(), DbErr> {
        let sql = writing::insert(&self.shape, record, None, by);
        transaction.execute_raw(sql.statement()).await.map(|_| ())
    }
}
