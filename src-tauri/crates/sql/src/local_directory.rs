//! The local directory: an SQLite file with OTOBO's own schema.

use std::path::PathBuf;

use async_trait::async_trait;
use deskbook_core::back_end::BackEndError;
use deskbook_core::otobo_system::{
    Agent, DynamicFieldObject, DynamicFieldSought, OtoboSystem, Preference, PreferenceChange,
    SignInPassword, StoredSetting,
};
use deskbook_core::rules::SignInTable;
use deskbook_domain::ids::{AgentId, CustomerId, Identifier, Login};
use deskbook_domain::instant::Region;
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use deskbook_migrations::file::FileKey;
use sea_orm::DbErr;

use crate::connections::Connections;
use crate::customer_users::CustomerUsers;
use crate::customers::Customers;
use crate::dialect::Dialect;
use crate::indexing::start_over_if_changed;
use crate::open_error::OpenError;
use crate::system;

/// An open local directory. Clones share its connections.
#[derive(Clone)]
pub struct LocalDirectory {
    connections: Connections,
    customer_users: CustomerUsers,
    customers: Customers,
}

impl LocalDirectory {
    /// Opens the file with OTOBO's shipped maps; makes it if it is not there, brings it up to date if
    /// it is of an older Deskbook, and leaves it as it was if it is refused.
    pub async fn open(path: impl Into<PathBuf>) -> Result<Self, OpenError> {
        Self::open_with_key(path, None).await
    }

    /// The same, of a file that this key encrypts.
    pub async fn open_with_key(
        path: impl Into<PathBuf>,
        key: Option<FileKey>,
    ) -> Result<Self, OpenError> {
        Self::open_in(path, key, Region::UNKNOWN).await
    }

    /// The same, of people in this region: it says how their telephone numbers and the sounds of their names are read.
    /// An index of another region is made anew.
    pub async fn open_in(
        path: impl Into<PathBuf>,
        key: Option<FileKey>,
        region: Region,
    ) -> Result<Self, OpenError> {
        let shipped = (CustomerUserSource::shipped(), CustomerSource::shipped());
        // On the heap: optimised builds look deep into what waits for it
        Box::pin(Self::open_as(path.into(), key, shipped, region)).await
    }

    /// A plain one with maps of one's own.
    pub async fn open_with(
        path: impl Into<PathBuf>,
        customer_users: CustomerUserSource,
        customers: CustomerSource,
    ) -> Result<Self, OpenError> {
        let maps = (customer_users, customers);
        Box::pin(Self::open_as(path.into(), None, maps, Region::UNKNOWN)).await
    }

    async fn open_as(
        path: PathBuf,
        key: Option<FileKey>,
        (customer_users, customers): (CustomerUserSource, CustomerSource),
        region: Region,
    ) -> Result<Self, OpenError> {
        deskbook_migrations::LocalDirectory::at(&path)
            .with_key(key.clone())
            .bring_up()
            .await?;
        let refused = |error| OpenError::of_sqlite(path.clone(), error);
        let connections = Connections::open(path.clone(), key.as_ref()).await;
        let connections = connections.map_err(refused)?;
        let customer_users = CustomerUsers::new(connections.clone(), customer_users, region);
        let people = customer_users.clone();
        let directory = Self {
            customers: Customers::new(connections.clone(), customers, people, region),
            customer_users,
            connections,
        };
        directory.bring_index_in_step().await.map_err(refused)?;
        Ok(directory)
    }

    /// Its customer users.
    pub fn customer_users(&self) -> &CustomerUsers {
        &self.customer_users
    }

    /// Its customers.
    pub fn customers(&self) -> &Customers {
        &self.customers
    }

    /// Ends all connections in good order. What still uses them fails.
    pub async fn close(&self) -> Result<(), BackEndError> {
        self.connections
            .close()
            .await
            .map_err(self.connections.told())
    }

