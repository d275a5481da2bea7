//! OTOBO's own database beside the sources, on a server.

use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::BackEndError;
use deskbook_core::mirror::ReadableTables;
use deskbook_core::otobo_system::{
    Agent, DynamicFieldObject, DynamicFieldSought, OtoboSystem, Preference, PreferenceChange,
    SignInPassword, StoredSetting,
};
use deskbook_core::rules::SignInTable;
use deskbook_core::server_error::{ServerError, Trouble};
use deskbook_domain::ids::{AgentId, CustomerId, Identifier, Login};
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};

use super::Server;
use super::write::{Ending, Work};
use crate::dialect::Dialect;
use crate::system;
use crate::writing::ChangeError;

impl Server {
    /// A question beside the sources.
    async fn ask<A>(
        &self,
        work: impl AsyncFnOnce(&DatabaseConnection) -> Result<A, DbErr>,
    ) -> Result<A, ServerError> {
        let mut lease = self.sessions().lease().await?;
        lease.ask(work).await
    }
}

/// An installation without a table has nothing in it.
fn nothing_if_missing<A: Default>(answer: Result<A, ServerError>) -> Result<A, BackEndError> {
    match answer {
        Err(ServerError {
            trouble: Trouble::TableMissing(_),
            ..
        }) => Ok(A::default()),
        answer => Ok(answer?),
    }
}

/// A preference in place of another one.
struct SetPreference<'w> {
    dialect: Dialect,
    change: PreferenceChange<'w>,
}

impl Work for SetPreference<'_> {
    async fn run(&self, transaction: &DatabaseTransaction) -> Result<(), ChangeError> {
        system::set_preference(transaction, self.dialect, self.change).await
    }

    async fn ending(&self, transaction: &DatabaseTransaction) -> Result<Ending, DbErr> {
        let PreferenceChange {
            login, key, value, ..
        } = self.change;
        let stored = system::preferences(transaction, self.dialect, login).await?;
        let stored = stored.iter().find(|it| it.key == key);
        let is_stored = stored.map(|it| it.value.as_deref().unwrap_or_default()) == value;
        Ok(if is_stored {
            Ending::Stored
        } else {
            Ending::NotStored
        })
    }
}

#[async_trait]
impl OtoboSystem for Server {
    fn tables(&self) -> Option<Arc<dyn ReadableTables>> {
        Some(Arc::new(self.clone()))
    }

    async fn preferences(&self, login: &Login) -> Result<Vec<Preference>, BackEndError> {
        let dialect = self.dialect();
        Ok(self
            .ask(async |db| system::preferences(db, dialect, login).await)
            .await?)
    }

    async fn preferences_named(
        &self,
        key: &str,
        like: Option<&str>,
    ) -> Result<Vec<(Login, String)>, BackEndError> {
        let dialect = self.dialect();
        Ok(self
            .ask(async |db| system::preferences_named(db, dialect, key, like).await)
            .await?)
    }

    async fn additional_customers(&self, login: &Login) -> Result<Vec<CustomerId>, BackEndError> {
        let dialect = self.dialect();
        Ok(self
            .ask(async |db| system::additional_customers(db, dialect, login).await)
            .await?)
    }

    async fn logins_with_dynamic_field(
        &self,
        field: &Identifier,
        text: &str,
    ) -> Result<Vec<Login>, BackEndError> {
        let dialect = self.dialect();
        Ok(self
            .ask(async |db| system::logins_with(db, dialect, field, text).await)
            .await?)
    }

    async fn objects_with_dynamic_field(
        &self,
        field: &Identifier,
        kind: DynamicFieldObject,
        sought: &DynamicFieldSought,
    ) -> Result<Vec<String>, BackEndError> {
        let dialect = self.dialect();
        let objects = async |db: &DatabaseConnection| {
            system::objects_with(db, dialect, field, kind, sought).await
        };
        Ok(self.ask(objects).await?)
    }

    async fn dynamic_field_values(
        &self,
        field: &Identifier,
        object: &str,
        kind: DynamicFieldObject,
    ) -> Result<Vec<String>, BackEndError> {
        let dialect = self.dialect();
        let values =
            async |db: &DatabaseConnection| system::values(db, dialect, field, object, kind).await;
        Ok(self.ask(values).await?)
    }

    async fn dynamic_field_label(
        &self,
        field: &Identifier,
    ) -> Result<Option<String>, BackEndError> {
        let dialect = self.dialect();
        nothing_if_missing(
            self.ask(async |db| system::label(db, dialect, field).await)
                .await,
        )
    }

    async fn settings(&self, names: &[&str]) -> Result<Vec<StoredSetting>, BackEndError> {
        let dialect = self.dialect();
        let read =
            async |db: &DatabaseConnection| system::stored_settings(db, dialect, names).await;
        nothing_if_missing(self.ask(read).await)
    }

    async fn set_preference(&self, change: PreferenceChange<'_>) -> Result<(), BackEndError> {
        let work = SetPreference {
            dialect: self.dialect(),
            change,
        };
        self.write(&work).await
    }

    async fn sign_in_password(
        &self,
        table: &SignInTable,
        login: &Login,
    ) -> Result<SignInPassword, BackEndError> {
        let dialect = self.dialect();
        let read = async |db: &DatabaseConnection| {
            system::sign_in_password(db, dialect, table, login).await
        };
        Ok(self.ask(read).await?)
    }

    async fn is_valid_agent(&self, agent: AgentId) -> Result<bool, BackEndError> {
        let dialect = self.dialect();
        let read = async |db: &DatabaseConnection| system::is_valid_agent(db, dialect, agent).await;
        nothing_if_missing(self.ask(read).await)
    }

    async fn agents(&self) -> Result<Vec<Agent>, BackEndError> {
        let dialect = self.dialect();
        let read = async |db: &DatabaseConnection| system::list_agents(db, dialect).await;
        nothing_if_missing(self.ask(read).await)
    }
}
