//! The rows of a page.

use std::collections::HashMap;

use async_trait::async_trait;
use deskbook_core::customer_back_end::FoundCustomer;
use deskbook_domain::search::Condition;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ConnectionTrait, DbErr};

use super::Customers;
use crate::indexing::CUSTOMERS;
use crate::map_query::MappedRow;
use crate::search::{Fit, Rows};

/// Reads rows by their numbers in the list and tells how well they answer.
pub(super) struct FoundRows {
    customers: Customers,
    fit: Fit,
}

impl FoundRows {
    pub(super) fn new(customers: &Customers, condition: Option<Condition>) -> Self {
        let source = &customers.source;
        let fit = Fit::new(condition, &source.search_columns(), &source.map);
        Self {
            customers: customers.clone(),
            fit,
        }
    }

    fn found(&self, row: MappedRow) -> FoundCustomer {
        let tier = self.fit.of(&row.record);
        FoundCustomer {
            source: self.customers.source.id,
            id: row.key.into(),
            record: row.record,
            validity: row.validity,
            tier,
        }
    }
}

#[async_trait]
impl Rows<FoundCustomer> for FoundRows {
    async fn refresh(&self) -> Result<(), DbErr> {
        self.customers.refresh().await
    }

    async fn fetch(&self, ids: &[i32]) -> Result<Vec<FoundCustomer>, DbErr> {
        let map = &self.customers.map;
        let same_row = Expr::col(("l", CUSTOMERS.row)).equals(("t", CUSTOMERS.row));
        let number = Expr::col(("l", "id"));
        let mut select = map.select();
        select
            .expr(number.clone())
            .join_as(sea_orm::JoinType::InnerJoin, CUSTOMERS.list, "l", same_row)
            .and_where(number.is_in(ids.iter().copied()));
        let mut by_id = HashMap::new();
        for row in self
            .customers
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
