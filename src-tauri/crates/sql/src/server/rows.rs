//! One row as the work of a transaction on a server: added, or written over what was read of it.

use std::time::Duration;

use deskbook_core::back_end::{BackEndError, Signature};
use deskbook_domain::check::{Mode, check_fields};
use deskbook_domain::password::StoredPassword;
use deskbook_domain::record::Record;
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbErr};

use super::belongings::Belongings;
use super::write::Work;
use crate::shape::Shape;
use crate::writing::{self, ChangeError, RowChange, holds, refuse, unfit};

/// A new row.
pub(super) struct NewRow<'w> {
    pub(super) shape: &'w Shape,
    pub(super) record: &'w Record,
    /// Only customer users have one.
    pub(super) password: Option<&'w StoredPassword>,
    pub(super) by: Signature,
}

impl Work for NewRow<'_> {
    async fn run(&self, transaction: &DatabaseTransaction) -> Result<(), ChangeError> {
        let sql = writing::insert(self.shape, self.record, self.password, self.by);
        transaction.execute_raw(sql.statement()).await?;
        Ok(())
    }

    async fn is_done(&self, transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
        holds(transaction, self.shape, self.record, self.password).await
    }
}

/// A row that is there.
pub(super) struct ChangedRow<'w> {
    pub(super) shape: &'w Shape,
    pub(super) row: RowChange<'w>,
    /// What belongs to the record, where OTOBO's own tables are in the same database.
    pub(super) belongings: Option<&'w Belongings<'w>>,
}

impl Work for ChangedRow<'_> {
    async fn run(&self, transaction: &DatabaseTransaction) -> Result<(), ChangeError> {
        writing::change(transaction, self.shape, &self.row).await?;
        match self.belongings {
            Some(belongings) => belongings.run(transaction).await,
            None => Ok(()),
        }
    }

    fn patience(&self) -> Option<Duration> {
        self.belongings.and_then(Work::patience)
    }

    async fn is_done(&self, transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
        let RowChange {
            record, password, ..
        } = self.row;
        holds(transaction, self.shape, record, password).await
    }
}

/// What the columns cannot take: the form may have been checked before the catalogue was read.
pub(super) fn refuse_unfit(shape: &Shape, record: &Record, mode: Mode) -> Result<(), BackEndError> {
    let mut findings = check_fields(&shape.map, &shape.limits(), record, mode);
    findings.extend(unfit(shape, record));
    refuse(findings)
}
