//! Adds and changes customer users (`otobo-behaviour.md` 4.1 and 4.2).
//!
//! Everything that the form was told before is looked up again inside the transaction, which holds
//! the write lock from its beginning: what is read there stays true until it ends.

use async_trait::async_trait;
use deskbook_core::back_end::{
    Addition, BackEndError, BackEndWriter, Change, CustomerUser, Signature,
};
use deskbook_domain::check::{Finding, Mode, Problem, check_fields};
use deskbook_domain::display::full_name;
use deskbook_domain::ids::{CustomerId, Identifier, Login, Var};
use deskbook_domain::password::StoredPassword;
use deskbook_domain::record::Record;
use deskbook_domain::text::lower;
use deskbook_domain::vars;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};

use super::CustomerUsers;
use super::lookup::Numbered;
use crate::customers::is_there;
use crate::indexing::drain_if_few;
use crate::statement::execute;

/// Of a customer user's preferences, what a new password makes untrue (C73).
const PASSWORD_AGE: &str = "UserLastPwChangeTime";

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

    async fn change(&self, change: Change) -> Result<(), BackEndError> {
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
            .faults_of_changed(&transaction, &stored.customer_user, &change.record)
            .await;
        refuse(findings.map_err(&told)?)?;
        self.update(&transaction, &stored, &change)
            .await
            .map_err(&told)?;
        drain_if_few(&transaction, self.index())
            .await
            .map_err(&told)?;
        transaction.commit().await.map_err(&told)
    }
}

fn refuse(findings: Vec<Finding>) -> Result<(), BackEndError> {
    if findings.is_empty() {
        Ok(())
    } else {
        Err(BackEndError::Refused { findings })
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
        let typed = Login::from(record.text(&login));
        if let Some(holder) = self.lookup().by_login(transaction, &typed).await? {
            let problem = Problem::LoginTaken {
                login: holder.customer_user.login.to_string(),
                name: full_name(&self.source, &holder.customer_user.record),
                free: None,
            };
            findings.push(Finding::new(login, problem));
        }
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
        if record.text(&login) != stored.login.as_str() {
            findings.push(Finding::new(login, Problem::CannotBeRenamed));
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
                login: holder.customer_user.login.to_string(),
                name: full_name(&self.source, &holder.customer_user.record),
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
        transaction
            .execute(&self.map.insert(record, password, by))
            .await
            .map(|_| ())
    }

    async fn update(
        &self,
        transaction: &DatabaseTransaction,
        stored: &Numbered,
        change: &Change,
    ) -> Result<(), DbErr> {
        let mut update = self
            .map
            .update(&change.record, change.password.as_ref(), change.by);
        transaction
            .execute(update.and_where(Expr::col("id").eq(stored.id)))
            .await?;
        if change.password.is_some() {
            let forget =
                "DELETE FROM customer_preferences WHERE user_id = ? AND preferences_key = ?";
            let login = stored.customer_user.login.as_str();
            execute(transaction, forget, [login.into(), PASSWORD_AGE.into()]).await?;
        }
        Ok(())
    }
}
