//! Adds and changes customer users (`otobo-behaviour.md` 4.1 and 4.2).
//!
//! Everything that the form was told before is looked up again inside the transaction, which holds
//! the write lock from its beginning: what is read there stays true until it ends.

use async_trait::async_trait;
use deskbook_core::back_end::{
    Addition, BackEndError, BackEndWriter, Change, Changed, CustomerMoving, CustomerUser, Renaming,
    Signature,
};
use deskbook_core::moves::Moves;
use deskbook_domain::check::{Finding, Mode, Problem, check_fields};
use deskbook_domain::display::full_name;
use deskbook_domain::ids::{CustomerId, Identifier, Login, Var};
use deskbook_domain::password::StoredPassword;
use deskbook_domain::record::Record;
use deskbook_domain::text::lower;
use deskbook_domain::vars;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};

use super::CustomerUsers;
use crate::customers::is_there;
use crate::dialect::Dialect;
use crate::dragging::{self, count_customer_users, drag_customer_users, renaming_of};
use crate::indexing::drain_if_few;
use crate::moves::OtoboTables;
use crate::system::forget_password_age;
use crate::writing::{self, ChangeError, RowChange, read_password, refuse};

#[async_trait]
impl BackEndWriter for CustomerUsers {
    async fn add(&self, addition: Addition) -> Result<(), BackEndError> {
        let told = self.connections.told();
        refuse(check_fields(
            &self.source.map,
            &self.limits,
            &addition.record,
            Mode::Add,
        ))?;
        let transaction = self.connections.begin_write().await.map_err(&told)?;
        let findings = self
            .faults_of_new(&transaction, &addition.record)
            .await
            .map_err(&told)?;
        refuse(findings)?;
        let Addition {
            record,
            password,
            by,
        } = &addition;
        self.insert(&transaction, record, password.as_ref(), *by)
            .await
            .map_err(&told)?;
        drain_if_few(&transaction, self.index())
            .await
            .map_err(&told)?;
        transaction.commit().await.map_err(&told)
    }

    async fn change(&self, change: Change) -> Result<Changed<Login>, BackEndError> {
        let told = self.connections.told();
        refuse(check_fields(
            &self.source.map,
            &self.limits,
            &change.record,
            Mode::Change,
        ))?;
        let transaction = self.connections.begin_write().await.map_err(&told)?;
        let stored = self
            .lookup()
            .by_login(&transaction, &change.login)
            .await
            .map_err(&told)?;
        let stored = stored.ok_or(BackEndError::NotFound)?;
        let findings = self
            .faults_of_changed(&transaction, &stored, &change.record)
            .await;
        refuse(findings.map_err(&told)?)?;
        let row = RowChange {
            key: stored.login.as_str(),
            was: &change.was,
            record: &change.record,
            password: change.password.as_ref(),
            by: change.by,
        };
        let rewritten = writing::change(&transaction, &self.shape, &row)
            .await
            .map_err(|error| error.told(&told))?;
        if change.password.is_some() {
            forget_password_age(&transaction, Dialect::Sqlite, &stored.login)
                .await
                .map_err(&told)?;
        }
        let mut moves = Moves::default();
        if let Some(renaming) = renaming_of(&self.source, change.options, &rewritten) {
            let tables = OtoboTables::read(&transaction, Dialect::Sqlite).await;
            let tables = tables.map_err(&told)?;
            let progress = change.progress.as_ref();
            moves = dragging::drag(&transaction, &tables, &renaming, change.by, progress)
                .await
                .map_err(|error| ChangeError::from(error).told(&told))?;
        }
        drain_if_few(&transaction, self.index())
            .await
            .map_err(&told)?;
        transaction.commit().await.map_err(&told)?;
        Ok(Changed {
            key: Login::from(rewritten.after.key),
            moves,
        })
    }

    async fn count_moves(&self, renaming: &Renaming) -> Result<Moves, BackEndError> {
        let told = self.connections.told();
        let db = self.connections.lookups();
        let tables = OtoboTables::read(db, Dialect::Sqlite).await;
        let moves = dragging::count(db, &tables.map_err(&told)?, renaming).await;
        moves.map_err(|error| ChangeError::from(error).told(&told))
    }

    async fn count_to_move(&self, moving: &CustomerMoving) -> Result<u64, BackEndError> {
        let told = self.connections.told();
        let db = self.connections.lookups();
        let counted = count_customer_users(db, Dialect::Sqlite, &self.source, moving).await;
        counted.map_err(|error| ChangeError::from(error).told(&told))
    }

