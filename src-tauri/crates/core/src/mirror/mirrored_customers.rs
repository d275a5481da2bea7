//! A source of customers with its mirror.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_domain::check::Limits;
use deskbook_domain::ids::{CustomerId, Var};
use deskbook_domain::source::CustomerSource;
use deskbook_domain::vars;

use super::mirrored::{count, found};
use super::{MirrorHandle, Readable};
use crate::back_end::{BackEndError, Copied};
use crate::customer_back_end::{Customer, CustomerBackEnd, CustomerWriter, FoundCustomer};
use crate::health::Health;
use crate::hits::Hits;
use crate::query::{ContactQuery, ValidityFilter};
use crate::selection::Selection;

/// A source of customers with its mirror, which also has their names ready for lists of customer users.
pub struct MirroredCustomers {
    back_end: Arc<dyn CustomerBackEnd>,
    mirror: MirrorHandle,
}

impl MirroredCustomers {
    /// This source, and where its copy is.
    pub fn new(back_end: Arc<dyn CustomerBackEnd>, mirror: MirrorHandle) -> Self {
        Self { back_end, mirror }
    }

    async fn copy_of(&self, id: &CustomerId) -> Option<Customer> {
        let source = self.back_end.source().id;
        let (found, standing) = self.mirror.look_up(source, id.as_str()).await?;
        Some(Customer {
            source,
            id: CustomerId::from(found.row.key.as_str()),
            record: found.record(),
            validity: found.row.validity,
            changes: None,
            copied: Some(Copied {
                as_of: standing.as_of(),
            }),
        })
    }

    async fn mirrored_names(&self, ids: &[CustomerId]) -> BTreeMap<CustomerId, String> {
        let keys: Vec<_> = ids.iter().map(CustomerId::as_str).collect();
        let name = Var::from(vars::CUSTOMER_COMPANY_NAME);
        let records = self.mirror.records(self.back_end.source().id, &keys).await;
        let named = records.iter().filter_map(|record| {
            let id = CustomerId::from(record.row.key.as_str());
            Some((id, record.value(&name)?.to_owned()))
        });
        named.collect()
    }
}

#[async_trait]
impl CustomerBackEnd for MirroredCustomers {
    fn source(&self) -> &CustomerSource {
        self.back_end.source()
    }

    fn limits(&self) -> Arc<Limits> {
        self.back_end.limits()
    }

    fn health(&self) -> Health {
        self.back_end.health()
    }

    async fn ping(&self) -> Result<(), BackEndError> {
        self.back_end.ping().await
    }

    async fn search(
        &self,
        query: ContactQuery,
    ) -> Result<Box<dyn Hits<FoundCustomer>>, BackEndError> {
        self.back_end.search(query).await
    }

    async fn find(&self, id: &CustomerId) -> Result<Option<Customer>, BackEndError> {
        let live = self.back_end.find(id);
        found(&self.back_end.health(), live, self.copy_of(id)).await
    }

    async fn holder_of_name(&self, name: &str) -> Result<Option<Customer>, BackEndError> {
        self.back_end.holder_of_name(name).await
    }

    async fn names(
        &self,
        ids: &[CustomerId],
    ) -> Result<BTreeMap<CustomerId, String>, BackEndError> {
        let mut names = self.mirrored_names(ids).await;
        let missing = ids.iter().filter(|id| !names.contains_key(*id));
        let missing: Vec<CustomerId> = missing.cloned().collect();
        if missing.is_empty() || (!names.is_empty() && self.back_end.health().is_failing()) {
            return Ok(names);
        }
        names.extend(self.back_end.names(&missing).await?);
        Ok(names)
    }

    async fn customer_user_counts(
        &self,
        ids: &[CustomerId],
    ) -> Result<BTreeMap<CustomerId, u32>, BackEndError> {
        self.back_end.customer_user_counts(ids).await
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        let source = self.back_end.source().id;
        count(self.back_end.count().await, &self.mirror, source).await
    }

    async fn select(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
        limit: Option<u32>,
    ) -> Result<Vec<FoundCustomer>, BackEndError> {
        self.back_end.select(selection, validity, limit).await
    }

    async fn count_selected(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
    ) -> Result<u32, BackEndError> {
        self.back_end.count_selected(selection, validity).await
    }

    fn writer(&self) -> Option<&dyn CustomerWriter> {
        self.back_end.writer()
    }

    fn readable(&self) -> Option<Arc<dyn Readable>> {
        self.back_end.readable()
    }
}
