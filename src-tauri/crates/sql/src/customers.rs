//! The customers of the local directory.

mod lookup;
mod rows;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::BackEndError;
use deskbook_core::customer_back_end::{Customer, CustomerBackEnd, CustomerWriter, FoundCustomer};
use deskbook_core::health::Health;
use deskbook_core::hits::Hits;
use deskbook_core::mirror::Readable;
use deskbook_core::query::{ContactQuery, ValidityFilter};
use deskbook_core::selection::{Selection, everything, select_by_looking};
use deskbook_domain::check::Limits;
use deskbook_domain::ids::CustomerId;
use deskbook_domain::instant::Region;
use deskbook_domain::source::CustomerSource;
use sea_orm::DbErr;

use crate::catalogue::Catalogue;
use crate::connections::Connections;
use crate::customer_users::CustomerUsers;
use crate::dialect::Dialect;
use crate::indexing::{
    CUSTOMERS, CustomerIndex, Filler, Indices, catch_up, count_pending, drain_all,
};
use crate::instant::InstantIndex;
use crate::map_query::MapQuery;
use crate::search::{Question, Scope, begin};
use crate::shape::Shape;
use crate::statement::one;
pub(crate) use lookup::is_there;
use lookup::{Lookup, counts, names};
use rows::FoundRows;

/// The customers of the local directory, found through its index and written through their map.
#[derive(Clone)]
pub struct Customers {
    connections: Connections,
    source: Arc<CustomerSource>,
    limits: Arc<Limits>,
    map: Arc<MapQuery>,
    shape: Arc<Shape>,
    index: Arc<Indices>,
    filler: Arc<Filler>,
    /// Counted by their customer.
    customer_users: CustomerUsers,
}

impl Customers {
    pub(crate) fn new(
        connections: Connections,
        source: CustomerSource,
        customer_users: CustomerUsers,
        region: Region,
    ) -> Self {
        let map = MapQuery::of_customers(&source);
        let instant = InstantIndex::new(&CUSTOMERS, &map, region);
        let index = Arc::new(Indices::new(CustomerIndex::new(&source), instant));
        let filler = Filler::new(connections.clone(), Arc::clone(&index));
        Self {
            customer_users,
            connections,
            index,
            filler: Arc::new(filler),
            map: Arc::new(map),
            shape: Arc::new(Shape::of_customers(
                Dialect::Sqlite,
                &source,
                Catalogue::default(),
            )),
            limits: Arc::new(Limits::local_directory_customer()),
            source: Arc::new(source),
        }
    }

    pub(crate) fn index(&self) -> &Indices {
        &self.index
    }

    /// Indexes all that is pending. There are not many customers, and a new one has no number to be
    /// found by before it is indexed. What instant search still lacks is left to the background.
    pub(crate) async fn refresh(&self) -> Result<(), DbErr> {
        if count_pending(self.connections.lookups(), &CUSTOMERS).await? > 0 {
            let transaction = self.connections.begin_write().await?;
            drain_all(&transaction, self.index()).await?;
            transaction.commit().await?;
        }
        if catch_up(&self.connections, self.index()).await? {
            self.filler.begin();
        }
        Ok(())
    }

    fn lookup(&self) -> Lookup<'_> {
        Lookup {
            source: &self.source,
            map: &self.map,
        }
    }
}

#[async_trait]
impl CustomerBackEnd for Customers {
    fn source(&self) -> &CustomerSource {
        &self.source
    }

    fn limits(&self) -> Arc<Limits> {
        Arc::clone(&self.limits)
    }

    fn health(&self) -> Health {
        self.connections.health()
    }

    async fn ping(&self) -> Result<(), BackEndError> {
        self.connections.ping().await
    }

    async fn search(
        &self,
        query: ContactQuery,
    ) -> Result<Box<dyn Hits<FoundCustomer>>, BackEndError> {
        let scope = Scope::new(
            &CUSTOMERS,
            &self.source.search_columns(),
            self.source.valid.as_ref(),
            query.validity,
        );
        let rows = FoundRows::new(self, query.condition.clone());
        let question = Question::new(query, self.source.case(), &self.map)?;
        Ok(Box::new(begin(
            self.connections.clone(),
            scope,
            question,
            rows,
        )))
    }

    async fn find(&self, id: &CustomerId) -> Result<Option<Customer>, BackEndError> {
        let found = self.lookup().by_id(self.connections.lookups(), id).await;
        found.map_err(self.connections.told())
    }

    async fn holder_of_name(&self, name: &str) -> Result<Option<Customer>, BackEndError> {
        let found = self
            .lookup()
            .by_name(self.connections.lookups(), name)
            .await;
        found.map_err(self.connections.told())
    }

    async fn names(
        &self,
        ids: &[CustomerId],
    ) -> Result<BTreeMap<CustomerId, String>, BackEndError> {
        names(&self.lookup(), self.connections.lookups(), ids)
            .await
            .map_err(self.connections.told())
    }

    async fn customer_user_counts(
        &self,
        ids: &[CustomerId],
    ) -> Result<BTreeMap<CustomerId, u32>, BackEndError> {
        self.customer_users.refresh().await;
        counts(self.connections.lookups(), ids)
            .await
            .map_err(self.connections.told())
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        let sql = format!("SELECT count(*) FROM {}", CUSTOMERS.table);
        let count: Option<u32> = one(self.connections.lookups(), &sql, [])
            .await
            .map_err(self.connections.told())?;
        Ok(count.unwrap_or_default())
    }

    async fn select(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
        limit: Option<u32>,
    ) -> Result<Vec<FoundCustomer>, BackEndError> {
        let hits = self.search(everything(validity)).await?;
        let (map, case) = (&self.source.map, self.source.case());
        select_by_looking(&*hits, map, case, selection, limit).await
    }

    fn writer(&self) -> Option<&dyn CustomerWriter> {
        (!self.source.read_only).then_some(self as &dyn CustomerWriter)
    }

    fn readable(&self) -> Option<Arc<dyn Readable>> {
        None
    }
}
