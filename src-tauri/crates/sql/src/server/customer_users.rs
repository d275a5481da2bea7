//! A source of customer users on a server.

mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::{
    BackEnd, BackEndError, BackEndWriter, CustomerUser, FoundCustomerUser, PasswordState,
};
use deskbook_core::health::Health;
use deskbook_core::hits::Hits;
use deskbook_core::mirror::Readable;
use deskbook_core::query::{ContactQuery, ValidityFilter};
use deskbook_core::selection::Selection;
use deskbook_domain::check::Limits;
use deskbook_domain::ids::{CustomerId, Identifier, Login};
use deskbook_domain::source::{CustomerUserSource, SourceId};

use super::Server;
use super::condition::Conditions;
use super::hits::{Asked, FoundRow, begin, check_order};
use super::reading::ReadableTable;
use super::sessions::Lease;
use super::source::{Reader, Table};
use crate::dialect::Sql;
use crate::shape::Shape;

/// Customer users in a table of a server.
#[derive(Clone)]
pub struct ServerCustomerUsers {
    table: Arc<Table>,
    source: Arc<CustomerUserSource>,
}

impl ServerCustomerUsers {
    pub(super) fn new(server: Server, source: CustomerUserSource) -> Self {
        let source = Arc::new(source);
        let (of, dialect) = (Arc::clone(&source), server.dialect());
        let make = move |catalogue| Shape::of_customer_users(dialect, &of, catalogue);
        Self {
            table: Arc::new(Table::new(server, source.table.clone(), make)),
            source,
        }
    }

    /// Statements that make look-ups by another spelling or by address fast, where no index does (C51).
    pub async fn missing_indexes(&self) -> Result<Vec<String>, BackEndError> {
        let shape = self.table.shape().await?;
        let shape = &*shape;
        let folded = shape.dialect.lowers_searches();
        let columns = std::iter::once(&self.source.key).chain(&self.source.post_master_fields);
        let missing = columns.filter(|column| !shape.catalogue.has_index(column, folded));
        Ok(missing
            .map(|column| index_statement(shape, column, folded))
            .collect())
    }

    /// The statement that brings the first rows of a search, with its values written out: for comparing
    /// with what the server's own client makes of it.
    pub async fn first_statement(&self, query: &ContactQuery) -> Result<String, BackEndError> {
        let shape = self.table.shape().await?;
        let shape = &*shape;
        let (sql, _) = self.asked(query.clone()).first_statement(shape).await?;
        Ok(sql.statement().to_string())
    }

    fn asked(&self, query: ContactQuery) -> Asked {
        Asked {
            table: Arc::clone(&self.table),
            map: self.source.map.clone(),
            searched: self.source.search_columns(),
            query,
            source: self.source.id,
        }
    }

    /// The agents who may have written a row; a foreign table does not tell (C8).
    async fn agents(&self) -> Option<&BTreeMap<String, String>> {
        if self.source.foreign {
            return None;
        }
        Some(self.table.server.agents().await)
    }

    /// Rows of one customer user, as a condition finds them.
    async fn read(
        &self,
        lease: &mut Lease,
        reader: &Reader<'_>,
        agents: Option<&BTreeMap<String, String>>,
        condition: impl FnOnce(&mut Sql),
        limit: &str,
    ) -> Result<Vec<CustomerUser>, BackEndError> {
        let shape = &*reader.shape;
        let mut sql = Sql::new(shape.dialect, shape.select());
        sql.push(", ")
            .push(&shape.password_state())
            .push(&Table::select_changes(shape))
            .push(&shape.from())
            .push(" WHERE ");
        condition(&mut sql);
        sql.push(limit);
        let rows = lease.rows(&sql).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let width = shape.width();
            let password = lease.text(row, width)?;
            let changes = match agents {
                None => None,
                Some(agents) => Some(Table::changes(row, width + 1, lease, agents)?),
            };
            let row = lease.told(shape.read(row))?;
            found.push(CustomerUser {
                source: self.source.id,
                validity: reader.validity(&row),
                login: row.key.into(),
                record: row.record,
                password: if password.as_deref() == Some("1") {
                    PasswordState::Set
                } else {
                    PasswordState::None
                },
                changes,
                copied: None,
            });
        }
        Ok(found)
    }
}

