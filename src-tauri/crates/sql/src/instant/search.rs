//! Instant search in the local directory.

use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::{BackEnd as _, BackEndError, FoundCustomerUser};
use deskbook_core::customer_back_end::{CustomerBackEnd as _, FoundCustomer};
use deskbook_core::hits::Hits;
use deskbook_core::instant::{FoundRecord, InstantSearch, OwnIndex, Question};
use deskbook_core::query::ContactQuery;
use deskbook_domain::instant::Region;
use deskbook_domain::source::{SourceId, Subject};
use deskbook_index::instant;
use sea_orm::DbErr;
use tokio::sync::OnceCell;

use super::table::{LocalTable, Over};
use crate::LocalDirectory;
use crate::indexing::Indices;

impl LocalDirectory {
    fn hits<T>(&self, indices: &Indices, source: SourceId, question: Question) -> Box<dyn Hits<T>>
    where
        T: From<FoundRecord> + Send + Sync + 'static,
    {
        let table = |over| LocalTable {
            connections: self.connections().clone(),
            over,
            layout: indices.instant().layout.clone(),
            source,
            frequencies: indices.instant().frequencies.clone(),
        };
        let search = table(Over::Search(OnceCell::new()));
        let pages = table(Over::Lookups);
        Box::new(instant::search(Arc::new(search), Arc::new(pages), question))
    }

    /// Whether an index has all rows as they are, once what is little to do is done.
    async fn is_in_step(&self, subject: Subject) -> Result<bool, DbErr> {
        let index = match subject {
            Subject::CustomerUsers => self.customer_users().index().instant(),
            Subject::Customers => self.customers().index().instant(),
        };
        let db = self.connections().lookups();
        if index.is_in_step(db).await? {
            return Ok(true);
        }
        match subject {
            Subject::CustomerUsers => self.customer_users().refresh().await,
            Subject::Customers => self.customers().refresh().await?,
        }
        index.is_in_step(db).await
    }
}

/// The whole list, which is in the exact order of names in its own place.
fn everything(question: &Question, source: SourceId) -> Option<ContactQuery> {
    let is_asked = question.sources.iter().any(|asked| asked.id == source);
    let is_all = is_asked && question.query.parts().is_empty();
    is_all.then(|| ContactQuery {
        condition: None,
        validity: question.validity,
        order: question.order.clone(),
    })
}

#[async_trait]
impl InstantSearch for LocalDirectory {
    fn region(&self) -> Region {
        self.customer_users().index().instant().region()
    }

    async fn customer_users(
        &self,
        question: Question,
    ) -> Result<Box<dyn Hits<FoundCustomerUser>>, BackEndError> {
        let customer_users = self.customer_users();
        let source = customer_users.source().id;
        match everything(&question, source) {
            Some(query) => customer_users.search(query).await,
            None => Ok(self.hits(customer_users.index(), source, question)),
        }
    }

    async fn customers(
        &self,
        question: Question,
    ) -> Result<Box<dyn Hits<FoundCustomer>>, BackEndError> {
        let customers = self.customers();
        let source = customers.source().id;
        match everything(&question, source) {
            Some(query) => customers.search(query).await,
            None => Ok(self.hits(customers.index(), source, question)),
        }
    }
}

#[async_trait]
impl OwnIndex for LocalDirectory {
    async fn is_ready(&self, subject: Subject) -> bool {
        let in_step = self.is_in_step(subject).await;
        in_step.unwrap_or_else(|error| {
            tracing::warn!(error = &error as &dyn std::error::Error, "search index");
            false
        })
    }
}
