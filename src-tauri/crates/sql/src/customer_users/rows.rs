//! The rows of a page.

use std::collections::HashMap;

use async_trait::async_trait;
use deskbook_core::back_end::FoundCustomerUser;
use deskbook_domain::search::Condition;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ConnectionTrait, DbErr};

use super::CustomerUsers;
use crate::map_query::{MappedRow, column};
use crate::search::{Fit, Rows};

/// Reads rows by their numbers and tells how well they answer.
pub(super) struct FoundRows {
    customer_users: CustomerUsers,
    fit: Fit,
}

impl FoundRows {
    pub(super) fn new(customer_users: &CustomerUsers, condition: Option<Condition>) -> Self {
        let source = &customer_users.source;
        let fit = Fit::new(condition, &source.search_columns(), &source.map);
        Self {
            customer_users: customer_users.clone(),
            fit,
        }
    }

    fn found(&self, row: MappedRow) -> FoundCustomerUser {
        let tier = self.fit.of(&row.record);
        FoundCustomerUser {
            source: self.customer_users.source.id,
            login: row.key.into(),
            record: row.record,
            validity: row.validity,
            tier,
        }
    }
}

#[async_trait]
impl Rows<FoundCustomerUser> for FoundRows {
    async fn refresh(&self) -> Result<(), DbErr> {
        self.customer_users.refresh().await;
        Ok(())
    }

    async fn fetch(&self, ids: &[i32]) -> Result<Vec<FoundCustomerUser>, DbErr> {
        let map = &self.customer_users.map;
        let mut select = map.select();
        select
            .expr(column("id"))
            .and_where(column("id").is_in(ids.iter().copied()));
        let mut by_id = HashMap::new();
        for row in self
            .customer_users
            .connections
            .lookups()
            .query_all(&select)
            .await?
        {
            let id: i32 = row.try_get_by_index(map.width())?;
            by_id.insert(id, self.found(map.read(&row)?));
        }
        Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
    }
}
