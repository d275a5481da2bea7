//! Sources that nothing may be written to: they have no way to write, so that no caller has to remember.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_domain::check::Limits;
use deskbook_domain::ids::{CustomerId, Login};
use deskbook_domain::source::{CustomerSource, CustomerUserSource};

use crate::back_end::{BackEnd, BackEndError, BackEndWriter, CustomerUser, FoundCustomerUser};
use crate::customer_back_end::{Customer, CustomerBackEnd, CustomerWriter, FoundCustomer};
use crate::health::Health;
use crate::hits::Hits;
use crate::mirror::Readable;
use crate::query::{ContactQuery, ValidityFilter};
use crate::selection::Selection;

/// A source without its writer.
pub struct ReadOnly<B: ?Sized>(Arc<B>);

impl<B: ?Sized> ReadOnly<B> {
    /// Takes the writer away.
    pub fn new(back_end: Arc<B>) -> Self {
        Self(back_end)
    }
}

#[async_trait]
impl BackEnd for ReadOnly<dyn BackEnd> {
    fn source(&self) -> &CustomerUserSource {
        self.0.source()
    }

    fn limits(&self) -> Arc<Limits> {
        self.0.limits()
    }

    fn health(&self) -> Health {
        self.0.health()
    }

    async fn ping(&self) -> Result<(), BackEndError> {
        self.0.ping().await
    }

    async fn search(
        &self,
        query: ContactQuery,
    ) -> Result<Box<dyn Hits<FoundCustomerUser>>, BackEndError> {
        self.0.search(query).await
    }

    async fn find(&self, login: &Login) -> Result<Option<CustomerUser>, BackEndError> {
        self.0.find(login).await
    }

    async fn holders_of_email(&self, address: &str) -> Result<Vec<CustomerUser>, BackEndError> {
        self.0.holders_of_email(address).await
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        self.0.count().await
    }

    async fn select(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
        limit: Option<u32>,
    ) -> Result<Vec<FoundCustomerUser>, BackEndError> {
        self.0.select(selection, validity, limit).await
    }

    async fn count_selected(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
    ) -> Result<u32, BackEndError> {
        self.0.count_selected(selection, validity).await
    }

    async fn customer_ids(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
    ) -> Result<Vec<CustomerId>, BackEndError> {
        self.0.customer_ids(selection, validity).await
    }

    fn writer(&self) -> Option<&dyn BackEndWriter> {
        None
    }

    fn readable(&self) -> Option<Arc<dyn Readable>> {
        self.0.readable()
    }
}

#[async_trait]
impl CustomerBackEnd for ReadOnly<dyn CustomerBackEnd> {
    fn source(&self) -> &CustomerSource {
        self.0.source()
    }

    fn limits(&self) -> Arc<Limits> {
        self.0.limits()
    }

    fn health(&self) -> Health {
        self.0.health()
    }

    async fn ping(&self) -> Result<(), BackEndError> {
        self.0.ping().await
    }

    async fn search(
        &self,
        query: ContactQuery,
    ) -> Result<Box<dyn Hits<FoundCustomer>>, BackEndError> {
        self.0.search(query).await
    }

    async fn find(&self, id: &CustomerId) -> Result<Option<Customer>, BackEndError> {
        self.0.find(id).await
    }

    async fn holder_of_name(&self, name: &str) -> Result<Option<Customer>, BackEndError> {
        self.0.holder_of_name(name).await
    }

    async fn names(
        &self,
        ids: &[CustomerId],
    ) -> Result<BTreeMap<CustomerId, String>, BackEndError> {
        self.0.names(ids).await
    }

    async fn customer_user_counts(
        &self,
        ids: &[CustomerId],
    ) -> Result<BTreeMap<CustomerId, u32>, BackEndError> {
        self.0.customer_user_counts(ids).await
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        self.0.count().await
    }

    async fn select(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
        limit: Option<u32>,
    ) -> Result<Vec<FoundCustomer>, BackEndError> {
        self.0.select(selection, validity, limit).await
    }

    async fn count_selected(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
    ) -> Result<u32, BackEndError> {
        self.0.count_selected(selection, validity).await
    }

    fn writer(&self) -> Option<&dyn CustomerWriter> {
        None
    }

    fn readable(&self) -> Option<Arc<dyn Readable>> {
        self.0.readable()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::twin::Twin;

    #[test]
    fn a_read_only_source_has_no_way_to_write() {
        let installation = Twin::new().installation;
        for back_end in installation.customer_users.iter() {
            assert!(back_end.writer().is_some());
            assert!(ReadOnly::new(Arc::clone(back_end)).writer().is_none());
        }
        for back_end in installation.customers.iter() {
            assert!(back_end.writer().is_some());
            assert!(ReadOnly::new(Arc::clone(back_end)).writer().is_none());
        }
    }
}