/// The statement that makes an index, to be shown to the server's administrator.
fn index_statement(shape: &Shape, column: &Identifier, folded: bool) -> String {
    let table = shape.dialect.table(&shape.table);
    let name = shape.dialect.name(column);
    let on = if folded {
        format!("(LOWER({name}))")
    } else {
        format!("({name})")
    };
    format!(
        "CREATE INDEX {}_{column}_deskbook ON {table} {on};",
        shape.table.table()
    )
}

fn found(source: SourceId, row: FoundRow) -> FoundCustomerUser {
    FoundCustomerUser {
        source,
        login: row.key.into(),
        record: row.record,
        validity: row.validity,
        tier: row.tier,
    }
}

#[async_trait]
impl BackEnd for ServerCustomerUsers {
    fn source(&self) -> &CustomerUserSource {
        &self.source
    }

    fn limits(&self) -> Arc<Limits> {
        let Some(shape) = self.table.known_shape() else {
            return Arc::default();
        };
        Arc::new(shape.limits())
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
    ) -> Result<Box<dyn Hits<FoundCustomerUser>>, BackEndError> {
        check_order(&query.order, &self.source.map)?;
        Ok(Box::new(begin(self.asked(query), found)))
    }

    async fn find(&self, login: &Login) -> Result<Option<CustomerUser>, BackEndError> {
        self.table
            .watched(async {
                let (reader, agents) = (self.table.reader().await?, self.agents().await);
                let shape = &*reader.shape;
                let conditions = Conditions { shape };
                let mut lease = self.table.server.sessions().lease().await?;
                if shape.has_number_key() {
                    let by_number = |sql: &mut Sql| conditions.number(sql, login.as_str());
                    let found = self
                        .read(&mut lease, &reader, agents, by_number, " LIMIT 1")
                        .await?;
                    return Ok((found.into_iter().next(), lease.reads_only()));
                }
                // An index finds the stored spelling; any other costs a look at every row
                let exact = |sql: &mut Sql| conditions.exact_key(sql, login.as_str());
                let mut found = self
                    .read(&mut lease, &reader, agents, exact, " LIMIT 1")
                    .await?;
                let folded_already = shape.catalogue.folds(&shape.key);
                if found.is_empty() && !self.source.case_sensitive && !folded_already {
                    let folded = |sql: &mut Sql| conditions.folded_key(sql, login.as_str());
                    found = self
                        .read(&mut lease, &reader, agents, folded, " LIMIT 1")
                        .await?;
                }
                Ok((found.into_iter().next(), lease.reads_only()))
            })
            .await
    }

    async fn holders_of_email(&self, address: &str) -> Result<Vec<CustomerUser>, BackEndError> {
        self.table
            .watched(async {
                let (reader, agents) = (self.table.reader().await?, self.agents().await);
                let shape = &*reader.shape;
                let selection = Selection::Equal {
                    text: address.to_owned(),
                    columns: self.source.post_master_fields.clone(),
                };
                let mut lease = self.table.server.sessions().lease().await?;
                let holders = |sql: &mut Sql| Conditions { shape }.selection(sql, &selection);
                let found = self.read(&mut lease, &reader, agents, holders, "").await?;
                Ok((found, lease.reads_only()))
            })
            .await
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        self.table.count().await
    }

    async fn select(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
        limit: Option<u32>,
    ) -> Result<Vec<FoundCustomerUser>, BackEndError> {
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

    async fn customer_ids(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
    ) -> Result<Vec<CustomerId>, BackEndError> {
        let column = &self.source.customer_id;
        let ids = self.table.distinct(column, selection, validity).await?;
        Ok(ids.into_iter().map(CustomerId::from).collect())
    }

    fn writer(&self) -> Option<&dyn BackEndWriter> {
        (!self.source.read_only).then_some(self)
    }

    fn readable(&self) -> Option<Arc<dyn Readable>> {
        let table = Arc::clone(&self.table);
        Some(Arc::new(ReadableTable::new(table, self.source.id)))
    }
}
