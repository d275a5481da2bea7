//! OTOBO's own tables beside the sources, read for a copy as the sources are.

use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::BackEndError;
use deskbook_core::mirror::{Batch, OtoboTable, ReadableTables, Reading, TableRows};
use deskbook_core::otobo_system::is_secret_preference;
use deskbook_domain::ids::{Identifier, TableName, Var};

use super::Server;
use super::reading::TableReading;
use super::source::Table;
use crate::shape::Shape;

#[async_trait]
impl ReadableTables for Server {
    async fn read(&self, table: OtoboTable) -> Result<Option<TableRows>, BackEndError> {
        let columns = table.columns().iter().copied().map(Identifier::fixed);
        let columns: Vec<_> = columns.collect();
        for name in table.names().iter().copied().map(TableName::fixed) {
            let (dialect, of, with) = (self.dialect(), name.clone(), columns.clone());
            let make = move |catalogue| Shape::of_columns(dialect, &of, &with, catalogue);
            let read = Table::new(self.clone(), name, make);
            let shape = read.shape().await?;
            if shape.catalogue.is_empty() {
                continue;
            }
            let there: Vec<Var> = shape.vars().cloned().collect();
            let reading = TableReading::new(Arc::new(read), there.clone(), None);
            let reading: Box<dyn Reading> = match table {
                OtoboTable::Preferences => Box::new(WithoutSecrets(reading, there.clone())),
                _ => Box::new(reading),
            };
            return Ok(Some(TableRows {
                columns: there,
                reading,
            }));
        }
        Ok(None)
    }
}

/// Preferences of which the secret ones go no further.
struct WithoutSecrets(TableReading, Vec<Var>);

#[async_trait]
impl Reading for WithoutSecrets {
    async fn next(&mut self) -> Result<Batch, BackEndError> {
        let mut batch = self.0.next().await?;
        let place = self
            .1
            .iter()
            .position(|it| it.as_str() == "preferences_key");
        batch.rows.retain(|row| {
            let key = place.and_then(|at| row.values.get(at)?.as_deref());
            // One that nobody can name may be anything
            key.is_some_and(|key| !is_secret_preference(key))
        });
        Ok(batch)
    }
}
