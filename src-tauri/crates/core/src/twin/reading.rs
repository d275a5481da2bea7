//! Sources in memory as they are copied: one record after the other.

use std::sync::Arc;

use async_trait::async_trait;
use deskbook_domain::ids::Var;
use deskbook_domain::record::Record;
use deskbook_domain::source::SourceId;
use deskbook_domain::validity::Validity;

use super::server::Servers;
use crate::back_end::BackEndError;
use crate::mirror::{Batch, End, Readable, Reading, Row};

/// A record with its key.
pub(super) type Kept = (String, Validity, Record);

/// The records of a source behind servers, as they are when they are asked for.
pub(super) struct Register {
    pub(super) source: SourceId,
    pub(super) records: Vec<Kept>,
    pub(super) servers: Arc<Servers>,
}

struct Hand {
    servers: Arc<Servers>,
    rows: Vec<Row>,
    at: usize,
}

#[async_trait]
impl Readable for Register {
    fn source(&self) -> SourceId {
        self.source
    }

    fn goes_on(&self) -> bool {
        true
    }

    async fn total(&self) -> Option<u32> {
        self.records.len().try_into().ok()
    }

    async fn read(
        &self,
        fields: &[Var],
        behind: Option<String>,
    ) -> Result<Box<dyn Reading>, BackEndError> {
        let row = |(key, validity, record): &Kept| Row {
            key: key.clone(),
            validity: *validity,
            values: fields
                .iter()
                .map(|var| record.get(var).map(str::to_owned))
                .collect(),
        };
        let behind = behind.and_then(|mark| mark.parse().ok());
        Ok(Box::new(Hand {
            servers: Arc::clone(&self.servers),
            rows: self.records.iter().map(row).collect(),
            at: behind.unwrap_or_default(),
        }))
    }
}

#[async_trait]
impl Reading for Hand {
    async fn next(&mut self) -> Result<Batch, BackEndError> {
        // As a real one does: others get on meanwhile
        tokio::task::yield_now().await;
        self.servers.answer()?;
        let rows: Vec<_> = self.rows.get(self.at).cloned().into_iter().collect();
        self.at += rows.len();
        Ok(Batch {
            rows,
            mark: self.at.to_string(),
            end: (self.at >= self.rows.len()).then_some(End::Whole),
        })
    }
}