    /// A statement beside the sources.
    async fn ask<A>(
        &self,
        answer: impl Future<Output = Result<A, DbErr>> + Send,
    ) -> Result<A, BackEndError> {
        answer.await.map_err(self.connections.told())
    }

    pub(crate) fn connections(&self) -> &Connections {
        &self.connections
    }

    async fn bring_index_in_step(&self) -> Result<(), DbErr> {
        let transaction = self.connections.begin_write().await?;
        start_over_if_changed(&transaction, self.customer_users.index()).await?;
        start_over_if_changed(&transaction, self.customers.index()).await?;
        transaction.commit().await?;
        self.customers.refresh().await?;
        self.customer_users.refresh().await;
        Ok(())
    }
}

#[async_trait]
impl OtoboSystem for LocalDirectory {
    async fn preferences(&self, login: &Login) -> Result<Vec<Preference>, BackEndError> {
        let db = self.connections.lookups();
        self.ask(system::preferences(db, Dialect::Sqlite, login))
            .await
    }

    async fn preferences_named(
        &self,
        key: &str,
        like: Option<&str>,
    ) -> Result<Vec<(Login, String)>, BackEndError> {
        let db = self.connections.lookups();
        self.ask(system::preferences_named(db, Dialect::Sqlite, key, like))
            .await
    }

    async fn additional_customers(&self, login: &Login) -> Result<Vec<CustomerId>, BackEndError> {
        let db = self.connections.lookups();
        self.ask(system::additional_customers(db, Dialect::Sqlite, login))
            .await
    }

    async fn logins_with_dynamic_field(
        &self,
        field: &Identifier,
        text: &str,
    ) -> Result<Vec<Login>, BackEndError> {
        let db = self.connections.lookups();
        self.ask(system::logins_with(db, Dialect::Sqlite, field, text))
            .await
    }

    async fn objects_with_dynamic_field(
        &self,
        field: &Identifier,
        kind: DynamicFieldObject,
        sought: &DynamicFieldSought,
    ) -> Result<Vec<String>, BackEndError> {
        let db = self.connections.lookups();
        let objects = system::objects_with(db, Dialect::Sqlite, field, kind, sought);
        self.ask(objects).await
    }

    async fn dynamic_field_values(
        &self,
        field: &Identifier,
        object: &str,
        kind: DynamicFieldObject,
    ) -> Result<Vec<String>, BackEndError> {
        let db = self.connections.lookups();
        self.ask(system::values(db, Dialect::Sqlite, field, object, kind))
            .await
    }

    async fn dynamic_field_label(
        &self,
        field: &Identifier,
    ) -> Result<Option<String>, BackEndError> {
        let db = self.connections.lookups();
        self.ask(system::label(db, Dialect::Sqlite, field)).await
    }

    /// The local directory has no settings of its own: the shipped ones hold.
    async fn settings(&self, _: &[&str]) -> Result<Vec<StoredSetting>, BackEndError> {
        Ok(Vec::new())
    }

    async fn set_preference(&self, change: PreferenceChange<'_>) -> Result<(), BackEndError> {
        let told = self.connections.told();
        let transaction = self.connections.begin_write().await.map_err(&told)?;
        system::set_preference(&transaction, Dialect::Sqlite, change)
            .await
            .map_err(|error| error.told(&told))?;
        transaction.commit().await.map_err(&told)
    }

    async fn sign_in_password(
        &self,
        table: &SignInTable,
        login: &Login,
    ) -> Result<SignInPassword, BackEndError> {
        let db = self.connections.lookups();
        self.ask(system::sign_in_password(db, Dialect::Sqlite, table, login))
            .await
    }

    async fn is_valid_agent(&self, agent: AgentId) -> Result<bool, BackEndError> {
        let db = self.connections.lookups();
        self.ask(system::is_valid_agent(db, Dialect::Sqlite, agent))
            .await
    }

    async fn agents(&self) -> Result<Vec<Agent>, BackEndError> {
        let db = self.connections.lookups();
        self.ask(system::list_agents(db, Dialect::Sqlite)).await
    }
}
