//! The customer users of the local directory.

mod lookup;
mod rows;
mod write;

use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::{
    BackEnd, BackEndError, BackEndWriter, CustomerUser, FoundCustomerUser,
};
use deskbook_core::health::Health;
use deskbook_core::hits::Hits;
use deskbook_core::mirror::Readable;
use deskbook_core::query::{ContactQuery, ValidityFilter};
use deskbook_core::selection::{Selection, everything, select_by_looking};
use deskbook_domain::check::Limits;
use deskbook_domain::ids::Login;
use deskbook_domain::instant::Region;
use deskbook_domain::source::CustomerUserSource;

use crate::catalogue::Catalogue;
use crate::connections::Connections;
use crate::dialect::Dialect;
use crate::indexing::{CUSTOMER_USERS, CustomerUserIndex, Filler, Indices, catch_up};
use crate::instant::InstantIndex;
use crate::map_query::MapQuery;
use crate::search::{Question, Scope, begin};
use crate::shape::Shape;
use crate::statement::one;
use lookup::Lookup;
use rows::FoundRows;

/// The customer users of the local directory, found through its index and written through their map.
#[derive(Clone)]
pub struct CustomerUsers {
    connections: Connections,
    source: Arc<CustomerUserSource>,
    limits: Arc<Limits>,
    map: Arc<MapQuery>,
    shape: Arc<Shape>,
    index: Arc<Indices>,
    filler: Arc<Filler>,
}

impl CustomerUsers {
    pub(crate) fn new(
        connections: Connections,
        source: CustomerUserSource,
        region: Region,
    ) -> Self {
        let map = MapQuery::of_customer_users(&source);
        let instant = InstantIndex::new(&CUSTOMER_USERS, &map, region);
        let index = Arc::new(Indices::new(CustomerUserIndex::new(&source), instant));
        let filler = Filler::new(connections.clone(), index.clone());
        Self {
            connections,
            map: Arc::new(map),
            shape: Arc::new(Shape::of_customer_users(
                Dialect::Sqlite,
                &source,
                Catalogue::default(),
            )),
            limits: Arc::new(Limits::local_directory_customer_user()),
            source: Arc::new(source),
            index,
            filler: Arc::new(filler),
        }
    }

    pub(crate) fn index(&self) -> &Indices {
        &self.index
    }

    /// Indexes what is pending: at once if it is little, else in the background. Searches look at
    /// pending rows themselves, so they need not wait, and trouble with the index is not theirs.
    pub(crate) async fn refresh(&self) {
        match catch_up(&self.connections, &self.index).await {
            Ok(false) => {}
            Ok(true) => self.filler.begin(),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "search index");
            }
        }
    }

    fn lookup(&self) -> Lookup<'_> {
        Lookup {
            source: &self.source,
            map: &self.map,
            index: self.index.instant(),
        }
    }
}

#[async_trait]
impl BackEnd for CustomerUsers {
    fn source(&self) -> &CustomerUserSource {
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
    ) -> Result<Box<dyn Hits<FoundCustomerUser>>, BackEndError> {
        let scope = Scope::new(
            &CUSTOMER_USERS,
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

    async fn find(&self, login: &Login) -> Result<Option<CustomerUser>, BackEndError> {
        let found = self
            .lookup()
            .by_login(self.connections.lookups(), login)
            .await;
        found.map_err(self.connections.told())
    }

    async fn holders_of_email(&self, address: &str) -> Result<Vec<CustomerUser>, BackEndError> {
        let found = self
            .lookup()
            .by_address(self.connections.lookups(), address)
            .await;
        found.map_err(self.connections.told())
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        let sql = format!("SELECT count(*) FROM {}", CUSTOMER_USERS.table);
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
    ) -> Result<Vec<FoundCustomerUser>, BackEndError> {
        let hits = self.search(everything(validity)).await?;
        let (map, case) = (&self.source.map, self.source.case());
        select_by_looking(&*hits, map, case, selection, limit).await
    }

    fn writer(&self) -> Option<&dyn BackEndWriter> {
        (!self.source.read_only).then_some(self as &dyn BackEndWriter)
    }

    fn readable(&self) -> Option<Arc<dyn Readable>> {
        None
    }
}
