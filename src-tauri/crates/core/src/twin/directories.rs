//! Directories in memory: the servers of a city by another protocol.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use deskbook_domain::database::Host;
use deskbook_domain::ids::Login;

use super::server::{Building, Servers};
use crate::back_end::{BackEnd, BackEndError};
use crate::connecting::{
    Directories, DirectoryEntry, DirectoryOpening, DirectoryStep, DirectoryTest, DirectoryTestStep,
    Found, OpenDirectory, StepOutcome,
};
use crate::hits::Place;
use crate::query::ValidityFilter;
use crate::selection::everything;

/// The way to them.
pub(super) struct Library(pub(super) Arc<Servers>);

#[async_trait]
impl Directories for Library {
    fn open(&self, opening: DirectoryOpening) -> Arc<dyn OpenDirectory> {
        self.0.note_binding(opening.directory.binding());
        Arc::new(Shelves {
            building: Building::new(Arc::clone(&self.0), Arc::clone(&opening.listener)),
            opening,
        })
    }

    async fn test(&self, opening: DirectoryOpening) -> DirectoryTest {
        let people = self.open(opening).customer_users();
        let steps = DirectoryStep::ALL
            .into_iter()
            .map(|step| DirectoryTestStep {
                step,
                outcome: StepOutcome::Passed {
                    found: Found::Nothing,
                },
                took: Duration::ZERO,
            });
        let rows = match people.search(everything(ValidityFilter::All)).await {
            Ok(hits) => hits.page(Place::From(0), 10).await.map(|page| page.rows),
            Err(error) => Err(error),
        };
        DirectoryTest {
            steps: steps.collect(),
            rows: rows.unwrap_or_default(),
            referrals: Vec::new(),
            passed_over: Vec::new(),
        }
    }
}

/// One directory.
struct Shelves {
    building: Building,
    opening: DirectoryOpening,
}

#[async_trait]
impl OpenDirectory for Shelves {
    fn customer_users(&self) -> Arc<dyn BackEnd> {
        self.building.directory(self.opening.source.clone())
    }

    async fn entry(&self, _: &Login) -> Result<Option<DirectoryEntry>, BackEndError> {
        Ok(None)
    }

    fn admit(&self) {
        self.building.admitted();
    }

    fn answering(&self) -> Option<Host> {
        None
    }

    async fn close(&self) {}
}
