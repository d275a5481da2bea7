//! Fills an empty local directory at one go.

use async_trait::async_trait;
use deskbook_core::back_end::{BackEnd, BackEndError, Signature};
use deskbook_core::customer_back_end::CustomerBackEnd;
use deskbook_core::jobs::Progress;
use deskbook_core::sample::{SampleRows, SampleTarget};
use deskbook_domain::check::{Mode, check_fields};
use sea_orm::{DatabaseTransaction, DbErr};

use crate::LocalDirectory;
use crate::indexing::{CUSTOMER_USERS, CUSTOMERS, drain_all};
use crate::statement::one;

/// Progress is told, and the wish to end it heard, after as many rows.
const ROWS_PER_WORD: usize = 100;

#[async_trait]
impl SampleTarget for LocalDirectory {
    async fn fill(
        &self,
        rows: SampleRows,
        by: Signature,
        progress: &Progress,
    ) -> Result<(), BackEndError> {
        let told = self.connections().told();
        self.check_rows(&rows)?;
        let transaction = self.connections().begin_write().await.map_err(&told)?;
        if !is_empty(&transaction).await.map_err(&told)? {
            return Err(BackEndError::NotEmpty);
        }
        let total = rows.customers.len() + rows.customer_users.len();
        let mut work = Work {
            progress,
            done: 0,
            total,
        };
        for record in &rows.customers {
            work.go_on()?;
            self.customers()
                .insert(&transaction, record, by)
                .await
                .map_err(&told)?;
        }
        for record in &rows.customer_users {
            work.go_on()?;
            let none = None;
            self.customer_users()
                .insert(&transaction, record, none, by)
                .await
                .map_err(&told)?;
        }
        drain_all(&transaction, self.customers().index())
            .await
            .map_err(&told)?;
        drain_all(&transaction, self.customer_users().index())
            .await
            .map_err(&told)?;
        work.go_on()?;
        transaction.commit().await.map_err(&told)
    }
}

impl LocalDirectory {
    fn check_rows(&self, rows: &SampleRows) -> Result<(), BackEndError> {
        let (customers, customer_users) = (self.customers(), self.customer_users());
        let of_customer = |record| {
            check_fields(
                &customers.source().map,
                &customers.limits(),
                record,
                Mode::Add,
            )
        };
        let of_customer_user = |record| {
            check_fields(
                &customer_users.source().map,
                &customer_users.limits(),
                record,
                Mode::Add,
            )
        };
        let findings = rows.customers.iter().map(of_customer);
        let findings = findings.chain(rows.customer_users.iter().map(of_customer_user));
        match findings.into_iter().find(|findings| !findings.is_empty()) {
            Some(findings) => Err(BackEndError::Refused { findings }),
            None => Ok(()),
        }
    }
}

struct Work<'p> {
    progress: &'p Progress,
    done: usize,
    total: usize,
}

impl Work<'_> {
    fn go_on(&mut self) -> Result<(), BackEndError> {
        if self.done.is_multiple_of(ROWS_PER_WORD) || self.done == self.total {
            let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
            self.progress
                .tell(number(self.done), Some(number(self.total)));
            if self.progress.is_cancelled() {
                return Err(BackEndError::Cancelled);
            }
        }
        self.done += 1;
        Ok(())
    }
}

async fn is_empty(transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
    let sql = format!(
        "SELECT NOT EXISTS (SELECT 1 FROM {}) AND NOT EXISTS (SELECT 1 FROM {})",
        CUSTOMER_USERS.table, CUSTOMERS.table
    );
    Ok(one(transaction, &sql, []).await?.unwrap_or_default())
}
