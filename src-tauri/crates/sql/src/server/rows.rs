//! One row as the work of a transaction on a server: added, or written over what was read of it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use deskbook_core::back_end::{BackEndError, Signature};
use deskbook_domain::check::{Mode, check_fields};
use deskbook_domain::password::StoredPassword;
use deskbook_domain::record::Record;
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbErr};

use super::belongings::Belongings;
use super::write::{Ending, Work};
use crate::dialect::Dialect;
use crate::shape::{Row, Shape};
use crate::writing::{
    self, ChangeError, Rewritten, RowChange, as_stored, read_password, refuse, stored_under, unfit,
};

/// A new row.
pub(super) struct NewRow<'w> {
    shape: &'w Shape,
    record: &'w Record,
    /// Only customer users have one.
    password: Option<&'w StoredPassword>,
    by: Signature,
    kept: Kept,
}

impl<'w> NewRow<'w> {
    pub(super) fn new(
        shape: &'w Shape,
        record: &'w Record,
        password: Option<&'w StoredPassword>,
        by: Signature,
    ) -> Self {
        Self {
            shape,
            record,
            password,
            by,
            kept: Kept::default(),
        }
    }
}

impl Work for NewRow<'_> {
    async fn run(&self, transaction: &DatabaseTransaction) -> Result<(), ChangeError> {
        let sql = writing::insert(self.shape, self.record, self.password, self.by);
        transaction.execute_raw(sql.statement()).await?;
        if self.shape.dialect == Dialect::MySql
            && let Some(key) = self.shape.map.field_stored_in(&self.shape.key)
        {
            let written = self.record.text(&key.var);
            let row = as_stored(transaction, self.shape, written).await?;
            self.kept.note(transaction, self.shape, row).await?;
        }
        Ok(())
    }

    async fn ending(&self, transaction: &DatabaseTransaction) -> Result<Ending, DbErr> {
        self.kept.ending(transaction, self.shape, None).await
    }
}

/// A row that is there.
pub(super) struct ChangedRow<'w> {
    shape: &'w Shape,
    row: RowChange<'w>,
    /// What belongs to the record.
    belongings: Option<&'w Belongings<'w>>,
    rewritten: Mutex<Option<Rewritten>>,
    kept: Kept,
}

impl<'w> ChangedRow<'w> {
    pub(super) fn new(
        shape: &'w Shape,
        row: RowChange<'w>,
        belongings: Option<&'w Belongings<'w>>,
    ) -> Self {
        Self {
            shape,
            row,
            belongings,
            rewritten: Mutex::default(),
            kept: Kept::default(),
        }
    }

    /// The key that is stored once it is changed.
    pub(super) fn key(&self) -> String {
        let rewritten = self.rewritten();
        rewritten.map_or_else(|| self.row.key.to_owned(), |it| it.after.key)
    }

    fn rewritten(&self) -> Option<Rewritten> {
        let rewritten = self.rewritten.lock();
        rewritten.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Work for ChangedRow<'_> {
    async fn run(&self, transaction: &DatabaseTransaction) -> Result<(), ChangeError> {
        let rewritten = writing::change(transaction, self.shape, &self.row).await?;
        if self.shape.dialect == Dialect::MySql {
            let after = Some(rewritten.after.clone());
            self.kept.note(transaction, self.shape, after).await?;
        }
        if let Some(belongings) = self.belongings {
            belongings.go_along(transaction, &rewritten).await?;
        }
        *self
            .rewritten
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(rewritten);
        Ok(())
    }

    fn patience(&self) -> Option<Duration> {
        self.belongings.and_then(Work::patience)
    }

    async fn ending(&self, transaction: &DatabaseTransaction) -> Result<Ending, DbErr> {
        let before = self.rewritten().map(|it| it.before);
        let before = before.as_ref();
        self.kept.ending(transaction, self.shape, before).await
    }
}

/// What a transaction has written, read again before its end: for servers that cannot tell how one ended.
#[derive(Default)]
struct Kept(Mutex<Option<(Row, Option<StoredPassword>)>>);

impl Kept {
    async fn note(
        &self,
        transaction: &DatabaseTransaction,
        shape: &Shape,
        row: Option<Row>,
    ) -> Result<(), DbErr> {
        let kept = match row {
            Some(row) => {
                let password = read_password(transaction, shape, &row.key).await?;
                Some((row, password))
            }
            None => None,
        };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = kept;
        Ok(())
    }

    /// What is stored now, of a row that was like this before; a new one was not there. Whatever else is
    /// there is somebody else's work since.
    async fn ending(
        &self,
        transaction: &DatabaseTransaction,
        shape: &Shape,
        before: Option<&Row>,
    ) -> Result<Ending, DbErr> {
        let kept = self.0.lock();
        let kept = kept.unwrap_or_else(PoisonError::into_inner).clone();
        let Some((row, password)) = kept else {
            return Ok(Ending::Unclear);
        };
        let now = stored_under(transaction, shape, &row.key).await?;
        if now.as_ref() == Some(&(row, password)) {
            return Ok(Ending::Stored);
        }
        let is_as_before = match before {
            None => now.is_none(),
            Some(before) => {
                let old = stored_under(transaction, shape, &before.key).await?;
                old.is_some_and(|(old, _)| old == *before)
            }
        };
        Ok(if is_as_before {
            Ending::NotStored
        } else {
            Ending::Unclear
        })
    }
}

/// What the columns cannot take: the form may have been checked before the catalogue was read.
pub(super) fn refuse_unfit(shape: &Shape, record: &Record, mode: Mode) -> Result<(), BackEndError> {
    let mut findings = check_fields(&shape.map, &shape.limits(), record, mode);
    findings.extend(unfit(shape, record));
    refuse(findings)
}
