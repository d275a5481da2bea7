//! Directories in memory: the servers of a city by another protocol.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use deskbook_domain::database::Host;
use deskbook_domain::ids::Login;
use deskbook_domain::secret::Secret;
use deskbook_domain::sign_in::SignInName;

use super::server::{Building, PASSWORD, Servers, error};
use crate::back_end::{BackEnd, BackEndError};
use crate::connecting::{
    Directories, DirectoryEntry, DirectoryOpening, DirectoryStep, DirectoryTest, DirectoryTestStep,
    Found, OpenDirectory, Refusal, SignInAnswer, SignInFailure, SignInOpening, SignInReason,
    SignInStep, StepOutcome,
};
use crate::hits::Place;
use crate::query::ValidityFilter;
use crate::selection::everything;
use crate::server_error::Trouble;

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

    /// Lets in whoever has the password of every server, under any name but `nobody`.
    async fn sign_in(
        &self,
        opening: SignInOpening,
        name: &SignInName,
        password: &Secret<String>,
    ) -> SignInAnswer {
        let host = opening.directory.directory.hosts[0].to_string();
        let failed = |step, reason| Err(SignInFailure { step, reason });
        self.0.note_sign_in(format!("{} at {host}", name.as_str()));
        let outcome = if self.0.is_down() {
            let reason = SignInReason::Server(error(Trouble::HostUnreachable));
            failed(SignInStep::Connect, reason)
        } else if name.as_str() == "nobody" {
            failed(SignInStep::Entry, SignInReason::NoEntry)
        } else if password.expose() == PASSWORD {
            Ok(())
        } else {
            let reason = SignInReason::Refused {
                refusal: Refusal::Wrong,
                words: String::new(),
            };
            failed(SignInStep::Password, reason)
        };
        SignInAnswer { host, outcome }
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

    async fn photo(&self, _: &Login) -> Result<Option<Vec<u8>>, BackEndError> {
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