    async fn move_to_customer(&self, moving: &CustomerMoving) -> Result<u64, BackEndError> {
        let told = self.connections.told();
        let transaction = self.connections.begin_write().await.map_err(&told)?;
        let moved = drag_customer_users(&transaction, Dialect::Sqlite, &self.source, moving);
        let moved = moved.await.map_err(&told)?;
        drain_if_few(&transaction, self.index())
            .await
            .map_err(&told)?;
        transaction.commit().await.map_err(&told)?;
        Ok(moved)
    }

    async fn stored_password(&self, login: &Login) -> Result<Option<StoredPassword>, BackEndError> {
        let told = self.connections.told();
        let db = self.connections.lookups();
        let stored = self.lookup().by_login(db, login).await.map_err(&told)?;
        let Some(stored) = stored else {
            return Ok(None);
        };
        read_password(db, &self.shape, stored.login.as_str())
            .await
            .map_err(&told)
    }
}

impl CustomerUsers {
    async fn faults_of_new(
        &self,
        transaction: &DatabaseTransaction,
        record: &Record,
    ) -> Result<Vec<Finding>, DbErr> {
        let mut findings = Vec::new();
        let login = self.var_of(&self.source.key, vars::USER_LOGIN);
        let typed = record.text(&login);
        findings.extend(self.fault_of_login(transaction, login, typed).await?);
        findings.extend(self.fault_of_address(transaction, record).await?);
        findings.extend(self.fault_of_customer(transaction, record).await?);
        Ok(findings)
    }

    /// An unchanged address or customer is not asked about (C64, C66).
    async fn faults_of_changed(
        &self,
        transaction: &DatabaseTransaction,
        stored: &CustomerUser,
        record: &Record,
    ) -> Result<Vec<Finding>, DbErr> {
        let mut findings = Vec::new();
        let login = self.var_of(&self.source.key, vars::USER_LOGIN);
        let wanted = record.text(&login);
        if lower(wanted) != lower(stored.login.as_str()) {
            findings.extend(self.fault_of_login(transaction, login, wanted).await?);
        }
        let old_address = stored.record.text(vars::USER_EMAIL);
        if lower(record.text(vars::USER_EMAIL)) != lower(old_address) {
            findings.extend(self.fault_of_address(transaction, record).await?);
        }
        let customer = self.var_of(&self.source.customer_id, vars::USER_CUSTOMER_ID);
        if record.text(&customer) != stored.record.text(&customer) {
            findings.extend(self.fault_of_customer(transaction, record).await?);
        }
        Ok(findings)
    }

    async fn fault_of_login(
        &self,
        transaction: &DatabaseTransaction,
        var: Var,
        wanted: &str,
    ) -> Result<Option<Finding>, DbErr> {
        let holder = self
            .lookup()
            .by_login(transaction, &Login::from(wanted))
            .await?;
        Ok(holder.map(|holder| {
            let problem = Problem::LoginTaken {
                login: holder.login.to_string(),
                name: full_name(&self.source, &holder.record),
                free: None,
            };
            Finding::new(var, problem)
        }))
    }

    async fn fault_of_address(
        &self,
        transaction: &DatabaseTransaction,
        record: &Record,
    ) -> Result<Option<Finding>, DbErr> {
        let address = record.text(vars::USER_EMAIL);
        if !self.source.email_unique || address.is_empty() {
            return Ok(None);
        }
        let holders = self.lookup().by_address(transaction, address).await?;
        Ok(holders.into_iter().next().map(|holder| {
            let problem = Problem::EmailTaken {
                login: holder.login.to_string(),
                name: full_name(&self.source, &holder.record),
            };
            Finding::new(vars::USER_EMAIL, problem)
        }))
    }

    async fn fault_of_customer(
        &self,
        transaction: &DatabaseTransaction,
        record: &Record,
    ) -> Result<Option<Finding>, DbErr> {
        let var = self.var_of(&self.source.customer_id, vars::USER_CUSTOMER_ID);
        let id = CustomerId::from(record.text(&var));
        let known = !self.source.company_support || is_there(transaction, &id).await?;
        Ok((!known).then(|| Finding::new(var, Problem::CustomerUnknown)))
    }

    /// The field of a column that every source has.
    fn var_of(&self, column: &Identifier, usual: &str) -> Var {
        let field = self.source.map.field_stored_in(column);
        field.map_or_else(|| Var::from(usual), |field| field.var.clone())
    }

    /// Writes a new row; its fields were checked before.
    pub(crate) async fn insert(
        &self,
        transaction: &DatabaseTransaction,
        record: &Record,
        password: Option<&StoredPassword>,
        by: Signature,
    ) -> Result<(), DbErr> {
        let sql = writing::insert(&self.shape, record, password, by);
        transaction.execute_raw(sql.statement()).await.map(|_| ())
    }
}
