//! A source of customers on a server.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::BackEndError;
use deskbook_core::customer_back_end::{Customer, CustomerBackEnd, CustomerWriter, FoundCustomer};
use deskbook_core::health::Health;
use deskbook_core::hits::Hits;
use deskbook_core::mirror::Readable;
use deskbook_core::query::{ContactQuery, ValidityFilter};
use deskbook_core::selection::Selection;
use deskbook_domain::check::Limits;
use deskbook_domain::ids::{CustomerId, Identifier};
use deskbook_domain::map::StorageKind;
use deskbook_domain::source::{CustomerSource, SourceId};
use deskbook_domain::vars;

mod many;
mod write;

use many::{counts, names};

use super::Server;
use super::condition::Conditions;
use super::hits::{Asked, FoundRow, begin, check_order};
use super::reading::ReadableTable;
use super::source::Table;
use crate::dialect::Sql;
use crate::shape::Shape;

/// Which customer is read.
enum Wanted<'w> {
    /// That of this ID in its stored spelling, as an index finds it.
    Exact(&'w str),
    /// That of this ID in any case.
    Folded(&'w str),
    /// One with this value in a column.
    Value(&'w Identifier, &'w str),
}

impl Wanted<'_> {
    fn write(&self, sql: &mut Sql, conditions: Conditions<'_>) {
        match self {
            Self::Exact(id) => conditions.exact_key(sql, id),
            Self::Folded(id) => conditions.folded_key(sql, id),
            Self::Value(column, value) => conditions.exactly(sql, column, value),
        }
    }
}

/// Customers in a table of a server.
#[derive(Clone)]
pub struct ServerCustomers {
    table: Arc<Table>,
    source: Arc<CustomerSource>,
}

impl ServerCustomers {
    pub(super) fn new(server: Server, source: CustomerSource) -> Self {
        let source = Arc::new(source);
        let (of, dialect) = (Arc::clone(&source), server.dialect());
        let make = move |catalogue| Shape::of_customers(dialect, &of, catalogue);
        Self {
            table: Arc::new(Table::new(server, source.table.clone(), make)),
            source,
        }
    }

    /// The last row that a condition finds, as OTOBO reads customers (`otobo-behaviour.md 6`).
    async fn read(&self, wanted: &[Wanted<'_>]) -> Result<Option<Customer>, BackEndError> {
        self.table
            .watched(async {
                let reader = self.table.reader().await?;
                let agents = if self.source.foreign {
                    None
                } else {
                    Some(self.table.server.agents().await)
                };
                let shape = &*reader.shape;
                let mut lease = self.table.server.sessions().lease().await?;
                for wanted in wanted {
                    let mut sql = Sql::new(shape.dialect, shape.select());
                    sql.push(&Table::select_changes(shape))
                        .push(&shape.from())
                        .push(" WHERE ");
                    wanted.write(&mut sql, Conditions { shape });
                    let rows = lease.rows(&sql).await?;
                    let Some(row) = rows.last() else {
                        continue;
                    };
                    let changes = match agents {
                        None => None,
                        Some(agents) => Some(Table::changes(row, shape.width(), &lease, agents)?),
                    };
                    let row = lease.told(shape.read(row))?;
                    let customer = Customer {
                        source: self.source.id,
                        validity: reader.validity(&row),
                        id: row.key.into(),
                        record: row.record,
                        changes,
                        copied: None,
                    };
                    return Ok((Some(customer), lease.reads_only()));
                }
                Ok((None, lease.reads_only()))
            })
            .await
    }
}

fn found(source: SourceId, row: FoundRow) -> FoundCustomer {
    FoundCustomer {
        source,
        id: row.key.into(),
        record: row.record,
        validity: row.validity,
        tier: row.tier,
    }
}

#[async_trait]
impl CustomerBackEnd for ServerCustomers {
    fn source(&self) -> &CustomerSource {
        &self.source
    }

    fn limits(&self) -> Arc<Limits> {
        let Some(shape) = self.table.known_shape() else {
            return Arc::default();
        };
        let text = self
            .source
            .map
            .columns()
            .filter(|field| field.kind == StorageKind::Text);
        let limits = text
            .filter_map(|field| Some((field.var.clone(), shape.catalogue.length(&field.storage)?)));
        Arc::new(limits.collect())
    }

    fn health(&self) -> Health {
        self.table.health()
    }

    async fn ping(&self) -> Result<(), BackEndError> {
        self.table.ping().await
    }

    async fn search(
        &self,
        query: ContactQuery,
    ) -> Result<Box<dyn Hits<FoundCustomer>>, BackEndError> {
        check_order(&query.order, &self.source.map)?;
        let asked = Asked {
            table: Arc::clone(&self.table),
            map: self.source.map.clone(),
            searched: self.source.search_columns(),
            query,
            source: self.source.id,
        };
        Ok(Box::new(begin(asked, found)))
    }

    async fn find(&self, id: &CustomerId) -> Result<Option<Customer>, BackEndError> {
        let shape = self.table.shape().await.map_err(BackEndError::from);
        let folds = shape.is_ok_and(|shape| shape.catalogue.folds(&shape.key));
        if self.source.case_sensitive || folds {
            self.read(&[Wanted::Exact(id.as_str())]).await
        } else {
            self.read(&[Wanted::Exact(id.as_str()), Wanted::Folded(id.as_str())])
                .await
        }
    }

    async fn holder_of_name(&self, name: &str) -> Result<Option<Customer>, BackEndError> {
        let Some(field) = self.source.map.field(vars::CUSTOMER_COMPANY_NAME) else {
            return Ok(None);
        };
        self.read(&[Wanted::Value(&field.storage, name)]).await
    }

    async fn names(
        &self,
        ids: &[CustomerId],
    ) -> Result<BTreeMap<CustomerId, String>, BackEndError> {
        match self.source.map.field(vars::CUSTOMER_COMPANY_NAME) {
            Some(name) => self.table.watched(names(&self.table, &name.var, ids)).await,
            None => Ok(BTreeMap::new()),
        }
    }

    /// Counts in OTOBO's own table: sources elsewhere are not counted.
    async fn customer_user_counts(
        &self,
        ids: &[CustomerId],
    ) -> Result<BTreeMap<CustomerId, u32>, BackEndError> {
        Ok(counts(self.table.server.otobo(), ids).await?)
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        self.table.count().await
    }

    async fn select(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
        limit: Option<u32>,
    ) -> Result<Vec<FoundCustomer>, BackEndError> {
        let rows = self.table.select(selection, validity, limit).await?;
        let rows = rows.into_iter().map(FoundRow::from);
        Ok(rows.map(|row| found(self.source.id, row)).collect())
    }

    async fn count_selected(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
    ) -> Result<u32, BackEndError> {
        self.table.count_selected(selection, validity).await
    }

    fn writer(&self) -> Option<&dyn CustomerWriter> {
        (!self.source.read_only).then_some(self)
    }

    fn readable(&self) -> Option<Arc<dyn Readable>> {
        let table = Arc::clone(&self.table);
        Some(Arc::new(ReadableTable::new(table, self.source.id)))
    }
}
