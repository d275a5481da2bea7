//! A source of customer users with its mirror: what the source does not tell since it is away, its copy does.

use std::sync::Arc;

use async_trait::async_trait;
use deskbook_domain::check::Limits;
use deskbook_domain::ids::{CustomerId, Login};
use deskbook_domain::source::{CustomerUserSource, SourceId};

use super::{MirrorHandle, Readable};
use crate::back_end::{
    BackEnd, BackEndError, BackEndWriter, Copied, CustomerUser, FoundCustomerUser, PasswordState,
};
use crate::health::Health;
use crate::hits::Hits;
use crate::query::{ContactQuery, ValidityFilter};
use crate::selection::Selection;

/// A source of customer users with its mirror. What is searched in OTOBO's language, what a check needs to know and
/// what is written is the source's own business: there only the source itself can say what is true.
pub struct MirroredPeople {
    back_end: Arc<dyn BackEnd>,
    mirror: MirrorHandle,
}

impl MirroredPeople {
    /// This source, and where its copy is.
    pub fn new(back_end: Arc<dyn BackEnd>, mirror: MirrorHandle) -> Self {
        Self { back_end, mirror }
    }

    async fn copy_of(&self, login: &Login) -> Option<CustomerUser> {
        let source = self.back_end.source().id;
        let (found, standing) = self.mirror.look_up(source, login.as_str()).await?;
        Some(CustomerUser {
            source,
            login: Login::from(found.row.key.as_str()),
            record: found.record(),
            validity: found.row.validity,
            password: PasswordState::Untold,
            changes: None,
            copied: Some(Copied {
                as_of: standing.as_of(),
            }),
        })
    }
}

/// What a source says of a record; where it does not answer, what its copy says.
pub(crate) async fn found<T>(
    health: &Health,
    live: impl Future<Output = Result<Option<T>, BackEndError>>,
    copy: impl Future<Output = Option<T>>,
) -> Result<Option<T>, BackEndError> {
    if health.is_failing() {
        return match copy.await {
            Some(copy) => Ok(Some(copy)),
            None => live.await,
        };
    }
    match live.await {
        Err(error) if error.is_of_the_source() => match copy.await {
            Some(copy) => Ok(Some(copy)),
            None => Err(error),
        },
        outcome => outcome,
    }
}

/// How many records a source has, or had when it was copied.
pub(super) async fn count(
    outcome: Result<u32, BackEndError>,
    mirror: &MirrorHandle,
    source: SourceId,
) -> Result<u32, BackEndError> {
    match outcome {
        Err(error) if error.is_of_the_source() => match mirror.standing(source).await {
            Some(standing) => Ok(standing.records),
            None => Err(error),
        },
        outcome => outcome,
    }
}

#[async_trait]
impl BackEnd for MirroredPeople {
    fn source(&self) -> &CustomerUserSource {
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
    ) -> Result<Box<dyn Hits<FoundCustomerUser>>, BackEndError> {
        self.back_end.search(query).await
    }

    async fn find(&self, login: &Login) -> Result<Option<CustomerUser>, BackEndError> {
        let live = self.back_end.find(login);
        found(&self.back_end.health(), live, self.copy_of(login)).await
    }

    async fn holders_of_email(&self, address: &str) -> Result<Vec<CustomerUser>, BackEndError> {
        self.back_end.holders_of_email(address).await
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
    ) -> Result<Vec<FoundCustomerUser>, BackEndError> {
        self.back_end.select(selection, validity, limit).await
    }

    async fn count_selected(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
    ) -> Result<u32, BackEndError> {
        self.back_end.count_selected(selection, validity).await
    }

    async fn customer_ids(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
    ) -> Result<Vec<CustomerId>, BackEndError> {
        self.back_end.customer_ids(selection, validity).await
    }

    fn writer(&self) -> Option<&dyn BackEndWriter> {
        self.back_end.writer()
    }

    fn readable(&self) -> Option<Arc<dyn Readable>> {
        self.back_end.readable()
    }
}
